"""What follows in the same save when sealed periods are planned and cancelled."""

from collections.abc import Callable, Iterable
from typing import Any

from fleet.decider import Event
from fleet.reactions.streams import AnySaid, to_seal_calendar
from fleet.supervision.seal_calendar import EnterSeal, LeaveSeal
from fleet.supervision.seal_events import SealCancelled, SealPlanned


def _planned(event: SealPlanned) -> Iterable[AnySaid]:
    """No two periods of a region overlap."""
    entered = EnterSeal(
        jurisdiction=event.jurisdiction,
        period=event.period,
        name=event.name,
        begins_at=event.begins_at,
        ends_at=event.ends_at,
        at=event.at,
    )
    return [to_seal_calendar(entered)]


def _cancelled(event: SealCancelled) -> Iterable[AnySaid]:
    said = {"jurisdiction": event.jurisdiction, "period": event.period, "at": event.at}
    return [to_seal_calendar(LeaveSeal(**said))]


SUPERVISION: dict[type[Event], Callable[[Any], Iterable[AnySaid]]] = {
    SealPlanned: _planned,
    SealCancelled: _cancelled,
}
"""Event -> what is said because of it."""

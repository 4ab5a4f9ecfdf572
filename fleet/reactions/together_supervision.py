"""What follows in the same save from sealed periods, and from facts that come after a verdict."""

from collections.abc import Callable, Iterable
from typing import Any

from fleet.decider import Event
from fleet.ledger.saying import Said
from fleet.reactions.briefing import More, Region, briefed
from fleet.reactions.lookups_cases import concerned, of_alert, of_alerted
from fleet.reactions.streams import AnySaid, to_seal_calendar
from fleet.supervision.alert_case import alert_case
from fleet.supervision.case_commands import AutoDismiss, OnAlert, RaiseAlert
from fleet.supervision.case_events import EvidencePassedOn
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


def _asked_again(event: EvidencePassedOn) -> Iterable[AnySaid]:
    """The next case asks; one that is judged as well passes it on in turn."""
    said = {"case": event.successor, "source": event.source, "at": event.at}
    if event.withdrawn:
        why = {"reason": event.withdrawn, "merged_into": event.merged_into}
        yield _to_case(AutoDismiss(**said, **why), of_alert)
        return
    same = {"code", "vehicle", "unit", "subject", "rule_version", "severity", "late"}
    told = event.model_dump(include=same | {"begins_at", "ends_at", "inputs", "evidence"})
    yield _to_case(RaiseAlert(**said, **told), of_alerted, concerned)


def _to_case(command: OnAlert, region: Region, more: More | None = None) -> AnySaid:
    told = briefed(command, region, more)
    return Said(f"alert-case:{command.case}", alert_case, command, told)


SUPERVISION: dict[type[Event], Callable[[Any], Iterable[AnySaid]]] = {
    SealPlanned: _planned,
    SealCancelled: _cancelled,
    EvidencePassedOn: _asked_again,
}
"""Event -> what is said because of it."""

"""The dates of sealed periods: begin, end, report (PM6); those of exempt cars: `sealing`."""

from collections.abc import Iterable
from datetime import timedelta

from fleet.decider import Entry
from fleet.reactions.due import Due, Forget
from fleet.supervision.seal_events import (
    SealCancelled,
    SealClosed,
    SealPlanned,
    SealReportPublished,
)

_LATE_FIXES = timedelta(days=1)  # have come in when the report is published


def deadlines(entry: Entry) -> Iterable[Due | Forget]:
    """What an entry puts on the list of dates, or takes off it.

    Source:
        R078; PM6.
    """
    match entry.event:
        case SealPlanned() as event:
            for word, at in (("OpenSeal", event.begins_at), ("CloseSeal", event.ends_at)):
                wire = {"command": word, "period": event.period, "at": at}
                yield Due(f"seal:{event.period}:{word}", at, wire)
        case SealClosed(period=period, ends_at=ends_at):
            yield Forget(f"seal:{period}:")
            at = ends_at + _LATE_FIXES
            wire = {"command": "PublishSealReport", "period": period, "at": at}
            yield Due(f"seal:{period}:PublishSealReport", at, wire)
        case SealCancelled(period=period) | SealReportPublished(period=period):
            yield Forget(f"seal:{period}:")
        case _:
            return

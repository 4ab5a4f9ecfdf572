"""The dates that papers set: reminders, overdue disposals, unpaid income, the end of a year."""

from collections.abc import Iterable
from datetime import datetime

from fleet.decider import Entry
from fleet.disposal.disposal_events import (
    DisposalApproved,
    DisposalResultRecorded,
    DisposalWithdrawn,
    ProceedsReceived,
)
from fleet.planning.indicator_events import (
    IndicatorApproved,
    IndicatorConsumed,
    IndicatorRejected,
    IndicatorWithdrawn,
)
from fleet.reactions.due import Due, Forget, Notice


def deadlines(entry: Entry) -> Iterable[Due | Forget]:
    """What an entry puts on the list of dates, or takes off it.

    Source:
        R116 (DISP-01, DISP-02), DISP-04; PM1, PM3.
    """
    match entry.event:
        case DisposalApproved() as event:
            yield from _year(event)
        case DisposalWithdrawn(case=case):
            yield Forget(f"disposal:{case}:")
        case DisposalResultRecorded() as event:
            yield Forget(f"disposal:{event.case}:{'warn:' if event.overdue else ''}")
            yield from _proceeds(event)
        case ProceedsReceived(case=case):
            yield Forget(f"proceeds:{case}:")
        case IndicatorApproved(indicator=number, year_ends=end):
            wire = {"command": "ExpireIndicator", "indicator": number, "at": end}
            yield Due(f"indicator:{number}:", end, wire)
        case IndicatorConsumed() | IndicatorRejected() | IndicatorWithdrawn() as event:
            yield Forget(f"indicator:{event.indicator}:")
        case _:
            return


def _year(event: DisposalApproved) -> Iterable[Due]:
    """90, 60 and 30 days before, and the first moment after the last day."""
    for days, at in zip(event.warn_days, event.warned_at, strict=True):
        notice = _notice(event, "DISP-01", at, days=str(days))
        yield Due(f"disposal:{event.case}:warn:{days}", at, notice=notice)
    at = event.due_until
    wire = {"command": "MarkOverdue", "case": event.case, "at": at}
    yield Due(f"disposal:{event.case}:overdue", at, wire, _notice(event, "DISP-02", at))


def _notice(event: DisposalApproved, code: str, at: datetime, **inputs: str) -> Notice:
    known = {"due": event.due_on.isoformat(), "policy": event.grounds.policy, **inputs}
    return Notice(code, f"disposal:{event.case}", event.unit, event.vehicle, at, known)


def _proceeds(event: DisposalResultRecorded) -> Iterable[Due]:
    if event.proceeds_until is None:
        return
    inputs = {
        "days": str(event.proceeds_within_days),
        "proceeds_fen": str(event.proceeds_fen),
        "certificate": event.certificate,
    }
    at, subject = event.proceeds_until, f"disposal:{event.case}"
    notice = Notice("DISP-04", subject, event.unit, event.vehicle, at, inputs)
    yield Due(f"proceeds:{event.case}:", at, notice=notice)

"""The alerts of checks, papers and recalls, and what settles them."""

from collections.abc import Iterable

from fleet.decider import Entry
from fleet.inspection.check_events import CheckCompleted, CheckMissed, CheckWaived
from fleet.inspection.paper import PaperExpired, PaperExpiring, PaperUnwatched, PaperWatched
from fleet.reactions.due import Notice, Withdrawal
from fleet.vehicle.dossier import RecallRecorded

_CODES = {"MONTHLY": "INSP-02", "QUARTERLY": "INSP-03"}
"""What a missed check of a kind raises; a daily one is told when the car leaves (INSP-01)."""


def notices(entry: Entry) -> Iterable[Notice | Withdrawal]:
    """What an entry raises or settles.

    Source:
        R090-R092; alerts INSP-02, INSP-03, INSP-05, INSP-06.
    """
    match entry.event:
        case CheckMissed() as event:
            yield from _missed(event)
        case CheckWaived(late=True) as event:
            yield from _settled(event, "waived")
        case CheckCompleted(missed=True, late=False) as event:
            yield from _settled(event, "done_in_time")
        case PaperWatched() | PaperUnwatched() as event:
            yield Withdrawal(f"insp-05:{_paper(event)}", "renewed", event.at)
        case PaperExpiring() | PaperExpired() as event:
            yield _ends(event)
        case RecallRecorded() as event:
            yield _recalled(event)
        case _:
            return


def _missed(event: CheckMissed) -> Iterable[Notice]:
    code = _CODES.get(event.kind)
    if code is not None:
        inputs = {"period": event.period, "due": event.due_until.isoformat()}
        inputs |= {"policy": event.policy}
        yield Notice(code, f"check:{event.check}", event.unit, event.vehicle, event.at, inputs)


def _settled(event: CheckWaived | CheckCompleted, reason: str) -> Iterable[Withdrawal]:
    code = _CODES.get(event.kind)
    if code is not None:
        yield Withdrawal(f"{code.lower()}:check:{event.check}", reason, event.at)


def _paper(event: PaperWatched | PaperUnwatched | PaperExpiring | PaperExpired) -> str:
    return f"paper:{event.vehicle}-{event.kind}"


def _ends(event: PaperExpiring | PaperExpired) -> Notice:
    inputs = {"kind": event.kind, "until": event.valid_until.isoformat(), "policy": event.policy}
    if isinstance(event, PaperExpiring):
        inputs |= {"days": str(event.days)}
    else:
        inputs |= {"days": "0", "severity": "RED"}
    return Notice("INSP-05", _paper(event), event.unit, event.vehicle, event.at, inputs)


def _recalled(event: RecallRecorded) -> Notice | Withdrawal:
    subject = f"recall:{event.vehicle}-{event.recall}"
    if event.answered:
        return Withdrawal(f"insp-06:{subject}", "answered", event.at)
    inputs = {"recall": event.recall, "stop_drive": "yes" if event.stop_drive else "no"}
    if event.stop_drive:
        inputs |= {"severity": "RED"}
    return Notice("INSP-06", subject, event.unit, event.vehicle, event.at, inputs)

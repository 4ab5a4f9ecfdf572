"""The dates that alert cases set: until they have to be acknowledged, and explained (PM10)."""

from collections.abc import Iterable
from datetime import datetime

from fleet.decider import Entry
from fleet.reactions.due import Due, Forget
from fleet.supervision.case_events import (
    AlertAcknowledged,
    AlertAutoDismissed,
    AlertRaised,
    ExplanationRequested,
    ExplanationSubmitted,
)


def deadlines(entry: Entry) -> Iterable[Due | Forget]:
    """What an entry puts on the list of dates, or takes off it.

    Source:
        PM10; handbook 5.6.
    """
    match entry.event:
        case AlertRaised(case=case, acknowledge_by=limit):
            yield _escalation(case, limit)
        case ExplanationRequested(case=case, explain_by=limit):
            yield _escalation(case, limit)
        case AlertAcknowledged() | AlertAutoDismissed() | ExplanationSubmitted() as event:
            yield Forget(_key(event.case))
        case _:
            return


def _escalation(case: str, limit: datetime) -> Due:
    wire = {"command": "EscalateAlert", "case": case, "at": limit}
    return Due(_key(case), limit, wire)


def _key(case: str) -> str:
    """No case's key begins like another's: there is no space in them."""
    return f"alert-case:{case} "

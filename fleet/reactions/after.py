"""What follows soon after an entry, in saves of their own: process managers without verdicts.

Each asks; the record it asks decides. Said again, nothing happens twice.
"""

from collections.abc import Iterable

from fleet.decider import Entry
from fleet.planning.indicator_events import ExecutionDocumentIssued, IndicatorApproved
from fleet.quota.slot_words import SlotReleased, SlotVacated
from fleet.reactions.deadlines import deadlines
from fleet.reactions.due import Action, Say
from fleet.reactions.notices import notices


def after(entry: Entry) -> Iterable[Action]:
    """What is asked for because of an entry, in order."""
    yield from managers(entry)
    yield from notices(entry)
    yield from deadlines(entry)


def managers(entry: Entry) -> Iterable[Say]:
    """The commands that process managers say.

    Source:
        Handbook 6: PM1 (an approved indicator asks for its budget, a released one for its
        purchase), PM2 (a slot that is one too many is retired when it is empty).
    """
    match entry.event:
        case IndicatorApproved() as event:
            yield Say(
                {
                    "command": "RequestBudget",
                    "line": event.indicator,
                    "indicator": event.indicator,
                    "unit": event.unit,
                    "year": event.plan_year,
                    "amount_fen": event.price_fen,
                    "at": event.at,
                }
            )
        case ExecutionDocumentIssued() as event:
            yield Say(
                {
                    "command": "DraftPurchase",
                    "purchase": event.indicator,
                    "indicator": event.indicator,
                    "unit": event.unit,
                    "slot": event.slot,
                    "kind": event.kind,
                    "category": event.category,
                    "vehicle": event.vehicle,
                    "at": event.at,
                }
            )
        case SlotVacated(excess=True) | SlotReleased(excess=True) as event:
            jurisdiction, _, sector = event.book.partition("-")
            book = {"jurisdiction": jurisdiction, "sector": sector, "slot": event.slot}
            yield Say({"command": "RetireSlot", **book, "at": event.at})
        case _:
            return

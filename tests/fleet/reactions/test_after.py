"""What process managers say after an entry."""

from uuid import UUID

import pytest

from fleet.decider import Entry, Event
from fleet.planning.indicator_events import ExecutionDocumentIssued
from fleet.quota.slot_words import SlotReleased, SlotVacated
from fleet.reactions.after import after, managers
from fleet.reactions.due import Due, Forget, Say, Withdrawal
from tests.projections import papers as told
from tests.projections.papers import MARCH


def entry(event: Event) -> Entry:
    """The entry of an event."""
    return Entry("lifecycle", 1, "x:1", 1, UUID(int=1), MARCH, {}, event)


def said(event: Event) -> list[Say]:
    """What the process managers say."""
    return [*managers(entry(event))]


@pytest.mark.proves("R026")
def test_an_approved_indicator_asks_for_its_money() -> None:
    wire = {"command": "RequestBudget", "line": "I1", "indicator": "I1", "unit": "A"}
    wire |= {"year": 2027, "amount_fen": 18_000_000, "at": MARCH}  # type: ignore[dict-item]
    assert said(told.GRANTED) == [Say(wire)]


@pytest.mark.proves("R028")
def test_released_money_drafts_the_purchase() -> None:
    event = ExecutionDocumentIssued(**told.OF_SLOT, line="I1", document="执1")
    wire = {"command": "DraftPurchase", "purchase": "I1", "indicator": "I1", "unit": "A"}
    wire |= {"slot": "S1", "kind": "RENEWAL", "category": "EMERGENCY_SUPPORT", "vehicle": "C1"}
    assert said(event) == [Say({**wire, "at": MARCH})]


VACATED = SlotVacated(**told.SLOT, vehicle="C1", case="D1", excess=True)
RELEASED = SlotReleased(**told.SLOT, purchase="P1", excess=True)


@pytest.mark.proves("R005")
@pytest.mark.parametrize("event", [VACATED, RELEASED])
def test_a_slot_too_many_is_retired_when_it_is_empty(event: Event) -> None:
    wire = {"command": "RetireSlot", "jurisdiction": "330100", "sector": "PARTY_GOV"}
    assert said(event) == [Say({**wire, "slot": "S1", "at": MARCH})]
    assert said(event.model_copy(update={"excess": False})) == []


def test_commands_come_first_then_notices_then_dates() -> None:
    assert [type(each) for each in after(entry(VACATED))] == [Say, Withdrawal]
    assert [type(each) for each in after(entry(told.GRANTED))] == [Say, Due]
    assert [type(each) for each in after(entry(told.SCRAPPED))] == [Withdrawal, Forget]
    assert [*after(entry(told.OPENED))] == []

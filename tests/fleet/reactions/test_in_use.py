"""Reactions that remember say the same whether they have heard everything or were told it again."""

from datetime import timedelta

import pytest

from fleet.decider import Entry
from fleet.reactions.due import Action, Due, Say
from fleet.reactions.followers import followers
from fleet.reactions.in_use import InUse
from fleet.vehicle.entry import VehicleOrdered
from fleet.vehicle.fitting import VehicleTerminalUnbound
from tests.fleet.reactions.books import NOW, Books


def city() -> Books:
    """A unit with a car that has a plan and a terminal, rules, a calendar, and one ordered."""
    books = Books()
    books.unit()
    books.policy()
    books.calendar("2026-10-01", "2026-10-02", "2026-10-03")
    books.car()
    books.plan()
    books.bound()
    told = {"purchase": "P1", "slot": "S2", "unit": "U", "category": "LAW_ENFORCEMENT"}
    books.entry("vehicle:C2", VehicleOrdered(vehicle="C2", **told, at=NOW))
    return books


def unbound(books: Books) -> Entry:
    at = NOW + timedelta(hours=2)
    event = VehicleTerminalUnbound(vehicle="C1", device="T1", at=at)
    return books.entry("vehicle:C1", event, now=at)


def heard(books: Books) -> dict[int, list[Action]]:
    """What each entry asks for, by position."""
    in_use = InUse()
    return {entry.position: [*in_use.follows(entry, NOW)] for entry in books.told}


@pytest.mark.parametrize("known", range(9))
def test_what_was_answered_before_a_restart_is_remembered(known: int) -> None:
    books = city()
    unbound(books)
    expected, again = heard(books), InUse()
    for entry in books.told[:known]:
        again.remember(entry)
    for entry in books.told[known:]:
        assert [*again.follows(entry, NOW)] == expected[entry.position]


def test_a_calendar_and_a_car_lead_to_a_period_and_a_lost_terminal_to_a_date() -> None:
    books = city()
    last = unbound(books).position
    asked = heard(books)
    plans = [it for actions in asked.values() for it in actions if isinstance(it, Say)]
    assert "PlanSeal" in {it.wire["command"] for it in plans}
    [due] = [it for it in asked[last] if isinstance(it, Due)]
    assert due.notice is not None
    assert due.notice.code == "TERM-05"


def test_each_follower_has_a_checkpoint_and_a_ledger() -> None:
    found = {it.name: it.ledger for it in followers()}
    assert found == {"loop": "lifecycle", "use": "lifecycle", "cases": "supervision"}
    [loop, use, cases] = followers()
    assert use.topics > {"vehicle.taken-over", "seal-period.opened"}
    assert not loop.topics
    books = city()
    for entry in books.told:
        loop.remember(entry)
        use.remember(entry)
        assert [*loop.follows(entry, NOW)] == [*cases.follows(entry, NOW)] == []
    assert [it.at for it in use.follows(unbound(books), NOW) if isinstance(it, Due)]

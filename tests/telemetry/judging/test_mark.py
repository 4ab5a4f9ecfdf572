"""Who waits for judgement, and what the database is told of it."""

from telemetry.judging.mark import Docket, Mark
from telemetry.moment import FOREVER

FIX = Mark(200, urgent=True)
PAPER = Mark(100, "lifecycle:7", "order.extended")


def test_two_marks_are_one_from_the_earlier_moment_on() -> None:
    assert Mark(100, "lifecycle:7", "order.extended", urgent=True) == FIX | PAPER
    assert Mark(100, "lifecycle:7", "order.extended", urgent=True) == PAPER | FIX
    assert Mark() == Mark(FOREVER)


def test_of_two_papers_the_later_one_is_named() -> None:
    assert (PAPER | Mark(300, "lifecycle:9", "seal.planned")).entry == "lifecycle:9"


def test_live_cars_are_heard_first_then_they_come_as_they_were_marked() -> None:
    docket = Docket({"A": PAPER})
    docket.add("B", Mark(5))
    docket.add("C", FIX)
    docket.add("A", Mark(7))
    assert ("B" in docket, len(docket)) == (True, 3)
    heard = [docket.next() for _ in range(4)]
    assert heard == [("C", FIX), ("A", Mark(7) | PAPER), ("B", Mark(5)), None]


def test_the_database_is_told_what_differs_from_what_it_has() -> None:
    docket = Docket({"A": PAPER, "B": Mark(5)})
    docket.add("A", Mark(50))
    docket.add("C", FIX)
    assert docket.next() == ("C", FIX)
    assert docket.changes() == ({"A": Mark(50, "lifecycle:7", "order.extended")}, [])
    docket.next()
    docket.next()
    assert docket.changes() == ({}, ["A", "B"])
    assert docket.changes() == ({}, [])


def test_that_somebody_is_live_is_not_worth_writing() -> None:
    docket = Docket({"A": Mark(5)})
    docket.add("A", Mark(5, urgent=True))
    assert docket.changes() == ({}, [])


def test_who_could_not_be_judged_waits_for_more() -> None:
    docket = Docket({"A": PAPER})
    assert docket.next() == ("A", PAPER)
    docket.put_off("A", PAPER)
    assert (docket.next(), len(docket), docket.changes()) == (None, 0, ({}, []))
    docket.add("A", Mark(50))
    assert docket.next() == ("A", PAPER | Mark(50))
    assert docket.changes() == ({}, ["A"])

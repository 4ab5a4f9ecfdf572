"""The docket of a unit: what it still has to finish, and who has read it."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given as each
from hypothesis import strategies as st

from fleet.decider import Conflict
from fleet.disposal.docket import (
    CaseFinished,
    CaseOpened,
    Docket,
    FinishCase,
    GateRead,
    OpenCase,
    ReadGate,
    docket,
)
from tests.fleet.disposal.registry import NOW
from tests.given import Given

LAST_DAY = date(2026, 3, 10)
OF: dict[str, Any] = {"unit": "A1", "case": "D1", "at": NOW}
OPENED = CaseOpened(**OF, due_on=LAST_DAY)
SECOND = OPENED.model_copy(update={"case": "D0", "due_on": date(2026, 3, 11)})
FINISHED = CaseFinished(**OF)
open_case = OpenCase(**OF, due_on=LAST_DAY)
finish = FinishCase(**OF)

given = Given(docket)


def reading(*told: str, overdue_on: date | None = None) -> ReadGate:
    """A review that was told of these cases."""
    return ReadGate(unit="A1", indicator="I1", told=told, overdue_on=overdue_on, at=NOW)


def read(*unfinished: str) -> GateRead:
    """What is kept of it."""
    return GateRead(unit="A1", indicator="I1", unfinished=unfinished, at=NOW)


@pytest.mark.proves("R119")
def test_an_approved_disposal_is_to_be_finished() -> None:
    given().when(open_case).then(OPENED)
    given(OPENED).when(open_case).then()


@pytest.mark.proves("R119")
def test_a_finished_disposal_is_off_the_docket() -> None:
    given(OPENED).when(finish).then(FINISHED)
    assert docket.fold([OPENED, SECOND, FINISHED]) == Docket({"D0": SECOND.due_on})


def test_what_is_not_open_is_not_finished() -> None:
    given().when(finish).then()
    given(SECOND).when(finish).then()


@pytest.mark.proves("R119")
def test_the_review_sees_what_is_open() -> None:
    given().when(reading()).then(read())
    given(OPENED, SECOND).when(reading("D0", "D1")).then(read("D0", "D1"))
    given(OPENED, SECOND, FINISHED).when(reading("D0")).then(read("D0"))


@pytest.mark.proves("R119")
@pytest.mark.parametrize(
    ("day", "cases"),
    [(LAST_DAY, ()), (date(2026, 3, 11), ("D1",)), (date(2026, 3, 12), ("D0", "D1"))],
)
def test_a_policy_may_ask_for_what_is_overdue_only(day: date, cases: tuple[str, ...]) -> None:
    given(OPENED, SECOND).when(reading(*cases, overdue_on=day)).then(read(*cases))


@pytest.mark.proves("R119")
@pytest.mark.parametrize("told", [(), ("D0",), ("D0", "D1"), ("D1", "D1")])
def test_a_review_that_was_told_otherwise_reads_again(told: tuple[str, ...]) -> None:
    with pytest.raises(Conflict, match=r"^the docket of A1 has changed$"):
        docket.decide(reading(*told), docket.fold([OPENED]))


def test_reading_changes_nothing() -> None:
    assert docket.fold([OPENED, read("D1")]) == docket.fold([OPENED])


@each(st.lists(st.tuples(st.booleans(), st.sampled_from(["D0", "D1", "D2"]))))
def test_whatever_comes_and_goes_the_docket_knows_what_is_open(
    said: list[tuple[bool, str]],
) -> None:
    state, unfinished = docket.initial, set[str]()
    for opens, case in said:
        told = {"unit": "A1", "case": case, "at": NOW}
        command = OpenCase(**told, due_on=LAST_DAY) if opens else FinishCase(**told)
        for event in docket.decide(command, state):
            state = docket.evolve(state, event)
        (unfinished.add if opens else unfinished.discard)(case)
    assert state.unfinished() == tuple(sorted(unfinished))

"""A joint inspection: the bureau and at least one other body look at retired cars."""

from typing import Any

import pytest

from fleet.decider import Refused
from fleet.disposal.joint_inspection import (
    CompleteInspection,
    InspectionCommand,
    InspectionCompleted,
    InspectionEvent,
    InspectionFindingRecorded,
    InspectionPlanned,
    PlanInspection,
    RecordInspectionFinding,
    joint_inspection,
)
from tests.fleet.disposal.registry import BUREAU, FINANCE, NOW, brief, other
from tests.given import Given

SAID: dict[str, Any] = {"inspection": "J1", "at": NOW}
WHAT: dict[str, Any] = {
    "jurisdiction": "330100",
    "cases": ("D1", "D2"),
    "bodies": ("BUREAU", "FINANCE", "TRAFFIC_POLICE"),
}
plan = PlanInspection(**SAID, brief=BUREAU, **WHAT)
record = RecordInspectionFinding(**SAID, brief=BUREAU, case="D1", finding="已封存")
complete = CompleteInspection(**SAID, brief=BUREAU, review_note="账实相符")
PLANNED = InspectionPlanned(**SAID, **WHAT, by="wang")
FOUND = InspectionFindingRecorded(**SAID, case="D1", body="BUREAU", finding="已封存", by="wang")
ALSO = FOUND.model_copy(update={"body": "FINANCE", "by": "li"})
COMPLETED = InspectionCompleted(**SAID, review_note="账实相符")

given = Given(joint_inspection)


def refusal(command: InspectionCommand, *past: InspectionEvent) -> Refused:
    """Why it says no."""
    with pytest.raises(Refused) as no:
        joint_inspection.decide(command, joint_inspection.fold(past))
    return no.value


@pytest.mark.proves("R118")
def test_several_bodies_look_at_several_cars() -> None:
    given().when(plan).then(PLANNED)


@pytest.mark.proves("R118")
@pytest.mark.parametrize(
    "bodies", [("BUREAU",), ("BUREAU", "BUREAU"), ("FINANCE",), ("FINANCE", "TRANSPORT")]
)
def test_the_bureau_and_one_other_body_at_least(bodies: tuple[str, ...]) -> None:
    no = refusal(other(plan, bodies=bodies))
    assert (no.rule, no.code) == ("联合督查", "BodiesMissing")
    assert no.values["bodies"] == ", ".join(sorted({*bodies}))


@pytest.mark.proves("R118")
def test_two_bodies_are_enough() -> None:
    two = ("TRANSPORT", "BUREAU")
    planned = PLANNED.model_copy(update={"bodies": two})
    given().when(other(plan, bodies=two)).then(planned)


@pytest.mark.parametrize("past", [(PLANNED,), (PLANNED, FOUND, ALSO, COMPLETED)])
def test_the_same_plan_again_is_none(past: tuple[InspectionEvent, ...]) -> None:
    given(*past).when(plan).then()
    given(*past).when(other(plan, cases=("D2", "D1"))).then()


@pytest.mark.parametrize(
    "change",
    [{"cases": ("D1",)}, {"bodies": ("BUREAU", "FINANCE")}, {"jurisdiction": "330106"}],
)
def test_another_plan_needs_another_number(change: dict[str, object]) -> None:
    assert refusal(other(plan, **change), PLANNED).code == "InspectionDiffers"
    over = (PLANNED, FOUND, ALSO, COMPLETED)
    assert refusal(other(plan, **change), *over).code == "InspectionDiffers"


@pytest.mark.proves("R118")
def test_each_body_says_what_it_found() -> None:
    given(PLANNED).when(record).then(FOUND)
    given(PLANNED, FOUND).when(other(record, brief=FINANCE)).then(ALSO)
    police = other(record, brief=brief("sun", "TRAFFIC_POLICE"))
    found = FOUND.model_copy(update={"body": "TRAFFIC_POLICE", "by": "sun"})
    given(PLANNED).when(police).then(found)


def test_the_same_finding_again_is_none() -> None:
    given(PLANNED, FOUND, ALSO).when(record).then()


def test_a_body_may_have_found_more() -> None:
    more = FOUND.model_copy(update={"finding": "未封存"})
    given(PLANNED, FOUND).when(other(record, finding="未封存")).then(more)
    given(PLANNED, FOUND, more).when(record).then(FOUND)
    second = FOUND.model_copy(update={"case": "D2"})
    given(PLANNED, FOUND).when(other(record, case="D2")).then(second)


@pytest.mark.proves("R118")
def test_only_the_bodies_that_take_part_speak() -> None:
    stranger = other(record, brief=brief("zhou", "TRANSPORT"))
    assert refusal(stranger, PLANNED).code == "RoleMayNot"


@pytest.mark.proves("R118")
def test_only_of_cases_that_were_drawn() -> None:
    no = refusal(other(record, case="D3"), PLANNED)
    assert (no.code, no.values["case"]) == ("CaseNotDrawn", "D3")


@pytest.mark.proves("R118")
def test_it_is_over_when_two_bodies_have_spoken() -> None:
    given(PLANNED, FOUND, ALSO).when(complete).then(COMPLETED)
    given(PLANNED, FOUND, ALSO, COMPLETED).when(complete).then()


@pytest.mark.proves("R118")
@pytest.mark.parametrize(("past", "told"), [((), "-"), ((FOUND,), "BUREAU"), ((ALSO,), "FINANCE")])
def test_and_not_before(past: tuple[InspectionEvent, ...], told: str) -> None:
    no = refusal(complete, PLANNED, *past)
    assert (no.code, no.values["bodies"]) == ("BodiesMissing", told)


@pytest.mark.proves("R128")
def test_it_ends_with_a_lesson() -> None:
    no = refusal(other(complete, review_note=""), PLANNED, FOUND, ALSO)
    assert (no.rule, no.code) == ("后期复盘", "ReviewNoteMissing")


@pytest.mark.parametrize(
    ("command", "past", "stage"),
    [
        (record, (), "Unplanned"),
        (complete, (), "Unplanned"),
        (record, (PLANNED, FOUND, ALSO, COMPLETED), "Completed"),
    ],
)
def test_one_thing_after_the_other(
    command: InspectionCommand, past: tuple[InspectionEvent, ...], stage: str
) -> None:
    no = refusal(command, *past)
    assert (no.rule, no.code, no.values["stage"]) == ("办理次序", "OutOfOrder", stage)


@pytest.mark.proves("R011")
def test_another_region_has_no_say() -> None:
    stranger = other(plan, brief=brief("zhou", "BUREAU", "330200"))
    assert refusal(stranger).code == "OutsideJurisdiction"


def test_what_has_no_plan_has_no_past() -> None:
    assert joint_inspection.fold([FOUND, COMPLETED]) == joint_inspection.initial

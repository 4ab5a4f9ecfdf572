"""A car on the road: on one order at a time, and nothing speaks against it."""

import pytest

from fleet.vehicle.car_schedule import car_schedule
from tests.fleet.vehicle.test_car_schedule import (
    MORNING,
    NOON,
    at,
    blocked,
    extend,
    extended,
    given,
    leave,
    left,
    papers,
    refusal,
    release,
    released,
    reserve,
    reserved,
    rows,
)


@pytest.mark.proves("R060")
def test_a_car_is_out_on_one_order_at_a_time() -> None:
    given(MORNING).when(leave("O1", 1)).then(left("O1", 1))
    past = (MORNING, NOON, left("O1", 1))
    no = refusal(leave("O2", 3), *past)
    assert (no.rule, no.code) == ("一车一单", "CarOut")
    assert no.values == {"vehicle": "V1", "order": "O2", "other": "O1"}
    given(*past).when(leave("O1", 2)).then()
    given(*past, blocked("safety", 1)).when(leave("O1", 2)).then()
    given(*past, released("O1", 1, 3, freed=2, now=2)).when(leave("O2", 3)).then(left("O2", 3))
    assert car_schedule.fold([*past, released("O2", 3, 5, freed=3, now=0)]).out == "O1"


@pytest.mark.proves("R060")
@pytest.mark.parametrize("now", [3, 6])
def test_a_car_that_comes_back_late_is_back_all_the_same(now: float) -> None:
    back = released("O1", 1, 3, freed=3, now=now)
    given(MORNING, left("O1", 1)).when(release("O1", now)).then(back)
    assert car_schedule.fold([MORNING, left("O1", 1), back]).out == ""
    assert rows(MORNING, left("O1", 1), back) == [("O1", at(1), at(3))]
    given(MORNING, left("O1", 1), back).when(release("O1", now)).then()
    given(MORNING).when(release("O1", now)).then()
    given(MORNING, NOON, left("O2", 3)).when(release("O1", now)).then()


def test_a_car_that_nobody_was_promised_does_not_leave() -> None:
    no = refusal(leave("O2", 1), MORNING)
    assert (no.code, no.values) == ("OrderHasNoCar", {"vehicle": "V1", "order": "O2"})


@pytest.mark.proves("R094")
def test_a_car_that_is_kept_off_the_road_does_not_leave() -> None:
    no = refusal(leave("O1", 1), MORNING, blocked("paper:INSURANCE", 1), blocked("safety", 0))
    assert (no.code, no.values["causes"]) == ("CarBlocked", "paper:INSURANCE, safety")
    assert no.values["causes_zh"] == "保险已过期、安全项目未通过"
    given(MORNING, blocked("paper:INSURANCE", 1.01)).when(leave("O1", 1)).then(left("O1", 1))
    no = refusal(leave("O1", 1, hindrances=("suspended",)), MORNING)
    assert (no.code, no.values["causes"]) == ("CarBlocked", "suspended")
    assert no.values["since"] == "2026-09-30 09:00"


def test_a_paper_of_another_kind_is_named_as_the_policy_does() -> None:
    assert refusal(leave("O1", 1), MORNING, blocked("paper:GAS", 1)).values["causes_zh"] == (
        "GAS已过期"
    )
    assert refusal(reserve("O1", 1, 3, **papers(2, "GAS"))).values["papers_zh"] == "GAS 2026-09-30"


@pytest.mark.proves("INSP-05")
def test_the_papers_of_a_car_last_to_the_end_of_its_order() -> None:
    for command, past in (
        (reserve("O1", 1, 3, **papers(2.9)), ()),
        (extend("O1", 3, **papers(2.9)), (reserved("O1", 1, 2),)),
        (leave("O1", 1, **papers(2.9)), (MORNING,)),
        (leave("O1", 4, **papers(3.9)), (MORNING,)),
    ):
        no = refusal(command, *past)
        assert (no.rule, no.code, no.basis) == ("证照有效", "PaperEnds", "R069")
        assert (no.values["vehicle"], no.values["order"]) == ("V1", "O1")
        assert no.values["papers"] == "INSURANCE 2026-09-30"
    late = refusal(leave("O1", 4, **papers(3.9)), MORNING)
    assert late.values["until"] == "2026-09-30 12:00"
    given().when(reserve("O1", 1, 3, **papers(3))).then(MORNING)
    longer = extended("O1", 1, 4, before=3)
    given(MORNING).when(extend("O1", 4, **papers(4))).then(longer)
    given(MORNING).when(leave("O1", 1, **papers(3))).then(left("O1", 1))
    shorter = extended("O1", 1, 2, before=3)
    given(MORNING).when(extend("O1", 2, **papers(1))).then(shorter)

"""A spot check is planned by two bodies, drawn by a start value, carried out, and signed."""

from datetime import date

import pytest
from pydantic import ValidationError

from fleet.supervision.spot_check import plan_of, spot_check
from fleet.supervision.spot_check_words import (
    Line,
    PlanCampaign,
    SpotCheckCommand,
    SpotCheckEvent,
)
from tests.fleet.supervision.checking import (
    ALSO,
    DISCIPLINE,
    DONE,
    DRAWN,
    FIRST,
    LINES,
    OF,
    OVER,
    PLANNED,
    SIGNED,
    TAKEN,
    WHAT,
    countersign,
    draw,
    given,
    plan,
    record,
    recorded,
    refusal,
    sign,
)
from tests.fleet.supervision.sealing import BUREAU, CLERK, CLOCK, brief, other

ALL: tuple[SpotCheckEvent, ...] = (*DONE, SIGNED, ALSO, OVER)
ONLINE = tuple(line.model_copy(update={"mode": "ONLINE"}) for line in LINES)


@pytest.mark.proves("R076")
@pytest.mark.proves("R082")
def test_a_joint_check_has_scope_list_start_value_and_bodies() -> None:
    given().when(plan).then(PLANNED)


@pytest.mark.proves("R076")
@pytest.mark.parametrize(
    ("kind", "bodies"),
    [
        ("JOINT", ("BUREAU",)),
        ("JOINT", ("BUREAU", "FINANCE")),
        ("JOINT", ("DISCIPLINE", "FINANCE")),
        ("ONLINE", ("BUREAU", "BUREAU")),
        ("ONLINE", ("DISCIPLINE", "FINANCE")),
    ],
)
def test_the_bureau_and_another_body_take_part(kind: str, bodies: tuple[str, ...]) -> None:
    no = refusal(other(plan, kind=kind, bodies=bodies, lines=ONLINE))
    assert (no.code, no.values["bodies"]) == ("BodiesMissing", ", ".join(sorted({*bodies})))


def test_without_discipline_inspection_it_is_not_joint_and_may_take_place_on_any_day() -> None:
    lines = tuple(line.model_copy(update={"day": date(2025, 3, 3)}) for line in ONLINE)
    change = {"kind": "ONLINE", "bodies": ("CENTRE", "BUREAU"), "lines": lines}
    (planned,) = spot_check.decide(other(plan, **change), spot_check.initial)
    assert planned.model_dump(include={*change}) == {
        **change, "lines": tuple(line.model_dump() for line in lines)
    }  # fmt: skip


@pytest.mark.proves("R076")
def test_a_joint_check_is_held_on_days_off() -> None:
    days = (date(2026, 10, 9), date(2026, 10, 8), date(2026, 10, 10), FIRST)
    lines = tuple(Line(vehicle="V1", day=day, mode="ONLINE") for day in days)
    no = refusal(other(plan, lines=lines))
    assert (no.code, no.values["days"]) == ("DayIsWorked", "2026-10-08, 2026-10-09, 2026-10-10")


@pytest.mark.proves("R076")
def test_nobody_plans_a_joint_check_of_a_year_that_was_not_announced() -> None:
    lines = (*LINES, Line(vehicle="V1", day=date(2027, 1, 1), mode="ONLINE"))
    assert refusal(other(plan, lines=lines)).values == {"year": 2027}


@pytest.mark.proves("R082")
@pytest.mark.parametrize(("kind", "vehicle"), [("ONLINE", "V2"), ("ONSITE", "V1")])
def test_each_check_is_online_or_onsite(kind: str, vehicle: str) -> None:
    no = refusal(other(plan, kind=kind))
    assert (no.code, no.values["vehicle"]) == ("ModeDiffers", vehicle)


@pytest.mark.proves("R083")
def test_no_more_is_drawn_than_is_listed() -> None:
    assert refusal(other(plan, size=4)).code == "SampleTooLarge"
    assert spot_check.decide(other(plan, size=3), spot_check.initial)


def test_a_check_is_listed_once() -> None:
    with pytest.raises(ValidationError, match="listed twice"):
        PlanCampaign(**OF, **{**WHAT, "lines": (*LINES, LINES[0])})
    assert PlanCampaign(**OF, **WHAT)


@pytest.mark.parametrize("speaker", [CLERK, CLOCK])
def test_only_bureau_and_discipline_inspection_plan(speaker: object) -> None:
    assert refusal(other(plan, brief=speaker)).code == "RoleMayNot"
    planned = PLANNED.model_copy(update={"by": "gu"})
    given().when(other(plan, brief=DISCIPLINE)).then(planned)


@pytest.mark.parametrize("past", [(PLANNED,), (PLANNED, DRAWN), ALL])
def test_the_same_plan_again_is_none(past: tuple[SpotCheckEvent, ...]) -> None:
    again = other(plan, brief=DISCIPLINE, lines=LINES[::-1], bodies=("DISCIPLINE", "BUREAU"))
    given(*past).when(other(again, at=plan.at.replace(hour=5))).then()


@pytest.mark.parametrize("past", [(PLANNED,), (PLANNED, DRAWN), ALL])
@pytest.mark.parametrize(
    "change",
    [
        {"scope": "春节用车"},
        {"kind": "ONLINE", "lines": ONLINE},
        {"bodies": ("BUREAU", "DISCIPLINE", "FINANCE")},
        {"start_value": 20_210_931},
        {"size": 1},
        {"lines": LINES[:2]},
        {"jurisdiction": "330106"},
    ],
)
def test_list_and_start_value_stand(
    past: tuple[SpotCheckEvent, ...], change: dict[str, object]
) -> None:
    assert refusal(other(plan, **change), *past).code == "CampaignDiffers"


@pytest.mark.proves("R083")
def test_the_sample_is_drawn_once() -> None:
    given(PLANNED).when(draw).then(DRAWN)
    given(PLANNED, DRAWN).when(draw).then()
    given(*ALL).when(draw).then()
    assert refusal(other(draw, brief=CLERK), PLANNED).code == "RoleMayNot"


@pytest.mark.proves("R082")
@pytest.mark.parametrize("line", TAKEN)
def test_a_finding_has_the_mode_of_its_line(line: Line) -> None:
    given(PLANNED, DRAWN).when(record(line)).then(recorded(line))


@pytest.mark.parametrize(
    "change", [{"vehicle": "V9"}, {"day": date(2026, 10, 3)}, {"mode": "ONSITE"}]
)
def test_only_what_was_drawn_is_checked(change: dict[str, object]) -> None:
    assert refusal(other(record(TAKEN[0]), **change), PLANNED, DRAWN).code == "LineNotDrawn"


@pytest.mark.proves("R082")
def test_an_online_check_names_its_evidence() -> None:
    past = (PLANNED.model_copy(update={"size": 3}), DRAWN.model_copy(update={"lines": LINES}))
    online, onsite, _ = LINES
    assert refusal(record(online, evidence=""), *past).code == "EvidenceMissing"
    given(*past).when(record(onsite, evidence="")).then(recorded(onsite, evidence=""))


def test_a_finding_told_again_is_none_and_another_one_replaces_it() -> None:
    line = TAKEN[0]
    given(*DONE).when(record(line)).then()
    for change in ({"result": "FAIL"}, {"finding": "外出"}, {"evidence": "轨迹2"}):
        given(*DONE).when(record(line, **change)).then(recorded(line, **change))
    by_other = recorded(line, body="DISCIPLINE", by="gu")
    given(*DONE).when(record(line, brief=DISCIPLINE)).then(by_other)


def test_only_the_bodies_of_the_plan_check_and_sign() -> None:
    finance = brief("li", "FINANCE")
    assert refusal(record(TAKEN[0], brief=finance), *DONE).code == "RoleMayNot"
    assert refusal(other(sign, brief=finance), *DONE).code == "RoleMayNot"


@pytest.mark.proves("R076")
def test_two_bodies_sign() -> None:
    given(*DONE).when(sign).then(SIGNED)
    given(*DONE, SIGNED).when(countersign).then(ALSO, OVER)
    given(*DONE, SIGNED).when(sign).then()
    given(*ALL).when(sign).then()


def test_all_bodies_of_the_plan_sign() -> None:
    three = PLANNED.model_copy(update={"bodies": ("BUREAU", "DISCIPLINE", "CENTRE")})
    past = (three, *DONE[1:], SIGNED)
    given(*past).when(countersign).then(ALSO)
    _, over = spot_check.decide(
        other(sign, brief=brief("zhu", "CENTRE")), spot_check.fold([*past, ALSO])
    )
    signatures = {"BUREAU": "wang", "DISCIPLINE": "gu", "CENTRE": "zhu"}
    assert over == OVER.model_copy(update={"signatures": signatures})


def test_what_failed_did_not_pass() -> None:
    failed = recorded(TAKEN[0], result="FAIL")
    past = (*DONE, failed, SIGNED)
    given(*past).when(countersign).then(ALSO, OVER.model_copy(update={"passed": 1}))


@pytest.mark.proves("R076")
def test_one_person_is_not_two_bodies() -> None:
    both = brief("wang", "DISCIPLINE")
    assert refusal(other(sign, brief=both), *DONE, SIGNED).code == "SamePersonTwice"
    second = brief("zhou", "BUREAU")
    no = refusal(other(sign, brief=second), *DONE, SIGNED)
    assert (no.code, no.values["known"]) == ("SameBodyTwice", "wang")


def test_nobody_signs_what_is_not_done() -> None:
    no = refusal(sign, *DONE[:-1])
    assert (no.code, no.values["left"], no.values["vehicle"]) == (
        "ChecksMissing", 1, TAKEN[1].vehicle
    )  # fmt: skip


@pytest.mark.parametrize(
    ("command", "past"),
    [
        (draw, ()),
        (record(TAKEN[0]), ()),
        (record(TAKEN[0]), (PLANNED,)),
        (record(TAKEN[0]), ALL),
        (sign, ()),
        (sign, (PLANNED,)),
        (other(sign, brief=brief("zhou", "BUREAU")), ALL),
        (other(sign, brief=brief("wang", "DISCIPLINE")), ALL),
    ],
)
def test_the_steps_are_taken_in_order(
    command: SpotCheckCommand, past: tuple[SpotCheckEvent, ...]
) -> None:
    assert refusal(command, *past).code == "OutOfOrder"


@pytest.mark.parametrize("command", [plan, draw, sign])
def test_only_the_region_and_those_above_it_speak(command: SpotCheckCommand) -> None:
    far = brief("lu", "BUREAU", "330200")
    assert refusal(other(command, brief=far), PLANNED).code == "OutsideJurisdiction"


def test_what_cannot_follow_is_passed_over() -> None:
    assert spot_check.fold([DRAWN, SIGNED, OVER]) == spot_check.initial
    assert spot_check.fold([PLANNED, OVER, recorded(TAKEN[0])]) == spot_check.fold([PLANNED])


def test_a_plan_is_known_at_every_stage() -> None:
    pasts = [(PLANNED,), (PLANNED, DRAWN), ALL]
    assert [plan_of(spot_check.fold(past)) for past in pasts] == [PLANNED] * 3
    assert plan_of(spot_check.initial) is None
    assert BUREAU.actor.person == PLANNED.by

"""A sealed period is planned on days off, opened, checked, closed, and told in numbers."""

from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from fleet.policy.calendar import Announced
from fleet.supervision.seal import seal
from fleet.supervision.seal_commands import PlanSeal, RecordStartCheck, SealCommand, StartCheck
from fleet.supervision.seal_events import SealEvent, SealStartChecked
from fleet.supervision.seal_stages import Cancelled, Dossier
from tests.fleet.supervision.sealing import (
    BEGIN,
    BREACHED,
    BUREAU,
    CANCELLED,
    CHECKED,
    CLERK,
    CLOCK,
    CLOSED,
    DAYS,
    END,
    GRANTED,
    HANGZHOU,
    INSIDE,
    NOBODY,
    OF,
    OPENED,
    OUTSIDE,
    PLANNED,
    POLICY,
    REPORTED,
    SAID,
    SECOND,
    WITHDRAWN,
    breach,
    brief,
    cancel,
    exempt,
    finish,
    given,
    local,
    look,
    other,
    plan,
    publish,
    refusal,
    start,
    withdraw,
)

STOOD = (PLANNED, OPENED)
OVER = (PLANNED, OPENED, CLOSED)


@pytest.mark.proves("R076")
@pytest.mark.proves("R078")
def test_the_days_of_a_holiday_are_sealed() -> None:
    given().when(plan).then(PLANNED)


def test_a_program_plans_too() -> None:
    planned = PLANNED.model_copy(update={"by": "gongche"})
    given().when(other(plan, brief=CLOCK)).then(planned)


def test_of_people_only_the_bureau_plans() -> None:
    assert refusal(other(plan, brief=CLERK)).code == "RoleMayNot"


@pytest.mark.proves("R076")
def test_a_weekend_is_sealed_without_a_holiday() -> None:
    days = {"first_day": date(2026, 8, 1), "last_day": date(2026, 8, 2)}
    (planned,) = seal.decide(other(plan, **days), seal.initial)
    assert planned.model_dump(include={"begins_at", "ends_at"}) == {
        "begins_at": local("2026-08-01 00:00"),
        "ends_at": local("2026-08-03 00:00"),
    }


@pytest.mark.proves("R076")
def test_no_make_up_workday_is_sealed() -> None:
    days = {"first_day": date(2026, 2, 14), "last_day": date(2026, 2, 15)}
    no = refusal(other(plan, **days))
    assert (no.code, no.values["days"], no.policy) == ("DayIsWorked", "2026-02-14", POLICY)


def test_a_policy_may_seal_make_up_workdays() -> None:
    calendar = HANGZHOU.calendar.model_copy(update={"makeup_workdays_are_work": False})
    lenient = HANGZHOU.model_copy(update={"calendar": calendar})
    days = {"first_day": date(2026, 2, 14), "last_day": date(2026, 2, 14)}
    command = other(plan, brief=brief("wang", "BUREAU", policy=lenient), **days)
    (planned,) = seal.decide(command, seal.initial)
    assert planned.model_dump()["grounds"]["inputs"] == {"work": [], "makeup": ["2026-02-14"]}


@pytest.mark.proves("R078")
def test_no_workday_is_sealed() -> None:
    days = {"first_day": date(2026, 10, 7), "last_day": date(2026, 10, 10)}
    no = refusal(other(plan, **days))
    assert no.values["days"] == "2026-10-08, 2026-10-09, 2026-10-10"


@pytest.mark.proves("R076")
def test_nobody_plans_a_year_whose_calendar_is_not_announced() -> None:
    days = {"first_day": date(2027, 1, 1), "last_day": date(2027, 1, 3)}
    no = refusal(other(plan, **days))
    assert (no.code, no.values) == ("CalendarNotAnnounced", {"year": 2027})


def test_a_period_may_run_over_the_new_year() -> None:
    new = Announced(2027, "国办", {date(2027, 1, 1): "元旦"}, frozenset())
    old = Announced(2026, "国办", {date(2026, 12, 31): "元旦"}, frozenset())
    days = {"first_day": date(2026, 12, 31), "last_day": date(2027, 1, 1)}
    (planned,) = seal.decide(other(plan, calendars={2026: old, 2027: new}, **days), seal.initial)
    assert planned.model_dump()["ends_at"] == local("2027-01-02 00:00")


@pytest.mark.parametrize("past", [(PLANNED,), STOOD, OVER])
def test_the_same_plan_again_is_none(past: tuple[SealEvent, ...]) -> None:
    given(*past).when(other(plan, at=BEGIN, brief=brief("zhou", "BUREAU"))).then()


@pytest.mark.parametrize(
    "change",
    [
        {"first_day": date(2026, 10, 2)},
        {"last_day": date(2026, 10, 6)},
        {"name": "中秋节"},
        {"document": None},
        {"jurisdiction": "330106"},
    ],
)
def test_another_plan_needs_another_number(change: dict[str, object]) -> None:
    assert refusal(other(plan, **change), PLANNED).code == "SealDiffers"


def test_the_days_stand_in_order() -> None:
    told = {**SAID, **DAYS, "last_day": "2026-09-30"}
    with pytest.raises(ValidationError, match="lies before the first"):
        PlanSeal(**told)
    assert PlanSeal(**{**told, "last_day": "2026-10-01"})


@pytest.mark.proves("R078")
@pytest.mark.parametrize(
    ("command", "past"),
    [(plan, ()), (start, (PLANNED,)), (cancel, (PLANNED,)), (finish, STOOD), (publish, OVER)],
)
def test_of_people_only_the_bureau_moves_a_period(
    command: SealCommand, past: tuple[SealEvent, ...]
) -> None:
    assert seal.decide(other(command, brief=BUREAU), seal.fold(past))
    for role in ("UNIT_CLERK", "CENTRE", "DISCIPLINE"):
        assert refusal(other(command, brief=brief("chen", role)), *past).code == "RoleMayNot"


@pytest.mark.proves("R078")
@pytest.mark.parametrize("command", [look, breach, withdraw])
def test_nobody_speaks_in_the_name_of_the_facts(command: SealCommand) -> None:
    for who in (BUREAU, CLERK):
        assert refusal(other(command, brief=who), *STOOD, BREACHED).code == "FactsOnly"


def test_what_was_called_off_does_not_come_back_under_its_number() -> None:
    assert refusal(plan, PLANNED, CANCELLED).code == "SealCancelled"
    assert refusal(other(plan, name="中秋节"), PLANNED, CANCELLED).code == "SealCancelled"
    assert seal.fold([PLANNED, CANCELLED]) == Cancelled(Dossier(PLANNED), "日历调整")


def test_it_opens_with_the_exempt_cars() -> None:
    opened = OPENED.model_copy(update={"exempt": ("V1",)})
    given(PLANNED, GRANTED).when(start).then(opened)


def test_it_does_not_open_before_its_first_moment() -> None:
    assert refusal(other(start, at=BEGIN - SECOND), PLANNED).code == "TooEarly"
    given(PLANNED).when(start).then(OPENED)


def test_it_is_cancelled_before_it_opens() -> None:
    given(PLANNED).when(cancel).then(CANCELLED)
    assert refusal(other(cancel, brief=CLERK), PLANNED).code == "RoleMayNot"


@pytest.mark.proves("R078")
def test_the_state_of_each_car_is_checked_at_the_begin() -> None:
    given(*STOOD).when(look).then(CHECKED)


@pytest.mark.parametrize("past", [STOOD, OVER])
def test_a_check_that_is_told_again_is_none(past: tuple[SealEvent, ...]) -> None:
    known = (*past[:2], CHECKED, *past[2:])
    given(*known).when(look).then()
    given(*known).when(other(look, checks=(OUTSIDE,))).then()


@pytest.mark.parametrize(
    "late",
    [
        {"place": "OUTSIDE"},
        {"fix_age_s": 61},
        {"fences": ("F9",)},
    ],
)
def test_what_becomes_known_later_is_told_of_that_car_only(late: dict[str, object]) -> None:
    check = StartCheck.model_validate(INSIDE.model_dump() | late)
    new = SealStartChecked(**OF, at=look.at, checks=(check,))
    given(*STOOD, CHECKED).when(other(look, checks=(check, OUTSIDE))).then(new)
    assert refusal(other(look, checks=(check,)), PLANNED, OPENED, CHECKED, CLOSED)


def test_a_car_is_checked_once_in_one_telling() -> None:
    with pytest.raises(ValidationError, match="checked twice"):
        RecordStartCheck(period="G26", at=BEGIN, checks=(INSIDE, INSIDE))
    with pytest.raises(ValidationError):
        RecordStartCheck(period="G26", at=BEGIN, checks=())


@pytest.mark.proves("R078")
def test_a_sealed_car_that_moves_is_a_breach() -> None:
    given(*STOOD).when(breach).then(BREACHED)


@pytest.mark.parametrize("past", [STOOD, OVER])
def test_a_breach_counts_once(past: tuple[SealEvent, ...]) -> None:
    given(*past[:2], BREACHED, *past[2:]).when(breach).then()
    other_one = other(breach, finding="seal-01:V2:2")
    assert seal.decide(other_one, seal.fold([*STOOD, BREACHED]))


@pytest.mark.parametrize("moved_at", [BEGIN - SECOND, END])
def test_a_breach_lies_in_the_period(moved_at: object) -> None:
    assert refusal(other(breach, moved_at=moved_at), *STOOD).code == "MovedOutside"


@pytest.mark.parametrize("moved_at", [BEGIN, END - SECOND])
def test_the_period_holds_from_its_first_to_its_last_moment(moved_at: object) -> None:
    moved = BREACHED.model_copy(update={"moved_at": moved_at})
    given(*STOOD).when(other(breach, moved_at=moved_at)).then(moved)


@pytest.mark.proves("R078")
@pytest.mark.parametrize("moved_at", [GRANTED.begins_at, GRANTED.ends_at - SECOND])
def test_an_exempt_car_may_move(moved_at: object) -> None:
    command = other(breach, vehicle="V1", moved_at=moved_at)
    assert refusal(command, PLANNED, GRANTED, OPENED).code == "VehicleExempt"
    assert seal.decide(other(command, vehicle="V9"), seal.fold([PLANNED, GRANTED, OPENED]))


@pytest.mark.proves("R078")
@pytest.mark.parametrize("moved_at", [GRANTED.begins_at - SECOND, GRANTED.ends_at])
def test_an_exempt_car_moves_in_its_window_only(moved_at: object) -> None:
    command = other(breach, vehicle="V1", moved_at=moved_at)
    moved = BREACHED.model_copy(update={"vehicle": "V1", "moved_at": moved_at})
    given(PLANNED, GRANTED, OPENED).when(command).then(moved)


@pytest.mark.parametrize("past", [STOOD, OVER])
def test_a_breach_that_was_none_is_taken_back(past: tuple[SealEvent, ...]) -> None:
    known = (*past[:2], BREACHED, *past[2:])
    given(*known).when(withdraw).then(WITHDRAWN)
    given(*known, WITHDRAWN).when(withdraw).then()
    given(*known).when(other(withdraw, finding="seal-01:V2:2")).then()
    given(*known).when(other(withdraw, vehicle="V3")).then()


def test_it_closes_at_its_end() -> None:
    assert refusal(other(finish, at=END - SECOND), *STOOD).code == "TooEarly"
    given(*STOOD).when(finish).then(CLOSED)


@pytest.mark.proves("R078")
def test_the_report_counts_what_came_of_it() -> None:
    late = GRANTED.model_copy(
        update={"vehicle": "V3", "begins_at": BEGIN, "ends_at": BEGIN + 9 * SECOND, "late": True}
    )
    again = GRANTED.model_copy(
        update={"begins_at": GRANTED.ends_at, "ends_at": GRANTED.ends_at + SECOND}
    )
    more = [_moved("V2", "b", 5), _moved("V4", "c", 6), _moved("V3", "d", 8)]
    stay = StartCheck(vehicle="V5", place="INSIDE")
    checks = CHECKED.model_copy(update={"checks": (INSIDE, OUTSIDE, NOBODY, stay)})
    past = (PLANNED, GRANTED, OPENED, checks, late, again, BREACHED, *more, CLOSED)
    counted = {
        "checked": 3, "inside": 2, "outside": 0, "unknown": 1, "exemptions": 3, "exempt": 2,
        "late": 1, "breaches": 3, "breached": 2,
    }  # fmt: skip
    given(*past).when(publish).then(REPORTED.model_copy(update=counted))


def test_a_car_outside_is_told() -> None:
    counted = {"checked": 3, "inside": 1, "outside": 1, "unknown": 1}
    report = REPORTED.model_copy(update=counted)
    given(PLANNED, OPENED, CHECKED, CLOSED).when(publish).then(report)


def test_a_breach_that_was_taken_back_is_not_counted() -> None:
    past = (PLANNED, OPENED, BREACHED, WITHDRAWN, CLOSED)
    given(*past).when(publish).then(REPORTED)


def test_of_people_only_the_bureau_publishes() -> None:
    assert refusal(other(publish, brief=CLERK), *OVER).code == "RoleMayNot"
    by_clock = REPORTED.model_copy(update={"by": "gongche"})
    given(*OVER).when(other(publish, brief=CLOCK)).then(by_clock)


def test_an_exemption_that_stands_is_told_again_after_the_end() -> None:
    past = (PLANNED, GRANTED, OPENED, CLOSED)
    given(*past).when(exempt).then()
    assert refusal(other(exempt, document="豁2"), *past).code == "OutOfOrder"


def _moved(vehicle: str, finding: str, seconds: int) -> SealEvent:
    at = BEGIN + timedelta(seconds=seconds)
    return BREACHED.model_copy(update={"vehicle": vehicle, "finding": finding, "moved_at": at})

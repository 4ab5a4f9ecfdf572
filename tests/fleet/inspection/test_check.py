"""日查、月查、季度进厂检查: what is asked for, done, waived, missed."""

from datetime import timedelta
from typing import Any

import pytest

from fleet.inspection import rules
from fleet.inspection.check import check
from fleet.inspection.check_commands import CompleteCheck, MarkMissed, ScheduleCheck, WaiveCheck
from fleet.inspection.check_events import (
    CheckCompleted,
    CheckEvent,
    CheckMissed,
    CheckScheduled,
    CheckWaived,
)
from fleet.inspection.check_stages import Completed, File, Missed, Scheduled, Unknown, Waived
from fleet.inspection.special_words import Campaign
from fleet.policy.grounds import Grounds
from tests.fleet.inspection.workshop import (
    ABROAD,
    ALL,
    BUREAU,
    CENTRE,
    CITY,
    DIGEST,
    DRIVER,
    GOOD,
    HANGZHOU,
    NOW,
    REACTIONS,
    REFERENCE,
    SAFETY,
    brief,
    local,
    other,
    refusal,
    told,
)
from tests.given import Given

given = Given(check)
ONE = timedelta(microseconds=1)
OCTOBER = {"begins_at": local("2026-10-01 00:00"), "due_until": local("2026-11-01 00:00")}
QUARTER = {"begins_at": local("2026-10-01 00:00"), "due_until": local("2027-01-01 00:00")}
TODAY = {"begins_at": local("2026-10-05 00:00"), "due_until": local("2026-10-06 00:00")}
END = OCTOBER["due_until"]
FACTS: dict[str, Any] = {"unit": "A1", "district": "上城区", "in_service": True}

monthly = ScheduleCheck(
    vehicle="V1", kind="MONTHLY", period="2026-10", at=NOW, brief=REACTIONS, **FACTS
)
daily = other(monthly, kind="DAILY", period="2026-10-05")
quarterly = other(monthly, kind="QUARTERLY", period="2026Q4")
done = CompleteCheck(
    check="V1-MONTHLY-2026-10",
    results=GOOD,
    inspector="赵师傅",
    odometer_km=52_000,
    remark="好",
    at=NOW,
    brief=DRIVER,
)
entered = other(
    done, check="V1-QUARTERLY-2026Q4", workshop_record="厂检8", sha256=DIGEST, odometer_km=None
)
failing = other(done, results=GOOD | {"BRAKES": "FAIL", "TOOLS": "FAIL", "LIGHTS": "FAIL"})
waive = WaiveCheck(
    check="V1-MONTHLY-2026-10",
    reason="长期维修",
    document="免1",
    at=NOW,
    brief=BUREAU,
    in_service=True,
)
miss = MarkMissed(check="V1-MONTHLY-2026-10", at=END, brief=REACTIONS, in_service=True)
miss_daily = other(miss, check="V1-DAILY-2026-10-05", at=TODAY["due_until"])


def of(kind: str = "MONTHLY", period: str = "2026-10") -> dict[str, Any]:
    """Which check."""
    name = {"check": f"V1-{kind}-{period}", "kind": kind, "period": period}
    return {**name, "vehicle": "V1", "unit": "A1"}


def asked(kind: str, items: tuple[str, ...]) -> Grounds:
    """On what the task rests."""
    return Grounds.of(HANGZHOU, rules.THOROUGH, kind=kind, items=[*items])


def scheduled(kind: str, period: str, items: tuple[str, ...], **more: Any) -> CheckScheduled:  # noqa: ANN401 - of any field
    """The task."""
    said = {"jurisdiction": CITY, "grounds": asked(kind, items), "by": "reactions", "at": NOW}
    return CheckScheduled(**of(kind, period), **said, items=items, **more)


MONTHLY = scheduled("MONTHLY", "2026-10", ALL, **OCTOBER)
DAILY = scheduled("DAILY", "2026-10-05", SAFETY, **TODAY)
QUARTERLY = scheduled("QUARTERLY", "2026Q4", ALL, **QUARTER)
MISSED = CheckMissed(**of(), at=END, due_until=END, policy=REFERENCE)


def completed(command: CompleteCheck = done, **more: Any) -> CheckCompleted:  # noqa: ANN401 - of any field
    """What follows from a check."""
    quarter = "QUARTERLY" in command.check
    kind, period = ("QUARTERLY", "2026Q4") if quarter else ("MONTHLY", "2026-10")
    fields = {"failed": (), "cleared": (), "late": False, "missed": False, **more}
    inputs: dict[str, Any] = {"kind": kind, "items": [*ALL], "results": dict(command.results)}
    inputs |= {"workshop_record": command.workshop_record, "failed": [*fields["failed"]]}
    names = (rules.COMPLETE, rules.WORKSHOP, rules.SAFE)
    said = command.model_dump(exclude={"brief", "check"})
    grounds = Grounds.of(HANGZHOU, *names, **inputs)
    return CheckCompleted(**of(kind, period), **said, **fields, grounds=grounds, by="zhao")


@pytest.mark.proves("R091")
@pytest.mark.proves("R090")
def test_every_day_the_safety_items_every_month_and_quarter_all_of_them() -> None:
    given().when(daily).then(DAILY)
    given().when(monthly).then(MONTHLY)
    given().when(quarterly).then(QUARTERLY)


@pytest.mark.parametrize("after", [monthly, done, waive, miss])
def test_a_task_that_is_there_is_not_asked_for_again(after: Any) -> None:  # noqa: ANN401 - a command
    given(*told(check, monthly, after)).when(other(monthly, at=END)).then()


@pytest.mark.proves("R091")
def test_a_car_that_nobody_keeps_is_not_checked() -> None:
    no = refusal(check, other(monthly, in_service=False, unit=""))
    assert (no.code, no.values) == ("NotInService", {"vehicle": "V1", "unit": "-"})


@pytest.mark.parametrize("kind", ["DAILY", "MONTHLY", "QUARTERLY"])
@pytest.mark.parametrize("period", ["2026-13", "2026Q5", "2026-10-32", "20261005", "x", "2026-00"])
def test_a_period_is_written_as_its_kind_is(kind: str, period: str) -> None:
    with pytest.raises(ValueError, match=r"period|day|month|isoformat|written"):
        other(monthly, kind=kind, period=period)


def test_a_name_has_at_most_64_signs() -> None:
    assert other(monthly, vehicle="V" * 48).check == "V" * 48 + "-MONTHLY-2026-10"
    with pytest.raises(ValueError, match="longer than 64 signs"):
        other(monthly, vehicle="V" * 49)


def test_a_name_belongs_to_one_car_only() -> None:
    campaign = Campaign(NOW, END, ("BRAKES",), (CITY,))
    said = {"kind": "SPECIAL", "campaign": campaign}
    past = told(check, other(monthly, **said, vehicle="V", period="1-SPECIAL-2"))
    no = refusal(check, other(monthly, **said, vehicle="V-SPECIAL-1", period="2"), past)
    values = {"check": "V-SPECIAL-1-SPECIAL-2", "vehicle": "V"}
    assert (no.code, no.values) == (
        "CheckDiffers",
        {**values, "kind": "SPECIAL", "period": "1-SPECIAL-2"},
    )


@pytest.mark.proves("R093")
@pytest.mark.parametrize("district", ["上城区", "330100", "330000"])
def test_a_special_check_is_its_campaigns(district: str) -> None:
    campaign = Campaign(NOW, END, ("TOOLS",), ("滨江区", district))
    command = other(monthly, kind="SPECIAL", period="T1", campaign=campaign)
    window = {"begins_at": NOW, "due_until": END}
    given().when(command).then(scheduled("SPECIAL", "T1", ("TOOLS",), **window))


@pytest.mark.proves("R093")
def test_cars_of_other_districts_are_not_concerned() -> None:
    campaign = Campaign(NOW, END, ("TOOLS",), ("滨江区", "330106"))
    command = other(monthly, kind="SPECIAL", period="T1", campaign=campaign)
    no = refusal(check, command)
    values = {"campaign": "T1", "vehicle": "V1", "districts": "滨江区, 330106"}
    assert (no.code, no.values) == ("OtherDistricts", {**values, "district": "上城区"})
    assert refusal(check, other(command, district="")).values["district"] == CITY


def test_a_special_check_has_to_be_ordered() -> None:
    no = refusal(check, other(monthly, kind="SPECIAL", period="T1"))
    assert (no.code, no.values) == ("NoSuchCampaign", {"campaign": "T1"})


@pytest.mark.proves("R090")
def test_a_check_that_was_done_is_kept_with_what_it_rests_on() -> None:
    given(MONTHLY).when(done).then(completed())
    verdicts = [rules.RULES[name].holds(HANGZHOU, completed().grounds.inputs)
                for name in ("R091", "R092", "R094")]  # fmt: skip
    assert verdicts == [True, True, True]
    given(MONTHLY, completed()).when(done).then()


@pytest.mark.parametrize("change", [{"results": GOOD | {"TOOLS": "FAIL"}}, {"inspector": "李"},
                                    {"workshop_record": "厂检9"}])  # fmt: skip
def test_a_check_is_done_once(change: dict[str, Any]) -> None:
    no = refusal(check, other(done, **change), [MONTHLY, completed()])
    values = {"check": "V1-MONTHLY-2026-10", "inspector": "赵师傅"}
    assert (no.code, no.values) == ("AlreadyDone", values)


@pytest.mark.proves("R094")
def test_what_fails_of_the_safety_items_is_named() -> None:
    given(MONTHLY).when(failing).then(completed(failing, failed=("BRAKES", "LIGHTS")))


@pytest.mark.proves("R094")
def test_only_a_workshop_says_that_something_is_in_order_again() -> None:
    passed = tuple(sorted({*SAFETY}))
    given(QUARTERLY).when(entered).then(completed(entered, cleared=passed))
    half = other(entered, results=GOOD | {"TYRES": "FAIL"})
    left = tuple(item for item in passed if item != "TYRES")
    given(QUARTERLY).when(half).then(completed(half, failed=("TYRES",), cleared=left))


@pytest.mark.proves("R092")
def test_a_self_check_is_no_quarterly_check() -> None:
    no = refusal(check, other(entered, workshop_record=None), [QUARTERLY])
    said = (no.rule, no.code, no.basis, no.policy)
    assert said == ("季度进厂检查", "SelfCheckNotEnough", "R092", REFERENCE)
    assert no.values == {"check": "V1-QUARTERLY-2026Q4"}


def test_items_that_the_policy_does_not_know_are_not_looked_at() -> None:
    no = refusal(check, other(done, results=GOOD | {"WINGS": "PASS", "FINS": "PASS"}), [MONTHLY])
    assert (no.code, no.values["items"], no.policy) == ("UnknownItem", "FINS, WINGS", REFERENCE)
    assert no.values["known"] == ", ".join(ALL)


@pytest.mark.proves("R090")
def test_safety_and_appearance_both_are_looked_at() -> None:
    results = {item: "PASS" for item in ALL if item not in ("BRAKES", "APPEARANCE")}
    no = refusal(check, other(done, results=results), [MONTHLY])
    assert (no.code, no.values["items"], no.policy) == (
        "ItemsMissing",
        "BRAKES, APPEARANCE",
        REFERENCE,
    )


def test_nothing_is_done_before_its_period() -> None:
    begin = OCTOBER["begins_at"]
    given(MONTHLY).when(other(done, at=begin)).then(completed(other(done, at=begin)))
    no = refusal(check, other(done, at=begin - ONE), [MONTHLY])
    assert (no.code, no.values["begins"]) == ("TooEarly", "2026-10-01 00:00+08:00")


@pytest.mark.proves("INSP-02")
def test_what_is_done_after_the_last_moment_was_missed() -> None:
    intime, late = other(done, at=END - ONE), other(done, at=END)
    given(MONTHLY).when(intime).then(completed(intime))
    given(MONTHLY).when(late).then(MISSED, completed(late, late=True))
    given(MONTHLY, MISSED).when(late).then(completed(late, late=True, missed=True))


@pytest.mark.proves("INSP-02")
def test_a_late_paper_says_that_it_was_not_missed() -> None:
    given(MONTHLY, MISSED).when(done).then(completed(missed=True))


@pytest.mark.proves("INSP-02")
@pytest.mark.proves("INSP-03")
def test_what_nobody_did_in_time_is_missed() -> None:
    given(MONTHLY).when(miss).then(MISSED)
    given(MONTHLY, MISSED).when(miss).then()
    given(MONTHLY, completed()).when(miss).then()
    no = refusal(check, other(miss, at=END - ONE), [MONTHLY])
    assert (no.code, no.values["due"]) == ("NotOver", "2026-11-01 00:00+08:00")


def waived(**more: Any) -> CheckWaived:  # noqa: ANN401 - of any field
    """It need not be done."""
    said = {"reason": "长期维修", "document": "免1", "late": False, "left": False, "by": "wang"}
    return CheckWaived(**{**of(), **said, "at": NOW, **more})


def test_the_bureau_waives_a_check_on_paper() -> None:
    given(MONTHLY).when(waive).then(waived())
    given(MONTHLY, MISSED).when(waive).then(waived(late=True))
    given(MONTHLY, waived()).when(waive).then()


def test_nobody_else_and_not_without_a_paper() -> None:
    assert refusal(check, other(waive, brief=CENTRE), [MONTHLY]).code == "RoleMayNot"
    no = refusal(check, other(waive, document=None), [MONTHLY])
    assert (no.code, no.values) == ("WaiverNeedsDocument", {"check": "V1-MONTHLY-2026-10"})
    assert refusal(check, waive, [MONTHLY, completed()]).code == "OutOfOrder"


@pytest.mark.proves("R091")
def test_the_checks_of_a_car_that_left_are_waived_and_asked_for_when_it_is_back() -> None:
    leave = other(waive, in_service=False, document=None, brief=REACTIONS)
    gone = waived(document=None, left=True, by="reactions")
    given(MONTHLY).when(leave).then(gone)
    given(MONTHLY, gone).when(monthly).then(MONTHLY)


@pytest.mark.proves("R091")
def test_nobody_misses_the_check_of_a_car_that_left_or_was_not_used() -> None:
    clock = {"document": None, "by": "reactions"}
    gone = waived(reason="LEFT_SERVICE", left=True, at=END, **clock)
    given(MONTHLY).when(other(miss, in_service=False)).then(gone)
    given(MONTHLY).when(other(miss, used=False)).then(MISSED)
    day = {**of("DAILY", "2026-10-05"), "at": TODAY["due_until"]}
    unused = waived(reason="NOT_USED", **day, **clock)
    given(DAILY).when(other(miss_daily, used=False)).then(unused)
    missed = CheckMissed(**day, due_until=TODAY["due_until"], policy=REFERENCE)
    given(DAILY).when(miss_daily).then(missed)


@pytest.mark.parametrize("command", [done, waive, miss])
def test_what_nobody_asked_for_is_neither_done_nor_waived_nor_missed(command: Any) -> None:  # noqa: ANN401 - a command
    no = refusal(check, command)
    values = {"check": "V1-MONTHLY-2026-10", "stage": "Unknown", "stage_zh": "未安排"}
    assert (no.code, no.values) == ("OutOfOrder", {**values, "command": type(command).__name__})


def test_a_waived_check_is_not_done() -> None:
    assert refusal(check, done, [MONTHLY, waived()]).values["stage"] == "Waived"
    assert refusal(check, waive, [MONTHLY, completed()]).values["stage"] == "Completed"
    given(MONTHLY, waived()).when(miss).then()


@pytest.mark.proves("R057")
@pytest.mark.parametrize("command", [monthly, done, waive, miss])
def test_another_region_has_no_say(command: Any) -> None:  # noqa: ANN401 - a command
    assert refusal(check, other(command, brief=ABROAD), [MONTHLY]).code == "OutsideJurisdiction"


def test_without_a_policy_nothing_is_asked_for() -> None:
    assert refusal(check, other(monthly, brief=brief("reactions", where="440100"))).code == (
        "NoPolicyInForce"
    )


def test_a_check_stands_where_its_events_lead() -> None:
    pasts: list[list[CheckEvent]] = [[], [completed()], [MONTHLY], [MONTHLY, completed()]]
    pasts += [[MONTHLY, waived()], [MONTHLY, MISSED]]
    stages = [check.fold(past) for past in pasts]
    names = [Unknown, Unknown, Scheduled, Completed, Waived, Missed]
    assert [type(stage) for stage in stages] == names
    assert isinstance(stages[3], Completed)
    assert stages[3].at == NOW
    about = ("V1", "A1", "MONTHLY", "2026-10", CITY, REFERENCE)
    assert stages[3].file == File(*about, OCTOBER["begins_at"], END, ALL)

"""What follows from entries about checks, repairs, papers and recalls."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from fleet.decider import Entry, Event
from fleet.desk.commands import parse
from fleet.inspection.check_events import CheckCompleted, CheckMissed, CheckScheduled, CheckWaived
from fleet.inspection.paper import PaperUnwatched
from fleet.reactions.deadlines_inspection import deadlines, managers
from fleet.reactions.due import Due, Forget, Notice, Say, Withdrawal
from fleet.reactions.notices_inspection import notices
from fleet.reactions.together import together
from fleet.vehicle.car_schedule_words import BlockCar, UnblockCar
from fleet.vehicle.commissioning import VehicleCommissioned
from fleet.vehicle.dossier import DocumentRecorded, OdometerRecorded, RecallRecorded
from fleet.vehicle.entry import VehicleTakenOver
from fleet.vehicle.retirement import VehicleRestored, VehicleWithdrawn
from fleet.vehicle.safety import FailSafety, PassSafety
from fleet.vehicle.transfer import VehicleTransferredOut
from tests.fleet.dispatch.trips import assign, until
from tests.fleet.inspection import test_check as checks
from tests.fleet.inspection import test_paper as papers
from tests.fleet.inspection import test_work_order as repairs
from tests.fleet.inspection.workshop import DIGEST, REFERENCE, local

AT = local("2026-10-05 09:00")
BEFORE = AT - timedelta(days=400)
ODOMETER = OdometerRecorded(vehicle="V1", odometer_km=1, replaced="", at=AT)
V: dict[str, Any] = {"vehicle": "V1", "at": AT}


def entry(event: Event) -> Entry:
    """As the ledger keeps it."""
    return Entry("lifecycle", 1, "check:1", 1, UUID(int=1), AT, {}, event)


def said(event: Event, now: Any = AT) -> list[dict[str, Any]]:  # noqa: ANN401 - a moment
    """What is asked for at once; the desk reads each of it."""
    wires = [dict(it.wire or {}) for it in managers(entry(event), now)]
    for wire in wires:
        parse({**wire, "actor": "reactions"})
    return wires


def routine(at: Any = AT) -> list[dict[str, Any]]:  # noqa: ANN401 - a moment
    """The two tasks of a car in service."""
    told = {"command": "ScheduleCheck", "vehicle": "V1", "at": at}
    return [
        told | {"kind": "MONTHLY", "period": "2026-10"},
        told | {"kind": "QUARTERLY", "period": "2026Q4"},
    ]


@pytest.mark.proves("R091")
def test_a_car_that_was_taken_over_is_checked_from_now_on() -> None:
    event = VehicleTakenOver(**V, plate="浙A1", unit="A1", category="LAW_ENFORCEMENT")
    assert said(event) == routine()
    assert said(event.model_copy(update={"at": BEFORE})) == routine()
    assert said(event, BEFORE) == routine()
    night = local("2026-10-01 00:00")
    assert said(event.model_copy(update={"at": night}), BEFORE) == routine(night)


@pytest.mark.proves("INSP-05")
def test_the_papers_of_a_new_car_are_watched() -> None:
    ends = {"insured_until": date(2027, 1, 1), "inspected_until": date(2028, 1, 1)}
    watch = {"command": "WatchPaper", "vehicle": "V1", "at": AT}
    assert said(VehicleCommissioned(**V, **ends)) == [
        *routine(),
        watch | {"kind": "INSURANCE", "valid_until": date(2027, 1, 1)},
        watch | {"kind": "REGISTRATION", "valid_until": date(2028, 1, 1)},
    ]
    paper = {"kind": "INSURANCE", "number": "保1", "valid_until": date(2027, 1, 1)}
    assert said(DocumentRecorded(**V, **paper, sha256=DIGEST)) == [watch | paper]


@pytest.mark.proves("R091")
def test_a_car_that_is_back_is_checked_again_and_its_papers_with_it() -> None:
    event = VehicleRestored(**V, reason="撤回")
    told = {"command": "MarkExpired", "vehicle": "V1", "at": AT}
    ends = [told | {"kind": kind} for kind in ("INSURANCE", "REGISTRATION")]
    assert said(event) == [*routine(), *ends]


@pytest.mark.proves("R091")
@pytest.mark.parametrize(
    "event",
    [
        VehicleWithdrawn(**V, approval="处1", case="D1"),
        VehicleTransferredOut(
            **V, jurisdiction="330200", acceptance="接1", plate="浙A1", vin=None, slot=None
        ),
    ],
)
def test_a_car_that_leaves_is_checked_no_more(event: Event) -> None:
    told = {"command": "WaiveCheck", "reason": "LEFT_SERVICE", "at": AT}
    names = ("V1-MONTHLY-2026-10", "V1-QUARTERLY-2026Q4")
    assert said(event) == [told | {"check": name} for name in names]
    night = local("2026-10-01 00:00")
    at_night = said(event.model_copy(update={"at": night}))
    assert [wire["check"] for wire in at_night] == [*names]


def days(event: Event) -> list[tuple[str, str]]:
    """Car and day of the daily tasks."""
    wires = said(event)
    assert {wire["command"] for wire in wires} == {"ScheduleCheck"}
    assert {wire["kind"] for wire in wires} == {"DAILY"}
    assert {wire["at"] for wire in wires} == {getattr(event, "at", None)}
    return [(wire["vehicle"], wire["period"]) for wire in wires]


@pytest.mark.proves("R091")
def test_a_car_in_use_is_checked_every_day_of_its_order() -> None:
    event = until(assign)[-1]
    day = {"begins_at": local("2026-10-05 08:00"), "ends_at": local("2026-10-06 00:00")}
    car = getattr(event, "vehicle", "")
    one = event.model_copy(update=day)
    assert days(one) == [(car, "2026-10-05")]
    at_night = one.model_copy(update={"begins_at": local("2026-10-05 00:00")})
    assert days(at_night) == [(car, "2026-10-05")]
    longer = one.model_copy(update={"ends_at": day["ends_at"] + timedelta(microseconds=1)})
    assert days(longer) == [(car, "2026-10-05"), (car, "2026-10-06")]
    forever = one.model_copy(update={"ends_at": local("2027-10-06 00:00")})
    assert len(days(forever)) == 31
    assert days(forever)[-1] == (car, "2026-11-04")


def test_what_is_of_no_concern_asks_for_nothing() -> None:
    assert said(ODOMETER) == []
    assert [*deadlines(entry(ODOMETER))] == []
    assert [*notices(entry(ODOMETER))] == []


@pytest.mark.proves("R090")
@pytest.mark.parametrize(
    ("event", "key"),
    [
        (checks.DAILY, "check:V1:DAILY:2026-10-05:"),
        (checks.MONTHLY, "check:V1:MONTHLY:2026-10:"),
        (checks.QUARTERLY, "check:V1:QUARTERLY:2026Q4:"),
    ],
)
def test_a_task_has_its_last_moment(event: CheckScheduled, key: str) -> None:
    miss = {"command": "MarkMissed", "check": event.check, "at": event.due_until}
    assert [*deadlines(entry(event))] == [Due(key, event.due_until, miss)]
    parse({**miss, "actor": "reactions"})


@pytest.mark.proves("R091")
@pytest.mark.parametrize(
    ("event", "following"), [(checks.MONTHLY, "2026-11"), (checks.QUARTERLY, "2027Q1")]
)
def test_a_task_has_a_successor_that_waits(event: CheckScheduled, following: str) -> None:
    end = event.due_until
    wire = {"command": "ScheduleCheck", "vehicle": "V1", "at": end, "kind": event.kind}
    wire |= {"period": following}
    for now in (AT, end - timedelta(microseconds=1)):
        key = f"check:V1:{event.kind}:next:{following}:"
        assert [*managers(entry(event), now)] == [Due(key, end, wire)]
    parse({**wire, "actor": "reactions"})


@pytest.mark.proves("R091")
@pytest.mark.parametrize(
    ("now", "period"), [("2026-11-01 00:00", "2026-11"), ("2027-10-31 23:59", "2027-10")]
)
def test_a_task_that_is_over_when_it_comes_is_followed_by_the_present_one(
    now: str, period: str
) -> None:
    told = routine(local(now))[0] | {"period": period}
    assert [*managers(entry(checks.MONTHLY), local(now))] == [Say(told)]
    assert said(checks.DAILY, local(now)) == []


@pytest.mark.parametrize("event", [checks.completed(), checks.waived(), checks.MISSED])
def test_a_task_that_is_over_is_not_missed(event: Event) -> None:
    assert [*deadlines(entry(event))] == [Forget("check:V1:MONTHLY:2026-10:")]


@pytest.mark.proves("INSP-05")
def test_a_paper_is_reminded_of_until_a_newer_one_is_seen() -> None:
    key, about = "paper:V1:INSURANCE:", {"vehicle": "V1", "kind": "INSURANCE"}
    told = about | {"command": "WarnExpiry", "valid_until": papers.LAST}
    over = about | {"command": "MarkExpired", "at": papers.OVER}
    dues = [*deadlines(entry(papers.WATCHED))]
    warned = [Due(f"{key}{n}:", at, told | {"days": n, "at": at}) for n, at in papers.DAYS.items()]
    assert dues == [Forget(key), *warned, Due(f"{key}expired:", papers.OVER, over)]
    for due in dues[1:]:
        assert isinstance(due, Due)
        assert due.wire
        parse({**due.wire, "actor": "reactions"})
    gone = PaperUnwatched(**papers.OF, unit="A1", at=AT, number="保2")
    assert [*deadlines(entry(gone))] == [Forget(key)]


def heard(event: Event) -> list[Notice | Withdrawal]:
    """What is raised or settled."""
    return [*notices(entry(event))]


def missed(kind: str) -> CheckMissed:
    """Nobody did it."""
    return checks.MISSED.model_copy(update={"kind": kind})


@pytest.mark.proves("INSP-02")
@pytest.mark.proves("INSP-03")
@pytest.mark.parametrize(("kind", "code"), [("MONTHLY", "INSP-02"), ("QUARTERLY", "INSP-03")])
def test_a_missed_check_is_told(kind: str, code: str) -> None:
    inputs = {"period": "2026-10", "due": "2026-10-31T16:00:00+00:00", "policy": REFERENCE}
    subject = "check:V1-MONTHLY-2026-10"
    assert heard(missed(kind)) == [Notice(code, subject, "A1", "V1", checks.END, inputs)]


@pytest.mark.parametrize("kind", ["DAILY", "SPECIAL"])
def test_a_missed_daily_or_special_check_is_not(kind: str) -> None:
    assert heard(missed(kind)) == []
    assert heard(checks.waived(kind=kind, late=True)) == []


@pytest.mark.proves("INSP-02")
@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (checks.waived(late=True), "waived"),
        (checks.completed(missed=True), "done_in_time"),
        (checks.waived(), None),
        (checks.completed(), None),
        (checks.completed(missed=True, late=True), None),
        (checks.completed(late=True), None),
    ],
)
def test_a_waiver_or_a_late_paper_settles_it(
    event: CheckWaived | CheckCompleted, reason: str | None
) -> None:
    settled = [Withdrawal("insp-02:check:V1-MONTHLY-2026-10", reason, AT)] if reason else []
    assert heard(event) == settled


@pytest.mark.proves("INSP-05")
def test_a_paper_that_ends_is_told_and_red_when_it_is_over() -> None:
    subject, known = "paper:V1-INSURANCE", {"kind": "INSURANCE", "until": "2026-12-31"}
    known |= {"policy": REFERENCE}
    inputs = known | {"days": "30"}
    at = papers.DAYS[30]
    assert heard(papers.warned(30)) == [Notice("INSP-05", subject, "A1", "V1", at, inputs)]
    red = known | {"days": "0", "severity": "RED"}
    assert heard(papers.EXPIRED) == [Notice("INSP-05", subject, "A1", "V1", papers.OVER, red)]
    assert heard(papers.WATCHED) == [Withdrawal(f"insp-05:{subject}", "renewed", AT)]
    gone = PaperUnwatched(**papers.OF, unit="A1", at=AT, number="保2")
    assert heard(gone) == [Withdrawal(f"insp-05:{subject}", "renewed", AT)]


@pytest.mark.proves("INSP-06")
def test_a_recall_is_told_until_it_is_answered_and_red_if_it_stops_the_car() -> None:
    mild = RecallRecorded(**V, recall="R1", stop_drive=False, answered=False, unit="A1")
    stops = mild.model_copy(update={"stop_drive": True})
    told = {"recall": "R1", "stop_drive": "no"}
    subject = "recall:V1-R1"
    assert heard(mild) == [Notice("INSP-06", subject, "A1", "V1", AT, told)]
    red = {"recall": "R1", "stop_drive": "yes", "severity": "RED"}
    assert heard(stops) == [Notice("INSP-06", subject, "A1", "V1", AT, red)]
    over = mild.model_copy(update={"answered": True})
    assert heard(over) == [Withdrawal(f"insp-06:{subject}", "answered", AT)]


@pytest.mark.proves("INSP-05")
def test_a_paper_that_has_ended_keeps_a_car_off_the_road_until_a_valid_one_is_seen() -> None:
    of: dict[str, Any] = {"vehicle": "V1", "cause": "paper:INSURANCE"}
    block = BlockCar(**of, since=papers.OVER, at=papers.OVER)
    assert to_car(papers.EXPIRED) == [("car-schedule:V1", block)]
    free = [("car-schedule:V1", UnblockCar(**of, at=AT))]
    assert to_car(papers.WATCHED) == free
    endless = PaperUnwatched(**papers.OF, unit="A1", at=AT, number="保2")
    assert to_car(endless) == free
    assert to_car(papers.WATCHED.model_copy(update={"at": papers.OVER})) == []
    just = papers.OVER - papers.ONE
    soon = papers.WATCHED.model_copy(update={"at": just})
    assert to_car(soon) == [("car-schedule:V1", UnblockCar(**of, at=just))]


def to_car(event: Event) -> list[tuple[str, Any]]:
    """What the car hears in the same save."""
    return [(it.stream, it.command) for it in together(event)]


@pytest.mark.proves("R094")
def test_what_failed_is_told_to_the_car_and_what_a_workshop_found_in_order() -> None:
    about = {**V, "check": "V1-MONTHLY-2026-10"}
    both = checks.completed(failed=("BRAKES",), cleared=("TYRES",))
    assert to_car(both) == [
        ("vehicle:V1", PassSafety(**about, items=("TYRES",), safety=("TYRES",))),
        ("vehicle:V1", FailSafety(**about, items=("BRAKES",))),
    ]
    assert to_car(checks.completed()) == []


@pytest.mark.proves("R094")
def test_what_was_repaired_is_told_to_the_car() -> None:
    passed = PassSafety(**V, check="W1", items=("BRAKES", "空调"), safety=("BRAKES",))
    repaired = repairs.COMPLETED.model_copy(update={"items_passed": ("BRAKES", "空调")})
    assert to_car(repaired) == [("vehicle:V1", passed)]
    assert to_car(repairs.COMPLETED.model_copy(update={"items_passed": ()})) == []

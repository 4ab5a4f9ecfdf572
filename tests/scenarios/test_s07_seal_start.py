"""S07: a seal checks the state of each car at its begin, not a crossing."""

from datetime import UTC, datetime
from typing import Any

import pytest

from fleet.ledger.handle import load
from fleet.supervision.seal import seal
from fleet.supervision.seal_events import SealReportPublished
from fleet.supervision.seal_stages import Closed, Known, Open, Reported
from tests.scenarios.office import BUREAU, CLERK, HANGZHOU, Office, local, topics
from tests.scenarios.seals import announce

PERIOD = {"period": "G26"}
NATIONAL: dict[str, Any] = {
    **PERIOD,
    "jurisdiction": HANGZHOU,
    "name": "国庆节",
    "first_day": "2026-10-01",
    "last_day": "2026-10-07",
}
OUTSIDE = {"vehicle": "CA", "place": "OUTSIDE", "fix_age_s": 21_600, "fences": ["CA-home"]}
INSIDE = {"vehicle": "CB", "place": "INSIDE", "fix_age_s": 40, "fences": ["CB-home"]}
WINDOW = {
    "begins_at": local("2026-10-02 08:00:00"),
    "ends_at": local("2026-10-03 18:00:00"),
    "reason": "防汛值守",
    "approver": "孙立",
    "document": "豁1",
}
ASKER = {"person": "吴越", "role": "BUREAU"}
PROGRAM = {"person": "gongche"}


def sealed(office: Office) -> None:
    """Cars A and B, and a national holiday that is planned."""
    office.now = datetime(2026, 9, 25, 1, tzinfo=UTC)
    office.open("U")
    office.slots("U", "S1", "S2")
    office.car("A", "U", "S1")
    office.car("B", "U", "S2")
    announce(office, 2026)
    office.say("PlanSeal", BUREAU, **NATIONAL)


def opened(office: Office) -> None:
    """The holiday has begun, and A stands outside."""
    sealed(office)
    office.say("OpenSeal", BUREAU, **PERIOD, at=local("2026-10-01 00:00:00"))
    at = local("2026-10-01 00:01:00")
    office.say("RecordStartCheck", PROGRAM, **PERIOD, at=at, checks=[OUTSIDE, INSIDE])


def period(office: Office) -> Known:
    """As the books have it."""
    known = load(office.ledger, "seal-period:G26", seal)
    assert isinstance(known, Known)
    return known


@pytest.mark.proves("R078")
def test_the_car_outside_and_the_car_inside_are_told_apart_without_a_crossing(
    office: Office,
) -> None:
    opened(office)
    known = period(office)
    assert isinstance(known, Open)
    assert known.dossier.planned.begins_at == datetime(2026, 9, 30, 16, tzinfo=UTC)
    places = {car: (it.place, it.fix_age_s) for car, it in known.dossier.places.items()}
    assert places == {"CA": ("OUTSIDE", 21_600), "CB": ("INSIDE", 40)}
    assert known.dossier.breaches == {}


@pytest.mark.proves("R078")
def test_the_period_is_reported_with_what_came_of_it(office: Office) -> None:
    opened(office)
    office.say("CloseSeal", BUREAU, **PERIOD, at=local("2026-10-08 00:00:00"))
    assert isinstance(period(office), Closed)
    at = local("2026-10-09 00:00:00")
    (entry,) = office.say("PublishSealReport", BUREAU, **PERIOD, at=at)
    report = entry.event
    assert isinstance(report, SealReportPublished)
    assert (report.checked, report.inside, report.outside, report.unknown) == (2, 1, 1, 0)
    assert (report.exemptions, report.breaches) == (0, 0)
    assert isinstance(period(office), Reported)


@pytest.mark.proves("R078")
def test_only_work_exempts_a_car_and_only_in_its_window(office: Office) -> None:
    sealed(office)
    no = office.refused("AddExemption", CLERK, **PERIOD, vehicle="CA", **WINDOW)
    assert no.code == "RoleMayNot"
    own = office.refused("AddExemption", BUREAU, **PERIOD, vehicle="CA", **WINDOW)
    assert own.code == "SamePersonTwice"
    office.say("AddExemption", ASKER, **PERIOD, vehicle="CA", **WINDOW)
    office.say("OpenSeal", BUREAU, **PERIOD, at=local("2026-10-01 00:00:00"))
    moved = {"vehicle": "CA", "finding": "seal-01:CA:1", "at": local("2026-10-02 12:00:00")}
    allowed = {**moved, "moved_at": local("2026-10-02 11:00:00")}
    assert office.refused("RecordSealBreach", PROGRAM, **PERIOD, **allowed).code == "VehicleExempt"
    early = {**moved, "moved_at": local("2026-10-02 07:59:59")}
    entries = office.say("RecordSealBreach", PROGRAM, **PERIOD, **early)
    assert topics(entries) == ["seal-period.breached"]


@pytest.mark.proves("R078")
def test_a_late_exemption_is_taken_for_a_day(office: Office) -> None:
    opened(office)
    said = {**PERIOD, "vehicle": "CA", **WINDOW}
    late = office.refused("AddExemption", ASKER, **said, at=local("2026-10-03 08:00:01"))
    assert late.code == "FiledTooLate"
    (entry,) = office.say("AddExemption", ASKER, **said, at=local("2026-10-03 08:00:00"))
    assert entry.event.model_dump()["late"] is True


@pytest.mark.proves("R078")
def test_no_two_periods_of_a_region_overlap(office: Office) -> None:
    sealed(office)
    again = {**NATIONAL, "period": "X", "first_day": "2026-10-07"}
    assert office.refused("PlanSeal", BUREAU, **again).code == "SealOverlaps"
    office.say("CancelSeal", BUREAU, **PERIOD, reason="日历调整")
    entries = office.say("PlanSeal", BUREAU, **again)
    assert topics(entries) == ["seal-period.planned", "seal-calendar.entered"]

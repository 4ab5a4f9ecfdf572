"""What the entries of cars in use amount to: orders, checks, seals, drivers, cases."""

from datetime import date
from typing import Any

import pytest

from fleet.decider import Event
from fleet.dispatch import order_events as ordered
from fleet.dispatch import platform as pooled
from fleet.dispatch import platform_staff as staff
from fleet.inspection import work_order_words as repaired
from fleet.people import driver_events as driven
from fleet.people.driver_schedule_words import DriverQualified, DriverReleased, Uncovered
from fleet.people.training import TrainingHeld
from fleet.supervision import seal_events as sealed
from fleet.vehicle.car_schedule_words import CarBlocked, CarUnblocked
from projections import views
from projections.views.blocked_cars import BlockedCar
from projections.views.check_counts import CheckCount
from projections.views.checks import Check
from projections.views.orders import Order
from projections.views.platforms import Platform
from projections.views.seals import Breach, Exemption, Seal
from projections.views.trainings import Training
from projections.views.trip_counts import TripCount
from projections.views.uncovered_drivers import UncoveredDriver
from tests.projections import use as told
from tests.projections.papers import row
from tests.projections.stories import entries
from tests.projections.use import HOUR, NINE, part

DRIVEN = (told.DRAFTED, told.REQUESTED, told.APPROVED, told.ASSIGNED, told.DEPARTED)


def order(*events: Event) -> Order:
    found = row(views.orders.view, *events)
    assert found
    return found


@pytest.mark.proves("R060")
def test_an_order_goes_from_the_request_to_the_rating_and_keeps_actor_and_times() -> None:
    rest = (told.RETURNED, told.RECONCILED, told.SETTLED, told.EVALUATED)
    found = order(*DRIVEN, *rest)
    assert (found.stage, found.asked_by, found.form_sha256) == ("closed", "chen", "ab")
    assert (found.vehicle, found.driver, found.owner) == ("C1", "D1", "B")
    assert (found.category, found.emergency) == ("EMERGENCY_SUPPORT", False)
    assert (found.approved_at, found.assigned_at) == (NINE, NINE)
    assert (found.departed_at, found.returned_at) == (NINE + HOUR, NINE + 3 * HOUR)
    assert (found.odometer_out_km, found.odometer_in_km) == (100, 150)
    assert (found.result, found.distance_m, found.cost_fen) == ("MATCHED", 51_000, 321)
    assert (found.rating, found.ended_at, found.overdue_at) == (5, NINE + 9 * HOUR, None)


@pytest.mark.parametrize(
    ("events", "stage"),
    [
        ((), "draft"),
        ((told.REQUESTED,), "requested"),
        ((told.APPROVED,), "approved"),
        ((part(ordered.TripRejected, **told.OF),), "rejected"),
        ((part(ordered.TripCancelled, **told.OF),), "cancelled"),
        ((part(ordered.TripRequestExpired, **told.OF),), "expired"),
        ((part(ordered.TripNoShow, **told.OF),), "expired"),
        ((told.OUTSOURCED,), "outsourced"),
        ((told.RECONCILED, part(ordered.OrderDisputed, **told.OF)), "disputed"),
        ((part(ordered.DisputeResolved, **told.OF),), "reconciled"),
        ((told.CLOSED,), "closed"),
        ((told.VOIDED,), "voided"),
    ],
)
def test_an_order_stands_where_its_last_event_left_it(
    events: tuple[Event, ...], stage: str
) -> None:
    assert order(told.DRAFTED, *events).stage == stage


def test_an_emergency_owes_its_papers_until_they_are_there_or_it_is_void() -> None:
    opened = order(told.DRAFTED, told.EMERGENCY)
    assert (opened.stage, opened.emergency, opened.asked_by) == ("dispatched", True, "chen")
    assert opened.papers_due == NINE + 24 * HOUR
    assert order(told.DRAFTED, told.EMERGENCY, told.FILED).papers_due is None
    assert order(told.DRAFTED, told.EMERGENCY, told.VOIDED).papers_due is None


def test_another_car_another_end_another_driver() -> None:
    again = order(told.DRAFTED, told.ASSIGNED, told.REASSIGNED)
    assert (again.vehicle, again.driver, again.stage) == ("C2", "D2", "dispatched")
    longer = order(*DRIVEN, told.EXTENDED)
    assert (longer.ends_at, longer.overdue_at) == (NINE + 5 * HOUR, NINE + 6 * HOUR)
    changed = order(*DRIVEN, told.CHANGED)
    assert (changed.vehicle, changed.category) == ("C3", "CONFIDENTIAL_COMMS")
    assert (changed.odometer_out_km, changed.overdue_at) == (None, NINE + 7 * HOUR)


def test_a_key_is_out_until_the_last_one_is_back_and_a_provider_is_named() -> None:
    assert order(told.DRAFTED, told.KEY_OUT).key_due == NINE + 4 * HOUR
    assert order(told.DRAFTED, told.KEY_OUT, told.ONE_KEY_BACK).key_due == NINE + 4 * HOUR
    assert order(told.DRAFTED, told.KEY_OUT, told.KEY_BACK).key_due is None
    assert order(told.DRAFTED, told.OUTSOURCED).provider == "滴滴"
    bill = told.SETTLED.model_copy(update={"amount_fen": 9_000})
    assert order(told.DRAFTED, bill).cost_fen == 9_321
    assert row(views.orders.view, told.REQUESTED) is None


def test_an_open_order_is_gone_when_it_has_ended_and_its_key_is_back() -> None:
    assert row(views.open_orders.view, *DRIVEN) == order(*DRIVEN)
    assert row(views.open_orders.view, told.DRAFTED, told.VOIDED) is None
    kept = row(views.open_orders.view, told.DRAFTED, told.KEY_OUT, told.VOIDED)
    assert kept
    assert kept.key_due == NINE + 4 * HOUR
    assert row(views.open_orders.view, told.DRAFTED, told.KEY_OUT, told.VOIDED, told.KEY_BACK) is (
        None
    )


@pytest.mark.proves("R063")
def test_a_trip_is_a_closed_order_that_matched() -> None:
    other = {"result": "DEVIATING", "emergency": True}
    away = {"vehicle": None, "result": None, "departed_at": None}
    events = (
        told.EVALUATED, told.CLOSED, told.CLOSED.model_copy(update=other),
        told.CLOSED.model_copy(update=away), told.SETTLED,
    )  # fmt: skip
    assert row(views.trip_counts.view, *events) == TripCount(
        "330100", "EM", "2026-10", orders=3, trips=2, outsourced=1, emergencies=1
    )


def test_the_month_of_a_trip_is_that_of_its_departure_by_the_local_clock() -> None:
    late = NINE.replace(day=31, hour=16)
    [key] = views.trip_counts.view.keys(
        entries(told.CLOSED.model_copy(update={"departed_at": late, "platform": None}))
    )
    assert key == "330100::2026-11"


def test_a_car_is_blocked_as_long_as_one_cause_holds() -> None:
    brakes = CarBlocked(vehicle="C1", at=NINE, cause="safety", since=NINE)
    recall = CarBlocked(vehicle="C1", at=NINE, cause="recall:1", since=NINE + HOUR)
    fixed = CarUnblocked(vehicle="C1", at=NINE, cause="safety")
    told_of = row(views.blocked_cars.view, brakes, recall, fixed)
    assert told_of == BlockedCar("C1", {"recall:1": NINE + HOUR})
    assert row(views.blocked_cars.view, brakes, fixed) is None
    assert row(views.blocked_cars.view, fixed) is None


def lacking(number: str) -> Uncovered:
    return Uncovered(order=number, vehicle="C1", unit="A", code="LicenceExpired", policy="p")


def test_a_driver_is_listed_with_the_orders_he_may_not_drive() -> None:
    of: dict[str, Any] = {"driver": "D1", "at": NINE, "qualification": told.LICENSED}
    lost = DriverQualified(**of, uncovered=(lacking("O1"), lacking("O2")))
    again = DriverQualified(**of, covered=("O1",))
    freed = part(DriverReleased, driver="D1", order="O2")
    found = row(views.uncovered_drivers.view, lost, again)
    assert found == UncoveredDriver("D1", {"O2": "LicenceExpired"})
    assert row(views.uncovered_drivers.view, lost, again, freed) is None
    assert row(views.uncovered_drivers.view, freed) is None


def test_a_check_says_what_failed_and_when() -> None:
    done = row(views.checks.view, told.SCHEDULED, told.DONE)
    assert done == Check(
        "C1-MONTHLY-2026-10", "C1", "A", "330100", "MONTHLY", "2026-10", NINE + 24 * HOUR, "done",
        NINE, "wu", "", ("BRAKES", "TOOLS"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("event", "stage"), [(told.MISSED, "missed"), (told.WAIVED, "waived"), (told.SCHEDULED, "due")]
)
def test_a_check_is_due_until_it_is_missed_or_waived(event: Event, stage: str) -> None:
    found = row(views.checks.view, told.SCHEDULED, event)
    assert found
    assert found.stage == stage
    assert row(views.checks.view, told.MISSED) is None


def test_a_check_done_late_says_so() -> None:
    late = told.DONE.model_copy(update={"late": True, "workshop_record": "W1"})
    found = row(views.checks.view, told.SCHEDULED, told.MISSED, late)
    assert found
    assert (found.stage, found.late, found.workshop_record) == ("done", True, "W1")


@pytest.mark.parametrize(
    ("events", "counted"),
    [
        ((told.SCHEDULED,), (1, 0, 0, 0, 0, 1)),
        ((told.SCHEDULED, told.DONE), (1, 1, 0, 0, 1, 0)),
        ((told.SCHEDULED, told.MISSED), (1, 0, 1, 0, 0, 0)),
        ((told.SCHEDULED, told.WAIVED), (1, 0, 0, 1, 0, 0)),
        (
            (told.SCHEDULED, told.MISSED, told.WAIVED.model_copy(update={"late": True})),
            (1, 0, 0, 1, 0, 0),
        ),
        (
            (told.SCHEDULED, told.MISSED, told.DONE.model_copy(update={"missed": True})),
            (1, 1, 0, 0, 1, 0),
        ),
        ((told.SCHEDULED, told.DONE.model_copy(update={"failed": ()})), (1, 1, 0, 0, 0, 0)),
    ],
)
def test_checks_are_counted_as_they_happen(
    events: tuple[Event, ...], counted: tuple[int, ...]
) -> None:
    it = row(views.check_counts.view, *events)
    assert it
    assert (it.scheduled, it.done, it.missed, it.waived, it.faulty, it.due) == counted


def test_failed_items_are_counted_and_the_days_of_a_month_are_one_period() -> None:
    daily = {"kind": "DAILY", "period": "2026-10-05"}
    events = [told.SCHEDULED, told.DONE, told.DONE]
    found = row(views.check_counts.view, *(it.model_copy(update=daily) for it in events))
    items = {"BRAKES": 2, "TOOLS": 2}
    assert found == CheckCount("A", "DAILY", "2026-10", 1, done=2, faulty=2, items=items)


OF_REPAIR: dict[str, Any] = {"work_order": "W1", "vehicle": "C1", "unit": "A", "at": NINE}
OPENED = part(
    repaired.WorkOrderOpened,
    **OF_REPAIR,
    jurisdiction="330100",
    vendor="一汽",
    designated=True,
    items=("BRAKES",),
    estimate_fen=1,
    check=None,
    covers=(),
    warranty_asked=False,
)
SAID = part(repaired.WorkOrderApproved, **OF_REPAIR)
BILLED = part(repaired.WorkOrderInvoiced, **OF_REPAIR, invoice="F1", amount_fen=2)
REPAIRED = part(repaired.WorkOrderCompleted, **OF_REPAIR, items_passed=("BRAKES",))
NO = part(repaired.WorkOrderRejected, **OF_REPAIR)


def test_a_repair_is_opened_approved_invoiced_and_done() -> None:
    found = row(views.work_orders.view, OPENED, SAID, BILLED, REPAIRED)
    assert found
    assert (found.stage, found.approved_at, found.completed_at) == ("completed", NINE, NINE)
    assert (found.invoice, found.amount_fen, found.passed) == ("F1", 2, ("BRAKES",))
    assert (found.check, found.vendor) == ("", "一汽")
    refused = row(views.work_orders.view, OPENED, NO)
    assert refused
    assert refused.stage == "rejected"
    assert row(views.work_orders.view, NO) is None


@pytest.mark.proves("R078")
def test_a_seal_knows_places_exemptions_and_breaches() -> None:
    found = row(
        views.seals.view, told.PLANNED, told.GRANTED, told.SEAL_OPENED, told.CHECKED, told.BREACHED
    )
    window = Exemption("C2", "A", "值班", "li", NINE, NINE + HOUR, "豁1", late=True)
    days = (date(2026, 10, 5), date(2026, 10, 8), NINE, NINE + 72 * HOUR)
    places = {"C1": "INSIDE", "C2": "OUTSIDE", "C3": "UNKNOWN", "C4": "OUTSIDE"}
    assert found == Seal(
        "S1",
        "330100",
        "国庆节",
        *days,
        "open",
        (window,),
        places,
        {"F1": Breach("C1", NINE + HOUR)},
    )
    assert [found.exempt("C2", NINE + hours * HOUR) for hours in (-1, 0, 1)] == [False, True, False]
    assert not found.exempt("C1", NINE)


@pytest.mark.parametrize(
    ("event", "stage"),
    [
        (part(sealed.SealCancelled, **told.PERIOD), "cancelled"),
        (part(sealed.SealClosed, **told.PERIOD), "closed"),
        (part(sealed.SealReportPublished, **told.PERIOD), "reported"),
    ],
)
def test_a_seal_ends(event: Event, stage: str) -> None:
    found = row(views.seals.view, told.PLANNED, event)
    assert found
    assert found.stage == stage
    assert row(views.seals.view, event) is None


def test_a_breach_that_was_none_is_gone() -> None:
    gone = part(sealed.SealBreachWithdrawn, **told.PERIOD, vehicle="C1", finding="F1")
    found = row(views.seals.view, told.PLANNED, told.BREACHED, gone)
    assert found
    assert found.breaches == {}


def test_a_driver_has_licence_stars_training_and_rules_read() -> None:
    of = told.OF_DRIVER
    learned = part(driven.TrainingRecorded, **of, year=2026, attended=3, contests=1)
    read = part(driven.RuleAcknowledged, **of, acknowledged=10)
    stars = part(driven.StarsAwarded, **of, period="2026Q3", stars=4, hundredths=8725)
    older = part(driven.StarsAwarded, **of, period="2026Q2", stars=1, hundredths=100)
    scored = part(driven.DimensionScored, **of)
    found = row(views.drivers.view, told.HIRED, told.LICENCE, learned, read, stars, older, scored)
    assert found
    assert (found.name, found.qualification) == ("王师傅", told.LICENSED)
    assert (found.attended, found.contests, found.rules_read) == ({2026: 3}, {2026: 1}, 10)
    assert (found.period, found.stars, found.hundredths) == ("2026Q3", 4, 8725)
    assert row(views.drivers.view, told.LICENCE) is None


@pytest.mark.parametrize("kind", [driven.PledgeSigned, driven.DriverSuspended])
def test_every_change_of_what_a_driver_may_is_seen(kind: type[Event]) -> None:
    off = told.LICENSED.model_copy(update={"suspended": True})
    changed = part(kind, **told.OF_DRIVER, qualification=off)
    back = part(driven.DriverReinstated, **told.OF_DRIVER, qualification=told.LICENSED)
    found, again = (
        row(views.drivers.view, told.HIRED, changed),
        row(views.drivers.view, told.HIRED, changed, back),
    )
    assert found
    assert again
    assert (found.qualification, again.qualification) == (off, told.LICENSED)


def test_a_driver_moves_to_another_unit() -> None:
    moved = part(driven.DriverUpdated, driver="D1", unit="B", name="王五", jurisdiction="330106")
    found = row(views.drivers.view, told.HIRED, moved)
    assert found
    assert (found.name, found.unit, found.jurisdiction) == ("王五", "B", "330106")


def test_a_session_is_counted_with_those_who_took_part() -> None:
    held = part(
        TrainingHeld,
        session="T1",
        jurisdiction="330100",
        kind="SKILL_CONTEST",
        title="",
        trainer_body="CENTRE",
        held_on=date(2026, 5, 1),
        hours=3,
        attendees=("D1", "D2"),
        contest=True,
    )
    said = ("T1", "330100", "SKILL_CONTEST", "", "CENTRE", date(2026, 5, 1), 3, 2, True)
    assert row(views.trainings.view, held) == Training(*said)


def test_a_platform_has_cars_dispatchers_and_people_it_drives() -> None:
    of: dict[str, Any] = {"platform": "EM", "at": NINE}
    person: dict[str, Any] = {**of, "by": "li", "body": "CENTRE"}
    events: tuple[Event, ...] = (
        part(pooled.PlatformOpened, **of, category="EMERGENCY_SUPPORT", jurisdiction="330100"),
        part(pooled.VehicleAttached, **of, vehicle="C1", unit="A"),
        part(pooled.VehicleAttached, **of, vehicle="C2", unit="B"),
        part(pooled.VehicleDetached, **of, vehicle="C2", unit="B"),
        part(pooled.PoolRuleSet, **of, reasons=("MAJOR_TASK",)),
        part(pooled.VehicleLent, **of, count=2),
        *(staff.DispatcherAppointed(**person, person=name) for name in ("wu", "he", "wu")),
        staff.DutyStarted(**person, person="he"),
        staff.DutyStarted(**person, person="wu"),
        staff.DutyEnded(**person, person="wu"),
        staff.BeneficiaryRegistered(**person, person="老张", document="1"),
        staff.BeneficiaryRegistered(**person, person="老李", document="2"),
        staff.BeneficiaryRemoved(**person, person="老李", reason="-"),
    )
    assert row(views.platforms.view, *events) == Platform(
        "EM", "EMERGENCY_SUPPORT", "330100", {"C1": "A"}, ("MAJOR_TASK",), 2, ("he", "wu"), ("he",),
        ("老张",),
    )  # fmt: skip
    gone = row(views.platforms.view, *events, staff.DispatcherDismissed(**person, person="he"))
    assert gone
    assert (gone.dispatchers, gone.on_duty) == (("wu",), ())
    assert row(views.platforms.view, events[1]) is None


@pytest.mark.proves("R070")
def test_a_dossier_has_orders_checks_seals_and_cases_of_the_car() -> None:
    blocked = CarBlocked(vehicle="C1", at=NINE, cause="safety", since=NINE)
    events = (told.DRAFTED, told.ASSIGNED, told.DONE, told.BREACHED, told.RAISED, blocked)
    found = views.dossiers.view.fold({}, entries(*events, ledger="lifecycle"))
    assert [line.topic for _, line in sorted(found.items()) if line] == [
        "order.assigned", "check.completed", "seal-period.breached", "alert-case.raised",
        "car-schedule.blocked",
    ]  # fmt: skip
    assert next(iter(found)) == "C1:lifecycle:000000000002"

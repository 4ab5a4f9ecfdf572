"""Rows are what the entries amount to."""

from dataclasses import replace
from datetime import timedelta

import pytest

from fleet.organisation.unit import UnitRelocated, UnitRenamed
from fleet.vehicle.entry import VehicleRegistered
from fleet.vehicle.fence import FenceWithdrawn
from fleet.vehicle.fitting import PlateChanged
from fleet.vehicle.retirement import VehicleWithdrawn
from fleet.vehicle.terminal import TerminalBound, TerminalUnbound
from projections.following import Unreadable
from projections.validity import holding
from projections.views import ALL, alerts, fence_plans, fences, units, vehicles
from projections.views.fence_plans import FencePlan
from projections.views.fences import Fence
from projections.views.units import Unit
from projections.views.vehicles import Vehicle
from tests.projections.stories import (
    AMENDED,
    AREA,
    BOUND,
    CAR,
    OCTOBER,
    OPENED,
    PAPERS,
    PLAN,
    UNIT,
    VOIDED,
    entries,
)

DAY = timedelta(days=1)


def car(*events: object) -> Vehicle:
    row = vehicles.view.fold({}, entries(*events))["car-1"]  # type: ignore[arg-type]
    assert row
    return row


def test_a_car_is_one_row_with_plate_unit_and_stage() -> None:
    row = car(CAR)
    assert (row.plate, row.unit, row.stage) == ("浙A0001警", "HZ-01", "available")


def test_a_new_car_begins_registered_and_leaves_service_withdrawn() -> None:
    new = VehicleRegistered(**dict(CAR))
    gone = VehicleWithdrawn(vehicle="car-1", approval="2026-7", at=OCTOBER)
    assert car(new).stage == "registered"
    assert car(new, gone).stage == "withdrawn"


def test_a_car_keeps_its_terminals_through_a_change_of_plate() -> None:
    row = car(CAR, BOUND, PlateChanged(vehicle="car-1", old="浙A0001警", new="浙A2", at=OCTOBER))
    assert row.plate == "浙A2"
    assert row.device(OCTOBER) == "T1"
    assert [row.known_as(name) for name in ("浙A0001警", "浙A2", "car-1", "浙A3")] == [
        True, True, True, False
    ]  # fmt: skip


def test_the_terminal_of_a_car_is_the_one_bound_at_that_moment() -> None:
    row = car(CAR, BOUND, TerminalUnbound(device="T1", vehicle="car-1", at=OCTOBER + DAY))
    assert row.device(OCTOBER - DAY) is None
    assert row.device(OCTOBER) == "T1"
    assert row.device(OCTOBER + DAY) is None


def test_a_spare_terminal_does_not_speak_for_the_car() -> None:
    spare = TerminalBound(
        device="T2", vehicle="car-1", valid_from=OCTOBER, valid_to=None, spare=True
    )
    assert car(CAR, spare).device(OCTOBER) is None


def test_a_terminal_bound_to_an_unknown_car_makes_a_row_that_waits_for_its_papers() -> None:
    assert car(BOUND).plate == ""
    assert car(BOUND, CAR) == car(CAR, BOUND)


def test_a_unit_is_called_what_it_was_called_last() -> None:
    told = (
        UNIT,
        UnitRenamed(unit="HZ-01", name="档案馆"),
        UnitRelocated(unit="HZ-01", district=""),
    )
    assert units.view.fold({}, entries(*told)) == {
        "HZ-01": Unit("HZ-01", "档案馆", "", "", "330100")
    }


def test_a_new_version_of_an_area_ends_the_one_before() -> None:
    later = AREA.model_copy(update={"version": 2, "valid_from": OCTOBER + DAY})
    row = fences.view.fold({}, entries(AREA, later))["yard"]
    assert isinstance(row, Fence)
    assert [version.version for version in row.versions] == [1, 2]
    assert holding(row.versions, OCTOBER) == AREA.model_copy(update={"valid_to": OCTOBER + DAY})
    assert holding(row.versions, OCTOBER + DAY) == later
    assert holding(row.versions, OCTOBER - DAY) is None


def test_a_withdrawn_area_holds_no_more() -> None:
    gone = FenceWithdrawn(fence="yard", at=OCTOBER + DAY)
    row = fences.view.fold({}, entries(AREA, gone))["yard"]
    assert row
    assert holding(row.versions, OCTOBER + DAY) is None


def test_a_plan_published_backwards_replaces_everything_after_its_begin() -> None:
    earlier = PLAN.model_copy(update={"version": 2, "valid_from": OCTOBER - DAY})
    row = fence_plans.view.fold({}, entries(PLAN, earlier))["car-1"]
    assert row == FencePlan("car-1", (earlier,))


@pytest.mark.proves("GEO-02")
def test_a_finding_is_one_row_whatever_becomes_of_it() -> None:
    row = alerts.view.fold({}, entries(OPENED, AMENDED, VOIDED))[OPENED.finding.finding_id]
    assert row
    assert (row.state, row.position, row.amendments) == ("voided", 3, 1)
    assert (row.reason, row.late) == ("evidence_changed", True)
    assert row.updated_at - row.opened_at == timedelta(seconds=2)


def test_folding_at_once_or_one_by_one_is_the_same() -> None:
    told = entries(*PAPERS, OPENED, AMENDED, AREA, PLAN, VOIDED)
    for view in ALL.values():
        step: dict[str, object] = {}
        for entry in told:
            view.keep(step, [entry])
        assert step == {key: row for key, row in view.fold({}, told).items() if row is not None}


def test_a_row_comes_back_from_its_table_as_it_was() -> None:
    for view in ALL.values():
        for row in view.fold({}, entries(*PAPERS, OPENED, VOIDED, AREA, PLAN)).values():
            assert view.read(view.written(row)) == row


def test_every_view_is_named_after_its_file() -> None:
    assert all(f"projections.views.{name}" == view.key.__module__ for name, view in ALL.items())


def test_what_is_not_for_a_view_leaves_the_row_as_it_is() -> None:
    [other] = entries(Unreadable(topic="later.release", error="?"))
    for view in ALL.values():
        assert view.key(other) is None
        for row in (None, *view.fold({}, entries(*PAPERS, OPENED, AREA, PLAN)).values()):
            assert view.evolve(row, other) == row


def test_a_view_folds_from_one_ledger_only() -> None:
    for view in ALL.values():
        papers = view.keys(entries(*PAPERS, AREA, PLAN))
        verdicts = view.keys(entries(OPENED, AMENDED, VOIDED))
        assert not (papers and verdicts)


def test_a_row_may_leave_a_view() -> None:
    leaving = replace(units.view, evolve=lambda _row, _entry: None)
    rows = {"HZ-01": Unit("HZ-01")}
    leaving.keep(rows, entries(UNIT))
    assert rows == {}

"""The life of a vehicle, step by step, and what it carries on the way."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given as each
from hypothesis import strategies as st

from fleet.decider import Refused
from fleet.vehicle.entry import (
    CommissionVehicle,
    FitEquipment,
    RegisterVehicle,
    TakeOverVehicle,
    VehicleCommissioned,
    VehicleEquipped,
    VehicleRegistered,
    VehicleTakenOver,
)
from fleet.vehicle.fitting import (
    ChangePlate,
    DismountTerminal,
    MountTerminal,
    PlateChanged,
    VehicleTerminalBound,
    VehicleTerminalUnbound,
)
from fleet.vehicle.retirement import (
    CancelDisposal,
    ConfirmDisposal,
    EnterDisposal,
    VehicleDisposed,
    VehicleRestored,
    VehicleWithdrawn,
    VehicleWrittenOff,
    WriteOffVehicle,
)
from fleet.vehicle.stages import Available, Ordered, Withdrawn, car_of
from fleet.vehicle.vehicle import VehicleCommand, VehicleEvent, vehicle
from tests.given import Given

NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)
VIN = "LSVAA4182E2184841"
CAR: dict[str, Any] = {"vehicle": "V1", "plate": "浙A12345", "unit": "A1", "category": "应急保障"}

given = Given(vehicle)
take_over = TakeOverVehicle(**CAR, at=NOW)
taken_over = VehicleTakenOver(**CAR, at=NOW)
register = RegisterVehicle(**CAR, vin=VIN, at=NOW)
registered = VehicleRegistered(**CAR, vin=VIN, at=NOW)
mount = MountTerminal(vehicle="V1", device="T1", valid_from=NOW)
mounted = VehicleTerminalBound(vehicle="V1", device="T1", valid_from=NOW, valid_to=None)
fit = FitEquipment(vehicle="V1", marking="recorded", at=NOW)
equipped = VehicleEquipped(vehicle="V1", marking="recorded", at=NOW)
commission = CommissionVehicle(
    vehicle="V1", insured_until=date(2027, 12, 31), inspected_until=date(2027, 3, 1), at=NOW
)
commissioned = VehicleCommissioned(
    vehicle="V1", insured_until=date(2027, 12, 31), inspected_until=date(2027, 3, 1), at=NOW
)
withdraw = EnterDisposal(vehicle="V1", approval="处〔2027〕1号", at=NOW)
withdrawn = VehicleWithdrawn(vehicle="V1", approval="处〔2027〕1号", at=NOW)
write_off = WriteOffVehicle(vehicle="V1", approval="资〔2027〕1号", at=NOW)
written_off = VehicleWrittenOff(vehicle="V1", approval="资〔2027〕1号", at=NOW)
confirm = ConfirmDisposal(vehicle="V1", plate="浙A12345", certificate="回收1号", at=NOW)
disposed = VehicleDisposed(vehicle="V1", plate="浙A12345", vin=None, certificate="回收1号", at=NOW)
cancel = CancelDisposal(vehicle="V1", reason="仍可使用", at=NOW)
restored = VehicleRestored(vehicle="V1", reason="仍可使用", at=NOW)
change = ChangePlate(vehicle="V1", old="浙A12345", new="浙AD12345", at=NOW)
changed = PlateChanged(vehicle="V1", old="浙A12345", new="浙AD12345", at=NOW)


def test_a_new_vehicle_comes_into_service_step_by_step() -> None:
    given().when(register).then(registered)
    given(registered).when(mount).then(mounted)
    given(registered, mounted).when(fit).then(equipped)
    given(registered, mounted, equipped).when(commission).then(commissioned)


def test_a_car_from_the_books_before_us_is_in_service_at_once() -> None:
    given().when(take_over).then(taken_over)
    assert isinstance(vehicle.fold([taken_over]), Available)


def test_the_life_ends_step_by_step() -> None:
    given(taken_over).when(withdraw).then(withdrawn)
    given(taken_over, withdrawn).when(write_off).then(written_off)
    given(taken_over, withdrawn, written_off).when(confirm).then(disposed)


def test_a_disposal_may_be_called_off_before_the_write_off() -> None:
    given(taken_over, withdrawn).when(cancel).then(restored)
    given(taken_over, withdrawn, restored).when(withdraw).then(withdrawn)
    given(taken_over, withdrawn, written_off).when(cancel).refused("办理次序")


def test_saying_a_step_twice_changes_nothing() -> None:
    given(registered).when(register).then()
    given(taken_over).when(take_over.model_copy(update={"at": NOW + timedelta(1)})).then()
    given(registered, mounted, equipped).when(fit).then()
    given(registered, mounted, equipped, commissioned).when(commission).then()
    given(taken_over, withdrawn).when(withdraw).then()
    given(taken_over).when(cancel).then()
    given(taken_over, withdrawn, written_off).when(write_off).then()
    given(taken_over, withdrawn, written_off, disposed).when(confirm).then()


@pytest.mark.proves("R114")
@pytest.mark.parametrize(
    ("stage", "command"),
    [(taken_over, write_off), (taken_over, confirm), (registered, commission)],
)
def test_no_step_is_skipped(stage: VehicleEvent, command: VehicleCommand) -> None:
    given(stage).when(command).refused("办理次序")


def test_the_next_step_needs_a_paper_of_its_own() -> None:
    other = withdraw.model_copy(update={"approval": "处〔2027〕2号"})
    given(taken_over, withdrawn).when(other).refused("办理次序")


@pytest.mark.proves("R069")
def test_no_equipment_without_a_terminal_at_that_time() -> None:
    given(registered).when(fit).refused("先装终端")
    before = fit.model_copy(update={"at": NOW - timedelta(seconds=1)})
    given(registered, mounted).when(before).refused("先装终端")


@pytest.mark.proves("R074")
def test_no_equipment_without_marking_or_exemption() -> None:
    given(registered, mounted).when(fit.model_copy(update={"marking": None})).refused("标识化")


@pytest.mark.proves("R069")
@pytest.mark.parametrize("paper", ["insured_until", "inspected_until"])
@pytest.mark.parametrize("until", [None, date(2027, 2, 28)])
def test_no_service_without_valid_papers(paper: str, until: date | None) -> None:
    lapsed = commission.model_copy(update={paper: until})
    given(registered, mounted, equipped).when(lapsed).refused("证照有效")


def test_a_day_ends_at_midnight_in_hangzhou() -> None:
    late = commission.model_copy(update={"at": datetime(2027, 3, 1, 15, 59, tzinfo=UTC)})
    over = commission.model_copy(update={"at": datetime(2027, 3, 1, 16, 0, tzinfo=UTC)})
    past = (registered, mounted, equipped)
    given(*past).when(late).then(commissioned.model_copy(update={"at": late.at}))
    given(*past).when(over).refused("证照有效")


@pytest.mark.proves("R073")
def test_a_vehicle_is_not_described_in_two_ways() -> None:
    other = take_over.model_copy(update={"unit": "B2"})
    given(taken_over).when(other).refused("一车一档")
    given(registered).when(take_over).refused("办理次序")


def test_what_is_gone_does_not_come_back() -> None:
    past = (taken_over, withdrawn, written_off, disposed)
    for command in (take_over, register, withdraw, mount, change):
        given(*past).when(command).refused("办理次序")


@pytest.mark.proves("R117")
def test_the_certificate_names_the_vehicle() -> None:
    other = confirm.model_copy(update={"plate": "浙A54321"})
    given(taken_over, withdrawn, written_off).when(other).refused("证车相符")


def test_a_plate_is_changed_once() -> None:
    given(taken_over).when(change).then(changed)
    given(taken_over, changed).when(change).then()
    given(taken_over, changed, changed).when(take_over).refused("一车一档")


def test_a_plate_is_changed_only_from_the_one_it_carries() -> None:
    given(taken_over).when(change.model_copy(update={"old": "浙A1"})).refused("一牌一车")
    given(taken_over, withdrawn, written_off).when(change).refused("办理次序")
    with pytest.raises(ValueError, match="the same plate"):
        ChangePlate(vehicle="V1", old="浙A·12345", new="浙A12345", at=NOW)


def test_a_second_terminal_is_a_spare() -> None:
    second = mount.model_copy(update={"device": "T2"})
    given(taken_over, mounted).when(second).refused("一车一主机")
    spare = second.model_copy(update={"spare": True})
    spared = mounted.model_copy(update={"device": "T2", "spare": True})
    given(taken_over, mounted).when(spare).then(spared)
    given(taken_over, spared).when(mount).then(mounted)


def test_the_same_terminal_is_not_its_own_spare() -> None:
    given(taken_over, mounted).when(mount.model_copy(update={"spare": True})).refused("一车一主机")


def test_a_terminal_is_taken_out_also_of_a_car_that_is_gone() -> None:
    out = DismountTerminal(vehicle="V1", device="T1", at=NOW + timedelta(1))
    gone = VehicleTerminalUnbound(vehicle="V1", device="T1", at=NOW + timedelta(1))
    past = (taken_over, mounted, withdrawn, written_off, disposed)
    given(*past).when(out).then(gone)
    given(*past, gone).when(out).then()
    given(*past).when(out.model_copy(update={"device": "T2"})).refused("一机一车")


def test_no_terminal_for_a_vehicle_nobody_knows() -> None:
    given().when(mount).refused("办理次序")


def test_what_is_told_of_nobody_is_still_taken_into_account() -> None:
    assert vehicle.fold([mounted]) == Ordered()
    assert vehicle.fold([withdrawn]) == Withdrawn(car_of(Ordered()), withdrawn.approval)


def _spans() -> st.SearchStrategy[MountTerminal | DismountTerminal]:
    times = st.integers(0, 12).map(lambda hours: NOW + timedelta(hours=hours))
    device = st.sampled_from(["T1", "T2", "T3"])
    begin = st.builds(
        MountTerminal,
        vehicle=st.just("V1"),
        device=device,
        valid_from=times,
        valid_to=st.none() | times,
        spare=st.booleans(),
    )
    return begin | st.builds(DismountTerminal, vehicle=st.just("V1"), device=device, at=times)


@each(st.lists(_spans(), max_size=12))
def test_at_any_moment_at_most_one_terminal_counts(
    commands: list[MountTerminal | DismountTerminal],
) -> None:
    past: list[VehicleEvent] = [taken_over]
    for command in commands:
        try:
            past += vehicle.decide(command, vehicle.fold(past))
        except Refused:
            continue
    terminals = car_of(vehicle.fold(past)).terminals
    for hour in range(13):
        at = NOW + timedelta(hours=hour)
        counting = [one for one in terminals if one.covers(at) and not one.spare]
        assert len(counting) <= 1

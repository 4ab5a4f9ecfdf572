"""The life of a vehicle, step by step, and what it carries on the way."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given as each
from hypothesis import strategies as st

from fleet.decider import Refused
from fleet.vehicle.fitting import (
    ChangePlate,
    DismountTerminal,
    MountTerminal,
    PlateChanged,
    VehicleTerminalUnbound,
)
from fleet.vehicle.stages import Car, Unknown, Withdrawn, car_of
from fleet.vehicle.vehicle import VehicleCommand, VehicleEvent, vehicle
from tests.fleet.vehicle.garage import (
    BOUGHT,
    NOW,
    ON_PAPER,
    cancel,
    commission,
    commissioned,
    confirm,
    disposed,
    equipped,
    fit,
    given,
    mount,
    mounted,
    ordered,
    other,
    refusal,
    register,
    registered,
    restored,
    sent_out,
    started,
    suspended,
    take_over,
    taken_over,
    withdraw,
    withdrawn,
    write_off,
    written_off,
)

change = ChangePlate(vehicle="V1", old="浙A12345", new="浙AD12345", at=NOW)
changed = PlateChanged(vehicle="V1", old="浙A12345", new="浙AD12345", at=NOW)


def test_a_new_vehicle_comes_into_service_step_by_step() -> None:
    given(ordered).when(register).then(registered)
    given(ordered, registered).when(mount).then(mounted)
    given(ordered, registered, mounted).when(fit).then(equipped)
    given(ordered, registered, mounted, equipped).when(commission).then(commissioned)


@pytest.mark.proves("R112")
def test_the_life_ends_step_by_step() -> None:
    given(*BOUGHT).when(withdraw).then(withdrawn)
    given(*BOUGHT, withdrawn).when(write_off).then(written_off)
    given(*ON_PAPER).when(confirm).then(disposed)


@pytest.mark.parametrize("stage", [taken_over, suspended, started])
def test_a_car_is_withdrawn_from_service_repair_or_suspension(stage: VehicleEvent) -> None:
    given(taken_over, stage).when(withdraw).then(withdrawn)


@pytest.mark.proves("R114")
def test_a_car_is_withdrawn_under_a_case() -> None:
    bare = other(withdraw, case=None)
    assert refusal(bare, taken_over).code == "DisposalCaseMissing"
    given(taken_over, withdrawn).when(bare).then()
    assert refusal(bare, ordered, registered).code == "OutOfOrder"


def test_a_disposal_may_be_called_off_before_the_write_off() -> None:
    given(taken_over, withdrawn).when(cancel).then(restored)
    given(taken_over, withdrawn, restored).when(withdraw).then(withdrawn)
    given(taken_over, withdrawn, written_off).when(cancel).refused("办理次序")


@pytest.mark.proves("R114")
@pytest.mark.parametrize(
    ("stage", "command"),
    [(taken_over, write_off), (taken_over, confirm), (withdrawn, confirm)],
)
def test_no_step_is_skipped(stage: VehicleEvent, command: VehicleCommand) -> None:
    given(taken_over, stage).when(command).refused("办理次序")


def test_the_next_step_needs_a_paper_of_its_own() -> None:
    given(taken_over, withdrawn).when(other(withdraw, approval="处〔2027〕2号")).refused("办理次序")
    given(*ON_PAPER).when(other(write_off, approval="资〔2027〕2号")).refused("办理次序")
    given(*ON_PAPER, disposed).when(other(confirm, certificate="回收2号")).refused("办理次序")
    assert [vehicle.fold((*ON_PAPER, *more)).__class__.__name__ for more in ((), (disposed,))] == [
        "WrittenOff",
        "Disposed",
    ]


@pytest.mark.proves("R069")
def test_no_equipment_without_a_terminal_at_that_time() -> None:
    given(ordered, registered).when(fit).refused("先装终端")
    before = other(fit, at=NOW - timedelta(seconds=1))
    given(ordered, registered, mounted).when(before).refused("先装终端")


@pytest.mark.proves("R069")
@pytest.mark.parametrize("paper", ["insured_until", "inspected_until"])
@pytest.mark.parametrize("until", [None, date(2027, 2, 28)])
def test_no_service_without_valid_papers(paper: str, until: date | None) -> None:
    lapsed = other(commission, **{paper: until})
    given(ordered, registered, mounted, equipped).when(lapsed).refused("证照有效")


@pytest.mark.parametrize("paper", ["insured_until", "inspected_until"])
def test_a_day_ends_at_midnight_in_hangzhou(paper: str) -> None:
    last = {"insured_until": date(2028, 1, 1), "inspected_until": date(2028, 1, 1)}
    last[paper] = date(2027, 3, 1)
    late = other(commission, at=datetime(2027, 3, 1, 15, 59, tzinfo=UTC), **last)
    over = other(late, at=datetime(2027, 3, 1, 16, 0, tzinfo=UTC))
    past = (ordered, registered, mounted, equipped)
    given(*past).when(late).then(commissioned.model_copy(update={"at": late.at, **last}))
    given(*past).when(over).refused("证照有效")


def test_what_is_gone_does_not_come_back() -> None:
    for command in (take_over, register, withdraw, mount, change):
        given(*ON_PAPER, disposed).when(command).refused("办理次序")
        given(*BOUGHT, sent_out).when(command).refused("办理次序")


@pytest.mark.proves("R117")
@pytest.mark.parametrize(
    "change", [{"plate": "浙A54321"}, {"vin": None}, {"vin": "LSVAA4182E2184842"}]
)
def test_the_certificate_names_the_vehicle(change: dict[str, str | None]) -> None:
    given(*ON_PAPER).when(other(confirm, **change)).refused("证车相符")


def test_a_car_without_vin_ends_without_one() -> None:
    past = (taken_over, withdrawn, written_off)
    bare = other(confirm, vin=None)
    given(*past).when(bare).then(disposed.model_copy(update={"vin": None}))
    given(*past).when(confirm).refused("证车相符")


def test_a_plate_is_changed_once() -> None:
    given(taken_over).when(change).then(changed)
    given(taken_over, changed).when(change).then()
    given(taken_over, changed).when(take_over).refused("一车一档")
    assert car_of(vehicle.fold([taken_over, changed])).plate == "浙AD12345"


@pytest.mark.parametrize("past", [(), (ordered,), (*BOUGHT, sent_out)])
@pytest.mark.parametrize("command", [mount, change])
def test_what_is_not_here_is_not_fitted_with_anything(
    command: VehicleCommand, past: tuple[VehicleEvent, ...]
) -> None:
    no = refusal(command, *past)
    named = (no.code, no.values["vehicle"], no.values["command"])
    assert named == ("OutOfOrder", "V1", type(command).__name__)


def test_a_plate_is_changed_only_from_the_one_it_carries() -> None:
    given(taken_over).when(change.model_copy(update={"old": "浙A1"})).refused("一牌一车")
    for past in ((), (ordered,), (taken_over, withdrawn, written_off)):
        given(*past).when(change).refused("办理次序")
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
    past = (*ON_PAPER, disposed)
    given(*past).when(out).then(gone)
    given(*past, gone).when(out).then()
    given(*past).when(out.model_copy(update={"device": "T2"})).refused("一机一车")


def test_no_terminal_for_a_vehicle_nobody_knows() -> None:
    given().when(mount).refused("办理次序")
    given(ordered).when(mount).refused("办理次序")
    given(taken_over, withdrawn, written_off).when(mount).then(mounted)


def test_what_is_told_of_nobody_is_still_taken_into_account() -> None:
    assert vehicle.fold([mounted]) == Unknown()
    assert vehicle.fold([withdrawn]) == Withdrawn(car_of(Unknown()), withdrawn.approval)
    assert car_of(Unknown()) == Car("", "", "", "", None, None)


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

"""A terminal is in one vehicle at a time."""

from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given as each
from hypothesis import strategies as st

from fleet.decider import Refused
from fleet.vehicle.binding import Binding
from fleet.vehicle.terminal import (
    BindTerminal,
    Known,
    RegisterTerminal,
    TerminalBound,
    TerminalEvent,
    TerminalRegistered,
    TerminalUnbound,
    UnbindTerminal,
    terminal,
)
from fleet.vehicle.terminal_habits import (
    ClockDeclared,
    DatumDeclared,
    DeclareClock,
    DeclareDatum,
)
from tests.given import Given

NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)
LATER = NOW + timedelta(hours=2)

given = Given(terminal)
registered = TerminalRegistered(device="T1", model="BDS-1")
bind = BindTerminal(device="T1", vehicle="V1", valid_from=NOW)
bound = TerminalBound(device="T1", vehicle="V1", valid_from=NOW, valid_to=None)
unbind = UnbindTerminal(device="T1", vehicle="V1", at=LATER)
unbound = TerminalUnbound(device="T1", vehicle="V1", at=LATER)


def test_a_terminal_is_registered_once() -> None:
    command = RegisterTerminal(device="T1", model="BDS-1")
    given().when(command).then(registered)
    given(registered).when(command).then()
    given(registered).when(RegisterTerminal(device="T1")).then()
    given(registered).when(RegisterTerminal(device="T1", model="BDS-2")).refused("一机一档")


def test_a_terminal_is_bound_and_taken_out() -> None:
    given(registered).when(bind).then(bound)
    given(registered, bound).when(unbind).then(unbound)


def test_saying_it_twice_changes_nothing() -> None:
    given(registered, bound).when(bind).then()
    within = bind.model_copy(update={"valid_from": NOW + timedelta(1), "valid_to": None})
    given(registered, bound).when(within).then()
    given(registered, bound, unbound).when(unbind).then()
    given(registered, bound, unbound).when(unbind.model_copy(update={"at": LATER})).then()


def test_its_datum_is_declared_once_and_may_be_corrected() -> None:
    shifted = DeclareDatum(device="T1", datum="gcj02", valid_from=NOW)
    declared = DatumDeclared(device="T1", datum="gcj02", valid_from=NOW, valid_to=None)
    given(registered).when(shifted).then(declared)
    given(registered, declared).when(shifted).then()
    sound = shifted.model_copy(update={"datum": "wgs84", "valid_from": LATER})
    corrected = declared.model_copy(update={"datum": "wgs84", "valid_from": LATER})
    given(registered, declared).when(sound).then(corrected)
    given(declared).when(shifted).then()
    given().when(shifted).refused("先建终端")
    with pytest.raises(ValueError, match="not later"):
        DeclareDatum(device="T1", datum="gcj02", valid_from=NOW, valid_to=NOW)


def test_its_clock_is_declared_once_and_may_be_corrected() -> None:
    ahead = DeclareClock(device="T1", ahead_s=28_800, valid_from=NOW, valid_to=LATER)
    declared = ClockDeclared(device="T1", ahead_s=28_800, valid_from=NOW, valid_to=LATER)
    given(registered).when(ahead).then(declared)
    given(registered, declared).when(ahead).then()
    right = ClockDeclared(device="T1", ahead_s=0, valid_from=NOW, valid_to=None)
    command = DeclareClock(device="T1", ahead_s=0, valid_from=NOW)
    given(registered, declared).when(command).then(right)
    given().when(ahead).refused("先建终端")
    with pytest.raises(ValueError, match="not later"):
        DeclareClock(device="T1", ahead_s=7, valid_from=NOW, valid_to=NOW)


def test_only_a_known_terminal_is_bound() -> None:
    given().when(bind).refused("先建终端")


@pytest.mark.parametrize("change", [{"vehicle": "V2"}, {"spare": True}, {"valid_from": LATER}])
def test_bindings_of_one_terminal_do_not_overlap(change: dict[str, object]) -> None:
    earlier = bind.model_copy(update={"valid_from": NOW - timedelta(1), **change})
    wish = earlier if "valid_from" not in change else bind
    past = bound if "valid_from" not in change else bound.model_copy(update=change)
    given(registered, past).when(wish).refused("一机一车")


def test_the_next_binding_begins_where_the_last_one_ends() -> None:
    wish = BindTerminal(device="T1", vehicle="V2", valid_from=LATER)
    given(registered, bound).when(wish).refused("一机一车")
    next_one = TerminalBound(device="T1", vehicle="V2", valid_from=LATER, valid_to=None)
    given(registered, bound, unbound).when(wish).then(next_one)


def test_a_mistaken_binding_is_ended_where_it_began() -> None:
    never = UnbindTerminal(device="T1", vehicle="V1", at=NOW)
    undone = TerminalUnbound(device="T1", vehicle="V1", at=NOW)
    given(registered, bound).when(never).then(undone)
    given(registered, bound, undone).when(never).then()
    given(registered, bound, undone).when(bind).then(bound)


def test_what_is_not_bound_is_not_taken_out() -> None:
    given(registered).when(unbind).refused("一机一车")
    early = unbind.model_copy(update={"at": NOW - timedelta(seconds=1)})
    given(registered, bound).when(early).refused("一机一车")
    given().when(unbind).refused("先建终端")


def test_a_binding_has_a_duration() -> None:
    with pytest.raises(ValueError, match="valid_to is not later than valid_from"):
        BindTerminal(device="T1", vehicle="V1", valid_from=NOW, valid_to=NOW)


def test_a_terminal_keeps_all_its_bindings_and_one_is_ended() -> None:
    end = LATER + timedelta(hours=1)
    again = TerminalBound(device="T1", vehicle="V1", valid_from=LATER, valid_to=None)
    other = TerminalBound(device="T1", vehicle="V2", valid_from=end, valid_to=None)
    out = TerminalUnbound(device="T1", vehicle="V1", at=end)
    past, now = Binding("T1", "V1", NOW, LATER), Binding("T1", "V1", LATER, end)
    after = terminal.fold([registered, bound, unbound, again, out, other])
    assert after == Known("BDS-1", (past, now, Binding("T1", "V2", end)))


def test_what_is_told_of_nobody_is_still_taken_into_account() -> None:
    assert terminal.fold([bound, unbound]) == Known("", (Binding("T1", "V1", NOW, LATER),))


times = st.integers(0, 12).map(lambda hours: NOW + timedelta(hours=hours))
vehicles = st.sampled_from(["V1", "V2", "V3"])


@st.composite
def wishes(draw: st.DrawFn) -> BindTerminal | UnbindTerminal:
    begin, end = draw(times), draw(st.none() | times)
    if draw(st.booleans()):
        return UnbindTerminal(device="T1", vehicle=draw(vehicles), at=begin)
    if end is not None and end <= begin:
        end = begin + timedelta(minutes=1)
    return BindTerminal(
        device="T1",
        vehicle=draw(vehicles),
        valid_from=begin,
        valid_to=end,
        spare=draw(st.booleans()),
    )


@pytest.mark.proves("R069")
@each(st.lists(wishes(), max_size=15))
def test_no_wishes_in_any_order_make_bindings_overlap(
    commands: list[BindTerminal | UnbindTerminal],
) -> None:
    past: list[TerminalEvent] = [registered]
    for command in commands:
        try:
            past += terminal.decide(command, terminal.fold(past))
        except Refused:
            continue
        assert terminal.decide(command, terminal.fold(past)) == []
    known = terminal.fold(past)
    assert isinstance(known, Known)
    assert not any(a.overlaps(b) for a, b in combinations(known.bindings, 2))

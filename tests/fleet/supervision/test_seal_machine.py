"""The table of a sealed period is the office's table, and the decider keeps to it."""

import pytest

from fleet.decider import Refused
from fleet.supervision.seal import seal
from fleet.supervision.seal_commands import SealCommand
from fleet.supervision.seal_events import SealEvent
from fleet.supervision.seal_machine import MACHINE
from tests.fleet.supervision.sealing import (
    BEGIN,
    CANCELLED,
    CLOSED,
    OPENED,
    PLANNED,
    REPORTED,
    SECOND,
    breach,
    brief,
    cancel,
    exempt,
    finish,
    given,
    look,
    other,
    publish,
    refusal,
    start,
)

PASTS: dict[str, tuple[SealEvent, ...]] = {
    "Planned": (PLANNED,),
    "Open": (PLANNED, OPENED),
    "Closed": (PLANNED, OPENED, CLOSED),
    "Reported": (PLANNED, OPENED, CLOSED, REPORTED),
    "Cancelled": (PLANNED, CANCELLED),
}
SAID: tuple[SealCommand, ...] = (
    other(exempt, at=BEGIN + SECOND), start, cancel, look, breach, finish, publish,
)  # fmt: skip
AGAIN = {
    "OpenSeal": {"Open", "Closed", "Reported"},
    "CancelSeal": {"Cancelled"},
    "CloseSeal": {"Closed", "Reported"},
    "PublishSealReport": {"Reported"},
}
"""Where a command says what is so already."""


@pytest.mark.proves("R078")
@pytest.mark.parametrize("where", PASTS)
@pytest.mark.parametrize("command", SAID, ids=lambda command: type(command).__name__)
def test_each_command_leads_where_the_table_says(where: str, command: SealCommand) -> None:
    past, name = PASTS[where], type(command).__name__
    move = [it for it in MACHINE.moves if (it.source, it.command) == (where, name)]
    if where in AGAIN.get(name, ()):
        given(*past).when(command).then()
    elif move:
        (event,) = seal.decide(command, seal.fold(past))
        after = type(seal.fold((*past, event))).__name__
        assert (type(event).__name__, after) == (move[0].event, move[0].target)
    else:
        assert refusal(command, *past).code == "OutOfOrder"


@pytest.mark.parametrize("command", SAID, ids=lambda command: type(command).__name__)
def test_nothing_can_be_said_to_a_period_that_nobody_planned(command: SealCommand) -> None:
    assert refusal(command).values["stage"] == "Unknown"


def test_what_has_happened_to_a_period_that_nobody_planned_is_passed_over() -> None:
    assert seal.fold([OPENED, CLOSED]) == seal.initial


def test_every_stage_has_its_events() -> None:
    for where, past in PASTS.items():
        assert type(seal.fold(past)).__name__ == where


def test_only_the_region_and_those_above_it_speak() -> None:
    with pytest.raises(Refused) as no:
        seal.decide(other(start, brief=brief("lu", "BUREAU", "330200")), seal.fold([PLANNED]))
    assert no.value.code == "OutsideJurisdiction"

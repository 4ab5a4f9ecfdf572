"""The docket of a unit: its approved disposals that are not finished yet; it closes the gate.

OpenCase with each approval, FinishCase with each physical end, ReadGate with each review of an
indicator: whoever reads the gate writes here, so that no approval slips in between.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import ClassVar

from fleet.decider import Command, Conflict, Decider, Event
from fleet.terms import Code, Moment, UnitCode


class OpenCase(Command):
    """A disposal was approved; it has to be finished by then."""

    unit: UnitCode
    case: Code
    due_on: date
    at: Moment


class FinishCase(Command):
    """The car is gone, or the approval was withdrawn."""

    unit: UnitCode
    case: Code
    at: Moment


class ReadGate(Command):
    """A review rests on what the docket says.

    Attributes:
        told: The cases that close the gate, as the review was told.
        overdue_on: Only what is overdue on that day counts; None: every open case does (A2).
    """

    unit: UnitCode
    indicator: Code
    told: tuple[str, ...]
    overdue_on: date | None = None
    at: Moment


class CaseOpened(Event):
    """One more to be finished."""

    TOPIC: ClassVar = "docket.case-opened"
    unit: str
    case: str
    due_on: date
    at: Moment


class CaseFinished(Event):
    """One fewer."""

    TOPIC: ClassVar = "docket.case-finished"
    unit: str
    case: str
    at: Moment


class GateRead(Event):
    """A review has seen these cases."""

    TOPIC: ClassVar = "docket.gate-read"
    unit: str
    indicator: str
    unfinished: tuple[str, ...]
    at: Moment


DocketCommand = OpenCase | FinishCase | ReadGate
DocketEvent = CaseOpened | CaseFinished | GateRead


@dataclass(frozen=True, slots=True)
class Docket:
    """What a unit still has to finish.

    Attributes:
        open: Case -> the last day for its physical end.
    """

    open: Mapping[str, date] = field(default_factory=lambda: MappingProxyType({}))

    def unfinished(self, overdue_on: date | None = None) -> tuple[str, ...]:
        """The cases that close the gate: all, or those overdue on a day."""
        return tuple(
            case
            for case, due_on in sorted(self.open.items())
            if overdue_on is None or due_on < overdue_on
        )


def decide(command: DocketCommand, docket: Docket) -> list[DocketEvent]:
    """Keep the docket.

    Raises:
        Conflict: If a review was told something else than the docket says by now.

    Source:
        R119; A2, B3.
    """
    match command:
        case OpenCase(case=case) if case not in docket.open:
            return [CaseOpened(**dict(command))]
        case FinishCase(case=case) if case in docket.open:
            return [CaseFinished(**dict(command))]
        case ReadGate(told=told, overdue_on=day):
            if told != docket.unfinished(day):
                raise Conflict(f"the docket of {command.unit} has changed")
            said = {"unit": command.unit, "indicator": command.indicator, "at": command.at}
            return [GateRead(unfinished=told, **said)]
        case _:
            return []


def evolve(docket: Docket, event: DocketEvent) -> Docket:
    """Take one event into account."""
    match event:
        case CaseOpened(case=case, due_on=due_on):
            return Docket({**docket.open, case: due_on})
        case CaseFinished(case=case):
            return Docket({name: day for name, day in docket.open.items() if name != case})
        case GateRead():
            return docket


docket: Decider[DocketCommand, DocketEvent, Docket] = Decider(
    initial=Docket(), decide=decide, evolve=evolve
)

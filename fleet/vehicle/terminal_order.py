"""An order to a terminal (终端指令): who told it what, why, and what became of it.

Unknown --OrderTerminal--> Given --SettleTerminalOrder--> Settled

The gateway says it to the terminal as JT/T 808 and settles it with the terminal's answer.
"""

from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from fleet.decider import Command, Decider, Event, Refused
from fleet.terms import Code, Device, Moment, Name

Kind = Literal[
    "text",
    "parameters",
    "query_parameters",
    "query_position",
    "track",
    "confirm_alarm",
    "control",
    "vehicle_control",
    "circles",
    "delete_circles",
    "rectangles",
    "delete_rectangles",
    "polygon",
    "delete_polygons",
    "route",
    "delete_routes",
]
"""What a terminal can be told."""

Result = Literal["done", "failed", "not_understood", "not_supported", "not_answered", "expired"]
"""What becomes of it; `expired`: it was not connected in time."""


class OrderTerminal(Command):
    """Tell a terminal something.

    Attributes:
        order: The name of this order.
        kind: What is told.
        fields: As the tables of the protocol name them.
        reason: Why.
        until: Not said any more after this.
        known: Whether the terminal is in the books; looked up.
    """

    FACTS: ClassVar = frozenset({"known"})

    order: Code
    device: Device
    kind: Kind
    fields: dict[str, Any] = Field(default_factory=dict)
    reason: Name
    at: Moment
    until: Moment
    known: bool = False

    @model_validator(mode="after")
    def _lasts(self) -> Self:
        if self.until <= self.at:
            raise ValueError("until is not later than at")
        return self


class SettleTerminalOrder(Command):
    """The terminal has answered, or will not."""

    order: Code
    result: Result
    at: Moment


class TerminalOrderGiven(Event):
    """The terminal is to be told this."""

    TOPIC: ClassVar = "terminal-order.given"
    order: str
    device: str
    kind: Kind
    fields: dict[str, Any]
    reason: str
    at: Moment
    until: Moment


class TerminalOrderSettled(Event):
    """That became of it."""

    TOPIC: ClassVar = "terminal-order.settled"
    order: str
    device: str
    result: Result
    at: Moment


TerminalOrderCommand = OrderTerminal | SettleTerminalOrder
TerminalOrderEvent = TerminalOrderGiven | TerminalOrderSettled


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody has given it."""


@dataclass(frozen=True, slots=True)
class Given:
    """It waits for the terminal."""

    told: TerminalOrderGiven


@dataclass(frozen=True, slots=True)
class Settled:
    """It is over."""

    told: TerminalOrderGiven
    result: Result


TerminalOrder = Unknown | Given | Settled


def decide(command: TerminalOrderCommand, state: TerminalOrder) -> list[TerminalOrderEvent]:
    """Answer a command with the events that follow from it; none when the wish is already true.

    Raises:
        Refused: If the terminal is in no book, or the name stands for another order.

    Source:
        jt808.md 6.4: every order to a terminal is recorded, with a person and a reason.
    """
    match command, state:
        case OrderTerminal(known=False), Unknown():
            raise _no_terminal(command)
        case OrderTerminal(), Unknown():
            return [_given(command)]
        case OrderTerminal(), Given(told=told) | Settled(told=told):
            if told == _given(command):
                return []
            raise _taken(command)
        case SettleTerminalOrder(), Given(told=told):
            return [TerminalOrderSettled(device=told.device, **dict(command))]
        case SettleTerminalOrder(), Settled():
            return []
        case _:
            raise _not_given(command.order)


def evolve(state: TerminalOrder, event: TerminalOrderEvent) -> TerminalOrder:
    """Take one event into account."""
    match event:
        case TerminalOrderGiven():
            return Given(event)
        case TerminalOrderSettled(result=result):
            return state if isinstance(state, Unknown) else Settled(state.told, result)


def _given(command: OrderTerminal) -> TerminalOrderGiven:
    return TerminalOrderGiven(**command.model_dump(exclude={*command.FACTS}))


def _no_terminal(command: OrderTerminal) -> Refused:
    return Refused(
        "先建终端",
        "TerminalUnknown",
        "R069",
        zh="终端 {device} 尚未登记：请核对终端编号。",
        en="terminal {device} is not known: check the device number.",
        device=command.device,
    )


def _taken(command: OrderTerminal) -> Refused:
    return Refused(
        "指令留痕",
        "TerminalOrderExists",
        "R061",
        zh="指令 {order} 已经下达，内容不同：请换一个编号。",
        en="order {order} was given with another content: choose another name.",
        order=command.order,
    )


def _not_given(order: str) -> Refused:
    return Refused(
        "指令留痕",
        "TerminalOrderUnknown",
        "R061",
        zh="指令 {order} 没有下达过：请核对编号。",
        en="order {order} was never given: check its name.",
        order=order,
    )


terminal_order: Decider[TerminalOrderCommand, TerminalOrderEvent, TerminalOrder] = Decider(
    initial=Unknown(), decide=decide, evolve=evolve
)

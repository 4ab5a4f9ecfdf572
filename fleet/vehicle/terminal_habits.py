"""How a terminal sends its places and times: what is known about it beside its messages."""

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from fleet.datum import Datum
from fleet.decider import Command, Event
from fleet.terms import Device, Moment

_LONGEST_S = 2 * 366 * 86_400  # two years; what is farther off is no offset


class DeclareDatum(Command):
    """The terminal sends its places on this datum, for that time.

    A place that the terminal itself marks as shifted counts only where its datum is declared. What
    was declared before for this time does not hold any more.

    Attributes:
        datum: `wgs84`: it sends no shifted places.
        valid_from: From when on; may lie in the past.
        valid_to: Until when (not included); None: until something else is declared.
    """

    device: Device
    datum: Datum
    valid_from: Moment
    valid_to: Moment | None = None

    @model_validator(mode="after")
    def _lasts(self) -> Self:
        if self.valid_to is not None and self.valid_to <= self.valid_from:
            raise ValueError("valid_to is not later than valid_from")
        return self


class DeclareClock(Command):
    """The terminal's clock is ahead by so much, for that time.

    What was declared before for this time does not hold any more.

    Attributes:
        ahead_s: Seconds; negative: it is behind; 0: it is right.
        valid_from: From when on, on a right clock; may lie in the past.
        valid_to: Until when (not included); None: until something else is declared.
    """

    device: Device
    ahead_s: Annotated[int, Field(ge=-_LONGEST_S, le=_LONGEST_S)]
    valid_from: Moment
    valid_to: Moment | None = None

    @model_validator(mode="after")
    def _lasts(self) -> Self:
        if self.valid_to is not None and self.valid_to <= self.valid_from:
            raise ValueError("valid_to is not later than valid_from")
        return self


class DatumDeclared(Event):
    """From `valid_from` on, shifted places of the terminal are on this datum."""

    TOPIC: ClassVar = "terminal.datum-declared"
    device: str
    datum: Datum
    valid_from: Moment
    valid_to: Moment | None


class ClockDeclared(Event):
    """From `valid_from` on, the terminal's clock is ahead by `ahead_s` seconds."""

    TOPIC: ClassVar = "terminal.clock-declared"
    device: str
    ahead_s: int
    valid_from: Moment
    valid_to: Moment | None

"""Which terminal is in which vehicle, from when to when (half-open, UTC).

The terminal's stream and the vehicle's stream both keep the bindings they are a part of: the first
sees to it that a terminal is in one vehicle at a time, the second that a vehicle has one terminal
that counts. Both get their event in the same save.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from fleet.terms import FOREVER


@dataclass(frozen=True, slots=True)
class Binding:
    """A terminal is in a vehicle for a while.

    Attributes:
        device: The terminal.
        vehicle: The vehicle.
        valid_from: The first moment of it.
        valid_to: The first moment after it; None while it lasts.
        spare: Does not count when another one speaks for the vehicle.
    """

    device: str
    vehicle: str
    valid_from: datetime
    valid_to: datetime | None = None
    spare: bool = False

    @property
    def until(self) -> datetime:
        """The first moment after it, `FOREVER` while it lasts."""
        return FOREVER if self.valid_to is None else self.valid_to

    def covers(self, at: datetime) -> bool:
        """Whether it held at that moment."""
        return self.valid_from <= at < self.until

    def overlaps(self, other: "Binding") -> bool:
        """Whether there is a moment at which both held."""
        return max(self.valid_from, other.valid_from) < min(self.until, other.until)

    def grants(self, wish: "Binding") -> bool:
        """Whether the wish is already true."""
        same = (self.device, self.vehicle, self.spare) == (wish.device, wish.vehicle, wish.spare)
        return same and self.valid_from <= wish.valid_from and wish.until <= self.until

    def joins(self, device: str, vehicle: str) -> bool:
        """Whether it is about this pair."""
        return (self.device, self.vehicle) == (device, vehicle)


Bindings = tuple[Binding, ...]
"""In the order in which they were recorded."""


def first_clash(bindings: Iterable[Binding], wish: Binding) -> Binding | None:
    """The binding that held at a moment of the wish, if there is one."""
    return next((binding for binding in bindings if binding.overlaps(wish)), None)


def standing(
    bindings: Bindings, device: str, vehicle: str, at: datetime
) -> Literal["bound", "over", "never"]:
    """What there is to end at this moment: a binding, one that is over already, or none at all."""
    ours = [binding for binding in bindings if binding.joins(device, vehicle)]
    if any(binding.covers(at) for binding in ours):
        return "bound"
    return "over" if any(binding.until <= at for binding in ours) else "never"


def ended(bindings: Bindings, device: str, vehicle: str, at: datetime) -> Bindings:
    """End the binding of this pair that holds at that moment."""
    return tuple(
        replace(binding, valid_to=at)
        if binding.joins(device, vehicle) and binding.covers(at)
        else binding
        for binding in bindings
    )

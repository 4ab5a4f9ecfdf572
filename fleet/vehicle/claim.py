"""A number that one vehicle has at a time: what a plate and a VIN have in common.

Free --claim--> Held --release--> Free
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from fleet.decider import Refused


@dataclass(frozen=True, slots=True)
class Free:
    """No vehicle has it."""


@dataclass(frozen=True, slots=True)
class Held:
    """This vehicle has it."""

    vehicle: str


Claim = Free | Held


class About(Protocol):
    """A command or an event about such a number."""

    @property
    def vehicle(self) -> str:
        """The vehicle that claims it, or gives it up."""


C = TypeVar("C", bound=About)


def claims(command: C, claim: Claim, taken: Callable[[C, str], Refused]) -> bool:
    """Whether a claim is news; of the vehicle that has it already it is none.

    Args:
        command: The claim.
        claim: Who has the number.
        taken: The refusal, with the vehicle that has it.

    Raises:
        Refused: If another vehicle has it.
    """
    if isinstance(claim, Free):
        return True
    if claim.vehicle != command.vehicle:
        raise taken(command, claim.vehicle)
    return False


def releases(command: About, claim: Claim) -> bool:
    """Whether a release is news; nobody gives up what another vehicle has."""
    return claim == Held(command.vehicle)

"""How many cars of a unit are exempt from a sealed period (SEAL-04)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from fleet.policy.policy_set import PolicySet


@dataclass(frozen=True, slots=True)
class ExemptShare:
    """A unit of which too many cars are exempt.

    Attributes:
        unit: Its code.
        exempt: Its cars with an exemption, sorted.
        cars: How many cars it has in service.
        max_percent: More of them than this is too many.
    """

    unit: str
    exempt: tuple[str, ...]
    cars: int
    max_percent: int


def exempt_share(
    exempt: Mapping[str, Collection[str]], cars: Mapping[str, int], policy: PolicySet
) -> list[ExemptShare]:
    """The units of which too many cars are exempt, by code.

    Args:
        exempt: Unit -> its cars with an exemption in the period; a car told twice counts once.
        cars: Unit -> how many cars it has in service; a unit left out has none.
        policy: How much is too much.

    Source:
        R078, SEAL-04.
    """
    percent = policy.seal.max_exempt_percent
    told = ((unit, tuple(sorted({*exempt[unit]})), cars.get(unit, 0)) for unit in sorted(exempt))
    return [
        ExemptShare(unit, found, total, percent)
        for unit, found, total in told
        if 100 * len(found) > percent * total
    ]

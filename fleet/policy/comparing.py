"""What two policies say differently."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fleet.policy.policy_set import PolicySet


@dataclass(frozen=True, slots=True)
class Difference:
    """One field.

    Attributes:
        field: As `renewal.deadline.month`.
        before: What the first says; None: nothing.
        after: What the second says; None: nothing.
    """

    field: str
    before: object
    after: object


def differences(first: PolicySet, second: PolicySet) -> list[Difference]:
    """The fields in which they differ, in the order of the first, then what only the second has."""
    before, after = dict(_leaves(first.content, "")), dict(_leaves(second.content, ""))
    return [
        Difference(field, before.get(field), after.get(field))
        for field in dict.fromkeys((*before, *after))
        if before.get(field) != after.get(field)
    ]


def _leaves(part: object, field: str) -> Iterator[tuple[str, object]]:
    match part:
        case Mapping():
            for key, value in part.items():
                yield from _leaves(value, f"{field}.{key}" if field else key)
        case [{}, *_]:
            for number, value in enumerate(part):
                yield from _leaves(value, f"{field}.{number}")
        case _:
            yield field, part

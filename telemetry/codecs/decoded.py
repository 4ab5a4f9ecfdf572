"""What a payload of several records held."""

from dataclasses import dataclass, field

from telemetry.fix import Fix, Malformed


@dataclass(frozen=True, slots=True)
class Decoded:
    """What a payload held.

    Attributes:
        records: Each on its own: a fix, or why there is none.
        first: For each boot the lowest `seq` that the device still holds, where it said so.
    """

    records: list[Fix | Malformed]
    first: dict[int, int] = field(default_factory=dict)

"""What the boards must show at the end of each quarter of the story; known before it is told."""

from dataclasses import dataclass, field

from simulators.story_use import InUse


@dataclass(frozen=True, slots=True)
class Known:
    """Counts at a quarter's end.

    Attributes:
        quota: Of all slots together: authorised, held, reserved, vacant.
        indicators: Stage -> how many.
        unmatched: Lines of the indicator-budget match.
        pairs: Lines of the one-out-one-in ledger: renewals, additions, gaps.
        purchases: Stage -> how many.
        disposals: Stage -> how many.
        in_use: Orders, checks and seals.
    """

    quota: dict[str, int]
    indicators: dict[str, int]
    unmatched: int
    pairs: dict[str, int] = field(default_factory=lambda: _pairs(0, 0))
    purchases: dict[str, int] = field(default_factory=dict)
    disposals: dict[str, int] = field(default_factory=dict)
    in_use: InUse = field(default_factory=InUse)


def _pairs(renewals: int, additions: int) -> dict[str, int]:
    return {"renewals": renewals, "additions": additions, "gaps": 0}


def _quota(cars: int, held: int, reserved: int) -> dict[str, int]:
    slots = cars + 6
    vacant = slots - held - reserved
    return {"authorised": slots, "held": held, "reserved": reserved, "vacant": vacant}


def known(cars: int, quarter: int) -> Known:
    """The counts at the end of a quarter, from 0.

    Args:
        cars: How many were taken over.
        quarter: 0: asked for; 1: budgeted; 2: bought; 3: delivered.
    """
    refused = {"rejected": 5}
    if quarter == 0:
        return Known(_quota(cars, cars, 0), {"approved": 27, **refused}, unmatched=27)
    if quarter == 1:
        written_off = {"sealed": 10}
        quota = _quota(cars, cars - 10, 0)
        return Known(quota, {"budgeted": 27, **refused}, 0, disposals=written_off)
    if quarter == 2:  # noqa: PLR2004 - the third of four
        return Known(
            _quota(cars, cars - 31, 27),
            {"executable": 27, **refused},
            0,
            _pairs(21, 6),
            {"contracted": 27},
            {"sealed": 25, "closed": 6},
        )
    return Known(
        _quota(cars, cars - 4, 0),
        {"consumed": 27, **refused},
        0,
        _pairs(21, 6),
        {"closed": 27},
        {"sealed": 10, "closed": 21},
    )

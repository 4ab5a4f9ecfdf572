"""What a benchmark says: `build/bench.json`, and a table for people."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table

Pair = tuple[float, float | None]
"""Ours and the baseline's, of one round."""


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the table (contracts.md).

    Attributes:
        name: Of what was measured.
        value: Ours: the median of the rounds.
        unit: Of value and baseline.
        baseline: The baseline's median; None: missing, the name says why.
        ratio: How many times better ours is: the median of the rounds' ratios.
        floor: What has to be reached.
        aim: What we would like.
        rounds: Every round.
    """

    name: str
    value: float
    unit: str
    baseline: float | None
    ratio: float | None
    floor: float | None
    aim: float | None
    rounds: list[dict[str, float | None]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """For `build/bench.json`."""
        return asdict(self)


def lower(name: str, pairs: Sequence[Pair], unit: str, floor: float, aim: float) -> Result:
    """A result that is good when it is small: a delay."""
    return _result(name, pairs, unit, (floor, aim), [_over(theirs, mine) for mine, theirs in pairs])


def higher(
    name: str, pairs: Sequence[Pair], unit: str, floor: float | None, aim: float | None
) -> Result:
    """A result that is good when it is large: a rate."""
    return _result(name, pairs, unit, (floor, aim), [_over(mine, theirs) for mine, theirs in pairs])


def tell(results: Sequence[Result], console: Console) -> None:
    """Print the table."""
    table = Table("what", "unit", "ours", "baseline", "ratio", "floor", "aim", "rounds")
    for one in results:
        rounds = " ".join(_short(each["ours"]) for each in one.rounds)
        cells = (one.value, one.baseline, one.ratio, one.floor, one.aim)
        table.add_row(one.name, one.unit, *map(_short, cells), rounds)
    console.print(table)


def _result(
    name: str,
    pairs: Sequence[Pair],
    unit: str,
    wanted: tuple[float | None, float | None],
    ratios: Sequence[float | None],
) -> Result:
    rounds = [
        {"ours": mine, "baseline": theirs, "ratio": ratio}
        for (mine, theirs), ratio in zip(pairs, ratios, strict=True)
    ]
    return Result(
        name,
        median(mine for mine, _ in pairs),
        unit,
        _median([theirs for _, theirs in pairs]),
        _median(ratios),
        *wanted,
        rounds,
    )


def _median(values: Sequence[float | None]) -> float | None:
    there = [value for value in values if value is not None]
    return round(median(there), 2) if there else None


def _over(above: float | None, below: float | None) -> float | None:
    return None if above is None or not below else round(above / below, 2)


def _short(value: float | None) -> str:
    if value is None:
        return "missing"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.2f}"  # noqa: PLR2004 - three digits are enough

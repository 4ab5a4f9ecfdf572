"""What was planted against what was found, code by code."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from simulators.truth.error import Error, missed, wrong
from simulators.truth.label import Label
from simulators.truth.script import Script
from simulators.truth.spell import Spell
from telemetry.found import Found

GOOD, LEFT_OUT = 0.99, 0.05
"""Precision and recall of every code must not be lower; the share left out not higher."""


@dataclass(slots=True)
class Count:
    """Of one code.

    Attributes:
        planted: Labels that count.
        found: Findings that count.
        hit: Of both, those that are the same.
        left_out: Labels that are ambiguous.
    """

    planted: int = 0
    found: int = 0
    hit: int = 0
    left_out: int = 0

    @property
    def missed(self) -> int:
        """Planted and not found."""
        return self.planted - self.hit

    @property
    def wrong(self) -> int:
        """Found and not planted."""
        return self.found - self.hit

    @property
    def precision(self) -> float:
        """Of what was found, the share that was planted; 1 where nothing was."""
        return self.hit / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Of what was planted, the share that was found; 1 where nothing was."""
        return self.hit / self.planted if self.planted else 1.0

    @property
    def good(self) -> bool:
        """Both are high enough."""
        return min(self.precision, self.recall) >= GOOD

    def as_json(self) -> dict[str, float]:
        """For programs."""
        return {
            "planted": self.planted,
            "found": self.found,
            "missed": self.missed,
            "wrong": self.wrong,
            "ambiguous": self.left_out,
            "precision": self.precision,
            "recall": self.recall,
        }

    def add(self, other: "Count") -> None:
        """Of further cars."""
        self.planted += other.planted
        self.found += other.found
        self.hit += other.hit
        self.left_out += other.left_out


@dataclass(slots=True)
class Reckoning:
    """Of some cars: the counts of each code, and every error."""

    counts: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    errors: list[Error] = field(default_factory=list)

    def add(self, other: "Reckoning") -> None:
        """Of further cars."""
        for code, count in other.counts.items():
            self.counts[code].add(count)
        self.errors += other.errors

    @property
    def good(self) -> bool:
        """Every code is found well enough, and not too much was left out."""
        return all(count.good for count in self.counts.values()) and self.ambiguous <= LEFT_OUT

    @property
    def ambiguous(self) -> float:
        """The share of the labels that were left out."""
        left_out = sum(count.left_out for count in self.counts.values())
        return left_out / max(1, left_out + sum(it.planted for it in self.counts.values()))


def reckoned(script: Script, found: Iterable[Found]) -> Reckoning:
    """Compare what was planted in one car with what was found of it."""
    reckoning = Reckoning()
    spells = sorted(
        ((it.code, Spell.of(it)) for it in found), key=lambda it: (it[0], it[1].begins[1])
    )
    for code in sorted({it.code for it in script.labels} | {code for code, _ in spells}):
        clear = [it for it in script.labels if it.code == code and not it.ambiguous]
        unclear = [it for it in script.labels if it.code == code and it.ambiguous]
        left, others = _paired(clear, [spell for own, spell in spells if own == code])
        false = [it for it in others if not any(it.touches(label) for label in unclear)]
        hit = len(clear) - len(left)
        reckoning.counts[code] = Count(len(clear), hit + len(false), hit, len(unclear))
        reckoning.errors += [missed(script, label, spells) for label in left]
        reckoning.errors += [wrong(script, code, spell) for spell in false]
    return reckoning


def _paired(labels: Sequence[Label], spells: Sequence[Spell]) -> tuple[list[Label], list[Spell]]:
    """Each finding with the first label that says the same; what remains of both."""
    left, others = list(labels), []
    for spell in spells:
        label = next((it for it in left if spell.tells(it)), None)
        if label is None:
            others.append(spell)
        else:
            left.remove(label)
    return left, others

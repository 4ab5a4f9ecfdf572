"""What was missed or is wrong, with what is known about why."""

from collections.abc import Sequence
from dataclasses import dataclass

from simulators.truth.faults import Fault, Odometer, Wild
from simulators.truth.label import Label, told
from simulators.truth.script import Script
from simulators.truth.spell import Spell

_NEAR_S = 900.0


@dataclass(frozen=True, slots=True)
class Error:
    """A label that was missed, or a finding that is wrong.

    Attributes:
        kind: `missed` or `wrong`.
        code: The alert.
        vehicle: Whose.
        scene: What was played.
        when: For people.
        beside: What was found, or planted, at that time.
        faults: What was wrong with the terminal at that time.
    """

    kind: str
    code: str
    vehicle: str
    scene: str
    when: str
    beside: str
    faults: str


def missed(script: Script, label: Label, spells: Sequence[tuple[str, Spell]]) -> Error:
    """A label, and what was found at that time instead."""
    found = [f"{code} {spell}" for code, spell in spells if spell.touches(label)]
    beside, faults = "; ".join(found) or "nothing found", _faults(script, label.begin, label.end)
    where = label.code, script.vehicle, label.scene, f"{label}"
    return Error("missed", *where, beside, faults)


def wrong(script: Script, code: str, spell: Spell) -> Error:
    """A finding, and what was planted at that time instead."""
    planted = [f"{it.code} {it}" for it in script.labels if spell.touches(it)]
    begin, end = spell.begins[1], spell.ends[0]
    beside, faults = "; ".join(planted) or "nothing planted", _faults(script, begin, end)
    return Error("wrong", code, script.vehicle, script.played_at(begin), f"{spell}", beside, faults)


def _faults(script: Script, begin: float, end: float) -> str:
    """Those near an end of it."""
    spells = [(*_spell(fault), type(fault).__name__) for fault in script.faults]
    return "; ".join(
        f"{name} {told(first)}"
        for first, last, name in sorted(spells)
        if any(first - _NEAR_S <= at <= last + _NEAR_S for at in (begin, end))
    )


def _spell(fault: Fault) -> tuple[float, float]:
    if isinstance(fault, Odometer):
        return -1e12, -1e12  # always, and told by its own code
    return (fault.at, fault.at) if isinstance(fault, Wild) else (fault.begin, fault.end)

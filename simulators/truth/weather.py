"""What happens to receivers and links every other day, and must change nothing.

It comes over everything that is played, violations too: wild fixes, drift, bad sky, lost minutes,
hours without a link that are told later, clocks that are some seconds wrong.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from simulators.truth.faults import Blind, Drift, Fault, Order, Silence, Wild, WrongClock
from simulators.truth.label import Label
from simulators.truth.script import Script
from simulators.truth.span import DAY_S, HOUR_S

MINUTE = 60.0

_BACKLOGS: tuple[Order, ...] = ("before", "interleaved", "newest_first")
_FRAGILE = frozenset({"SAFE-01", "SAFE-03"})
"""What lasts for seconds: with these seconds lost, nothing is left to find."""


def backlog(script: Script) -> Order:
    """One of the three ways in which a terminal sends what it has stored."""
    return _BACKLOGS[int(script.random.integers(len(_BACKLOGS)))]


def weather(script: Script) -> None:
    """Over the whole story; called when all is played."""
    for chance, kind in _KINDS:
        for day in range(script.span.days):
            if script.either(chance):
                begin = script.span.at(day) + script.between(0, DAY_S)
                fault = kind(script, begin)
                if not _hides(fault, script):
                    script.faults.append(fault)
    lost = [it for it in script.faults if isinstance(it, Silence) and not it.backlog]
    script.labels = [_seen(label, lost) for label in script.labels]


def _hides(fault: Fault, script: Script) -> bool:
    """A wrong clock told later is none, for the rule is about what comes at once; or it is another.

    Of two clocks at once only the sum is known.
    """
    if not isinstance(fault, Silence | WrongClock):
        return False
    clocks = [it for it in script.labels if it.code == "TERM-04"]
    return any(it.begin < fault.end and fault.begin < it.end for it in clocks)


def _seen(label: Label, lost: Sequence[Silence]) -> Label:
    """The label; ambiguous where it lasts for seconds, and some of them were lost."""
    unseen = any(it.begin < label.end and label.begin < it.end for it in lost)
    return replace(label, ambiguous=True) if unseen and label.code in _FRAGILE else label


def _wild(script: Script, begin: float) -> Fault:
    far = script.between(70, 2500)
    return Wild(begin, far, far * script.between(-1, 1))


def _drift(script: Script, begin: float) -> Fault:
    aside = script.between(-13, 13), script.between(-13, 13)
    return Drift(begin, begin + script.between(3, 60) * MINUTE, *aside)


def _bad_sky(script: Script, begin: float) -> Fault:
    lasts = script.between(1, 4) * MINUTE
    return Blind(begin, begin + lasts, script.between(20, 100), zero=script.either(0.3))


def _lost(script: Script, begin: float) -> Fault:
    return Silence(begin, begin + script.between(0.5, 4) * MINUTE)


def _told_later(script: Script, begin: float) -> Fault:
    return Silence(begin, begin + script.between(0.1, 12) * HOUR_S, backlog(script))


def _some_seconds(script: Script, begin: float) -> Fault:
    night = script.span.at(script.span.day_of(begin), 3)
    return WrongClock(night, night + DAY_S, round(script.between(-20, 20)))


_KINDS: tuple[tuple[float, Callable[[Script, float], Fault]], ...] = (
    (0.5, _wild),
    (0.2, _drift),
    (0.3, _bad_sky),
    (0.15, _lost),
    (0.15, _told_later),
    (0.05, _some_seconds),
)
"""Chance on a day, and what."""

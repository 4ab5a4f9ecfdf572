"""Which scenes a car plays on which days: the same seed, the same story."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from simulators.truth.itinerary import Itinerary
from simulators.truth.scenes import (
    driving,
    everyday,
    nights,
    papers,
    places,
    seals,
    terminals,
    weeks,
)
from simulators.truth.scenes.scene import Play, Scene
from simulators.truth.script import Script
from simulators.truth.span import Span
from simulators.truth.stage import Stage
from simulators.truth.weather import weather

SCENES = (
    *everyday.SCENES,
    *papers.SCENES,
    *places.SCENES,
    *driving.SCENES,
    *terminals.SCENES,
    *nights.SCENES,
)
"""Of a day, or of two."""

ROLES = {"common": 0.74, "retired": 0.1, "commuter": 0.08, "odometer": 0.08}
"""What a car is for weeks: name and share."""

SEALED = {
    "still": 0.5,
    "exempt": 0.1,
    "moves": 0.08,
    "by_night": 0.06,
    "silent": 0.1,
    "stored": 0.05,
    "late_paper": 0.05,
    "outside": 0.05,
    "outside_unheard": 0.03,
    "outside_to_the_end": 0.04,
}
"""What it does in the sealed days: name and share."""

_SALT = 0x7E57
_SOME = 0.4  # of the sealed days, where there is something to do
_LONG, _SHORT = 8, 4  # workdays of a pattern, and of none
_PATROLS = 0.8
_BY_ORDER = 0.2


@dataclass(frozen=True, slots=True)
class Act:
    """A scene with its day.

    Attributes:
        name: Of the scene.
        play: How.
        day: Its first day.
        days: How many it takes.
    """

    name: str
    play: Play
    day: int
    days: int = 1


def written(stage: Stage, span: Span, seed: int) -> Script:
    """The whole story of a car."""
    random = np.random.default_rng((seed, stage.car.number, _SALT))
    script = blank(stage, span, random)
    role, seal = chosen(random, ROLES), chosen(random, SEALED)
    acts = _weeks(script, role) if role in ("retired", "commuter") else []
    acts += [*_sealed_days(script, seal if role != "retired" else "still", acts)]
    if role == "odometer":
        weeks.turned_back(script)
    play(script, _filled(script, acts, role))
    weather(script)
    return script


def blank(stage: Stage, span: Span, random: np.random.Generator) -> Script:
    """A car that stands in its yard, is kept by its unit, and is sealed in the sealed days."""
    script = Script(stage, span, random, Itinerary(stage.home, span.begin))
    weeks.tyres(script)
    script.fact("sealed", *span.sealed, seals.PERIOD)
    return script


def play(script: Script, acts: Sequence[Act]) -> None:
    """Play scenes in the order of time; then the month is over."""
    for act in sorted(acts, key=lambda it: it.day):
        script.scene = script.played[act.day] = act.name
        act.play(script, act.day)
    script.scene = "month"
    weeks.month_ends(script)
    if not any(fact.kind == "retired" for fact in script.facts):
        script.fact("in_service", None)


def chosen(random: np.random.Generator, shares: dict[str, float]) -> str:
    """One of these by chance."""
    odds = np.array(list(shares.values()))
    return str(random.choice(list(shares), p=odds / odds.sum()))


def _weeks(script: Script, role: str) -> list[Act]:
    """What takes weeks; in a short story there is no room for it."""
    span, random = script.span, script.random
    seal, _ = span.sealed
    work = [day for day in range(min(span.day_of(seal), span.days)) if span.kind(day) == "work"]
    if role == "commuter":
        long = len(work) > _LONG and script.either(0.75)
        some = work if long else work[-_SHORT:]
        if len(some) < _SHORT:
            return []
        first, last = some[0], some[-1]
        play = weeks.by_order if script.either(_BY_ORDER) else weeks.commute
        return [Act("commute", partial(play, last=last), first, last - first + 1)]
    day = int(random.choice(work))
    return [Act("retired", weeks.retire, day, span.days - day)]


def _sealed_days(script: Script, what: str, acts: Sequence[Act]) -> Iterator[Act]:
    """What a car does in the sealed days."""
    span = script.span
    first, after = (span.day_of(at) for at in span.sealed)
    days = range(first, min(after, span.days))
    taken = _taken(acts)
    if what.startswith("outside") and first > 0 and first - 1 not in taken:
        last = after if what == "outside_to_the_end" else first
        if last < span.days:
            yield Act(what, seals.OUTSIDE[what], first - 1, last - first + 2)
    if what in seals.EXEMPT:
        since = span.sealed[0] if what == "exempt" else span.at(first + 1, 8)
        script.fact("exempt", since, span.sealed[1], seals.PERIOD)
    for day in days:
        play = seals.on_a_day(what, late=day <= first)
        if play and day - first != 1 and script.either(_SOME):
            yield Act(what, play, day)


def _filled(script: Script, acts: Sequence[Act], role: str) -> list[Act]:
    """Something for every other day."""
    whole, taken = list(acts), _taken(acts)
    for day in range(script.span.days):
        if day in taken or script.span.kind(day) == "sealed":
            continue
        act = _one(script, day, taken, {it.name for it in whole})
        if role == "odometer" and script.span.kind(day) == "work" and script.either(_PATROLS):
            act = Act("patrols", weeks.patrols, day)
        whole.append(act)
        taken |= _taken([act])
    return whole


def _one(script: Script, day: int, taken: set[int], played: set[str]) -> Act:
    """A scene that fits into the days from this one on."""
    category = script.stage.car.category
    fitting = [
        scene
        for scene in SCENES
        if _fits(scene, script, day, taken)
        and (not scene.categories or category in scene.categories)
        and not (scene.once and scene.name in played)
    ]
    odds = np.array([scene.weight for scene in fitting])
    scene = fitting[int(script.random.choice(len(fitting), p=odds / odds.sum()))]
    return Act(scene.name, scene.play, day, len(scene.days))


def _fits(scene: Scene, script: Script, day: int, taken: set[int]) -> bool:
    """Whether the days from this one on are free, and of the kinds that a scene takes."""
    return all(
        later < script.span.days and later not in taken and script.span.kind(later) == kind
        for later, kind in enumerate(scene.days, day)
    )


def _taken(acts: Sequence[Act]) -> set[int]:
    return {day for act in acts for day in range(act.day, act.day + act.days)}

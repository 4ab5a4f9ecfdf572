"""What a fault run sends, and what has to be there afterwards: known before it starts. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, islice
from itertools import count as countless

import numpy as np

from simulators import excursions
from simulators.excursions import FIX_EVERY_S, Excursion, Label
from simulators.sayings import said_at
from simulators.town import Town
from telemetry.fix import Fix

BEGIN_S = 1_772_413_200
"""Where the run's story begins: 2 March 2026, 09:00 in Hangzhou (seconds since 1970)."""

BEGIN = datetime.fromtimestamp(BEGIN_S, UTC)
"""The same as a moment."""

_SETTLING_S = 300  # before the first exit, so that everybody has been seen at home
_EXIT_EVERY_S = 60.0
_MESSAGE = 8  # fixes in one message at most
_RESENT_WITHIN = 400  # messages after the first copy
_LATE, _LATE_BY = 0.1, 300  # share of the messages that come late, by how many messages


@dataclass(frozen=True, slots=True)
class Message:
    """What a terminal publishes at once.

    Attributes:
        car: Whose terminal.
        fixes: One or more, oldest first.
    """

    car: int
    fixes: list[Fix]


@dataclass(frozen=True, slots=True)
class Again:
    """A copy of an earlier message.

    Attributes:
        number: Which: its place among the messages.
    """

    number: int


@dataclass(frozen=True, slots=True)
class Ordeal:
    """The whole run.

    Attributes:
        deliveries: Messages and copies, in the order in which they are published.
        records: (vehicle, second since 1970) of every fix.
        labels: What has to be found.
    """

    deliveries: list[Message | Again]
    records: frozenset[tuple[str, int]]
    labels: tuple[Label, ...]


def plan(town: Town, fixes: int, seed: int, resent: float = 0.1) -> Ordeal:
    """Plan a run.

    Args:
        town: Its cars are the terminals.
        fixes: How many in all, about the same for each.
        seed: Decides about messages and copies.
        resent: The share of the messages that comes a second time, later.
    """
    random = np.random.default_rng((seed, 0xFA17))
    end = BEGIN_S + fixes // len(town.cars) * FIX_EVERY_S
    out = _excursions(town, end)
    messages = _delayed(list(_messages(_fixes(town, out, fixes), random)), random)
    records = {(town.cars[m.car].vehicle, int(f.at.timestamp())) for m in messages for f in m.fixes}
    labels = tuple(one.label for one in out)
    return Ordeal(_with_copies(messages, random, resent), frozenset(records), labels)


def _excursions(town: Town, end: float) -> list[Excursion]:
    """One exit a minute, all of them over before the run is."""
    first = BEGIN_S + _SETTLING_S
    wanted = max(0, int((end - first) / _EXIT_EVERY_S))
    planned: list[Excursion] = []
    for number in range(wanted):
        one = excursions.plan(town, first + number * _EXIT_EVERY_S, planned)
        planned += [one] if one else []  # few cars: some minutes stay quiet
    return [one for one in planned if one.label.settled + FIX_EVERY_S < end]


def _fixes(town: Town, out: Sequence[Excursion], count: int) -> Iterator[tuple[int, Fix]]:
    """So many fixes, in the order of their times."""
    everything = chain.from_iterable(said_at(town, out, second) for second in countless(BEGIN_S))
    return islice(everything, count)


def _messages(fixes: Iterator[tuple[int, Fix]], random: np.random.Generator) -> Iterator[Message]:
    """Each terminal gathers a few fixes, now more, now fewer."""
    gathered: dict[int, list[Fix]] = {}
    for car, fix in fixes:
        waiting = gathered.setdefault(car, [])
        waiting.append(fix)
        if random.uniform() < len(waiting) / _MESSAGE:
            yield Message(car, gathered.pop(car))
    for car, waiting in gathered.items():
        yield Message(car, waiting)


def _delayed(messages: list[Message], random: np.random.Generator) -> list[Message]:
    """Some messages come later than they should: a blind area."""
    late = random.uniform(size=len(messages)) < _LATE
    place = np.arange(len(messages)) + late * random.uniform(0, _LATE_BY, len(messages))
    return [messages[number] for number in np.argsort(place, kind="stable").tolist()]


def _with_copies(
    messages: list[Message], random: np.random.Generator, share: float
) -> list[Message | Again]:
    """Some messages come again, at once or later."""
    chosen = np.flatnonzero(random.uniform(size=len(messages)) < share)
    after = chosen + random.uniform(0.1, _RESENT_WITHIN, len(chosen))
    place = np.concatenate([np.arange(len(messages)), np.minimum(after, len(messages) + 1)])
    everything: list[Message | Again] = [*messages, *(Again(n) for n in chosen.tolist())]
    return [everything[number] for number in np.argsort(place, kind="stable").tolist()]

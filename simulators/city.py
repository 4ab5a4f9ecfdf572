"""The city on the air: every car says where it is, every ten seconds of the story's time."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from math import inf

import numpy as np
import structlog

from fleet.story_clock import StoryClock
from simulators.excursions import FIX_EVERY_S, Excursion
from simulators.sayings import said_at
from simulators.terminal import Identity, Terminal, Terminals
from simulators.town import Town
from telemetry.fix import Fix

log = structlog.get_logger()

BACKFILL_S = 150
"""So much of the past is sent when the city starts, so that the first verdict is near."""

_TICK_S = 0.05
_AHEAD_S = 900.0  # excursions are planned so long before they are certain
_REAL_MESSAGES_A_CAR_S = 2.5  # a faster story sends several fixes in one message


@dataclass(slots=True)
class City:
    """Everything that moves.

    Attributes:
        town: What stands still or repeats.
        coming: Moments, one after another, with the violation that is certain then.
        clock: The story's time.
        out: Violations that have begun, or will soon.
        terminals: Terminal `n` is in car n.
        told: Called with every violation when it is planned.
        planned_until: The last of these moments that was asked for.
        waiting: Fixes by car that wait for a message to be full.
    """

    town: Town
    coming: Iterator[tuple[float, Excursion | None]]
    clock: StoryClock
    told: Callable[[Excursion], None]
    out: list[Excursion] = field(default_factory=list)
    terminals: list[Terminal] = field(default_factory=list)
    planned_until: float = 0.0
    waiting: dict[int, list[Fix]] = field(default_factory=dict)

    def switch_on(self, radio: Terminals) -> None:
        """Give every car its terminal; a new start of it has a higher number."""
        boot = int(self.clock.origin_real.timestamp())
        self.terminals = [
            radio.add(Identity(car.device, car.language, boot if car.language == "json" else 0))
            for car in self.town.cars
        ]

    async def backfill(self, radio: Terminals, begin: float, end: float) -> int:
        """Send what happened from `begin` to `end` (seconds since 1970), one message a car.

        Returns:
            How many fixes.
        """
        self.plan(end)
        moments = np.arange(int(np.ceil(begin)), int(end) + 1)
        said: dict[int, list[Fix]] = {}
        for second in moments.tolist():
            for car, fix in said_at(self.town, self.out, second):
                said.setdefault(car, []).append(fix)
        for car, fixes in said.items():
            radio.say(self.terminals[car], fixes)
            await asyncio.sleep(0)
            if not radio.settled:
                await radio.greeted()
        return sum(len(fixes) for fixes in said.values())

    async def run(self, radio: Terminals, begin: float, now: Callable[[], datetime]) -> None:
        """Send every fix after `begin` when its time has come, until cancelled."""
        together = max(1, round(self.clock.speed * _REAL_MESSAGES_A_CAR_S / FIX_EVERY_S))
        second = int(begin) + 1
        while True:
            self.plan(second)
            pending = said_at(self.town, self.out, second)
            for number, (car, fix) in enumerate(pending):
                due = second + number / len(pending)
                if (early := due - self._story(now)) > 0:
                    await asyncio.sleep(max(early / self.clock.speed, _TICK_S))
                said = self._gathered(car, fix, together)
                if said:
                    radio.say(self.terminals[car], said)
            second += 1

    def _gathered(self, car: int, fix: Fix, together: int) -> list[Fix]:
        """The fixes of a car that fill a message, or none yet."""
        gathered = self.waiting.setdefault(car, [])
        gathered.append(fix)
        if len(gathered) < together:
            return []
        return self.waiting.pop(car)

    def _story(self, now: Callable[[], datetime]) -> float:
        return self.clock.story(now()).timestamp()

    def plan(self, second: float) -> None:
        """Ask for violations some way ahead of a second of the story; forget those long over."""
        while self.planned_until < second + _AHEAD_S:
            self.planned_until, one = next(self.coming, (inf, None))
            if one:
                self.out.append(one)
                self.told(one)
        if len(self.out) > 1 and self.out[0].end + BACKFILL_S < second:
            self.out = [one for one in self.out if one.end + BACKFILL_S >= second]

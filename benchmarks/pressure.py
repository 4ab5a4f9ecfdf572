"""Terminals that say so many fixes a second, as long as they are let: what a clerk has beside him.

`python -m benchmarks.pressure BROKER RATE`; says `ready` when the platform has answered.
"""

import asyncio
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from benchmarks import feed
from benchmarks.latency import Radio, radio_of
from telemetry.fix import Fix

A_MESSAGE = 10
_HELD = 30_000  # unanswered; who waits longer than that says nothing new
_LOOK_S = 0.05


def said(rate: int, start: datetime) -> Iterator[tuple[int, list[Fix]]]:
    """Which car says what, message by message; all stay inside their areas."""
    gap = feed.CARS / rate
    number = 0
    while True:
        car, turn = number % feed.CARS, number // feed.CARS
        inside = feed.CYCLE - 4 - car * 7 % feed.CYCLE
        begin = car * A_MESSAGE / rate + turn * A_MESSAGE * gap
        base = feed.say(car, inside % feed.CYCLE, 0).fix
        times = (start + timedelta(seconds=begin + step * gap) for step in range(A_MESSAGE))
        yield car, [replace(base, at=_whole(at)) for at in times]
        number += 1


def _whole(at: datetime) -> datetime:
    """To the millisecond, as terminals tell it."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


async def press(broker: str, rate: int) -> None:
    """Say them as long as whoever started us is there; when nobody answers any more, wait."""
    parent = os.getppid()
    async with radio_of(broker) as many:
        start = datetime.now(UTC)  # noqa: TID251 - a feed is as old as its first fix
        words = said(rate, start)
        _say(many, next(words))
        await many.greeted()
        print("ready", flush=True)  # noqa: T201 - whoever started us waits for it
        loop = asyncio.get_running_loop()
        begun, told = loop.time(), 0
        while os.getppid() == parent:
            await many.below(_HELD)
            while told < (loop.time() - begun) * rate:
                _say(many, next(words))
                told += A_MESSAGE
            await asyncio.sleep(_LOOK_S)


def _say(many: Radio, saying: tuple[int, list[Fix]]) -> None:
    car, fixes = saying
    many.say(many.terminals[feed.vehicle(car)], fixes)


if __name__ == "__main__":
    asyncio.run(press(sys.argv[1], int(sys.argv[2])))

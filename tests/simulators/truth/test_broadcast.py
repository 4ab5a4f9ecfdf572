"""A day through a real broker into a real ledger: what stands in the end is what was planted."""

from datetime import UTC, datetime
from time import time

import numpy as np

from fleet.ledger.schema import migrate
from fleet.servers import Addresses
from simulators import town
from simulators.districts import outlines
from simulators.truth import book
from simulators.truth.book import Act
from simulators.truth.broadcast import Broadcast
from simulators.truth.day import Day
from simulators.truth.scenes import papers, places
from simulators.truth.span import Span
from simulators.truth.stage import Stage


async def test_what_is_planted_stands_in_the_ledger(dsn: str, broker_url: str) -> None:
    migrate(dsn)
    built, day = town.build(outlines(), 2, 1), Day(Span(1))
    for car, play in zip(built.cars, (papers.unordered, places.long_stop), strict=True):
        script = book.blank(Stage(built, car), day.span, np.random.default_rng(car.number))
        book.play(script, [Act("day", play, 0)])
        day.add(script)
    told: list[float] = []
    addresses = Addresses(dsn, broker_url)
    broadcast = Broadcast(addresses, built, day, 20_000.0, told.append, lead_s=0.0)
    reckoning = await broadcast.run(lambda: datetime.fromtimestamp(time(), UTC))
    assert reckoning.errors == []
    assert {code: count.hit for code, count in reckoning.counts.items()} == {
        "USE-01": 2,
        "USE-04": 1,
    }
    assert told[-1] >= day.span.end

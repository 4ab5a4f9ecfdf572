"""Kill -9 while positions arrive: nothing lost, nothing doubled; and a count that can say so."""

from dataclasses import replace
from pathlib import Path
from random import Random

import asyncpg

from fleet.servers import running
from simulators import faults, ordeal, town
from simulators.districts import outlines
from simulators.faults import Progress, Target, Trial
from simulators.ordeal import Ordeal
from simulators.reckoning import Reckoning, reckon

TRIAL = Trial(4000, 20, {"ingest": 3, "broker": 1, "database": 1})
FORGE = """
INSERT INTO archive.fixes (device, at, digest, lon, lat, alarm, status, quality, datum, source, raw,
                           received_at)
SELECT device, at + $1::int * interval '1 second', sha256('forged'), lon, lat, alarm, status,
       quality, datum, source, raw, received_at
FROM archive.fixes ORDER BY device, at LIMIT 1
"""
LOSE = "DELETE FROM archive.fixes WHERE digest = (SELECT max(digest) FROM archive.fixes)"
FORGET = """
DELETE FROM supervision_events
WHERE originator_id = (
    SELECT max(originator_id) FROM supervision_events opened
    WHERE originator_id LIKE 'finding:geo-02:%' AND NOT EXISTS (
        SELECT FROM supervision_events
        WHERE originator_id = opened.originator_id AND topic = 'finding.voided'
    )
)
"""


async def test_after_kills_everything_is_there_once(tmp_path: Path) -> None:
    told: list[Progress] = []
    reckoning = await faults.run(tmp_path / "data", TRIAL, told.append)
    assert reckoning.clean, reckoning
    assert reckoning.archived == 4000
    assert reckoning.expected > 3
    assert told[-1].killed == TRIAL.kills
    with running(tmp_path / "data", None, None, broker=False) as addresses:
        await _counts_what_is_wrong(addresses.database, reckoning)


async def test_nothing_is_lost_when_the_gateway_is_killed_too(tmp_path: Path) -> None:
    kills: dict[Target, int] = {"gateway": 3, "ingest": 1, "broker": 1, "database": 1}
    reckoning = await faults.run(tmp_path / "data", Trial(3000, 20, kills), lambda _: None)
    assert reckoning.clean, reckoning
    assert reckoning.archived == 3000


async def _counts_what_is_wrong(database: str, before: Reckoning) -> None:
    """The same count after one row was forged, one doubled, one lost, and a verdict forgotten."""
    city = town.build(outlines(), TRIAL.terminals, TRIAL.seed)
    planned = ordeal.plan(city, TRIAL.fixes, TRIAL.seed)
    vehicles = {car.device: car.vehicle for car in city.cars}
    connection = await asyncpg.connect(database)
    try:
        assert await reckon(connection, planned, vehicles) == before
        await connection.execute(FORGE, 0)
        doubled = await reckon(connection, planned, vehicles)
        await connection.execute(FORGE, 3)
        forged = await reckon(connection, planned, vehicles)
        await connection.execute(LOSE)
        await connection.execute(FORGET)
        worst = await reckon(connection, planned, vehicles)
    finally:
        await connection.close()
    assert (doubled.doubled, doubled.clean) == (1, False)
    assert forged.phantoms == 1
    assert worst.lost + forged.doubled - worst.doubled == 1
    assert (worst.missing, worst.wrong) == (1, 0)
    assert worst.chain


def test_a_run_that_lost_something_is_not_clean() -> None:
    good = Reckoning(9, 9, 0, 0, 0, 1, 1, 0, 0, 0, "")
    assert good.clean
    assert not replace(good, lost=1).clean
    assert not replace(good, doubled=1).clean
    assert not replace(good, phantoms=1).clean
    assert not replace(good, missing=1).clean
    assert not replace(good, wrong=1).clean
    assert not replace(good, opened_twice=1).clean
    assert not replace(good, chain="7: hash").clean


def test_kills_are_spread_over_the_whole_run() -> None:
    schedule = faults.schedule(TRIAL.kills, 1000, Random(1))  # noqa: S311 - chance is seeded, not secret
    assert sorted(schedule.values()) == ["broker", "database", "ingest", "ingest", "ingest"]
    assert all(200 * k <= n < 200 * (k + 1) for k, n in enumerate(sorted(schedule)))


def test_an_ordeal_can_be_planned_without_kills() -> None:
    planned = ordeal.plan(town.build(outlines(), 5, 1), 100, seed=1, resent=0.0)
    assert isinstance(planned, Ordeal)
    assert sum(len(m.fixes) for m in planned.deliveries if isinstance(m, ordeal.Message)) == 100

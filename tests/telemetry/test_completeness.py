"""Whether everything is known that a finding rests on, and what a missing record does to it."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from click.testing import CliRunner

from fleet.__main__ import main
from fleet.supervision.finding import Finding
from telemetry.completeness import Hole, complete
from tests.telemetry.scene import Scene, after, away, home, opened


def finding(*flags: str, since: float = 60, until: float | None = 120) -> Finding:
    end = None if until is None else after(until)
    return Finding(
        finding_id="f",
        code="GEO-02",
        vehicle="car",
        since_lo=None if "entry_unseen" in flags else after(since - 30),
        since=after(since),
        confirmed=after(since),
        until_lo=end,
        until=end,
        until_confirmed=end,
        fixes=1,
        return_fixes=1,
        flags=flags,
        rule_version="GEO-02/1",
        inputs={},
        evidence=(),
    )


def hole(begin: float | None, end: float, vehicle: str = "car") -> Hole:
    return Hole(vehicle, None if begin is None else after(begin), after(end))


@pytest.mark.parametrize(
    ("missing", "known"),
    [
        (hole(0, 30), True),
        (hole(0, 31), False),
        (hole(None, 31), False),
        (hole(119, 200), False),
        (hole(120, 200), True),
        (hole(60, 90, vehicle="other"), True),
    ],
)
@pytest.mark.proves("R075")
def test_a_missing_record_matters_while_the_finding_lasts(missing: Hole, *, known: bool) -> None:
    assert complete(finding(), [missing]) == known
    assert not complete(finding(until=None), [hole(119, 200)])
    assert complete(finding("entry_unseen"), [hole(0, 60)])


def test_a_silence_is_a_gap_of_its_own() -> None:
    assert complete(finding("doubtful", "open"), [])
    for flag in ("gap_at_entry", "gap_inside", "gap_at_exit"):
        assert not complete(finding(flag), [])


@pytest.fixture
def database(dsn: str, broker_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("GONGCHE_DATABASE_URL", dsn)
    monkeypatch.setenv("GONGCHE_BROKER_URL", broker_url)
    monkeypatch.setenv("COLUMNS", "250")
    return dsn


async def tell(scene: Scene, *numbers: int) -> None:
    """A record every half minute: at home twice, then away for a while, at home again."""
    for number in numbers:
        make = away if 2 <= number < 8 else home
        await scene.tell(*(dict(each, seq=number) for each in make(scene, [number * 30])))


async def left_and_came_back(dsn: str) -> None:
    async with opened(dsn) as scene:
        await tell(scene, 0, 1, 2, 3, 5, 6, 9, 10, 11)
        assert standing() == ["incomplete"]
        await tell(scene, 4)
        assert standing() == ["incomplete"]
        await tell(scene, 7, 8)
        assert standing() == ["complete"]
        await tell(scene, 20, 22)
        assert standing() == ["complete"]


def standing() -> list[str]:
    """The completeness of what stands."""
    words = ["findings", "--json", "--standing"]
    with ThreadPoolExecutor(1) as alone:  # a command runs a loop of its own
        result = alone.submit(CliRunner().invoke, main, words, catch_exceptions=False).result()
    return [json.loads(line)["completeness"] for line in result.stdout.splitlines()]


def test_a_record_that_comes_late_completes_the_evidence(database: str) -> None:
    asyncio.run(left_and_came_back(database))
    words = ["findings", "--standing"]
    shown = CliRunner().invoke(main, words, catch_exceptions=False).stdout
    assert " complete" in shown
    assert "incomplete" not in shown

"""Flags by the neighbours: each one given where it belongs, and taken when a late record comes."""

import numpy as np
import pytest

from telemetry.fix import Quality
from telemetry.neighbours import Neighbour, flags
from telemetry.profile import PLAIN
from telemetry.records import Records

LON, LAT = 120.0, 30.0
M = 1 / 111_195.08  # degrees of a metre to the north

Said = tuple[float, float] | tuple[float, float, dict[str, int]]  # seconds, metres north, more


def records(*said: Said) -> Records:
    """Of one car, in the order of time; ACC is off and the terminal is the first one."""
    more = [one[2] if len(one) > 2 else {} for one in said]
    count = len(said)
    return Records(
        t=np.array([round(one[0] * 1e6) for one in said], np.int64),
        received=np.zeros(count, np.int64),
        lon=np.full(count, LON),
        lat=np.array([LAT + one[1] * M for one in said], np.float64),
        speed_kmh=np.full(count, np.nan),
        odometer_m=np.full(count, np.nan),
        alarm=np.zeros(count, np.int64),
        status=np.array([each.get("acc", 0) for each in more], np.int64),
        quality=np.array([each.get("quality", 0) for each in more], np.int64),
        device=np.array([each.get("device", 0) for each in more], np.int64),
        devices=("a", "b"),
        digests=tuple(bytes([at]) * 32 for at in range(count)),
    )


def told(*said: Said) -> list[list[str]]:
    return [Neighbour(bits).names() for bits in flags(records(*said)).tolist()]


@pytest.mark.proves("R075")
def test_another_place_at_the_same_time_is_a_conflict_of_both() -> None:
    assert told((0, 0), (30, 0), (30, 9), (60, 0)) == [[], ["time_conflict"], ["time_conflict"], []]


def test_the_same_place_twice_is_no_conflict() -> None:
    assert told((0, 0), (30, 0), (30, 0)) == [[], [], []]


def test_two_terminals_may_tell_two_places() -> None:
    assert told((30, 0), (30, 9, {"device": 1})) == [[], []]


def test_far_away_for_once_is_a_jump() -> None:
    assert told((0, 0), (30, 50_000), (60, 0)) == [[], ["isolated_jump"], []]


def test_far_away_for_longer_is_a_teleport() -> None:
    assert told((0, 0), (30, 50_000), (60, 50_000)) == [[], ["teleport"], []]


def test_a_late_record_makes_a_jump_of_a_teleport() -> None:
    assert told((0, 0), (30, 50_000)) == [[], ["teleport"]]
    assert told((0, 0), (30, 50_000), (3000, 0)) == [[], ["teleport"], []]
    assert told((0, 0), (30, 50_000), (60, 9), (3000, 0))[1] == ["isolated_jump"]


def test_a_parked_car_that_moves_drifts() -> None:
    assert told((0, 0), (30, 24), (60, 50), (90, 24)) == [
        [],
        [],
        ["parked_drift"],
        ["parked_drift"],
    ]


def test_with_the_engine_on_it_only_drives() -> None:
    assert told((0, 0, {"acc": 1}), (30, 50), (60, 100, {"acc": 1})) == [[], [], []]


def test_without_a_limit_nothing_is_too_fast() -> None:
    said = records((0, 0), (30, 50_000), (60, 0))
    names = [Neighbour(bits).names() for bits in flags(said, PLAIN).tolist()]
    assert names == [[], ["parked_drift"], ["parked_drift"]]


def test_what_tells_no_place_is_no_neighbour() -> None:
    bad = {"quality": int(Quality.NULL_ISLAND)}
    assert told((0, 0), (30, 50_000, bad), (60, 0)) == [[], [], []]
    assert told() == []


def test_names_are_public() -> None:
    every = Neighbour(63)
    assert every.names() == [
        "binding_conflict", "isolated_jump", "parked_drift", "teleport", "time_conflict", "unbound",
    ]  # fmt: skip

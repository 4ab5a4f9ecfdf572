"""Logs of receivers, held against what another program made of them."""

import json
import math
from collections import defaultdict
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from telemetry.codecs import nmea
from telemetry.fix import Fix, Malformed, Quality
from tests.telemetry.codecs.vectors import FOLDER

LOGS = sorted((FOLDER / "nmea").glob("*.log"))
VALID = {
    "beidou-bd": 5,
    "beidou-gb": 2,
    "quectel-l76k-nmea": 150,
    "skytraq-dgps": 96,
    "ublox-neo-m9n-nmea": 61,
    "unicore-um621": 16,
}
FIRST_EPOCHS = {"beidou-bd": 1, "beidou-gb": 1}
"""Without a counterpart there."""

each_log = pytest.mark.parametrize("log", LOGS, ids=lambda log: log.stem)


def accepted(log: Path) -> list[Fix]:
    """The places of a log, read in pieces as a device would send them."""
    lines = log.read_bytes().splitlines(keepends=True)
    sentences = []
    for line in lines:
        try:
            sentences.append(nmea.read_sentence(line))
        except Malformed as wrong:
            assert wrong.reason == "check_mismatch"  # noqa: PT017 - the log goes on
    good = [each for each in sentences if each is not None]
    fixes = [nmea.fix_of(epoch, "L") for epoch in nmea.epochs(good) if epoch.of("RMC")]
    return [fix for fix in fixes if Quality.NO_FIX not in fix.quality]


def counterparts(log: Path) -> dict[datetime, list[dict[str, Any]]]:
    """What gpsd reported, by time."""
    found: dict[datetime, list[dict[str, Any]]] = defaultdict(list)
    for row in map(json.loads, log.with_suffix(".expected_tpv.jsonl").read_text().splitlines()):
        if "time" in row:
            found[datetime.fromisoformat(row["time"])].append(row)
    return found


def metres(fix: Fix, row: dict[str, Any]) -> float:
    """From one place to the other."""
    assert fix.lon is not None
    assert fix.lat is not None
    north = (row["lat"] - fix.lat) * 111_195.08
    east = (row["lon"] - fix.lon) * 111_195.08 * math.cos(math.radians(fix.lat))
    return math.hypot(north, east)


def test_all_logs_are_here() -> None:
    assert {log.stem for log in LOGS} == VALID.keys()


@each_log
def test_every_valid_sentence_is_a_place_and_no_other(log: Path) -> None:
    assert len(accepted(log)) == VALID[log.stem]


@each_log
def test_places_agree_with_another_program_within_a_centimetre(log: Path) -> None:
    rows, without = counterparts(log), 0
    for fix in accepted(log):
        there = [row for row in rows.get(fix.at, []) if "lat" in row and row["mode"] > 1]
        without += not there
        assert not there or min(metres(fix, row) for row in there) <= 0.01
        assert there or not rows.get(fix.at), "a place where there is none"
    assert without == FIRST_EPOCHS.get(log.stem, 0)

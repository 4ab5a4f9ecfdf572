"""A buffer for COPY stores what the records say."""

from datetime import UTC, datetime
from typing import Any

import asyncpg
import numpy as np
import orjson
import pytest

from telemetry import copying
from telemetry.archive import Archive, migrate
from telemetry.codecs.json_columns import columns
from telemetry.moment import micros

AT = datetime(2026, 11, 23, 12, 0, 0, 123456, tzinfo=UTC)
FIELDS = {"speed": 40.5, "course": 90.5, "altitude": 12.25, "odometer": 3.5}


@pytest.mark.parametrize("told", [[], ["speed"], ["speed", "course"], [*FIELDS]])
async def test_the_database_reads_what_was_packed(dsn: str, told: list[str]) -> None:
    record = {"device": "V1", "boot": 2, "time": "2026-11-23T12:00:00.123456Z", "lon": 120.5}
    record |= {"lat": 30.25, "flags": ["sos"]} | {name: FIELDS[name] for name in told}
    payloads = [orjson.dumps(record | {"seq": seq}) for seq in (0, 2**53 - 1)]
    payloads.append(orjson.dumps({**record, "seq": 5, "device": "terminal-9", "hdop": 20}))
    found = columns(payloads, ["V1", "V1", "terminal-9"], [micros(AT)] * 3)
    assert found is not None
    rows = copying.packed(
        found, ["V1", "terminal-9"], np.array([0, 0, 1]), np.full(3, micros(AT) + 1)
    )
    stored = await copied(dsn, rows)
    assert [row["device"] for row in stored] == ["V1", "terminal-9", "V1"]
    assert [row["quality"] for row in stored] == [0, 1024, 0]
    assert [row["seq"] for row in stored] == [0, 5, 2**53 - 1]
    for row in stored:
        assert (row["lon"], row["lat"], row["at"]) == (120.5, 30.25, AT)
        wanted = [FIELDS[name] if name in told else None for name in SHORT]
        wanted.append(3500.0 if "odometer" in told else None)
        assert [row[name] for name in NAMES] == wanted
        assert (row["datum"], row["source"], row["boot"], row["alarm"], row["status"]) == (
            ("wgs84", "json", 2, 1, 2)
        )
        assert row["raw"] in payloads
        assert row["received_at"] == AT.replace(microsecond=123457)


NAMES = ("speed_kmh", "course_deg", "altitude_m", "odometer_m")
SHORT = ("speed", "course", "altitude")


async def copied(dsn: str, rows: bytes) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(dsn)
    await migrate(connection)
    await Archive(connection).open()
    source: Any = memoryview(rows)
    await connection.copy_to_table(
        "fixes", source=source, columns=copying.COLUMNS, schema_name="archive", format="binary"
    )
    found = await connection.fetch("SELECT * FROM archive.fixes ORDER BY seq")
    await connection.close()
    return list(found)

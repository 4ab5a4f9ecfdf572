"""A PostGIS micro-batch: COPY, then one statement with `ST_Covers`, 5,000 positions a transaction.

`python -m benchmarks.rivals.postgis DATABASE COUNT SHARED START`. The database is PostGIS's own.
Easier for it: no MQTT (the messages are in its memory), no hysteresis, no dedupe, no events.
"""

import json
import sys
import time
from datetime import datetime

import orjson
import psycopg
import shapely

from benchmarks import traffic

_AT_ONCE = 5000
_TABLES = """
CREATE EXTENSION IF NOT EXISTS postgis;
CREATE TABLE fences (id int PRIMARY KEY, vehicle text, geom geometry(Polygon, 4326));
CREATE INDEX ON fences USING gist (geom);
CREATE INDEX ON fences (vehicle);
CREATE TABLE fixes (
    device text, boot bigint, seq bigint, at timestamptz, lon float8, lat float8, speed float8,
    course float8, raw bytea, PRIMARY KEY (device, boot, seq)
);
CREATE TABLE hits (device text, seq bigint, fence int);
CREATE TEMPORARY TABLE staged (LIKE fixes) ON COMMIT DELETE ROWS;
"""
_COPY = "COPY staged FROM STDIN (FORMAT BINARY)"
_TYPES = ("text", "int8", "int8", "timestamptz", "float8", "float8", "float8", "float8", "bytea")
_KEEP = "INSERT INTO fixes SELECT * FROM staged"
_ASK = """
INSERT INTO hits
SELECT staged.device, staged.seq, fences.id
FROM staged
JOIN fences ON ST_Covers(fences.geom, ST_SetSRID(ST_MakePoint(staged.lon, staged.lat), 4326))
WHERE fences.vehicle IS NULL OR fences.vehicle = staged.device
"""


def main(database: str, count: int, shared: int, start: int) -> None:
    """Prepare, drain, tell."""
    with psycopg.connect(database) as connection:
        connection.execute(_TABLES)
        _publish(connection, shared)
        connection.commit()
        payloads = [payload for _, payload in traffic.messages(count // traffic.CARS, start)]
        print("ready", flush=True)  # noqa: T201 - whoever started us waits for it
        sys.stdin.readline()
        before = time.perf_counter()
        for begin in range(0, len(payloads), _AT_ONCE):
            _batch(connection, payloads[begin : begin + _AT_ONCE])
        told = {"seconds": time.perf_counter() - before, "stored": len(payloads)}
        print(json.dumps(told))  # noqa: T201


def _publish(connection: psycopg.Connection, shared: int) -> None:
    rings = [(None, ring) for ring in traffic.shared(shared)]
    rings += [(traffic.vehicle(car), ring) for car, ring in enumerate(traffic.own())]  # type: ignore[misc]
    rows = [(i, name, shapely.Polygon(ring).wkt) for i, (name, ring) in enumerate(rings)]
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO fences VALUES (%s, %s, ST_GeomFromText(%s, 4326))", rows)
    connection.execute("ANALYZE fences")


def _batch(connection: psycopg.Connection, payloads: list[bytes]) -> None:
    with connection.cursor() as cursor:
        with cursor.copy(_COPY) as copy:
            copy.set_types(_TYPES)
            for payload in payloads:
                told = orjson.loads(payload)
                at = datetime.fromisoformat(told["time"])
                place = (told["lon"], told["lat"], told["speed"], told["course"])
                copy.write_row((told["device"], told["boot"], told["seq"], at, *place, payload))
        cursor.execute(_KEEP)
        cursor.execute(_ASK)
    connection.commit()


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))

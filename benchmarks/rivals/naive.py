"""The naive consumer on a queue: stock paho, pydantic, shapely, one commit a message.

`python -m benchmarks.rivals.naive DATABASE BROKER COUNT SHARED TREE`; TREE is 1 for an STRtree over
prepared shapes, 0 for a loop over all. Own area with two positions' hysteresis, the shared ones at
once.
"""

import json
import sys
import time
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlsplit

import psycopg
import shapely
from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion
from pydantic import BaseModel

from benchmarks import traffic

_TABLES = """
CREATE TABLE naive_fixes (
    device text, boot bigint, seq bigint, at timestamptz, lon float8, lat float8, speed float8,
    course float8, flags text[], raw bytea, PRIMARY KEY (device, boot, seq)
);
CREATE TABLE naive_events (vehicle text, fence text, at timestamptz, entered boolean);
"""
_FIX = """
INSERT INTO naive_fixes VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING
"""
_EVENT = "INSERT INTO naive_events VALUES (%s, %s, %s, %s)"


class Position(BaseModel):
    """One message."""

    device: str
    boot: int
    seq: int
    time: datetime
    lon: float
    lat: float
    speed: float
    course: float
    flags: list[str]


class Consumer:
    """The callback and what it needs."""

    def __init__(self, database: str, shared: int, *, tree: bool) -> None:
        self._connection = psycopg.connect(database)
        self._connection.execute(_TABLES)
        self._connection.commit()
        self._own = {
            traffic.vehicle(car): shapely.Polygon(r) for car, r in enumerate(traffic.own())
        }
        self._shared = [shapely.Polygon(ring) for ring in traffic.shared(shared)]
        self._tree = shapely.STRtree(self._shared) if tree else None
        if tree:
            for shape in [*self._own.values(), *self._shared]:
                shapely.prepare(shape)
        self._inside: dict[str, set[int]] = {}
        self._out: dict[str, int] = {}
        self.seen = 0

    def on_message(self, _client: Client, _userdata: object, message: MQTTMessage) -> None:
        """One fix, one commit."""
        told = Position.model_validate_json(message.payload)
        place = (told.lon, told.lat, told.speed, told.course, told.flags, message.payload)
        self._connection.execute(_FIX, (told.device, told.boot, told.seq, told.time, *place))
        for fence, entered in self._crossed(told):
            self._connection.execute(_EVENT, (told.device, fence, told.time, entered))
        self._connection.commit()
        self.seen += 1

    def _crossed(self, told: Position) -> Iterator[tuple[str, bool]]:
        point = shapely.Point(told.lon, told.lat)
        out = 0 if self._own[told.device].covers(point) else self._out.get(told.device, 0) + 1
        self._out[told.device] = out
        if out == 2:  # noqa: PLR2004 - the second position outside
            yield "own", False
        now, before = set(self._holding(point)), self._inside.get(told.device, set())
        self._inside[told.device] = now
        for fence in now ^ before:
            yield str(fence), fence in now

    def _holding(self, point: shapely.Point) -> Iterable[int]:
        if self._tree is not None:
            found: list[int] = self._tree.query(point, "intersects").tolist()
            return found
        return [index for index, shape in enumerate(self._shared) if shape.covers(point)]


def session(broker: str) -> Client:
    """A persistent session that is subscribed when it is connected."""
    parts = urlsplit(broker)
    client = Client(CallbackAPIVersion.VERSION2, "bench-consumer", clean_session=False)
    client.username_pw_set(unquote(parts.username or ""), unquote(parts.password or ""))
    state = {"ready": False}

    def connected(*_: Any) -> None:  # noqa: ANN401 - paho says more than we need
        client.subscribe("v1/+/up/+", 1)

    def subscribed(*_: Any) -> None:  # noqa: ANN401 - as above
        state["ready"] = True

    client.on_connect, client.on_subscribe = connected, subscribed
    client.user_data_set(state)
    client.connect(parts.hostname or "", parts.port or 1883)
    return client


def main(database: str, broker: str, count: int, shared: int, tree: int) -> None:
    """Be ready, wait, drain, tell."""
    consumer = Consumer(database, shared, tree=bool(tree))
    first = session(broker)
    while not first.user_data_get()["ready"]:
        first.loop()
    first.disconnect()
    print("ready", flush=True)  # noqa: T201 - whoever started us waits for it
    sys.stdin.readline()
    before = time.perf_counter()
    second = session(broker)
    second.on_message = consumer.on_message
    while consumer.seen < count:
        second.loop()
    print(json.dumps({"seconds": time.perf_counter() - before, "stored": consumer.seen}))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:]))

"""The naive consumer: a callback, pydantic, a loop over all fences, one INSERT and commit a fix.

`python -m benchmarks.naive DATABASE BROKER`; says `ready` when it listens.
"""

import sys
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlsplit

import psycopg
import shapely
from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion
from pydantic import BaseModel

from benchmarks.feed import CARS, area, vehicle

CHANNEL = "naive_findings"

_TABLES = """
CREATE TABLE naive_fixes (device text, at timestamptz, lon float8, lat float8, speed float8);
CREATE INDEX ON naive_fixes (device, at);
CREATE TABLE naive_findings (vehicle text, at timestamptz);
"""
_FIX = "INSERT INTO naive_fixes VALUES (%s, %s, %s, %s, %s)"
_FINDING = "INSERT INTO naive_findings VALUES (%s, %s)"
_NOTIFY = "SELECT pg_notify('naive_findings', %s)"
_OUT_S, _FIXES, _BACK_S = 60, 3, 30


class Position(BaseModel):
    """One message."""

    device: str
    time: datetime
    lon: float
    lat: float
    speed: float = 0.0


@dataclass(slots=True)
class Watch:
    """What is remembered of a car."""

    since: float | None = None
    fixes: int = 0
    standing: bool = False
    outside: bool = False

    def certain(self, at: float, *, outside: bool) -> bool:
        """Whether an exit or a return is certain with this fix."""
        if outside != self.outside or self.since is None:
            self.since, self.fixes, self.outside = at, 0, outside
        self.fixes += 1
        long_enough = at - self.since >= (_OUT_S if outside else _BACK_S)
        if self.standing == outside or not long_enough or (outside and self.fixes < _FIXES):
            return False
        self.standing = outside
        return True


class Consumer:
    """The callback and what it needs."""

    def __init__(self, database: str) -> None:
        self._connection = psycopg.connect(database)
        self._fences = [(vehicle(car), shapely.Polygon(area(car))) for car in range(CARS)]
        self._watches: dict[str, Watch] = {}
        self._connection.execute(_TABLES)
        self._connection.commit()

    def on_message(self, _client: Client, _userdata: object, message: MQTTMessage) -> None:
        """One fix, one commit."""
        position = Position.model_validate_json(message.payload)
        fix = (position.device, position.time, position.lon, position.lat, position.speed)
        self._connection.execute(_FIX, fix)
        point = shapely.Point(position.lon, position.lat)
        for owner, fence in self._fences:
            if owner == position.device:
                self._judge(position, outside=not fence.covers(point))
        self._connection.commit()

    def _judge(self, position: Position, *, outside: bool) -> None:
        watch = self._watches.setdefault(position.device, Watch())
        at = position.time.timestamp()
        if watch.certain(at, outside=outside):
            self._connection.execute(_FINDING, (position.device, position.time))
            self._connection.execute(_NOTIFY, (f"{position.device} {int(at)}",))


def main(database: str, broker: str) -> None:
    """Consume for ever."""
    consumer, parts = Consumer(database), urlsplit(broker)
    client = Client(CallbackAPIVersion.VERSION2, "naive")
    client.username_pw_set(unquote(parts.username or ""), unquote(parts.password or ""))
    client.on_message = consumer.on_message

    def connected(*_: Any) -> None:  # noqa: ANN401 - as below
        client.subscribe("v1/+/up/pos", 1)

    def subscribed(*_: Any) -> None:  # noqa: ANN401 - paho says more than we need
        print("ready", flush=True)  # noqa: T201 - who started us waits for it

    client.on_subscribe = subscribed
    client.on_connect = connected
    client.connect(parts.hostname or "", parts.port or 1883)
    client.loop_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])

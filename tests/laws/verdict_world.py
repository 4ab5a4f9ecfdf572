"""A car's two days: what its terminal says, what is filed about it, and how both arrive."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import orjson
import yaml

from fleet.decider import Event
from fleet.dispatch.order_events import TripCancelled
from fleet.ledger.append import New, append
from fleet.policy.calendar import CalendarAnnounced, Holiday
from fleet.policy.packaged import text
from fleet.policy.policies import PolicyPublished
from fleet.policy.policy_set import PolicySet
from fleet.vehicle.fence import FenceWithdrawn
from fleet.vehicle.fence_plan import FencePlanPublished
from fleet.vehicle.retirement import VehicleRestored, VehicleWithdrawn, VehicleWrittenOff
from fleet.vehicle.terminal import TerminalBound, TerminalRegistered, TerminalUnbound
from telemetry.judging.recording import DAILY, JUDGED
from telemetry.mqtt import Delivery
from tests.telemetry import papers_of_use as it
from tests.telemetry.scene import ALWAYS, Scene, yard

PLACES = ((120.20, 30.30), (120.26, 30.30), (120.20, 30.42))
"""Home, and two others some kilometres away."""

_KMH, _STEP_S = 48.0, 60
_DEGREE_M = 96_000.0


@dataclass(frozen=True)
class Leg:
    """Minutes parked where it is, with a record in so many seconds, then a drive to a place."""

    minutes: int
    place: int
    every: int = 300


@dataclass(frozen=True)
class Oddity:
    """Something about the record of this number."""

    kind: str
    number: int
    late_h: int = 0


@dataclass(frozen=True)
class Paper:
    """Something filed at an hour, about hours."""

    kind: str
    filed: float
    begin: float
    hours: float


def records(legs: list[Leg], oddities: list[Oddity]) -> list[dict[str, Any]]:
    """What the terminal says, in the order of time, beginning with the day."""
    told: list[dict[str, Any]] = []
    at, (lon, lat) = it.DAY, PLACES[0]
    for leg in legs:
        for _ in range(max(1, leg.minutes * 60 // leg.every)):
            told.append(_record(at, lon, lat, 0))
            at += timedelta(seconds=leg.every)
        there = PLACES[leg.place]
        far = (abs(there[0] - lon) + abs(there[1] - lat)) * _DEGREE_M
        steps = max(1, round(far / _KMH * 3.6 / _STEP_S)) if far else 0
        for step in range(1, steps):
            part = step / steps
            place = (lon + (there[0] - lon) * part, lat + (there[1] - lat) * part)
            told.append(_record(at, *place, _KMH))
            at += timedelta(seconds=_STEP_S)
        lon, lat = there
    told.append(_record(at, lon, lat, 0))
    for oddity in sorted(
        oddities, key=lambda it: it.kind == "twin"
    ):  # which repeats all but places
        _make_odd(told, oddity)
    return told


def _record(at: datetime, lon: float, lat: float, speed: float) -> dict[str, Any]:
    return {"time": at, "lon": round(lon, 6), "lat": round(lat, 6), "speed": speed}


def _make_odd(told: list[dict[str, Any]], oddity: Oddity) -> None:
    number = oddity.number % len(told)
    here = told[number]
    match oddity.kind:
        case "jump" | "drift":
            here["lon"] += 1.0 if oddity.kind == "jump" else 0.0008
        case "nofix" | "doubt" | "cut":
            here["flags"] = [_FLAGS[oddity.kind]]
        case "fast":
            here["speed"] = 170.0
        case "twin":
            told.append({**here, "lon": here["lon"] + 0.002})
        case "silence":
            del told[number : number + 20 if number else number]
        case _:
            return


_FLAGS = {"nofix": "no_fix", "doubt": "dead_reckoning", "cut": "power_lost"}


def day_off(hour: float) -> Event:
    """The day of this hour is a holiday, and no other of the year but the weekends."""
    day = it.hour(hour).date()
    holiday = Holiday(date=day, name="假日")
    told: dict[str, Any] = {"source": "通知", "workdays": (), "at": it.DAY}
    return CalendarAnnounced(year=day.year, holidays=(holiday,), **told)


def policy(region: str, hour: float) -> Event:
    """Other numbers hold in a region from the day of this hour on."""
    content = yaml.safe_load(text("cn-zj-hangzhou@2021-11-01"))
    day, version = it.hour(hour).date(), f"v{hour}"
    content |= {"version": version, "effective_from": day}
    content["jurisdiction"] |= {"code": region}
    content["use"] |= {"order_grace_min": 30}
    content["use"]["night_parking"] |= {"min_minutes": 90}
    told = PolicySet.model_validate(content)
    return PolicyPublished(
        jurisdiction=region,
        policy_id=told.policy_id,
        version=version,
        effective_from=day,
        content=told.model_dump(mode="json", by_alias=True),
        sha256=f"{region}{version}",
        document="令1",
        at=it.DAY,
    )


@dataclass
class World:
    """A car of a unit of a region of its own.

    Attributes:
        scene: The car and its worker.
        name: Of unit, region, orders, period.
    """

    scene: Scene
    name: str = field(default_factory=lambda: str(100_000 + uuid4().int % 899_999))

    async def open(self) -> None:
        """A car in service with a terminal, and a yard at home."""
        car, at_home = self.scene.car, {"type": "Point", "coordinates": list(PLACES[0])}
        fence = yard(car, geometry=at_home, radius_m=500.0)
        plan: dict[str, Any] = {"home": (car,), "operating": (), "forbidden": ()}
        told = {"vehicle": car, "version": 1, "valid_from": ALWAYS, "valid_to": None, **plan}
        await self.say(
            it.unit(self.name, self.name),
            it.car(car, self.name),
            TerminalRegistered(device=car),
            TerminalBound(device=car, vehicle=car, valid_from=ALWAYS, valid_to=None),
            fence,
            FencePlanPublished.model_validate(told),
        )

    async def say(self, *events: Event) -> None:
        """Write them to the ledger, in a stream of this world."""
        stream, versions = f"world:{self.name}", self.scene.versions
        async with self.scene.connection.transaction():
            for event in events:
                version = versions[stream] = versions.get(stream, 0) + 1
                new = New(stream, version, event, {"actor": "test"})
                await append(self.scene.connection, "lifecycle", [new])

    async def file(self, paper: Paper) -> None:
        """File a paper."""
        await self.say(*self._written(paper))

    def _written(self, paper: Paper) -> list[Event]:
        car, begin, end = self.scene.car, paper.begin, paper.begin + paper.hours
        order = {"order": f"O{self.name}", "unit": self.name}
        area = {"fences": (f"{car}-b",)}
        there: dict[str, Any] = {
            "geometry": {"type": "Point", "coordinates": list(PLACES[1])},
            "radius_m": 800.0,
        }
        retired = VehicleWrittenOff(vehicle=car, approval="2", at=it.hour(begin))
        plain: dict[str, Event] = {
            "order": it.assigned(car, begin, end, **order),
            "order at night": it.assigned(car, begin, end, overnight=True, **order),
            "order elsewhere": it.assigned(car, begin, end, **order, **area),
            "emergency": it.emergency(car, begin, end, **order),
            "cancelled": it.off(TripCancelled, car, **order),
            "sealed": it.planned(self.name, begin, end, self.name),
            "unsealed": it.called_off(self.name),
            "exempt": it.exempted(self.name, car, begin, end),
            "failed": it.failed(car, begin, "BRAKES"),
            "passed": it.passed(car, begin),
            "withdrawn": VehicleWithdrawn(vehicle=car, approval="1", at=it.hour(begin)),
            "restored": VehicleRestored(vehicle=car, reason="撤销", at=it.hour(begin)),
            "written off": retired,
            "fence there": yard(f"{car}-b", self._version("b"), it.hour(begin), **there),
            "home is there": yard(car, self._version("h"), it.hour(begin), **there),
            "no home": FenceWithdrawn(fence=car, at=it.hour(begin)),
            "out": TerminalUnbound(device=car, vehicle=car, at=it.hour(begin)),
            "day off": day_off(paper.begin),
            "policy": policy(self.name, paper.begin),
            "in": TerminalBound(device=car, vehicle=car, valid_from=it.hour(begin), valid_to=None),
        }
        return [plain[paper.kind]]

    def _version(self, fence: str) -> int:
        """The next one of a fence."""
        key = f"{self.name}-{fence}"
        self.scene.versions[key] = self.scene.versions.get(key, 1) + 1
        return self.scene.versions[key]

    async def hear(self, told: list[dict[str, Any]], now: datetime) -> None:
        """Records arrive, each a message of its own."""
        deliveries = [Delivery(self._topic, self._payload(one), now, 1, 1, 1) for one in told]
        await self.scene.intake.take(deliveries, now)

    @property
    def _topic(self) -> str:
        return f"v1/{self.scene.car}/up/pos"

    def _payload(self, record: dict[str, Any]) -> bytes:
        told = {**record, "time": record["time"].isoformat(), "device": self.scene.car}
        return orjson.dumps({**told, "boot": 1})

    async def settle(self, now: datetime) -> None:
        """Nothing comes any more: silence is silence, and nobody waits."""
        for seconds in (0, 31):
            await self.scene.intake.take([], now + timedelta(seconds=seconds))
        while self.scene.intake.waiting:
            await self.scene.intake.take([], now + timedelta(seconds=31))

    async def findings(self, *kinds: str) -> list[dict[str, Any]]:
        """What stands of these kinds, without names."""
        rows = await self.scene.connection.fetch(
            "SELECT scope, finding FROM archive.standing WHERE vehicle = $1 AND NOT voided"
            " AND split_part(scope, ':', 1) || ':' = ANY($2::text[])",
            self.scene.car,
            list(kinds or (JUDGED, DAILY)),
        )
        found = [{**orjson.loads(row["finding"]), "scope": row["scope"]} for row in rows]
        told = [{**each, "finding_id": "", "vehicle": ""} for each in found]
        return sorted(told, key=lambda each: (each["scope"], each["since"]))


KINDS = (
    "order", "order", "order at night", "order elsewhere", "emergency", "cancelled", "sealed",
    "sealed", "unsealed", "exempt", "failed", "passed", "withdrawn", "restored", "written off",
    "fence there", "home is there", "no home", "out", "in", "policy", "day off",
)  # fmt: skip
ODD = (
    "jump", "drift", "nofix", "doubt", "cut", "fast", "twin", "silence", "late", "late",
    "late", "slow", "ahead",
)  # fmt: skip
HELD = ("late", "slow", "ahead")
LATE = {"slow": timedelta(seconds=200), "ahead": timedelta(seconds=-200)}

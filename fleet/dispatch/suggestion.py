"""Which cars could go, the best first, and why each of them (智能化调度). It assigns nothing."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import Literal

from fleet.policy.specification import NEV

Place = tuple[float, float]
"""Longitude and latitude in degrees, WGS-84."""

EARTH_M = 6_371_000
_OWN = 100  # more than all the others together: a unit's own car comes first
_AT_ORIGIN = 40  # each whole kilometre takes one off
_CATEGORY, _SPARED, _NEW_ENERGY = 20, 20, 10


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an order needs.

    Attributes:
        unit: Who travels.
        categories: Categories whose cars serve it, the one asked for first; empty: all.
        people: How many travel.
        origin: Where they are; None: nobody knows.
    """

    unit: str
    categories: tuple[str, ...]
    people: int
    origin: Place | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A car as the books and its terminal know it.

    Attributes:
        vehicle: Its number.
        unit: Who keeps it.
        category: What it is kept for.
        energy: What drives it; empty where unknown.
        seats: For passengers; None: nobody has said.
        orders: Orders it has in the month.
        place: Where it is; None: unknown.
        hindrance: Why it cannot go: `out`, `busy`, `blocked`, `sealed`; empty: it can.
    """

    vehicle: str
    unit: str
    category: str
    energy: str = ""
    seats: int | None = None
    orders: int = 0
    place: Place | None = None
    hindrance: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for a car, or against it.

    Attributes:
        code: `OwnUnit`, `OtherUnit`, `CategoryAsked`, `CategoryServes`, `Near`, `PlaceUnknown`,
            `LightlyUsed`, `NewEnergy`.
        points: What it adds to the score.
        values: What it was measured with; text.
    """

    code: str
    points: int
    values: Mapping[str, str]

    def say(self, language: Literal["zh", "en"]) -> str:
        """In words."""
        return _TEXTS[self.code][language].format(**self.values)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A car that could go.

    Attributes:
        vehicle: Its number.
        score: The sum of the points of its reasons.
        reasons: Why, each with its points.
    """

    vehicle: str
    score: int
    reasons: tuple[Reason, ...]


def suggest(wanted: Wanted, candidates: Iterable[Candidate]) -> list[Suggestion]:
    """The cars that could go, the best first; equal ones by their number.

    Source:
        R062: by category, location, load and fuel kind; explained; never assigned.
    """
    fitting = [car for car in candidates if _fits(wanted, car)]
    most = max((car.orders for car in fitting), default=0)
    found = [_weighed(car.vehicle, tuple(_reasons(wanted, car, most))) for car in fitting]
    return sorted(found, key=lambda it: (-it.score, it.vehicle))


def _fits(wanted: Wanted, car: Candidate) -> bool:
    room = car.seats is None or car.seats >= wanted.people
    serves = not wanted.categories or car.category in wanted.categories
    return room and serves and not car.hindrance


def _weighed(vehicle: str, reasons: tuple[Reason, ...]) -> Suggestion:
    return Suggestion(vehicle, sum(reason.points for reason in reasons), reasons)


def _reasons(wanted: Wanted, car: Candidate, most: int) -> Iterator[Reason]:
    own = car.unit == wanted.unit
    yield Reason("OwnUnit" if own else "OtherUnit", _OWN * own, {"unit": car.unit})
    asked = wanted.categories[:1] == (car.category,)
    code = "CategoryAsked" if asked else "CategoryServes"
    yield Reason(code, _CATEGORY * asked, {"category": car.category})
    yield _near(wanted.origin, car.place)
    spared = _SPARED * (most - car.orders) // most if most else _SPARED
    yield Reason("LightlyUsed", spared, {"orders": str(car.orders), "most": str(most)})
    if car.energy in NEV:
        yield Reason("NewEnergy", _NEW_ENERGY, {"energy": car.energy})


def _near(origin: Place | None, place: Place | None) -> Reason:
    if origin is None or place is None:
        return Reason("PlaceUnknown", 0, {})
    km = distance_m(origin, place) / 1000
    return Reason("Near", max(_AT_ORIGIN - int(km), 0), {"km": f"{km:.1f}"})


def distance_m(here: Place, there: Place) -> float:
    """Metres between two places over the ground (great circle)."""
    lon_1, lat_1, lon_2, lat_2 = map(radians, (*here, *there))
    half = sin((lat_2 - lat_1) / 2) ** 2
    half += cos(lat_1) * cos(lat_2) * sin((lon_2 - lon_1) / 2) ** 2
    return 2 * EARTH_M * asin(sqrt(half))


_TEXTS = {
    "OwnUnit": {"zh": "本单位（{unit}）车辆", "en": "a car of the unit itself ({unit})"},
    "OtherUnit": {"zh": "{unit} 的车辆，须走平台调度", "en": "a car of {unit}: over the platform"},
    "CategoryAsked": {"zh": "类别与申请一致（{category}）", "en": "of the category ({category})"},
    "CategoryServes": {"zh": "类别 {category} 可用于此事由", "en": "{category} serves the purpose"},
    "Near": {"zh": "距出发地 {km} 公里", "en": "{km} km from the origin"},
    "PlaceUnknown": {"zh": "位置未知", "en": "its place is not known"},
    "LightlyUsed": {
        "zh": "本月 {orders} 单（最多的车 {most} 单）",
        "en": "{orders} orders this month (the busiest has {most})",
    },
    "NewEnergy": {"zh": "新能源（{energy}）", "en": "new energy ({energy})"},
}

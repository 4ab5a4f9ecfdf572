"""Who dispatches and who drives in the story: three platforms, their cars, every driver. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from simulators.fleetbook import Car
from simulators.paperwork import Wire
from simulators.story_start import BUREAU, said
from simulators.story_steps import CENTRE, DIGEST

_CITY = "330100"
_SINCE = "2025-07-01T10:00:00+08:00"
_NEW_YEAR = "2025-12-29T10:00:00+08:00"
_WHOLE_CITY, _CENTRE_CARS = 1840, 162
CADRE = "老周"
PLATFORMS = {"ADMIN_ENFORCEMENT": 66, "VETERAN_CADRE": 24, "EMERGENCY_SUPPORT": 72}
"""Category, which is also the platform's number -> how many of the 162 cars."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Cars that are asked for in the same way.

    Attributes:
        platforms: Car -> its platform; a car that is not there is its unit's own.
        cars: All of them.
    """

    platforms: dict[str, str]
    cars: tuple[Car, ...]


@dataclass(frozen=True)
class Fleet:
    """The cars that stay in use for the whole year.

    Attributes:
        count: How many cars the city has.
        cars: Those that stay.
    """

    count: int
    cars: tuple[Car, ...]

    @cached_property
    def centre(self) -> Pool:
        """The cars of the fleet centre: 162 of 1,840, on three platforms."""
        found: dict[str, str] = {}
        for category, share in PLATFORMS.items():
            fit = [car for car in self.cars if car.category == category]
            found |= dict.fromkeys((c.vehicle for c in fit[: self._part(share)]), category)
        return Pool(found, tuple(car for car in self.cars if car.vehicle in found))

    @cached_property
    def elsewhere(self) -> Pool:
        """The cars that units dispatch themselves."""
        pooled = self.centre.platforms
        return Pool({}, tuple(car for car in self.cars if car.vehicle not in pooled))

    def orders(self, pool: Pool, orders: int, percent: int = 100) -> int:
        """How many orders the pool has in the year, if 162 cars have so many."""
        return round(orders * len(pool.cars) * percent / (100 * _CENTRE_CARS))

    def _part(self, share: int) -> int:
        return round(share * self.count / _WHOLE_CITY)


def driver_of(car: Car) -> str:
    """Who drives a car."""
    return f"D{car.number:05d}"


def platforms(fleet: Fleet) -> Iterator[Wire]:
    """The three platforms with their dispatcher, their cars, and whom the veterans' one drives."""
    for platform in PLATFORMS:
        told = {"platform": platform, "category": platform, "jurisdiction": _CITY}
        yield said("OpenPlatform", _SINCE, BUREAU, **told)
    for platform in PLATFORMS:
        who = {"platform": platform, "person": CENTRE["person"]}
        yield said("AppointDispatcher", _SINCE, CENTRE, **who)
        yield said("StartDuty", _SINCE, CENTRE, **who)
    cadre = {"platform": "VETERAN_CADRE", "person": CADRE, "document": "名单1"}
    yield said("RegisterBeneficiary", _SINCE, CENTRE, **cadre)
    for car in fleet.centre.cars:
        joins = {"vehicle": car.vehicle, "category": car.category, "unit": car.unit.code}
        platform = fleet.centre.platforms[car.vehicle]
        yield said("AttachVehicle", _SINCE, CENTRE, platform=platform, **joins)


def drivers(cars: Sequence[Car]) -> Iterator[Wire]:
    """One driver a car, with licence and pledge."""
    for car in cars:
        who = {"driver": driver_of(car)}
        told = {"name": f"驾驶员{car.number}", "unit": car.unit.code, "employed_on": "2019-07-01"}
        yield said("RegisterDriver", _SINCE, CENTRE, **who, **told)
        paper = {"number": f"3301{car.number:05d}", "classes": ["C1"], "sha256": DIGEST}
        yield said("RecordLicence", _SINCE, CENTRE, **who, **paper, valid_until="2030-12-31")
    yield from _pledges(cars, _SINCE, 2025)


def pledged_again(cars: Sequence[Car]) -> Iterator[Wire]:
    """At the year's end everybody signs for the next one."""
    yield from _pledges(cars, _NEW_YEAR, 2026)


def _pledges(cars: Iterable[Car], at: str, year: int) -> Iterator[Wire]:
    for car in cars:
        paper = {"driver": driver_of(car), "year": year, "sha256": DIGEST}
        yield said("SignPledge", at, CENTRE, **paper)

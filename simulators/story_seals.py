"""The sealed periods of the story's year: the real holidays, exemptions and late papers. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import chinese_calendar

from fleet.policy.packaged_calendar import words
from simulators.fleetbook import Car
from simulators.paperwork import Wire
from simulators.story_start import BUREAU, said
from simulators.story_steps import DAY, Mark, Step, moment

_ASKER = {"person": "吴越", "role": "BUREAU", "channel": "simulator"}
_PROGRAM = {"person": "gongche", "channel": "simulator"}
_ANNOUNCED = {2025: date(2025, 7, 2), 2026: date(2025, 11, 5)}
_NOTICE_DAYS = 2
_LARGE = 5  # one of so many cars is not more than 20 %
_EVERY_THIRD, _SILENT = 3, 40
_PLAN, _CLOSE, _FREE, _OPEN, _CHECK, _PAPERS = -10, -9, -8, -2, -1, 8


@dataclass(frozen=True, slots=True)
class Holiday:
    """A real holiday of the year, from its first day to its last."""

    name: str
    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether a day is one of it."""
        return self.first <= day <= self.last


HOLIDAYS = (
    Holiday("国庆节、中秋", date(2025, 10, 1), date(2025, 10, 8)),
    Holiday("元旦", date(2026, 1, 1), date(2026, 1, 3)),
    Holiday("春节", date(2026, 2, 15), date(2026, 2, 23)),
    Holiday("清明", date(2026, 4, 4), date(2026, 4, 6)),
    Holiday("劳动节", date(2026, 5, 1), date(2026, 5, 5)),
    Holiday("端午", date(2026, 6, 19), date(2026, 6, 21)),
)


@dataclass(frozen=True, slots=True)
class Window:
    """A car that may move in a holiday; late: its paper came after it began to."""

    holiday: Holiday
    car: Car
    late: bool


def cuts() -> list[date]:
    """The days on which something is sealed or free again."""
    return [day for it in HOLIDAYS for day in (it.first, it.last + DAY)]


def sealed(day: date) -> bool:
    """Whether a day lies in a sealed period."""
    return any(it.holds(day) for it in HOLIDAYS)


def workdays(days: Iterator[date]) -> list[date]:
    """Those on which people work."""
    return [day for day in days if chinese_calendar.is_workday(day)]


def period(division: str, holiday: Holiday) -> str:
    """The number of a district's period."""
    return f"{division}-{holiday.first.isoformat()}"


def windows(cars: Sequence[Car]) -> list[Window]:
    """The exemptions: one car of each district's largest unit, in some a second one whose paper
    is late, and at the National Day so many of one unit that it is too many (SEAL-04).
    """  # noqa: D205 - one sentence
    found: list[Window] = []
    places = _by_unit(cars)
    crowd = max((unit for units in places.values() for unit in units), key=len)
    for holiday in HOLIDAYS:
        for number, division in enumerate(sorted(places)):
            large = [unit for unit in places[division] if len(unit) >= _LARGE]
            found += [Window(holiday, unit[0], late=False) for unit in large[:1]]
            if number % _EVERY_THIRD == 0:
                found += [Window(holiday, unit[0], late=True) for unit in large[1:2]]
    more = crowd[1 : len(crowd) // 5 + 1]
    return [*found, *(Window(HOLIDAYS[0], car, late=False) for car in more)]


def crowded(cars: Sequence[Car]) -> int:
    """How many units have more than 20 % of their cars exempt in a period."""
    sizes: dict[str, int] = defaultdict(int)
    exempt: dict[tuple[Holiday, str], int] = defaultdict(int)
    for car in cars:
        sizes[car.unit.code] += 1
    for window in windows(cars):
        exempt[window.holiday, window.car.unit.code] += 1
    return sum(5 * many > sizes[unit] for (_, unit), many in exempt.items())


def _by_unit(cars: Sequence[Car]) -> dict[str, list[list[Car]]]:
    """District -> the cars of its units, the largest first."""
    units: dict[str, list[Car]] = defaultdict(list)
    for car in cars:
        units[car.unit.code].append(car)
    places: dict[str, list[list[Car]]] = defaultdict(list)
    for own in sorted(units.values(), key=lambda own: (-len(own), own[0].unit.code)):
        places[own[0].unit.district.division].append(own)
    return places


def announced(year: int) -> Wire:
    """The days off of a year, as the State Council announced them."""
    at = moment(_ANNOUNCED[year], 9).isoformat()
    return said("AnnounceCalendar", at, BUREAU, **words(year))


def steps(cars: Sequence[Car], centre: Sequence[Car]) -> Iterator[Step]:
    """Calendars, periods, exemptions, the start check, sealed centre cars, reports."""
    for year, day in _ANNOUNCED.items():
        yield Step(day, _PLAN, announced(year))
    granted = windows(cars)
    places: dict[str, list[Car]] = defaultdict(list)
    for car in cars:
        places[car.unit.district.division].append(car)
    for holiday in HOLIDAYS:
        for division in sorted(places):
            yield from _period(holiday, division, places[division])
        own = [it for it in granted if it.holiday == holiday]
        yield from (_exempted(it) for it in own)
        in_time = {it.car.vehicle for it in own if not it.late}
        yield from _cars(holiday, [car for car in centre if car.vehicle not in in_time])


def _period(holiday: Holiday, division: str, cars: Sequence[Car]) -> Iterator[Step]:
    number = {"period": period(division, holiday)}
    first, after = holiday.first, holiday.last + DAY

    def step(day: date, turn: int, word: str, at: str, became: str, **more: Any) -> Step:  # noqa: ANN401 - of any command
        mark = Mark("seal", number["period"], became)
        return Step(day, turn, said(word, at, BUREAU, **number, **more), (mark,))

    told = _ANNOUNCED[first.year]
    plan = {"jurisdiction": division, "name": holiday.name}
    plan |= {"first_day": first.isoformat(), "last_day": holiday.last.isoformat()}
    yield step(told, _PLAN, "PlanSeal", moment(told, 10).isoformat(), "planned", **plan)
    yield step(first, _OPEN, "OpenSeal", moment(first).isoformat(), "open")
    checks = [_place(n, car) for n, car in enumerate(cars)]
    at = moment(first, 0, 1).isoformat()
    yield Step(first, _CHECK, said("RecordStartCheck", at, _PROGRAM, **number, checks=checks))
    yield step(after, _CLOSE, "CloseSeal", moment(after).isoformat(), "closed")
    day = after + DAY
    yield step(day, _PAPERS, "PublishSealReport", moment(day).isoformat(), "reported")


def _place(number: int, car: Car) -> dict[str, Any]:
    """The first car of a district is out, every fortieth is silent, the others are at home."""
    place = {0: "OUTSIDE", 1: "UNKNOWN"}.get(number % _SILENT, "INSIDE")
    return {"vehicle": car.vehicle, "place": place}


def _exempted(window: Window) -> Step:
    holiday, car = window.holiday, window.car
    begin, end = moment(holiday.first), moment(holiday.last + DAY)
    at = moment(holiday.first - _NOTICE_DAYS * DAY, 10)
    if window.late:
        begin = moment(holiday.first + DAY, 8)
        at = begin + timedelta(hours=3)
    told = {
        "period": period(car.unit.district.division, holiday),
        "vehicle": car.vehicle,
        "reason": "值班备勤",
        "approver": BUREAU["person"],
        "begins_at": begin.isoformat(),
        "ends_at": end.isoformat(),
        "document": f"豁{car.number}-{holiday.first:%m%d}",
    }
    mark = Mark("exemption", told["period"], "late" if window.late else "in_time")
    return Step(at.date(), _PAPERS, said("AddExemption", at.isoformat(), _ASKER, **told), (mark,))


def _cars(holiday: Holiday, cars: Sequence[Car]) -> Iterator[Step]:
    """The cars of the centre stand still, and are free again."""
    after = holiday.last + DAY
    begin, end = moment(holiday.first).isoformat(), moment(after).isoformat()
    for car in cars:
        number = {"vehicle": car.vehicle}
        where = period(car.unit.district.division, holiday)
        yield Step(holiday.first, _OPEN, said("SealVehicle", begin, BUREAU, **number, period=where))
        yield Step(after, _FREE, said("UnsealVehicle", end, BUREAU, **number))

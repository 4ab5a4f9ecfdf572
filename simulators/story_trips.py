"""The trips of the story's year: which car, on which day, and what becomes of each. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from simulators import story_seals as seals
from simulators.fleetbook import Car
from simulators.story_people import Fleet, Pool
from simulators.story_seals import Window
from simulators.story_steps import DAY, LAST, days, moment

_SLOTS = (((8, 30), (10, 30)), ((11, 0), (13, 0)), ((14, 0), (16, 30)))
MOST_A_DAY = len(_SLOTS)
_FATES = {
    3: "unrated",
    7: "rejected",
    11: "cancelled",
    13: "recalled",
    17: "noshow",
    19: "emergency",
    23: "unpapered",
    29: "overnight",
    31: "crossing",
}
_ROUND = 40
_DEVIATES, _UNCHECKED = 2, 10


@dataclass(frozen=True, slots=True)
class Trip:
    """One order.

    Attributes:
        number: `O2025-00042`: of the order.
        car: Which goes, or would have gone.
        platform: Who sends it; None: its unit.
        unit: Who asks.
        begin: From when on it is wanted.
        end: Until when.
        fate: What becomes of it; `plain`: asked for, driven, settled, rated.
        deviates: It went elsewhere than it was asked for.
        checks: The car is looked at before it leaves.
        odometer_km: What is read when it is back.
    """

    number: str
    car: Car
    platform: str | None
    unit: str
    begin: datetime
    end: datetime
    fate: str = "plain"
    deviates: bool = False
    checks: bool = False
    odometer_km: int = 0

    @property
    def day(self) -> date:
        """The local day on which it begins."""
        return self.begin.date()


def trips(fleet: Fleet, orders: int, percent: int = 100) -> list[Trip]:
    """Every order of the year.

    Args:
        fleet: The cars that stay.
        orders: How many a year 162 cars of the centre have.
        percent: So much of the proportional number the other cars have.
    """
    windows = [it for it in seals.windows(fleet.cars) if not it.late]
    found: list[Trip] = []
    for letter, pool, part in (("C", fleet.centre, 100), ("U", fleet.elsewhere, percent)):
        total = fleet.orders(pool, orders, part)
        ours = {car.vehicle for car in pool.cars}
        own = [it for it in windows if it.car.vehicle in ours]
        found += _numbered(letter, pool, [*_planned(pool, own, total)])
    return _read(found)


def _planned(pool: Pool, duty: Sequence[Window], total: int) -> Iterator[tuple[date, int, Car]]:
    """Day, slot and car: the duty of exempt cars in holidays, then all workdays alike.

    Raises:
        ValueError: If there are more orders than the cars can drive.
    """
    work = seals.workdays(days())
    on_duty = [(it.holiday.first, 0, it.car) for it in duty][:total]
    left = total - len(on_duty)
    if left > MOST_A_DAY * len(pool.cars) * len(work):
        raise ValueError(f"{total} orders are more than {len(pool.cars)} cars can drive in a year")
    yield from on_duty
    cursor = 0
    for number, day in enumerate(work):
        today = (number + 1) * left // len(work) - number * left // len(work)
        for place in range(today):
            yield day, place // len(pool.cars), pool.cars[(cursor + place) % len(pool.cars)]
        cursor += today


def _numbered(letter: str, pool: Pool, planned: list[tuple[date, int, Car]]) -> Iterator[Trip]:
    planned.sort(key=lambda it: (it[0], it[1]))
    last = Counter((day, car.vehicle) for day, _, car in planned)
    strangers = {car.vehicle: pool.cars[n - 1] for n, car in enumerate(pool.cars)}
    for number, (day, slot, car) in enumerate(planned):
        begin, end = (moment(day, *clock) for clock in _SLOTS[slot])
        made = Trip(
            f"{letter}{day:%Y}-{number:06d}",
            car,
            pool.platforms.get(car.vehicle),
            car.unit.code,
            begin,
            end,
            deviates=number % _ROUND == _DEVIATES,
            checks=slot == 0 and number % _UNCHECKED != 0,
        )
        fate = _fate(number, made, slot == last[day, car.vehicle] - 1)
        yield _with_fate(made, fate, strangers[car.vehicle])


def _fate(number: int, made: Trip, is_last: bool) -> str:  # noqa: FBT001 - of one place
    fate = _FATES.get(number % _ROUND, "plain")
    if seals.sealed(made.day):
        return "plain"
    tomorrow = made.day + DAY
    if fate == "overnight" and (not is_last or seals.sealed(tomorrow) or tomorrow > LAST):
        return "plain"
    if fate == "crossing" and made.platform in (None, "VETERAN_CADRE"):
        return "plain"
    return fate


def _with_fate(made: Trip, fate: str, stranger: Car) -> Trip:
    if fate == "overnight":
        return replace(made, fate=fate, end=moment(made.day + DAY, 7, 30))
    if fate == "crossing":
        return replace(made, fate=fate, unit=stranger.unit.code)
    return replace(made, fate=fate)


def _read(found: list[Trip]) -> list[Trip]:
    """Each drives 15 km; at a month's end the odometer stands where the story reads it."""
    driven: dict[tuple[str, int], int] = defaultdict(int)
    read: list[Trip] = []
    for trip in found:
        back = trip.end.date()
        month = (back.year - 2025) * 12 + back.month - 6
        driven[trip.car.vehicle, month] += 15
        km = 38_900 + 1_100 * month + driven[trip.car.vehicle, month]
        read.append(replace(trip, odometer_km=km))
    return read

"""The checks of the story's cars: monthly, quarterly, before a typhoon; repairs. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from simulators.fleetbook import Car
from simulators.story_start import BUREAU, said
from simulators.story_steps import CENTRE, DAY, DIGEST, Mark, Step, days, moment

_SAFETY = ("BRAKES", "STEERING", "TYRES", "LIGHTS", "SEAT_BELTS")
_ITEMS = (*_SAFETY, "APPEARANCE", "CLEANLINESS", "MARKING", "TOOLS")
_LATE_PAPERS, _CHECK, _REPAIR, _APPROVE, _REPAIRED = -7, -6, -5, -4, -3
_MISSED_EVERY, _FAILED_EVERY, _WORKSHOP_MISSED_EVERY, _TYPHOON_MISSED_EVERY = 50, 70, 60, 30
TYPHOON = "T2025-08"
TYPHOON_DISTRICTS = ("330109", "330114")
_WARNED = date(2025, 8, 19)


@dataclass(frozen=True, slots=True)
class _Task:
    """A check that is to be done."""

    car: Car
    kind: str
    period: str

    @property
    def name(self) -> str:
        return f"{self.car.vehicle}-{self.kind}-{self.period}"

    @property
    def named(self) -> str:
        """Kind and period, as a board counts them."""
        return f"{self.kind} {self.period}"

    def step(self, day: date, turn: int, word: str, at: str, *became: str, **more: Any) -> Step:  # noqa: ANN401 - of any command
        """A word about it; `-missed` takes one away from those missed."""
        marks = tuple(
            Mark("check", self.named, it.removeprefix("-"), -1 if it[0] == "-" else 1)
            for it in became
        )
        return Step(day, turn, said(word, at, CENTRE, check=self.name, **more), marks)

    def asked(self, day: date, turn: int, at: str) -> Step:
        """It is scheduled."""
        what = {"vehicle": self.car.vehicle, "kind": self.kind, "period": self.period}
        mark = Mark("check", self.named, "scheduled")
        return Step(day, turn, said("ScheduleCheck", at, CENTRE, **what), (mark,))

    def done(self, day: date, turn: int, at: str, *became: str, **more: Any) -> Step:  # noqa: ANN401 - of the command
        """Somebody has looked, and all was in order unless it is said."""
        items = _SAFETY if self.kind in ("DAILY", "SPECIAL") else _ITEMS
        told = {"results": dict.fromkeys(items, "PASS"), "inspector": "郑洁", **more}
        return self.step(day, turn, "CompleteCheck", at, "done", *became, **told)


def daily(car: Car, day: date, turn: int, minute: str) -> Iterator[Step]:
    """A car that is about to leave is looked at."""
    task = _Task(car, "DAILY", day.isoformat())
    yield task.asked(day, turn, minute)
    yield task.done(day, turn, minute)


def steps(cars: Sequence[Car], gone: dict[str, date]) -> Iterator[Step]:
    """The year's checks.

    Args:
        cars: Every car.
        gone: Car -> the first day on which it is no longer checked.
    """
    for first in (day for day in days() if day.day == 1):
        there = [car for car in cars if first < gone.get(car.vehicle, date.max)]
        for car in there:
            yield from _month(car, first, stays=car.vehicle not in gone)
        if first.month % 3 == 1:
            for car in there:
                yield from _quarter(car, first, stays=car.vehicle not in gone)
    yield from _typhoon([c for c in cars if c.unit.district.division in TYPHOON_DISTRICTS])


def _month(car: Car, first: date, *, stays: bool) -> Iterator[Step]:
    """Most are done; some are missed, half of those found out to be done by late papers."""
    task, number = _Task(car, "MONTHLY", f"{first:%Y-%m}"), car.number + 7 * first.month
    yield task.asked(first, _CHECK, moment(first, 6).isoformat())
    if stays and number % _MISSED_EVERY == 0:
        yield from _missed(task, _next(first, 1), late_papers=first.month % 2 == 0)
    elif number % _FAILED_EVERY == 1:
        yield from _failed(task, first)
    else:
        yield task.done(first, _CHECK, moment(first, 7).isoformat())


def _next(first: date, months: int) -> date:
    number = first.year * 12 + first.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def _missed(task: _Task, due: date, *, late_papers: bool) -> Iterator[Step]:
    at = moment(due).isoformat()
    yield task.step(due, _LATE_PAPERS, "MarkMissed", at, "missed")
    if late_papers:
        yield task.done(due, _LATE_PAPERS, moment(due, 5).isoformat(), "-missed", "late")


def _failed(task: _Task, first: date) -> Iterator[Step]:
    """The brakes fail and are repaired the same morning, on a work order that somebody approved."""
    results = {**dict.fromkeys(_ITEMS, "PASS"), "BRAKES": "FAIL"}
    at = moment(first, 7).isoformat()
    yield task.done(first, _CHECK, at, "faulty", results=results)
    number = {"work_order": f"W-{task.car.vehicle}-{task.period}"}
    vendor = {"vendor": "定点维修厂", "designated": True, "estimate_fen": 80_000}
    what = {"vehicle": task.car.vehicle, "items": ["BRAKES"], "check": task.name}
    at = moment(first, 7, 10).isoformat()
    yield Step(first, _REPAIR, said("OpenWorkOrder", at, CENTRE, **number, **vendor, **what))
    at = moment(first, 7, 20).isoformat()
    yield Step(first, _APPROVE, said("ApproveWorkOrder", at, BUREAU, **number))
    bill = {"invoice": f"票{number['work_order']}", "amount_fen": 78_000}
    at = moment(first, 7, 30).isoformat()
    invoiced = said("RecordInvoice", at, CENTRE, **number, **bill, issued_at=at)
    yield Step(first, _REPAIRED, invoiced)
    at = moment(first, 7, 40).isoformat()
    done = {"result": "更换制动片", "items_passed": ["BRAKES"], "sha256": DIGEST}
    yield Step(first, _REPAIRED, said("CompleteWorkOrder", at, CENTRE, **number, **done))


def _quarter(car: Car, first: date, *, stays: bool) -> Iterator[Step]:
    """In the workshop, with its record; some are missed."""
    task = _Task(car, "QUARTERLY", f"{first.year}Q{(first.month + 2) // 3}")
    yield task.asked(first, _CHECK, moment(first, 6).isoformat())
    if stays and (car.number + first.month) % _WORKSHOP_MISSED_EVERY == 0:
        yield from _missed(task, _next(first, 3), late_papers=False)
        return
    record = {"workshop_record": f"厂{car.number}-{task.period}", "sha256": DIGEST}
    yield task.done(first, _CHECK, moment(first, 7, 30).isoformat(), **record)


def _typhoon(cars: Sequence[Car]) -> Iterator[Step]:
    """Two districts by the sea have every car looked at before it comes; a few are missed."""
    told = {"campaign": TYPHOON, "jurisdiction": "330100", "name": "台风专项检查"}
    told |= {"occasion": "TYPHOON", "document": "防指〔2025〕8号"}
    last = _WARNED + 2 * DAY
    span = {"first_day": _WARNED.isoformat(), "last_day": last.isoformat()}
    at = moment(_WARNED, 6).isoformat()
    where = {"districts": [*TYPHOON_DISTRICTS]}
    yield Step(
        _WARNED, _LATE_PAPERS, said("OrderSpecialCheck", at, BUREAU, **told, **span, **where)
    )
    for car in cars:
        task = _Task(car, "SPECIAL", TYPHOON)
        yield task.asked(_WARNED, _CHECK, at)
        if car.number % _TYPHOON_MISSED_EVERY == 0:
            due = last + DAY
            yield task.step(due, 9, "MarkMissed", moment(due).isoformat(), "missed")
        else:
            yield task.done(_WARNED, _CHECK, moment(_WARNED, 7).isoformat())

"""What holds for every rule: quiet records may be skipped until due, and windows may be cut."""

from collections.abc import Sequence
from dataclasses import fields, replace
from itertools import pairwise

from hypothesis import example, settings
from hypothesis import given as each
from hypothesis import strategies as st

from telemetry.car import Car
from telemetry.found import Answer, Found, unsettled
from telemetry.moment import FOREVER
from telemetry.movement import Movement, moves
from telemetry.records import Records
from telemetry.rules.book import RULES, judge
from telemetry.spans import holds
from telemetry.timelines.fact import Fact
from tests.telemetry.on_the_road import (
    IN_SERVICE,
    Papers,
    Told,
    at,
    car,
    disc,
    driving,
    fact,
    square,
    standing,
)

NAMES = [rule.__name__ for rule in RULES]
AREAS = (disc("base@1", "home", 300), disc("city@1", "operating", 5000))
NAMED = {
    "D": [disc("D@1", "operating", 2000)],
    "sensitive-2021": [disc("P1", "operating", 200, east=4000)],
}
PAPERS = Papers(areas=AREAS, named=NAMED)


def quiet(before: Car, after: Car) -> bool:
    """Whether the last record goes on with what the car did, as the contract says."""
    records, book = after.records, after.rulebook
    was, now = moves(before), moves(after)
    same = all(len(set(column[-2:].tolist())) == 1 for column in (records.alarm, records.status))
    good = bool(records.usable[-1]) and int(records.quality[-1]) == 0
    soon = 0 < int(records.t[-1] - records.t[-2]) <= book.gap_s * 1e6
    slow = not records.speed_kmh[-1] > book.speed_kmh and _near(now)
    return same and good and soon and slow and len(now.path.t) > len(was.path.t) and _on(was, now)


def _near(now: Movement) -> bool:
    """Whether the last step is no jump."""
    step = now.path.metres(len(now.path.t) - 2, len(now.path.t) - 1)
    return bool(step / ((now.path.t[-1] - now.path.t[-2]) / 1e6) <= 200 / 3.6)


def _on(was: Movement, now: Movement) -> bool:
    """Whether it stays within the circle of its stop, or drives on."""
    if was.begun is not None or now.begun is not None:
        return False
    return len(was.trips) == len(now.trips) and (was.driving is None) == (now.driving is None)


def until(records: Records, count: int) -> Records:
    """The first so many of them."""
    columns = {
        it.name: getattr(records, it.name)[:count] for it in fields(Records) if it.name != "devices"
    }
    return Records(**columns, devices=records.devices)


def cars(told: Sequence[Told], facts: Sequence[Fact]) -> list[Car]:
    """The car after each record."""
    whole = car(told, facts, PAPERS)
    return [
        replace(whole, records=until(whole.records, n + 1), now=int(whole.records.t[n]))
        for n in range(len(told))
    ]


STRETCHES = st.lists(
    st.tuples(
        st.sampled_from([1, 2, 3, 6, 10]),  # records
        st.sampled_from([10, 30, 60, 170, 300, 1000]),  # seconds between them
        st.sampled_from([0, 0, 3, 60, -60, 150, 300, -300, 900]),  # metres between them
        st.sampled_from([float("nan"), 30, 130, 150]),  # km/h that they tell
        st.sampled_from([0, 0, 0, 1 << 29, 512]),  # an alarm bit, a doubt
    ),
    min_size=1,
    max_size=7,
)
Stretch = tuple[int, int, int, float, int]

DAY: list[Stretch] = [
    (6, 30, 0, 0, 0), (60, 60, 600, 80, 0), (26, 60, 0, 0, 0), (40, 60, -600, 80, 0),
    (20, 60, 3, 0, 0), (10, 60, 60, 0, 0), (150, 120, 0, 0, 0), (15, 60, 600, 80, 0),
]  # fmt: skip
"""Out for an hour, a break of 25 minutes, back for 40, standing, and out again."""
PAPERS_OF_THE_DAY = [
    fact("ordered", -1200, 1500), fact("unsafe", 2000, 2400), fact("sealed", 2700, 3000),
    fact("ordered", 5500, 6000, off_hours=True), fact("ordered", 6100, 50_000, fences=("D",)),
]  # fmt: skip
SPANS = st.tuples(st.integers(-1200, 3000), st.integers(1, 3000))
KINDS = st.sampled_from(["ordered", "ordered", "sealed", "exempt", "retired", "unsafe", "driven"])
ALLOWANCES = st.sampled_from(
    [
        {},
        {"off_hours": True},
        {"fences": ("D",)},
        {"area": square(2500)},
        {"emergency": True},
        {"cross_area": True},
    ]
)
FACTS = st.lists(
    st.builds(
        lambda kind, span, allows: fact(
            kind, span[0], sum(span), **(allows if kind == "ordered" else {})
        ),
        KINDS,
        SPANS,
        ALLOWANCES,
    ),
    max_size=5,
)


def walked(stretches: Sequence[Stretch], begin: float = 0) -> list[Told]:
    """Records, each so long after and so far from the one before."""
    time, east, told = begin, 0.0, []
    for count, wait, step, speed, mark in stretches:
        for _ in range(count):
            time, east = time + wait, east + step
            alarm, doubt = mark & (1 << 29), mark & 512
            told.append(Told(time, east, speed=speed, alarm=alarm, quality=doubt))
    return told


@settings(max_examples=30)
@each(STRETCHES, FACTS, st.sampled_from([0, 32_000]))
@example(DAY, PAPERS_OF_THE_DAY, 0)
@example(DAY, [], 0)
@example(DAY, PAPERS_OF_THE_DAY[-1:], 29_000)
def test_quiet_records_before_due_change_nothing(
    stretches: list[Stretch], facts: list[Fact], begin: int
) -> None:
    rows = cars(walked(stretches, begin), [IN_SERVICE, *facts])
    stood = judge(rows[0])
    for before, after in pairwise(rows):
        quietly, anew = quiet(before, after), judge(after)
        for index, (name, kept, fresh) in enumerate(zip(NAMES, stood, anew, strict=True)):
            if after.now >= kept.due or not quietly:
                stood[index] = fresh
            assert (name, stood[index].found) == (name, fresh.found)


def cut(whole: Car, border: int) -> list[Car]:
    """The same facts in two windows."""
    return [replace(whole, end=border), replace(whole, begin=border)]


def borders(whole: Car) -> list[int]:
    """Where a window may begin: at a settled stop while nothing has begun."""
    busy = unsettled(judge(whole))
    found = moves(whole)
    return [
        stop.stay.enter_hi
        for stop in found.stops
        if found.lasted(stop, whole.rulebook.rest_s) and not holds(busy, stop.stay.enter_hi)
    ]


@settings(max_examples=200)
@each(STRETCHES, FACTS)
@example(DAY, PAPERS_OF_THE_DAY)
@example(DAY, [])
def test_windows_may_be_cut_at_settled_stops(stretches: list[Stretch], facts: list[Fact]) -> None:
    whole = cars(walked(stretches), [IN_SERVICE, *facts])[-1]
    for border in borders(whole):
        before, after = cut(whole, border)
        for name, one, first, second in zip(
            NAMES, judge(whole), judge(before), judge(after), strict=True
        ):
            parts = (*first.found, *second.found)
            assert (name, sorted(parts, key=str)) == (name, sorted(one.found, key=str))


def test_a_day_is_cut_where_the_car_has_rested() -> None:
    day = [*standing(0, 1200), *driving(1200, 1500), *standing(1510, 4000, 3000)]
    whole = car([*day, *driving(4000, 4100, 3000)], [IN_SERVICE], PAPERS)
    assert borders(whole) == [at(0), at(1500)]


def test_what_is_found_belongs_to_the_window_it_begins_in() -> None:
    assert all(isinstance(found, Found) for answer in judge(car([])) for found in answer.found)
    assert unsettled([Answer(busy=((5, 9),))]) == ((5, 9),)
    assert min((answer.due for answer in judge(car([]))), default=FOREVER) == FOREVER

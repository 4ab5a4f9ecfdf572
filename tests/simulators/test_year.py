"""A year of the invented city, told to a real ledger."""

from collections import Counter, defaultdict
from datetime import date, datetime
from itertools import pairwise

import asyncpg
import pytest

from fleet.ledger.applications import Lifecycle
from fleet.ledger.schema import migrate
from fleet.policy.calendar import Announced
from fleet.policy.loading import from_yaml
from fleet.policy.packaged import text
from fleet.supervision.seal_planning import seal_runs
from projections import engine, tables
from projections.audit import replay
from simulators import year as telling
from simulators.story import ADDITIONS, NEV, RENEWALS, cast, used, year
from simulators.story_people import PLATFORMS
from simulators.story_seals import HOLIDAYS, announced
from simulators.story_steps import FIRST, LAST

CARS, ORDERS, EVERY_THIRD = 700, 100, 3


@pytest.mark.proves("R003")
@pytest.mark.proves("R048")
@pytest.mark.proves("R049")
@pytest.mark.timeout(480)
async def test_the_boards_show_at_each_quarters_end_what_was_known_before(dsn: str) -> None:
    migrate(dsn)
    connection = await asyncpg.connect(dsn)
    await tables.migrate(connection)
    ends, told = [], [*year(CARS, orders=ORDERS, every=EVERY_THIRD)]
    with Lifecycle.opened(dsn) as ledger:
        for quarter in told:
            *_, entries = telling.tell(ledger, quarter)
            ends.append(await telling.told(connection, quarter.name, entries, 0.0))
    for quarter, end in zip(told, ends, strict=True):  # as later asked with `--at`
        assert await telling.seen(connection, quarter, end.position) == quarter.known
    await engine.bring_up(connection)
    assert await telling.seen(connection, told[-1], None) == told[-1].known
    assert (await replay.rebuild(connection)).found == []
    await connection.close()


def test_the_same_seed_tells_the_same_year() -> None:
    assert next(year(CARS, 3, ORDERS)).wires == next(year(CARS, 3, ORDERS)).wires
    assert next(year(CARS, 3, ORDERS)).wires != next(year(CARS, 4, ORDERS)).wires


def test_twenty_seven_cars_are_asked_for_nine_of_them_electric() -> None:
    wishes = cast(CARS).asked
    kinds = [wish.kind for wish in wishes]
    assert (kinds.count("RENEWAL"), kinds.count("ADDITION")) == (RENEWALS, ADDITIONS) == (21, 6)
    assert sum(wish.nev for wish in wishes) == NEV == 9
    assert len({wish.slot for wish in wishes}) == 27


def test_what_is_known_of_the_year_is_no_formula_but_these_numbers() -> None:
    known = [quarter.known.in_use for quarter in year(CARS, orders=ORDERS)]
    assert [sum(it.orders.values()) for it in known][-1] == CENTRE + ELSEWHERE
    assert known[-1].seals == {"reported": 6 * 13}
    assert (known[0].exemptions["in_time"], known[-1].exemptions["late"]) == (15, 30)
    assert {it.crowded for it in known} == {1}


CENTRE, ELSEWHERE = 38, 375


def test_thirty_thousand_orders_of_the_centre_are_told_to_the_last_one() -> None:
    use = used(cast(), THIRTY_THOUSAND, 0)
    assert len(use.fleet.centre.cars) == 162
    assert Counter(use.fleet.centre.platforms.values())["ADMIN_ENFORCEMENT"] == 66
    assert len({trip.number for trip in use.trips}) == len(use.trips) == THIRTY_THOUSAND
    assert {trip.platform for trip in use.trips} == {*PLATFORMS}


THIRTY_THOUSAND = 30_000


def test_more_orders_than_the_cars_can_drive_are_no_story() -> None:
    with pytest.raises(ValueError, match="more than 162 cars can drive"):
        _ = used(cast(), 162 * 3 * 260, 0).trips


def test_the_sealed_periods_are_those_that_the_calendars_ask_for() -> None:
    calendars = []
    for year_number in (2025, 2026):
        said = announced(year_number)
        days = {date.fromisoformat(it["date"]): it["name"] for it in said["holidays"]}
        worked = frozenset(map(date.fromisoformat, said["workdays"]))
        calendars.append(Announced(year_number, said["source"], days, worked))
    policy = from_yaml(text("cn-zj-hangzhou@2021-11-01"))
    runs = [run for run in seal_runs(calendars, policy) if FIRST <= run.first_day <= LAST]
    assert [(run.name, run.first_day, run.last_day) for run in runs] == [
        (it.name, it.first, it.last) for it in HOLIDAYS
    ]


def test_nobody_and_no_car_is_asked_for_twice_at_a_time() -> None:
    taken: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
    for trip in used(cast(), 10_000).trips:
        if trip.fate not in ("rejected", "cancelled"):
            taken[trip.car.vehicle].append((trip.begin, trip.end))
    for spans in taken.values():
        spans.sort()
        assert all(one[1] <= other[0] for one, other in pairwise(spans))

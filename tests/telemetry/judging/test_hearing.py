"""One car in one window: what is found, until when that is good, and where it can be cut."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from fleet.supervision.finding import Finding
from telemetry.car import Car
from telemetry.fix import Quality
from telemetry.found import Answer, Found
from telemetry.judging.borders import Border, begin_of, borders, spanning
from telemetry.judging.hearing import Hearing, calm, hear
from telemetry.moment import FOREVER, moment
from telemetry.records import Records
from telemetry.rulebook import Rulebook
from telemetry.timeline import InForce
from telemetry.visits import Visit
from tests.telemetry.on_the_road import (
    IN_SERVICE,
    Papers,
    S,
    Told,
    at,
    car,
    driving,
    fact,
    records,
    standing,
)

ALWAYS = (InForce(0, FOREVER, Rulebook()),)
OUT_AND_BACK = [
    *standing(0, 4000, every=100), *driving(4000, 4600), *standing(4610, 9000, 6000, every=100),
    *driving(9000, 9300, 6000), *standing(9310, 9600, 9000),
]  # fmt: skip


def stay(begin: float, end: float | None = None, lower: float | None = None) -> Visit:
    ends = None if end is None else at(end)
    return Visit(None if lower is None else at(lower), at(begin), at(begin), ends, ends, ends)


def saying(*found: Found, due: int = FOREVER, busy: tuple[tuple[int, int], ...] = ()) -> Any:  # noqa: ANN401 - a rule
    return lambda _: Answer(found, due, busy)


def heard(told: Sequence[Told], *rules: Any, **more: Any) -> Hearing:  # noqa: ANN401 - rules, papers
    return hear(car(told, [IN_SERVICE], Papers(**more)), rules, ALWAYS)


def test_what_begins_outside_the_window_is_not_its_matter() -> None:
    rule = saying(Found("A", stay(10)), Found("A", stay(100)))
    found = heard(standing(0, 300), rule, begin=at(50)).found
    assert [each.stay.enter_hi for each in found] == [at(100)]


def test_the_policy_stands_with_the_finding() -> None:
    [found] = heard(standing(0, 300), saying(Found("A", stay(10), inputs={"a": "b"}))).found
    assert found.inputs == {"a": "b", "policy": "none"}


def test_each_rulebook_decides_about_what_begins_in_its_time() -> None:
    def rule(car: Car) -> Answer:
        limit = {"limit": f"{car.rulebook.speed_kmh:g}"}
        return Answer((Found("A", stay(100), inputs=limit), Found("A", stay(200), inputs=limit)))

    slower = InForce(at(150), at(10_000), Rulebook(speed_kmh=80))
    books = (InForce(0, at(150), Rulebook()), slower, InForce(at(10_000), FOREVER, Rulebook()))
    hearing = hear(car(standing(0, 300), [], Papers(now=at(300))), [rule], books)
    assert [each.inputs["limit"] for each in hearing.found] == ["120", "80"]
    assert hearing.book == slower.value
    assert (hearing.due, hearing.wake) == (at(3600), at(10_000))


def test_the_clock_wakes_only_for_what_lies_ahead() -> None:
    rules = saying(due=at(200)), saying(due=at(900))
    hearing = heard(standing(0, 300), *rules, now=at(300))
    assert (hearing.due, hearing.wake) == (at(200), at(900))


def test_a_stop_that_grows_long_is_worth_a_look() -> None:
    assert heard(standing(0, 300)).due == at(3600)
    assert heard(standing(0, 4000)).due == FOREVER
    assert heard([*standing(0, 300), *driving(300, 600)]).due == FOREVER
    assert heard([]).due == FOREVER


def test_where_a_car_was_as_a_seal_began_is_told() -> None:
    told = car(standing(0, 300), [IN_SERVICE, fact("sealed", 100, 9000, "P1")], Papers(now=at(300)))
    [check] = hear(told, [], ALWAYS).checks
    assert (check.period, check.place) == ("P1", "UNKNOWN")


def remembered(told: Sequence[Told], change: Any = None) -> Any:  # noqa: ANN401 - of what is remembered
    rows = records(told)
    rows = change(rows) if change else rows
    return calm(hear(replace(car([]), records=rows), [], ALWAYS), rows)


def test_a_parked_car_is_compared_with_its_place_and_a_moving_one_with_its_last_turn() -> None:
    parked, moving = (
        remembered(standing(0, 300)),
        remembered([*standing(0, 300), *driving(300, 600)]),
    )
    assert (parked.parked, parked.turn_at, parked.circle_m) == (True, at(0), 50.0)
    assert (moving.parked, moving.turn_at, moving.circle_m) == (False, at(600), 25.0)


RESTLESS = {
    "nothing": [],
    "one record": [Told(0, 0)],
    "two at once": [*standing(0, 300), Told(300, 1)],
    "no place at last": [*standing(0, 300), Told(310, 0, place=False)],
    "a doubt at last": [*standing(0, 300), Told(310, 0, quality=int(Quality.HIGH_HDOP))],
    "away since just now": [*standing(0, 300), Told(310, 60)],
    "perhaps a jump": [*standing(0, 300), Told(301, 90)],
    "without any place": [Told(0, 0, place=False), Told(30, 0, place=False)],
}


@pytest.mark.parametrize("what", RESTLESS)
def test_after_something_odd_the_next_record_is_judged(what: str) -> None:
    assert remembered(RESTLESS[what]) is None


def test_a_place_after_many_without_one_is_odd() -> None:
    told = [Told(0, 0, place=False), Told(30, 0, place=False), Told(60, 0)]
    assert remembered(told) is None


def test_a_record_from_the_future_is_passed_by() -> None:
    told = [*standing(0, 300), Told(9000, 0, quality=int(Quality.FUTURE))]
    assert remembered(told).last == at(300)


def late(rows: Records, since: int) -> Records:
    received = rows.received.copy()
    received[since:] += 500 * S
    return replace(rows, received=received)


def test_it_is_known_since_when_records_are_late() -> None:
    assert remembered(standing(0, 300)).late_since == 0
    assert remembered(standing(0, 300), lambda it: late(it, 8)).late_since == at(240 + 501)
    assert remembered(standing(0, 300), lambda it: late(it, 0)).late_since == at(501)


def told(
    since: float, until: float | None = None, lower: float | None = None, sure: float = 0
) -> Finding:
    """A finding of a stretch."""
    ends = None if until is None else moment(at(until))
    return Finding(
        finding_id="a:V1:1",
        code="A",
        vehicle="V1",
        since_lo=None if lower is None else moment(at(lower)),
        since=moment(at(since)),
        confirmed=moment(at(since)),
        until_lo=ends,
        until=ends,
        until_confirmed=None if until is None else moment(at(until + sure)),
        fixes=1,
        return_fixes=1,
        flags=(),
        rule_version="A/1",
        inputs={},
        evidence=(),
    )


def cut(hearing: Hearing, begin: float = 0) -> list[Border]:
    window = Border(at(begin), at(begin) - 60 * S, at(begin))
    return borders(hearing, records(OUT_AND_BACK), window)


def test_a_past_can_be_judged_anew_from_its_long_stops() -> None:
    first, second = Border(at(0), at(-60), at(3600)), Border(at(4600), at(4580), at(8210))
    assert cut(heard(OUT_AND_BACK)) == [first, second]
    assert cut(heard(OUT_AND_BACK), begin=1) == [Border(at(0), at(-59), at(3600)), second]
    again = heard(OUT_AND_BACK, begin=at(4600))
    assert cut(again, begin=4600) == [Border(at(4600), at(4540), at(8210))]


def test_not_while_something_has_begun() -> None:
    busy = saying(busy=((at(4500), at(4700)),))
    assert [each.begin for each in cut(heard(OUT_AND_BACK, busy))] == [at(0)]
    lasts = saying(Found("A", stay(4000)))
    assert [each.begin for each in cut(heard(OUT_AND_BACK, lasts))] == [at(0)]
    ends_there = saying(Found("A", stay(4000, 4600)))
    assert [each.begin for each in cut(heard(OUT_AND_BACK, ends_there))] == [at(0), at(4600)]


def test_a_finding_belongs_to_the_window_in_which_it_began() -> None:
    assert begin_of(told(100, 200, lower=50)) == at(100)
    assert begin_of(told(100, 100, lower=50)) == at(50)
    assert begin_of(told(100)) == at(100)


def test_a_window_is_widened_over_what_is_not_over_at_its_border() -> None:
    over, sure_later, across, open_ = told(10, 50), told(20, 50, sure=9000), told(30, 500), told(40)
    assert spanning([over], at(100), at(8000)) is None
    assert spanning([over, told(200)], at(100), at(8000)) is None
    assert spanning([over, sure_later], at(100), at(8000)) == at(20)
    assert spanning([across], at(100), at(8000)) == at(30)
    assert spanning([open_, across], at(100), at(8000)) == at(30)

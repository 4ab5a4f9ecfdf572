"""Which days are counted, and what they prove."""

from datetime import date

from telemetry.day import Day, Table
from telemetry.found import Answer, Found
from telemetry.judging.daily import Counted, asked, counted, proof
from telemetry.moment import FOREVER, moment
from telemetry.rulebook import Rulebook
from telemetry.timeline import InForce
from telemetry.visits import Visit
from telemetry.wall_clock import begins
from tests.telemetry.on_the_road import Papers, at, car, standing

ZONE = "Asia/Shanghai"
HOURS = 3600


def midnight(day: int) -> int:
    """Of a day in September 2026, in Hangzhou."""
    return begins(date(2026, 9, day), ZONE)


def test_a_car_waits_once_a_day_of_its_is_over() -> None:
    days = Counted({}, ZONE)
    days.touch("V1", midnight(20) + 5)
    assert (len(days), days.of("V1"), days.of("V2")) == (0, midnight(20), 0)
    days.pass_midnight(midnight(21) + 5)
    assert len(days) == 1
    assert days.next() == ("V1", midnight(20))
    assert (days.next(), days.of("V1")) == (None, midnight(21))
    assert days.changes() == [("V1", moment(midnight(21)))]
    assert days.changes() == []


def test_what_comes_late_has_its_day_counted_anew() -> None:
    days = Counted({"V1": midnight(21), "V2": midnight(21)}, ZONE)
    days.pass_midnight(midnight(21))
    days.touch("V1", midnight(21))
    assert len(days) == 0
    days.touch("V1", midnight(19) + 5)
    assert days.changes() == [("V1", moment(midnight(19)))]
    assert days.next() == ("V1", midnight(19))


def test_midnight_comes_once() -> None:
    days = Counted({"V1": midnight(20), "V2": midnight(22)}, ZONE)
    for _ in range(2):
        days.pass_midnight(midnight(22) + 5)
        assert len(days) == 1
    assert days.next() == ("V1", midnight(20))


def test_each_day_is_counted_by_the_numbers_in_force_as_it_began() -> None:
    told = car(standing(0, 90 * HOURS, every=600), papers=Papers(now=at(90 * HOURS)))
    whole = InForce(0, FOREVER, Rulebook())
    rows = counted(told, [whole])
    later = begins(rows[1].day, ZONE)
    books = [InForce(0, later, Rulebook()), InForce(later, FOREVER, Rulebook(grace_s=1))]
    assert counted(told, books) == rows
    assert counted(told, books[1:]) == rows[1:]
    assert len(rows) == 4


def test_days_prove_what_was_found_in_them() -> None:
    begin = midnight(20)
    rows = [
        Day(date(2026, 9, 20 + n), begin + n * 10, begin + n * 10 + 5, gps_m=n) for n in range(4)
    ]
    visit = Visit(None, begin + 12, begin + 13, begin + 22, begin + 22, begin + 22)
    first, second = proof(rows, visit)
    assert (first.kind, first.range, first.rows) == ("days", "2026-09-21/2026-09-21", 1)
    assert (second.range, second.rows) == ("2026-09-22/2026-09-22", 1)
    assert first.digest != second.digest
    assert [*proof(rows, Visit(None, begin + 7, begin + 8))] == []


def test_days_that_could_not_be_counted_are_tried_with_the_next_one() -> None:
    days = Counted({"V1": midnight(20)}, ZONE)
    days.pass_midnight(midnight(21))
    assert days.next() == ("V1", midnight(20))
    days.put_off("V1", midnight(20))
    assert days.next() is None
    days.pass_midnight(midnight(22))
    assert days.next() == ("V1", midnight(20))


def test_what_began_under_other_numbers_is_decided_by_them() -> None:
    told = car(standing(0, 90 * HOURS, every=600), papers=Papers(now=at(90 * HOURS)))
    rows = counted(told, [InForce(0, FOREVER, Rulebook())])

    def rule(table: Table) -> Answer:
        grace = str(table.rulebook.grace_s)
        stays = [(Visit(None, row.first, row.last), grace) for row in table.days]
        return Answer(tuple(Found("TERM-06", stay, "", {"grace_s": told}) for stay, told in stays))

    later = begins(rows[1].day, ZONE)
    first = InForce(0, later, Rulebook(version="first", grace_s=1))
    second = InForce(later, FOREVER, Rulebook(version="second", grace_s=2))
    found = [it for book in (first, second) for it in asked([rule], rows, rows[-1].day, book)]
    assert [it.stay.enter_hi for it in found] == [row.first for row in rows]
    others = [{"grace_s": "2", "policy": "second"}] * (len(rows) - 1)
    assert [it.inputs for it in found] == [{"grace_s": "1", "policy": "first"}, *others]

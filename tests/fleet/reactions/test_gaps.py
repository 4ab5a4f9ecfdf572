"""What a car in service lacks is told an hour later, or on the day on which it begins."""

from datetime import UTC, date, datetime, timedelta

import pytest

from fleet.decider import Entry
from fleet.reactions.due import Due, Forget, Notice, Withdrawal
from fleet.reactions.gaps import Gaps
from fleet.supervision.restricted_list import VehicleDelisted, VehicleListed
from fleet.terms import ZONE
from fleet.vehicle.dossier import MarkingRecorded
from fleet.vehicle.retirement import VehicleWithdrawn
from fleet.vehicle.service import VehicleReturned
from tests.fleet.reactions.books import HANGZHOU, NOW, Books

HOUR = timedelta(hours=1)
LATER = NOW + timedelta(days=30)


def told(gaps: Gaps, books: Books, entry: Entry) -> list[Due | Forget | Withdrawal]:
    return list(gaps.changed(entry, books.census))


def codes(actions: list[Due | Forget | Withdrawal]) -> list[str]:
    return [it.notice.code for it in actions if isinstance(it, Due) and it.notice]


def whole(gaps: Gaps, books: Books, *, until: date | None = None) -> None:
    """A car that has everything."""
    books.unit()
    for entry in (books.car(), books.plan(), books.bound(), marked(books, until)):
        told(gaps, books, entry)


def marked(books: Books, until: date | None = None) -> Entry:
    kind = "exempt" if until else "recorded"
    event = MarkingRecorded(vehicle="C1", kind=kind, until=until, document="", at=NOW)
    return books.entry("vehicle:C1", event)


def test_a_car_that_comes_with_nothing_lacks_three_things_in_an_hour() -> None:
    gaps, books = Gaps(), Books()
    books.unit()
    actions = told(gaps, books, books.car())
    assert codes(actions) == ["GEO-03", "TERM-05", "INSP-07"]
    notice = Notice("GEO-03", "vehicle:C1", "U", "C1", NOW, {"since": NOW.isoformat()})
    assert actions[0] == Due("gap:GEO-03:C1:", NOW + HOUR, notice=notice)


@pytest.mark.proves("GEO-03")
@pytest.mark.proves("R069")
def test_a_plan_settles_what_was_told_of_its_lack() -> None:
    gaps, books = Gaps(), Books()
    books.unit()
    told(gaps, books, books.car())
    assert told(gaps, books, books.plan()) == [
        Forget("gap:GEO-03:C1:"),
        Withdrawal("geo-03:vehicle:C1", "settled", NOW),
    ]


@pytest.mark.proves("GEO-03")
def test_a_plan_that_ends_is_missed_from_its_end_on() -> None:
    gaps, books = Gaps(), Books()
    whole(gaps, books)
    [due] = told(gaps, books, books.plan(end=LATER))[-1:]
    assert isinstance(due, Due)
    assert due.notice is not None
    assert (due.notice.code, due.notice.at, due.at) == ("GEO-03", LATER, LATER + HOUR)


def test_a_plan_that_begins_later_does_not_help_now() -> None:
    gaps, books = Gaps(), Books()
    books.unit()
    told(gaps, books, books.car())
    assert told(gaps, books, books.plan(begin=LATER)) == []


def test_a_lack_that_turns_into_a_later_one_is_settled_until_then() -> None:
    gaps, books = Gaps(), Books()
    books.unit()
    told(gaps, books, books.car())
    settled, due = told(gaps, books, books.plan(end=LATER))
    assert settled == Withdrawal("geo-03:vehicle:C1", "settled", NOW)
    assert isinstance(due, Due)
    assert due.at == LATER + HOUR


@pytest.mark.proves("TERM-05")
@pytest.mark.proves("R061")
def test_a_spare_terminal_is_none() -> None:
    gaps, books = Gaps(), Books()
    books.unit()
    told(gaps, books, books.car())
    assert told(gaps, books, books.bound(spare=True)) == []
    assert Forget("gap:TERM-05:C1:") in told(gaps, books, books.bound())


@pytest.mark.proves("TERM-05")
@pytest.mark.proves("R061")
def test_a_confidential_car_needs_no_terminal() -> None:
    gaps, books = Gaps(), Books()
    books.unit()
    told(gaps, books, books.car())
    about = {"jurisdiction": HANGZHOU, "vehicle": "C1", "document": "密1", "by": "孙", "at": NOW}
    listed = books.entry(f"restricted-list:{HANGZHOU}", VehicleListed(officer="陈", **about))
    assert told(gaps, books, listed)[0] == Forget("gap:TERM-05:C1:")
    off = books.entry(f"restricted-list:{HANGZHOU}", VehicleDelisted(**about))
    assert codes(told(gaps, books, off)) == ["TERM-05"]


@pytest.mark.proves("INSP-07")
@pytest.mark.proves("R074")
def test_an_exemption_from_marking_is_over_the_day_after_its_last() -> None:
    gaps, books = Gaps(), Books()
    books.unit()
    told(gaps, books, books.car())
    settled, due = told(gaps, books, marked(books, date(2026, 9, 30)))
    assert settled == Withdrawal("insp-07:vehicle:C1", "settled", NOW)
    assert isinstance(due, Due)
    assert due.at == datetime(2026, 10, 1, 1, tzinfo=ZONE)
    assert due.notice is not None
    assert due.notice.at.astimezone(UTC) == datetime(2026, 9, 30, 16, tzinfo=UTC)


@pytest.mark.proves("INSP-07")
def test_an_exemption_that_is_over_counts_for_nothing() -> None:
    gaps, books = Gaps(), Books()
    books.unit()
    told(gaps, books, books.car())
    assert told(gaps, books, marked(books, date(2026, 8, 30))) == []
    assert Forget("gap:INSP-07:C1:") in told(gaps, books, marked(books))


def test_a_car_that_leaves_lacks_nothing() -> None:
    gaps, books = Gaps(), Books()
    books.unit()
    told(gaps, books, books.car())
    event = VehicleWithdrawn(vehicle="C1", approval="1", case="", at=NOW)
    actions = told(gaps, books, books.entry("vehicle:C1", event))
    assert [it for it in actions if isinstance(it, Forget)] == [
        Forget(f"gap:{code}:C1:") for code in ("GEO-03", "TERM-05", "INSP-07")
    ]


def test_a_future_lack_of_a_car_that_leaves_is_forgotten() -> None:
    gaps, books = Gaps(), Books()
    whole(gaps, books, until=date(2026, 9, 30))
    event = VehicleWithdrawn(vehicle="C1", approval="1", case="", at=NOW)
    actions = told(gaps, books, books.entry("vehicle:C1", event))
    assert actions[0] == Forget("gap:INSP-07:C1:")


def test_daily_service_is_not_looked_at() -> None:
    gaps, books = Gaps(), Books()
    books.unit()
    event = VehicleReturned(vehicle="C1", order="O1", odometer_km=1, at=NOW)
    assert told(gaps, books, books.entry("vehicle:C1", event)) == []
    assert told(gaps, books, books.unit("V")) == []

"""Sealed periods follow from the calendar, and each car of the region hears of them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from fleet.decider import Entry
from fleet.inspection.special_words import SpecialCheckOrdered
from fleet.policy.calendar import CalendarAmended, Holiday
from fleet.policy.grounds import Grounds
from fleet.reactions.due import Due, Notice, Say, Withdrawal
from fleet.reactions.holidays import Holidays
from fleet.reactions.sealing import sealing
from fleet.reactions.special_checks import special_checks
from fleet.supervision.seal_events import (
    ExemptionGranted,
    SealCancelled,
    SealClosed,
    SealOpened,
    SealPlanned,
)
from fleet.vehicle.entry import VehicleOrdered
from fleet.vehicle.service import (
    MaintenanceCompleted,
    ReservationReleased,
    VehicleReinstated,
    VehicleReturned,
)
from tests.fleet.reactions.books import HANGZHOU, HANGZHOU_POLICY, NOW, Books

GROUNDS = Grounds.of(HANGZHOU_POLICY)
OCTOBER = ("2026-10-01", "2026-10-02", "2026-10-03")
BEGIN, END = datetime(2026, 9, 30, 16, tzinfo=UTC), datetime(2026, 10, 4, 16, tzinfo=UTC)
"""With the weekend that follows: four days."""
PERIOD = f"{HANGZHOU}-2026-10-01"
AHEAD = {
    "command": "PlanSeal",
    "period": PERIOD,
    "jurisdiction": HANGZHOU,
    "name": "国庆节",
    "at": NOW,
    "first_day": date(2026, 10, 1),
    "last_day": date(2026, 10, 4),
}


def city(*cars: str) -> Books:
    """Units U and V of Hangzhou and W of Xihu, some cars of U."""
    books = Books()
    books.unit()
    books.unit("V", district="滨江区")
    books.unit("W", jurisdiction="330106")
    for name in cars:
        books.car(name)
    return books


def said(books: Books, entry: Entry) -> list[Any]:
    """What the last entry asks for, by one who has heard all of them."""
    told = Holidays()
    for each in books.told:
        wires = [it.wire for it in told.follows(each, books.census)]
        if each is entry:
            return wires
    raise AssertionError("it was not told")


def period(books: Books, **more: Any) -> Entry:  # noqa: ANN401 - of any field
    """The period is planned."""
    days = {"first_day": date(2026, 10, 1), "last_day": date(2026, 10, 4)}
    told = {"period": PERIOD, "jurisdiction": HANGZHOU, "name": "国庆节", **days, "by": "孙立"}
    told |= {"begins_at": BEGIN, "ends_at": END, "document": None, "grounds": GROUNDS, "at": NOW}
    event = SealPlanned.model_validate({**told, **more})
    return books.entry(f"seal-period:{event.period}", event)


def opened(books: Books) -> Entry:
    """It is open."""
    period(books)
    told = {"name": "国庆节", "begins_at": BEGIN, "ends_at": END, "exempt": ()}
    event = SealOpened(period=PERIOD, jurisdiction=HANGZHOU, at=BEGIN, **told)
    return books.entry(f"seal-period:{PERIOD}", event)


def exempt(books: Books, car: str, unit: str = "U", **more: Any) -> Entry:  # noqa: ANN401 - of any field
    """A car is exempt."""
    told = {"reason": "防汛", "approver": "孙立", "document": "豁1", "late": False, "by": "吴越"}
    times = {"begins_at": BEGIN, "ends_at": END}
    times |= {"period_begins_at": BEGIN, "period_ends_at": END, "at": NOW}
    where = {"period": PERIOD, "jurisdiction": HANGZHOU, "vehicle": car, "unit": unit}
    event = ExemptionGranted.model_validate({**where, **told, **times, "grounds": GROUNDS, **more})
    return books.entry(f"seal-period:{PERIOD}", event)


@pytest.mark.proves("R078")
def test_an_announced_calendar_plans_the_periods_of_every_region_with_cars() -> None:
    books = city("C1")
    books.car("C2", "W")
    books.policy()
    wires = said(books, books.calendar(*OCTOBER))
    assert wires[0] == AHEAD
    assert [wire["jurisdiction"] for wire in wires] == [HANGZHOU, "330106"]


def test_nothing_is_planned_without_a_policy_or_without_cars() -> None:
    books = city("C1")
    assert said(books, books.calendar(*OCTOBER)) == []
    bare = city()
    bare.policy()
    assert said(bare, bare.calendar(*OCTOBER)) == []


def test_a_policy_that_comes_later_plans_them_too() -> None:
    books = city("C1")
    books.calendar(*OCTOBER)
    assert said(books, books.policy()) == [AHEAD]


def test_the_first_car_of_a_region_plans_them_too() -> None:
    books = city()
    books.policy()
    books.calendar(*OCTOBER)
    assert said(books, books.car()) == [AHEAD]
    period(books)
    assert said(books, books.car("C2")) == []


def test_a_holiday_that_has_begun_is_not_planned() -> None:
    books = city("C1")
    books.policy()
    assert said(books, books.calendar("2026-08-31", "2026-09-01", "2026-09-02")) == []
    assert said(books, books.calendar("2026-09-02", "2026-09-03", "2026-09-04")) != []


def amended(books: Books, *days: str) -> Entry:
    off = tuple(Holiday(date=date.fromisoformat(day), name="国庆节") for day in days)
    told = {"source": "国务院办公厅", "holidays": off, "workdays": ()}
    return books.entry("calendar:2026", CalendarAmended(year=2026, **told, at=NOW))


def test_a_changed_calendar_calls_off_what_it_asks_for_no_more() -> None:
    books = city("C1")
    books.policy()
    books.calendar(*OCTOBER)
    period(books)
    cancelled, planned = said(books, amended(books, "2026-10-07", "2026-10-08", "2026-10-09"))
    assert cancelled == {
        "command": "CancelSeal",
        "period": PERIOD,
        "reason": "节假日安排调整",
        "at": NOW,
    }
    assert planned["period"] == f"{HANGZHOU}-2026-10-07"


@pytest.mark.parametrize(
    "more",
    [
        {"document": "杭机管〔2026〕9号"},
        {"period": "own-number"},
        {"begins_at": NOW},
        {"first_day": date(2025, 12, 31), "period": f"{HANGZHOU}-2025-12-31"},
    ],
)
def test_what_somebody_ordered_or_what_has_begun_stays(more: dict[str, Any]) -> None:
    books = city("C1")
    books.policy()
    books.calendar(*OCTOBER)
    period(books, **more)
    wires = said(books, amended(books, "2026-10-07", "2026-10-08", "2026-10-09"))
    assert [wire["command"] for wire in wires] == ["PlanSeal"]


def test_an_open_period_is_asked_too_and_one_that_is_over_is_not() -> None:
    books = city("C1")
    books.policy()
    books.calendar(*OCTOBER)
    opened(books)
    wires = said(books, amended(books, "2026-10-07", "2026-10-08", "2026-10-09"))
    assert [wire["command"] for wire in wires] == ["CancelSeal", "PlanSeal"]
    ends = {"begins_at": BEGIN, "ends_at": END, "at": END}
    books.entry(f"seal-period:{PERIOD}", SealClosed(period=PERIOD, jurisdiction=HANGZHOU, **ends))
    wires = said(books, amended(books, "2026-10-07", "2026-10-08", "2026-10-09"))
    assert [wire["command"] for wire in wires] == ["PlanSeal"]


def called_off(books: Books, number: str = PERIOD, reason: str = "节假日安排调整") -> Entry:
    told = {"begins_at": BEGIN, "ends_at": END, "reason": reason, "by": "reactions", "at": NOW}
    event = SealCancelled(period=number, jurisdiction=HANGZHOU, **told)
    return books.entry(f"seal-period:{number}", event)


def wanted(wire: dict[str, Any]) -> tuple[str, str, int]:
    """What is said about which period; its last day."""
    return wire["command"], wire["period"], wire["last_day"].day if "last_day" in wire else 0


def october(*days: int) -> list[str]:
    return [f"2026-10-{day:02}" for day in days]


@pytest.fixture
def planned() -> Books:
    """The first four days of October are planned in a city with a car."""
    books = city("C1")
    books.policy()
    books.calendar(*OCTOBER)
    period(books)
    return books


@pytest.mark.proves("R078")
@pytest.mark.parametrize(("last", "ends"), [(2, 4), (5, 5)])
def test_a_holiday_of_other_days_is_planned_anew(planned: Books, last: int, ends: int) -> None:
    days = october(*range(1, last + 1)) if ends == 5 else october(2, 3)
    cancel, anew = said(planned, amended(planned, *days))
    assert wanted(cancel) == ("CancelSeal", PERIOD, 0)
    number = f"{PERIOD}-2" if ends == 5 else f"{HANGZHOU}-2026-10-02"
    assert wanted(anew) == ("PlanSeal", number, ends)


def test_a_holiday_of_another_name_is_planned_anew(planned: Books) -> None:
    off = tuple(Holiday(date=date.fromisoformat(day), name="中秋节") for day in OCTOBER)
    told = {"source": "国务院办公厅", "holidays": off, "workdays": ()}
    entry = planned.entry("calendar:2026", CalendarAmended(year=2026, **told, at=NOW))
    _, anew = said(planned, entry)
    assert (anew["name"], anew["period"]) == ("中秋节", f"{PERIOD}-2")


@pytest.mark.proves("R078")
def test_what_a_calendar_has_called_off_comes_back_with_it(planned: Books) -> None:
    [cancel] = said(planned, amended(planned))
    assert wanted(cancel) == ("CancelSeal", PERIOD, 0)
    assert said(planned, called_off(planned)) == []
    [back] = said(planned, amended(planned, *OCTOBER))
    assert back == {**AHEAD, "period": f"{PERIOD}-2"}
    period(planned, period=f"{PERIOD}-2")
    called_off(planned, f"{PERIOD}-2")
    [again] = said(planned, amended(planned, *OCTOBER))
    assert again["period"] == f"{PERIOD}-3"


def test_what_somebody_has_called_off_stays_off(planned: Books) -> None:
    assert said(planned, called_off(planned, reason="抗洪")) == []
    assert said(planned, amended(planned, *OCTOBER)) == []


def test_two_changes_at_once_end_where_the_last_one_wants(planned: Books) -> None:
    amended(planned, *october(1, 2, 3, 4, 5))  # said: cancel, plan -2 to the fifth
    assert said(planned, amended(planned, *OCTOBER)) == []  # nothing has been heard of it yet
    [stale] = said(planned, called_off(planned))
    assert wanted(stale) == ("PlanSeal", f"{PERIOD}-2", 4)  # refused: taken
    entry = period(planned, period=f"{PERIOD}-2", last_day=date(2026, 10, 5))
    cancel, anew = said(planned, entry)
    assert wanted(cancel) == ("CancelSeal", f"{PERIOD}-2", 0)
    assert wanted(anew) == ("PlanSeal", f"{PERIOD}-3", 4)


def test_a_period_of_a_region_without_cars_plans_nothing() -> None:
    books = city()
    books.policy()
    books.calendar(*OCTOBER)
    assert said(books, period(books, last_day=date(2026, 10, 3))) == []


WINDOW = (BEGIN + timedelta(days=1), BEGIN + timedelta(days=2))


def let_out(begins_at: datetime, ends_at: datetime | None, car: str = "C1") -> list[Due]:
    """A car is let out, and sealed again."""
    key = f"seal:{PERIOD}:exempt:{car}:{WINDOW[0].isoformat()}"
    free = {"command": "UnsealVehicle", "vehicle": car, "approver": "孙立", "reason": "防汛"}
    again = {"command": "SealVehicle", "vehicle": car, "period": PERIOD, "at": ends_at}
    dues = [Due(key, begins_at, {**free, "at": begins_at})]
    return [*dues, Due(f"{key}:over", ends_at, again)] if ends_at else dues


def granted(books: Books, at: datetime, begins_at: datetime, ends_at: datetime) -> list[Any]:
    """What an exemption asks for, but for its share."""
    entry = exempt(books, "C1", at=at, begins_at=begins_at, ends_at=ends_at)
    return [it for it in sealing(entry, books.census) if isinstance(it, Due)]


@pytest.fixture
def holiday() -> Books:
    """It is open."""
    books = city("C1")
    books.policy()
    opened(books)
    return books


@pytest.mark.proves("R078")
@pytest.mark.parametrize(
    ("at", "due"),
    [
        (BEGIN, WINDOW[0]),
        (WINDOW[0], WINDOW[0]),
        (WINDOW[1] - timedelta(seconds=1), WINDOW[1] - timedelta(seconds=1)),
    ],
)
def test_a_sealed_car_is_let_out_in_its_window_and_no_longer(
    holiday: Books, at: datetime, due: datetime
) -> None:
    assert granted(holiday, at, *WINDOW) == let_out(due, WINDOW[1])


@pytest.mark.proves("R078")
@pytest.mark.parametrize("late", [timedelta(0), timedelta(hours=9)])
def test_a_window_that_is_over_lets_nobody_out(holiday: Books, late: timedelta) -> None:
    assert granted(holiday, WINDOW[1] + late, *WINDOW) == []


@pytest.mark.proves("R078")
def test_a_window_to_the_end_of_the_period_ends_with_it(holiday: Books) -> None:
    second = timedelta(seconds=1)
    assert granted(holiday, BEGIN, WINDOW[0], END) == let_out(WINDOW[0], None)
    assert granted(holiday, BEGIN, WINDOW[0], END - second) == let_out(WINDOW[0], END - second)


@pytest.mark.proves("R078")
def test_a_window_that_was_granted_before_lets_out_when_the_period_is_open() -> None:
    books = city("C1")
    books.policy()
    period(books)
    assert granted(books, NOW, *WINDOW) == []
    told = {"name": "国庆节", "begins_at": BEGIN, "ends_at": END, "exempt": ("C1",)}
    event = SealOpened(period=PERIOD, jurisdiction=HANGZHOU, at=BEGIN, **told)
    sealed, *dues = sealing(books.entry(f"seal-period:{PERIOD}", event), books.census)
    assert sealed == Say({"command": "SealVehicle", "period": PERIOD, "at": BEGIN, "vehicle": "C1"})
    assert dues == let_out(*WINDOW)


@pytest.mark.proves("R078")
def test_each_car_of_the_region_is_sealed_and_freed() -> None:
    books = city("C1", "C2")
    books.car("C3", "W")
    told = {"purchase": "P1", "slot": "S2", "unit": "U", "category": "LAW_ENFORCEMENT"}
    books.entry("vehicle:C4", VehicleOrdered(vehicle="C4", **told, at=NOW))  # not here yet
    actions = [*sealing(opened(books), books.census)]
    seal = {"command": "SealVehicle", "period": PERIOD, "at": BEGIN}
    assert actions == [Say({**seal, "vehicle": name}) for name in ("C1", "C2")]
    ends = {"begins_at": BEGIN, "ends_at": END, "at": END}
    event = SealClosed(period=PERIOD, jurisdiction=HANGZHOU, **ends)
    actions = [*sealing(books.entry(f"seal-period:{PERIOD}", event), books.census)]
    free = {"command": "UnsealVehicle", "at": END}
    assert actions == [Say({**free, "vehicle": name}) for name in ("C1", "C2")]


@pytest.mark.proves("R078")
@pytest.mark.parametrize(
    "event",
    [
        VehicleReturned(vehicle="C1", order="O1", odometer_km=1, at=BEGIN),
        MaintenanceCompleted(vehicle="C1", result="好", at=BEGIN),
        ReservationReleased(vehicle="C1", order="O1", reason="取消", at=BEGIN),
        VehicleReinstated(vehicle="C1", evidence="1", at=BEGIN),
    ],
)
def test_a_car_that_was_away_at_the_begin_is_sealed_when_it_is_back(event: Any) -> None:  # noqa: ANN401 - of a car
    books = city("C1")
    assert [*sealing(books.entry("vehicle:C1", event), books.census)] == []
    opened(books)
    seal = {"command": "SealVehicle", "vehicle": "C1", "period": PERIOD, "at": BEGIN}
    assert [*sealing(books.entry("vehicle:C1", event), books.census)] == [Say(seal)]


def test_a_car_that_nobody_keeps_is_not_sealed() -> None:
    books = city()
    opened(books)
    event = VehicleReturned(vehicle="C1", order="O1", odometer_km=1, at=BEGIN)
    assert [*sealing(books.entry("vehicle:C1", event), books.census)] == []


@pytest.mark.proves("SEAL-04")
@pytest.mark.proves("R078")
def test_more_than_a_fifth_of_a_units_cars_exempt_is_told() -> None:
    books = city("C1", "C2", "C3", "C4", "C5")
    books.policy()
    books.car("C6", "V")
    period(books)
    assert [*sealing(exempt(books, "C1"), books.census)] == []
    [notice] = sealing(exempt(books, "C2"), books.census)
    inputs = {
        "period": PERIOD,
        "exempt": "2",
        "cars": "5",
        "max_percent": "20",
        "policy": "cn-zj-hangzhou@2021-11-01",
    }
    subject = f"seal-period:{PERIOD}:U"
    assert notice == Notice("SEAL-04", subject, "U", "", NOW, inputs)


@pytest.mark.proves("SEAL-04")
def test_a_period_that_is_called_off_settles_its_exemptions() -> None:
    books = city("C1")
    books.car("C3", "W")
    period(books)
    told = {"begins_at": BEGIN, "ends_at": END, "reason": "调整", "by": "孙立", "at": NOW}
    event = SealCancelled(period=PERIOD, jurisdiction=HANGZHOU, **told)
    actions = [*sealing(books.entry(f"seal-period:{PERIOD}", event), books.census)]
    assert actions == [Withdrawal(f"seal-04:seal-period:{PERIOD}:U", "cancelled", NOW)]


@pytest.mark.proves("R093")
def test_a_special_check_is_one_task_for_each_car_of_the_named_districts() -> None:
    books = city("C1")
    books.car("C2", "V")
    books.car("C3", "W")
    about = {"campaign": "T1", "jurisdiction": HANGZHOU, "name": "台风", "occasion": "TYPHOON"}
    days = {"first_day": date(2026, 9, 1), "last_day": date(2026, 9, 3)}
    times = {"begins_at": NOW, "due_until": NOW + timedelta(days=3), "at": NOW}
    more = {"items": ("BRAKES",), "document": "1", "note": "", "grounds": GROUNDS, "by": "孙立"}
    told = {**about, **days, **times, **more}
    event = SpecialCheckOrdered.model_validate({**told, "districts": ("滨江区", "330106")})
    entry = books.entry("special-check:T1", event)
    task = {"command": "ScheduleCheck", "kind": "SPECIAL", "period": "T1", "at": NOW}
    wires = [it.wire for it in special_checks(entry, books.census)]
    assert wires == [{**task, "vehicle": "C2"}, {**task, "vehicle": "C3"}]
    assert [*special_checks(books.car("C4"), books.census)] == []
    whole = SpecialCheckOrdered.model_validate({**told, "districts": (HANGZHOU,)})
    entry = books.entry("special-check:T2", whole)
    assert len([*special_checks(entry, books.census)]) == 4

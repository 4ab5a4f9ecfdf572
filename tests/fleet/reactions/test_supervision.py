"""What sealed periods put on the list of dates, tell other records, and look up."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

import pytest

from fleet.decider import Decider, Entry, Event
from fleet.organisation.unit import UnitRegistered, unit
from fleet.policy.brief import NOBODY
from fleet.policy.calendar import CalendarAnnounced, Unannounced, calendar, known
from fleet.policy.seal_cover import SealCover
from fleet.reactions import lookups_supervision as lookups
from fleet.reactions.deadlines_supervision import deadlines
from fleet.reactions.due import Due, Forget
from fleet.reactions.streams import to_seal_calendar
from fleet.reactions.together import together
from fleet.supervision.seal import seal
from fleet.supervision.seal_calendar import EnterSeal, LeaveSeal, SealEntered, seal_calendar
from fleet.supervision.spot_check import spot_check
from fleet.vehicle.entry import VehicleTakenOver
from tests.fleet.supervision import checking
from tests.fleet.supervision.sealing import (
    BEGIN,
    CANCELLED,
    CHECKED,
    CITY,
    CLOSED,
    END,
    GRANTED,
    OPENED,
    PLANNED,
    REPORTED,
    SECOND,
    SOON,
    exempt,
    other,
    plan,
    start,
)
from tests.fleet.supervision.test_restricted_list import enlist

S = TypeVar("S")
NAME = UUID("00000000-0000-4000-8000-000000000001")
FROM, UNTIL = GRANTED.begins_at, GRANTED.ends_at


def entry(event: Event) -> Entry:
    """As the ledger has it."""
    return Entry("lifecycle", 1, "seal-period:G26", 1, NAME, SOON, {}, event)


class Streams:
    """Streams with a past."""

    def __init__(self, pasts: Mapping[str, list[Event]]) -> None:
        self._pasts = pasts

    def state(self, stream: str, decider: Decider[Any, Any, S]) -> S:
        """What a stream amounts to."""
        return decider.fold(self._pasts.get(stream, []))

    def named(self, stream: str, kind: type[Event]) -> UUID | None:
        """Nobody asks."""
        raise AssertionError(stream, kind)


def test_it_opens_and_closes_by_itself() -> None:
    opens = {"command": "OpenSeal", "period": "G26", "at": BEGIN}
    closes = {"command": "CloseSeal", "period": "G26", "at": END}
    assert [*deadlines(entry(PLANNED))] == [
        Due("seal:G26:OpenSeal", BEGIN, opens),
        Due("seal:G26:CloseSeal", END, closes),
    ]


def test_a_day_after_its_end_it_is_reported() -> None:
    at = END + timedelta(days=1)
    wire = {"command": "PublishSealReport", "period": "G26", "at": at}
    over = Forget("seal:G26:")
    assert [*deadlines(entry(CLOSED))] == [over, Due("seal:G26:PublishSealReport", at, wire)]


@pytest.mark.parametrize("event", [CANCELLED, REPORTED])
def test_what_is_cancelled_or_reported_waits_for_nothing(event: Event) -> None:
    assert [*deadlines(entry(event))] == [Forget("seal:G26:")]


@pytest.mark.parametrize("event", [OPENED, CHECKED, GRANTED])
def test_other_steps_set_no_dates(event: Event) -> None:
    assert [*deadlines(entry(event))] == []


@pytest.mark.proves("R078")
def test_a_planned_period_enters_the_calendar_of_its_region() -> None:
    (said,) = together(PLANNED)
    assert (said.stream, said.decider) == (f"seal-calendar:{CITY}", seal_calendar)
    when = {"name": "国庆节", "begins_at": BEGIN, "ends_at": END}
    assert said.command == EnterSeal(jurisdiction=CITY, period="G26", at=SOON, **when)


def test_a_cancelled_period_leaves_it() -> None:
    (said,) = together(CANCELLED)
    left = LeaveSeal(jurisdiction=CITY, period="G26", at=SOON)
    assert (said.stream, said.command) == (to_seal_calendar(left).stream, left)


ENTERED = SealEntered(
    jurisdiction=CITY, period="G26", name="国庆节", begins_at=BEGIN, ends_at=END, at=SOON
)
LATER = ENTERED.model_copy(
    update={"period": "X", "name": "周末", "begins_at": END, "ends_at": END + 9 * SECOND}
)
NEXT = PLANNED.model_copy(update={"period": "X", "begins_at": END, "ends_at": LATER.ends_at})
REGISTERED = UnitRegistered(unit="U1", name="甲", jurisdiction=CITY)
CAR = VehicleTakenOver(vehicle="V1", plate="浙A1", unit="U1", category="LAW_ENFORCEMENT", at=SOON)
READ = Streams(
    {
        "seal-calendar:330100": [LATER, ENTERED],
        "seal-period:G26": [PLANNED, GRANTED],
        "seal-period:X": [NEXT],
        "spot-check:K1": [checking.PLANNED],
        "unit:U1": [REGISTERED],
        "vehicle:V1": [CAR],
        "calendar:2026": [
            CalendarAnnounced(year=2026, source="国办", holidays=(), workdays=(), at=SOON)
        ],
    }
)


def cover(span: tuple[datetime, datetime], car: str | None, unit: str = "") -> list[bool]:
    """Whether it is exempt from the periods it meets."""
    return [it.exempt for it in lookups.sealing(READ, CITY, span, car, unit)]


@pytest.mark.proves("R078")
def test_an_order_is_told_of_the_periods_it_falls_into() -> None:
    found = lookups.sealing(READ, CITY, (FROM, END + SECOND), "V1")
    assert found == (
        SealCover(period="G26", name="国庆节", exempt=False),
        SealCover(period="X", name="周末", exempt=False),
    )
    assert lookups.sealing(READ, CITY, (BEGIN - SECOND, BEGIN), "V1") == ()
    assert lookups.sealing(READ, "330106", (FROM, UNTIL), "V1") == ()


@pytest.mark.proves("R078")
def test_an_exempt_car_is_exempt_for_the_whole_trip_or_not() -> None:
    assert cover((FROM, UNTIL), "V1") == [True]
    assert cover((FROM, UNTIL), "V2") == [False]
    assert cover((FROM, UNTIL + SECOND), "V1") == [False]


def test_with_no_car_named_any_car_of_the_unit_may_be_exempt() -> None:
    assert cover((FROM, UNTIL), None) == [True]
    assert cover((FROM, UNTIL), None, "U1") == [True]
    assert cover((FROM, UNTIL), None, "U2") == [False]
    assert cover((FROM - SECOND, UNTIL), None) == [False]


def test_a_period_that_the_calendar_knows_and_nobody_planned_seals_nothing() -> None:
    read = Streams({"seal-calendar:330100": [ENTERED]})
    assert lookups.sealing(read, CITY, (FROM, UNTIL), "V1") == ()


def test_a_region_is_that_of_the_period_or_the_campaign() -> None:
    assert lookups.of_period(start, READ) == CITY
    assert lookups.of_period(other(start, period="unknown"), READ) == ""
    assert lookups.of_campaign(checking.draw, READ) == CITY
    assert lookups.of_campaign(other(checking.draw, campaign="unknown"), READ) == ""


def test_who_keeps_a_car_is_looked_up() -> None:
    kept = {"unit": "U1", "vehicle_jurisdiction": CITY}
    assert lookups.keeper(exempt, NOBODY, READ) == kept
    assert lookups.home(enlist, NOBODY, READ) == {"vehicle_jurisdiction": CITY}
    nobody = {"unit": "", "vehicle_jurisdiction": ""}
    assert lookups.keeper(other(exempt, vehicle="V9"), NOBODY, READ) == nobody


def test_the_calendars_of_all_years_are_looked_up() -> None:
    over = other(plan, last_day=date(2027, 1, 2))
    told: Any = lookups.calendars(over, NOBODY, READ)["calendars"]
    assert [*told] == [2026, 2027]
    assert known(told[2026], 2026).source == "国办"
    assert told[2027] == Unannounced()


def test_the_calendars_of_a_list_are_looked_up() -> None:
    lines = (*checking.LINES, checking.LINES[0].model_copy(update={"day": date(2025, 1, 1)}))
    found = lookups.calendars_of_lines(other(checking.plan, lines=lines), NOBODY, READ)
    told: Any = found["calendars"]
    assert [*told] == [2025, 2026]
    assert known(told[2026], 2026).source == "国办"


def test_the_deciders_stand_behind_the_streams() -> None:
    assert READ.state("seal-period:unknown", seal) == seal.initial
    assert READ.state("spot-check:unknown", spot_check) == spot_check.initial
    assert READ.state("calendar:1999", calendar) == calendar.initial
    assert READ.state("unit:unknown", unit) == unit.initial

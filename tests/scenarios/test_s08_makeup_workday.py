"""S08: a make-up workday is a workday, and nobody guesses a calendar."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from fleet.ledger.handle import load
from fleet.policy.calendar import calendar, known
from fleet.policy.policies import policies, shelved
from fleet.supervision.seal_calendar import seal_calendar
from fleet.supervision.seal_planning import Run, seal_runs
from tests.scenarios.office import BUREAU, HANGZHOU, Office
from tests.scenarios.seals import announce

MAKE_UP = date(2026, 2, 14)


def planned(office: Office) -> list[Run]:
    """The periods that the calendar of 2026 asks for, each said to the desk."""
    office.now = datetime(2026, 1, 2, 1, tzinfo=UTC)
    office.publish()
    announce(office, 2026)
    shelf = shelved({HANGZHOU: load(office.ledger, f"policy:{HANGZHOU}", policies)})
    year = known(load(office.ledger, "calendar:2026", calendar), 2026)
    runs = seal_runs([year], shelf.in_force(HANGZHOU, office.now))
    for run in runs:
        office.say("PlanSeal", BUREAU, **_said(run.period(HANGZHOU), run.first_day, run.last_day))
    return runs


def _said(period: str, first: date, last: date) -> dict[str, Any]:
    days = {"first_day": first.isoformat(), "last_day": last.isoformat()}
    return {"period": period, "jurisdiction": HANGZHOU, "name": "假期", **days}


@pytest.mark.proves("R076")
@pytest.mark.proves("R078")
def test_no_seal_covers_a_make_up_workday(office: Office) -> None:
    runs = planned(office)
    assert len(runs) == 7
    assert not any(run.first_day <= MAKE_UP <= run.last_day for run in runs)
    stored = load(office.ledger, f"seal-calendar:{HANGZHOU}", seal_calendar)
    assert len(stored.periods) == 7
    morning = datetime(2026, 2, 13, 16, tzinfo=UTC)
    assert stored.between(morning, datetime(2026, 2, 14, 16, tzinfo=UTC)) == {}


@pytest.mark.proves("R076")
def test_a_seal_of_a_make_up_workday_is_refused(office: Office) -> None:
    planned(office)
    no = office.refused("PlanSeal", BUREAU, **_said("X", MAKE_UP, date(2026, 2, 14)))
    assert (no.code, no.values["days"]) == ("DayIsWorked", "2026-02-14")
    assert [attempt.code for attempt in office.attempts()] == ["DayIsWorked"]


@pytest.mark.proves("R076")
def test_a_seal_of_a_year_without_a_calendar_is_refused(office: Office) -> None:
    planned(office)
    no = office.refused("PlanSeal", BUREAU, **_said("X", date(2027, 1, 1), date(2027, 1, 3)))
    assert (no.code, no.values["year"]) == ("CalendarNotAnnounced", 2027)

"""The calendars that come with the program."""

import pytest

from fleet.policy.calendar import AnnounceCalendar, Announced, calendar
from fleet.policy.packaged_calendar import words, years


def test_a_year_is_told_in_the_words_of_the_command() -> None:
    told = words(2026)
    command = AnnounceCalendar.model_validate({**told, "at": "2025-11-05T01:00:00Z"})
    known = calendar.fold(calendar.decide(command, calendar.initial))
    assert isinstance(known, Announced)
    assert told["holidays"][0] == {"date": "2026-01-01", "name": "元旦"}
    assert told["workdays"] == [
        "2026-01-04",
        "2026-02-14",
        "2026-02-28",
        "2026-05-09",
        "2026-09-20",
        "2026-10-10",
    ]


def test_a_year_that_nobody_announced_is_not_guessed() -> None:
    last = years()[-1]
    assert (years()[0], last >= 2026) == (2004, True)
    with pytest.raises(LookupError, match=str(last + 1)):
        words(last + 1)

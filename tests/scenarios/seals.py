"""The calendar of the scenarios, as the State Council announced it."""

from fleet.policy.packaged_calendar import words
from tests.scenarios.office import BUREAU, Office


def announce(office: Office, year: int) -> None:
    """Enter the days off of a year."""
    office.say("AnnounceCalendar", BUREAU, **words(year))

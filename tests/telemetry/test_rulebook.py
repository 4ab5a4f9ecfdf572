"""The numbers that rules measure with: those of the policy in force, and the calendar."""

from dataclasses import replace
from datetime import date

from fleet.policy.calendar import Announced
from telemetry.rulebook import Rulebook, off_days, rulebook
from tests.fleet.policy.sample import HANGZHOU, like


def test_the_defaults_are_those_of_the_packaged_policy() -> None:
    assert rulebook(HANGZHOU, {}) == replace(Rulebook(), version="cn-zj-hangzhou/2021-11-01")


def test_every_number_comes_from_the_policy() -> None:
    watching = {
        "trip_metres": 301,
        "gap_minutes": 16,
        "stop": {"metres": 26, "seconds": 181},
        "areas": {
            "buffer_metres": 27,
            "outside_minutes": 6,
            "enforcement_minutes": 11,
            "long_stop_minutes": 121,
            "place_metres": 201,
        },
        "speed": {"limit_kmh": 119, "over_percent": 21, "seconds": 11},
        "terminal": {
            "moving_minutes": 12,
            "parked_hours": 25,
            "heartbeat_minutes": 31,
            "clock_seconds": 121,
            "good_percent": 81,
            "jump_kmh": 251,
        },
        "work": {"begins": "08:30", "ends": "17:30"},
        "commuting": {"days": 7, "of_workdays": 11},
        "odometer": {"percent": 9, "kilometres": 99},
    }
    use = HANGZHOU.content["use"] | {
        "order_grace_min": 9,
        "movement": {"min_metres": 51, "min_fixes": 4, "min_seconds": 61},
        "night_parking": {"from": "21:30", "to": "06:30", "min_minutes": 31},
        "sensitive_places": {"layer": "places", "min_minutes": 14},
    }
    rest = {"rest": {"chain_hours": 5, "break_minutes": 21}}
    dispatch = HANGZHOU.content["dispatch"] | rest
    region = HANGZHOU.content["jurisdiction"] | {"tz": "Asia/Urumqi"}
    changed = like(watching=watching, use=use, dispatch=dispatch, jurisdiction=region)
    book, plain = rulebook(changed, {date(2026, 1, 1): True}), Rulebook()
    assert {name for name in Rulebook.__slots__ if getattr(book, name) == getattr(plain, name)} == (
        set()
    )
    assert (book.area_s, book.long_stop_s, book.rest_s, book.drive_s) == (360, 7260, 1260, 18_000)
    assert (book.work, book.night) == (((8, 30), (17, 30)), ((21, 30), (6, 30)))
    assert (book.silent_moving_s, book.silent_parked_s, book.heartbeat_s) == (720, 90_000, 1860)
    assert (book.odometer_m, book.gap_s, book.grace_s) == (99_000, 960, 540)


def test_weekends_and_holidays_are_off_and_made_up_days_are_not() -> None:
    days = off_days(
        Announced(2024, "国办1", {date(2024, 10, 1): "国庆节"}, frozenset({date(2024, 10, 12)}))
    )
    assert len(days) == 366
    told_days = [days[date(2024, 10, day)] for day in (1, 2, 5, 12, 13)]
    assert told_days == [True, False, True, False, True]

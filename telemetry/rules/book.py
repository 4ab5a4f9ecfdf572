"""All rules that are judged on what a car's terminals and papers say, in the order of their codes.

GEO-02 is not among them: it is a visit to the outside of areas (`telemetry/rules/geofence.py`).
"""

from telemetry.car import Car
from telemetry.day import DailyRule
from telemetry.found import Answer, Rule
from telemetry.rules.areas import off_area, off_district
from telemetry.rules.clock import wrong_clock
from telemetry.rules.commuting import commuting
from telemetry.rules.days import over_all
from telemetry.rules.driving import crash, speeding
from telemetry.rules.fatigue import fatigue
from telemetry.rules.hours import off_hours
from telemetry.rules.identity import identity
from telemetry.rules.night_parking import night_parking
from telemetry.rules.odometer import differs
from telemetry.rules.places import long_stop, sensitive_stop
from telemetry.rules.retired import retired_movement
from telemetry.rules.seal_start import seal_start
from telemetry.rules.seals import sealed_movement
from telemetry.rules.signal_quality import poor
from telemetry.rules.silence import offline, silent_under_seal
from telemetry.rules.tamper import tampered
from telemetry.rules.unordered import unordered
from telemetry.rules.unsafe import unsafe_movement

RULES: tuple[Rule, ...] = (
    unordered,
    off_area,
    long_stop,
    sensitive_stop,
    off_hours,
    off_district,
    sealed_movement,
    seal_start,
    silent_under_seal,
    night_parking,
    offline,
    tampered,
    wrong_clock,
    identity,
    speeding,
    fatigue,
    crash,
    unsafe_movement,
    retired_movement,
)
"""Each says what it finds, until when that is good, and what had begun."""

DAILY: tuple[DailyRule, ...] = (commuting, poor, differs)
"""USE-07, TERM-03 and TERM-06: each says what it finds in the table of a car's days."""

EVERY: tuple[Rule, ...] = (*RULES, *(over_all(rule) for rule in DAILY))
"""All of them, for a car's whole story at once."""


def judge(car: Car) -> list[Answer]:
    """What all rules say about a car in a window."""
    return [rule(car) for rule in RULES]

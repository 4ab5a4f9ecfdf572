"""The numbers that rules measure with: from the policy in force, and the calendar."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from fleet.policy.calendar import Announced
from fleet.policy.policy_set import PolicySet


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Numbers in the units that positions have. Defaults are those of the packaged policy.

    Attributes:
        version: Of the policy, for the finding: `cn-zj-hangzhou/2021-11-01`.
        zone: Of its wall clock.
        grace_s: Beside an order's time that it still covers (USE-01).
        move_m: Farther than this from where it was parked is moving.
        move_fixes: So many instants confirm it.
        move_s: For so long.
        trip_m: A way of this length is moving, too.
        stop_m: Not farther than this from one place...
        stop_s: ...for so long is a stop. Less than `move_m`: a car that stops at the edge of the
            circle must not leave the larger one by the noise of its receiver alone.
        rest_s: A stop of this length is a break (SAFE-02).
        drive_s: Longer without a break is too long (SAFE-02).
        gap_s: A longer silence than this is a gap.
        night: Local hours and minutes in which a car has to be at home: (22, 0), (6, 0).
        night_s: Parked elsewhere for longer than this in that time (GEO-01).
        buffer_m: So near to an area that is prescribed it is not outside (USE-03, USE-08).
        area_s: Outside an order's area for so long (USE-03).
        enforcement_s: Outside the enforcement area for so long (USE-08).
        long_stop_s: A stop of this length has to be on the order (USE-04).
        sensitive_layer: The list of sensitive places: what fences' names begin with (USE-05).
        sensitive_s: A stop of this length at a sensitive place (USE-05).
        place_m: So near to a place of the order is at that place.
        speed_kmh: The highest lawful speed (SAFE-01).
        over_percent: So much more than it is speeding.
        over_s: For so long.
        silent_moving_s: Silent for longer after moving (TERM-01).
        silent_parked_s: Silent for longer while parked (TERM-01).
        heartbeat_s: How often a parked car's terminal speaks; three times is silent (SEAL-03).
        clock_s: A clock that differs by more than this is wrong (TERM-04).
        good_percent: So many of the records of a moving hour are good (TERM-03).
        jump_kmh: Faster between two good fixes is somebody else (TERM-07).
        odometer_percent: An odometer that differs by more than this from the track...
        odometer_m: ...and by more than so many metres in a month is wrong (TERM-06).
        commute_days: Home with somebody on so many...
        commute_of: ...of so many working days one after the other (USE-07).
        work: Local hours and minutes of a working day: (8, 0), (18, 0).
        off_days: Days without work, holidays and weekends with the announced changes applied.
    """

    version: str = "none"
    zone: str = "Asia/Shanghai"
    grace_s: int = 600
    move_m: float = 50.0
    move_fixes: int = 3
    move_s: int = 60
    trip_m: float = 300.0
    stop_m: float = 25.0
    stop_s: int = 180
    rest_s: int = 1200
    drive_s: int = 14_400
    gap_s: int = 900
    night: tuple[tuple[int, int], tuple[int, int]] = ((22, 0), (6, 0))
    night_s: int = 1800
    buffer_m: float = 25.0
    area_s: int = 300
    enforcement_s: int = 600
    long_stop_s: int = 7200
    sensitive_layer: str = "sensitive-2021"
    sensitive_s: int = 900
    place_m: float = 200.0
    speed_kmh: float = 120.0
    over_percent: int = 20
    over_s: int = 10
    silent_moving_s: int = 600
    silent_parked_s: int = 86_400
    heartbeat_s: int = 1800
    clock_s: int = 120
    good_percent: int = 80
    jump_kmh: float = 250.0
    odometer_percent: int = 10
    odometer_m: float = 100_000.0
    commute_days: int = 6
    commute_of: int = 10
    work: tuple[tuple[int, int], tuple[int, int]] = ((8, 0), (18, 0))
    off_days: Mapping[date, bool] = field(default_factory=dict)


def rulebook(policy: PolicySet, off_days: Mapping[date, bool]) -> Rulebook:
    """The numbers of a policy, and the calendar.

    Args:
        policy: In force.
        off_days: As `off_days` tells them.
    """
    return Rulebook(
        version=policy.reference.replace("@", "/"),
        zone=policy.jurisdiction.tz.key,
        off_days=off_days,
        **_of_use(policy),
        **_of_watching(policy),
    )


def off_days(announced: Announced) -> dict[date, bool]:
    """Of each day of a year, whether nobody works."""
    first, days = date(announced.year, 1, 1), range(366)
    year = (first + timedelta(days=number) for number in days)
    return {day: not announced.is_workday(day) for day in year if day.year == announced.year}


def _of_use(policy: PolicySet) -> dict[str, Any]:
    """What other chapters said before there was one on watching."""
    use, rest = policy.use, policy.dispatch.rest
    return {
        "grace_s": use.order_grace_min * 60,
        "move_m": float(use.movement.min_metres),
        "move_fixes": use.movement.min_fixes,
        "move_s": use.movement.min_seconds,
        "night": (_clock(use.night_parking.from_), _clock(use.night_parking.to)),
        "night_s": use.night_parking.min_minutes * 60,
        "sensitive_layer": use.sensitive_places.layer,
        "sensitive_s": use.sensitive_places.min_minutes * 60,
        "drive_s": rest.chain_hours * 3600,
        "rest_s": rest.break_minutes * 60,
    }


def _of_watching(policy: PolicySet) -> dict[str, Any]:
    told = policy.watching
    return {
        "trip_m": float(told.trip_metres),
        "gap_s": told.gap_minutes * 60,
        "stop_m": float(told.stop.metres),
        "stop_s": told.stop.seconds,
        "buffer_m": float(told.areas.buffer_metres),
        "area_s": told.areas.outside_minutes * 60,
        "enforcement_s": told.areas.enforcement_minutes * 60,
        "long_stop_s": told.areas.long_stop_minutes * 60,
        "place_m": float(told.areas.place_metres),
        "speed_kmh": float(told.speed.limit_kmh),
        "over_percent": told.speed.over_percent,
        "over_s": told.speed.seconds,
        "silent_moving_s": told.terminal.moving_minutes * 60,
        "silent_parked_s": told.terminal.parked_hours * 3600,
        "heartbeat_s": told.terminal.heartbeat_minutes * 60,
        "clock_s": told.terminal.clock_seconds,
        "good_percent": told.terminal.good_percent,
        "jump_kmh": float(told.terminal.jump_kmh),
        "odometer_percent": told.odometer.percent,
        "odometer_m": told.odometer.kilometres * 1000.0,
        "commute_days": told.commuting.days,
        "commute_of": told.commuting.of_workdays,
        "work": (_clock(told.work.begins), _clock(told.work.ends)),
    }


def _clock(told: time) -> tuple[int, int]:
    """Hours and minutes."""
    return told.hour, told.minute

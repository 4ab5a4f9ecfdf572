"""The numbers that rules measure with: from the policy in force, and the calendar."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


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
        stop_s: Within `move_m` for so long is a stop.
        rest_s: A stop of this length is a break (SAFE-02).
        drive_s: Longer without a break is too long (SAFE-02).
        gap_s: A longer silence than this is a gap.
        night: Local hours and minutes in which a car has to be at home: (22, 0), (6, 0).
        night_s: Parked elsewhere for longer than this in that time (GEO-01).
        area_s: Outside an order's area for so long (USE-03).
        enforcement_s: Outside the enforcement area for so long (USE-08).
        long_stop_s: A stop of this length has to be on the order (USE-04).
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
    stop_s: int = 180
    rest_s: int = 1200
    drive_s: int = 14_400
    gap_s: int = 900
    night: tuple[tuple[int, int], tuple[int, int]] = ((22, 0), (6, 0))
    night_s: int = 1800
    area_s: int = 300
    enforcement_s: int = 600
    long_stop_s: int = 7200
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
    work: tuple[tuple[int, int], tuple[int, int]] = ((8, 0), (18, 0))
    off_days: Mapping[date, bool] = field(default_factory=dict)

"""Profiles: how sure the engine must be before it says that a vehicle entered or left."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

_SECOND = 1_000_000  # microseconds


@dataclass(frozen=True, slots=True)
class Profile:
    """The parameters of one run of the visits machine.

    Attributes:
        name: Stands in the records.
        band_m: Metres outside the edge that are neither in nor out.
        enter_dwell_s: Seconds that being inside must last before it counts.
        exit_dwell_s: Seconds that being outside must last before it counts.
        gap_s: A silence longer than so many seconds breaks a run; None: none does.
        max_speed_kmh: Faster than this there and back is a jump; None: nothing is.
        enter_fixes: So many instants inside, at least, before an entry counts.
        exit_fixes: So many instants outside, at least, before leaving counts.

    Source:
        late-data.md section 5.
    """

    name: str
    band_m: float
    enter_dwell_s: float
    exit_dwell_s: float
    gap_s: float | None = None
    max_speed_kmh: float | None = None
    enter_fixes: int = 1
    exit_fixes: int = 1

    @property
    def enter_dwell(self) -> int:
        """Microseconds."""
        return round(self.enter_dwell_s * _SECOND)

    @property
    def exit_dwell(self) -> int:
        """Microseconds."""
        return round(self.exit_dwell_s * _SECOND)

    @property
    def gap(self) -> int | None:
        """Microseconds; None when no silence is too long."""
        return None if self.gap_s is None else round(self.gap_s * _SECOND)


PLAIN = Profile("plain", 0, 0, 0)
"""Every crossing that was seen: for tests and for areas that may be crossed in seconds."""

STANDARD = Profile("standard", 25, 30, 60, 900, 200)
"""What a drifting position, a bus stop and a blind area need."""

_NAMED = {profile.name: profile for profile in (PLAIN, STANDARD)}
_NEEDED = ("band_m", "enter_dwell_s", "exit_dwell_s")
_OPTIONAL = ("gap_s", "max_speed_kmh")
_COUNTS = ("enter_fixes", "exit_fixes")


def named(name: str) -> Profile:
    """The profile of this name.

    Raises:
        ValueError: If there is none.
    """
    if name not in _NAMED:
        raise ValueError(f"no profile {name!r}; there are {', '.join(sorted(_NAMED))}")
    return _NAMED[name]


def described(values: Mapping[str, object], name: str) -> Profile:
    """The profile that a file describes.

    Args:
        values: The attributes of a profile by name; what may be None may be left out.
        name: Its name, where the file gives none.

    Raises:
        ValueError: If a value is missing, unknown or cannot be; says which.
    """
    unknown = sorted(values.keys() - {*_NEEDED, *_OPTIONAL, *_COUNTS, "name"})
    if unknown:
        raise ValueError(f"unknown: {', '.join(unknown)}")
    missing = [key for key in _NEEDED if key not in values]
    if missing:
        raise ValueError(f"missing: {', '.join(missing)}")
    band, enter, leave = (_number(values, key) for key in _NEEDED)
    gap, speed = (_limit(values, key) for key in _OPTIONAL)
    counts = [_count(values, key) for key in _COUNTS]
    return Profile(str(values.get("name", name)), band, enter, leave, gap, speed, *counts)


def _number(values: Mapping[str, object], key: str) -> float:
    value = values[key]
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= _LARGEST:
        return float(value)
    raise ValueError(f"{key} = {value!r}: expected a number from 0 to {_LARGEST:g}")


def _limit(values: Mapping[str, object], key: str) -> float | None:
    value = values.get(key)
    if value is None or value == math.inf:
        return None
    number = _number(values, key)
    if number == 0:
        raise ValueError(f"{key} = 0: expected more than 0, or left out for no limit")
    return number


def _count(values: Mapping[str, object], key: str) -> int:
    value = values.get(key, 1)
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError(f"{key} = {value!r}: expected 1 or more")
    return value


_LARGEST = 1e9  # more metres, seconds or km/h than anything on earth needs; fits microseconds

"""The fields of the project's own JSON: what each may hold, and what a record without it is."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from telemetry.codecs.strict_json import canonical
from telemetry.fix import Malformed

EARLIEST = datetime(2010, 1, 1, tzinfo=UTC)
"""No terminal of ours was on the road before: such a time is a mistake of the unit."""

AHEAD = timedelta(seconds=300)
"""How far a terminal's clock may be ahead of the arrival."""

COUNT_LIMIT = 2**53 - 1
"""The largest `seq` or `boot`: JavaScript counts no further."""

DATUMS = {"wgs84": "wgs84", "cgcs2000": "wgs84", "gcj02": "gcj02", "bd09": "bd09"}
"""What `crs` may say, and the datum it means."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-9]{2}(:[0-9]{2}([.,][0-9]{1,12})?)?"
    r"(Z|[+-][0-9]{2}(:?[0-9]{2})?)"
)
_DEVICE = re.compile(r"[A-Za-z0-9_-]{1,64}")
_FLAGS, _FLAG_CHARACTERS = 32, 32
_UNKNOWN_KEYS, _UNKNOWN_CHARACTERS = 16, 256

Check = Callable[[str, object], None]


def check_record(record: Mapping[str, Any]) -> None:
    """Hold every field of a record against the table.

    Args:
        record: An object without flaws.

    Raises:
        Malformed: With the reason of the first field that is wrong.

    Source:
        feed.md section 2.
    """
    for name in ("device", "seq", "boot", "time"):
        if name not in record:
            raise Malformed("missing_field", f"{name} is missing")
    unknown = 0
    for name, value in record.items():
        check = _CHECKS.get(name)
        if check:
            check(name, value)
        else:
            unknown += 1
            _check_unknown(name, value)
    if unknown > _UNKNOWN_KEYS:
        raise Malformed("too_large", f"{unknown} unknown keys, {_UNKNOWN_KEYS} are allowed")
    _check_place(record)


def check_number(record: Mapping[str, Any]) -> None:
    """Hold device, boot and seq of a wrapper against the table; `first` too, where it is given.

    Raises:
        Malformed: `missing_field`, `number_type` or `number_range`.
    """
    for name in ("device", "seq", "boot"):
        if name not in record:
            raise Malformed("missing_field", f"{name} is missing")
        _CHECKS[name](name, record[name])
    if "first" in record:
        _CHECKS["first"]("first", record["first"])


def read_time(value: object, arrival: datetime) -> datetime:
    """Read a moment with an offset, or milliseconds since 1970.

    Returns:
        The moment in UTC; what is finer than a microsecond is cut off.

    Raises:
        Malformed: `time_format`, `time_out_of_range` or `time_future`.
    """
    latest = arrival + AHEAD
    if type(value) is int:
        return _from_milliseconds(value, latest)
    at = _from_text(value)
    if at < EARLIEST:
        raise Malformed("time_out_of_range", f"{value} is before {EARLIEST:%F}")
    if at > latest:
        raise Malformed("time_future", f"{value} is later than the arrival, {arrival.isoformat()}")
    return at.astimezone(UTC)


def is_device(text: str) -> bool:
    """Whether this can be a terminal's identity."""
    return bool(_DEVICE.fullmatch(text))


def is_count(value: object) -> bool:
    """Whether this can be a `seq` or a `boot`."""
    return type(value) is int and 0 <= value <= COUNT_LIMIT


def _from_milliseconds(value: int, latest: datetime) -> datetime:
    if value < (EARLIEST - _EPOCH) // timedelta(milliseconds=1):
        detail = f"{value} milliseconds are before {EARLIEST:%F}: are they seconds?"
        raise Malformed("time_out_of_range", detail)
    if value > (latest - _EPOCH) // timedelta(milliseconds=1):
        raise Malformed("time_future", f"{value} is later than {latest.isoformat()}")
    return _EPOCH + timedelta(milliseconds=value)


def _from_text(value: object) -> datetime:
    if type(value) is float or type(value) is bool:
        detail = f"time is {_shown(value)}, expected a text or an integer"
        raise Malformed("number_type", detail)
    if type(value) is not str or not _TIME.fullmatch(value):
        detail = f"time is {_shown(value)}, expected ISO 8601 with Z or an offset"
        raise Malformed("time_format", detail)
    try:
        return datetime.fromisoformat(value)
    except ValueError as error:
        raise Malformed("time_format", f"time is {_shown(value)}: {error}") from None


def _number(low: float, high: float, reason: str = "number_range") -> Check:
    def check(name: str, value: object) -> None:
        if type(value) is not float and type(value) is not int:
            raise Malformed("number_type", f"{name} is {_shown(value)}, expected a number")
        if not low <= value <= high:
            raise Malformed(reason, f"{name} is {value}, expected {low} to {high}")

    return check


def _integer(high: int) -> Check:
    def check(name: str, value: object) -> None:
        if type(value) is not int:
            raise Malformed("number_type", f"{name} is {_shown(value)}, expected an integer")
        if not 0 <= value <= high:
            raise Malformed("number_range", f"{name} is {value}, expected 0 to {high}")

    return check


def _coordinate(limit: int) -> Check:
    number = _number(-limit, limit, "coordinate_range")

    def check(name: str, value: object) -> None:
        if value is not None:
            number(name, value)

    return check


def flags_fit(flags: Sequence[str]) -> bool:
    """Whether there are not too many, and none is too long."""
    return len(flags) <= _FLAGS and all(len(flag) <= _FLAG_CHARACTERS for flag in flags)


def _check_flags(name: str, value: object) -> None:
    if type(value) is not list or len(value) > _FLAGS:
        raise Malformed("flags_format", f"{name} is {_shown(value)}, expected up to {_FLAGS} texts")
    for flag in value:
        if type(flag) is not str or len(flag) > _FLAG_CHARACTERS:
            detail = f"{_shown(flag)} in {name}, expected up to {_FLAG_CHARACTERS} characters"
            raise Malformed("flags_format", detail)


def _check_crs(name: str, value: object) -> None:
    if type(value) is not str or value not in DATUMS:
        raise Malformed("crs_unknown", f"{name} is {_shown(value)}, expected {', '.join(DATUMS)}")


def _check_unknown(name: str, value: object) -> None:
    size = len(value) if type(value) is str else len(canonical(value).decode())
    if size > _UNKNOWN_CHARACTERS:
        detail = f"{name!a:.40} has {size} characters, {_UNKNOWN_CHARACTERS} are allowed"
        raise Malformed("too_large", detail)


def _check_place(record: Mapping[str, Any]) -> None:
    lon, lat = record.get("lon"), record.get("lat")
    if (lon is None) != (lat is None):
        raise Malformed("missing_field", "lon and lat are given both or not at all")
    if lon is None and "no_fix" not in record.get("flags", ()):
        raise Malformed("missing_field", "without lon and lat there must be the flag no_fix")


def _elsewhere(_name: str, _value: object) -> None:
    """Checked where its meaning is known: `device` against the topic, `time` against arrival."""


def _shown(value: object) -> str:
    return f"{value!a:.60}"


_CHECKS: dict[str, Check] = {
    "device": _elsewhere,
    "time": _elsewhere,
    "seq": _integer(COUNT_LIMIT),
    "boot": _integer(COUNT_LIMIT),
    "first": _integer(COUNT_LIMIT),
    "lon": _coordinate(180),
    "lat": _coordinate(90),
    "speed": _number(0, 1000),
    "course": _number(0, 360),  # 360 is read as 0
    "altitude": _number(-500, 9000),
    "odometer": _number(0, 10_000_000),  # km; what four bytes of JT/T 808 can hold is less
    "satellites": _integer(255),
    "hdop": _number(0, 100),
    "flags": _check_flags,
    "crs": _check_crs,
}

KNOWN = frozenset(_CHECKS)
"""The keys that have a meaning."""

"""Parameters of a terminal (终端参数): 0x8103, 0x8104, 0x8106 and 0x0104.

Source: JT/T 808-2013 and -2019, 终端参数设置各参数项定义及说明; jt808.md 6.3.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from telemetry.codecs.jt808.forms import Forms, same
from telemetry.codecs.jt808.groups import Each, each
from telemetry.codecs.jt808.layout import Fields, Source, number, word
from telemetry.codecs.jt808.text import Text, wire

Kind = Literal["byte", "word", "dword", "text", "window", "raw"]
_SIZES: dict[Kind, int] = {"byte": 1, "word": 2, "dword": 4}
_WINDOW = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")
_WINDOW_BYTES, _HOURS, _MINUTES = 4, 24, 60


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a parameter is.

    Attributes:
        name: With the unit behind it.
        kind: How its value is written.
    """

    name: str
    kind: Kind = "dword"


def _server(first: int, which: str) -> dict[int, Parameter]:
    names = "apn", "user", "password", "address"  # 2019: host:port, several separated by ;
    return {
        first + at: Parameter(f"{which}_server_{name}", "text") for at, name in enumerate(names)
    }


def _each(first: int, *names: str, kind: Kind = "dword") -> dict[int, Parameter]:
    return {first + at: Parameter(name, kind) for at, name in enumerate(names)}


PARAMETERS: dict[int, Parameter] = {
    **_each(0x0001, "heartbeat_s", "tcp_timeout_s", "tcp_repeats", "udp_timeout_s", "udp_repeats"),
    **_each(0x0006, "sms_timeout_s", "sms_repeats"),
    **_server(0x0010, "main"),
    **_server(0x0014, "backup"),
    **_each(0x0018, "tcp_port", "udp_port"),  # 2013
    0x001A: Parameter("card_server_address", "text"),
    **_each(0x001B, "card_server_tcp_port", "card_server_udp_port"),
    0x001D: Parameter("card_backup_address", "text"),
    **_each(0x0020, "report_by", "report_scheme", "no_driver_interval_s"),  # 0 time 1 way 2 both
    **_server(0x0023, "slave"),  # 2019
    **_each(0x0027, "asleep_interval_s", "emergency_interval_s", "default_interval_s"),
    **_each(0x002C, "default_distance_m", "no_driver_distance_m", "asleep_distance_m"),
    **_each(0x002F, "emergency_distance_m", "corner_deg"),
    0x0031: Parameter("displacement_radius_m", "word"),
    0x0032: Parameter("forbidden_window", "window"),  # 2019: 22:50-10:30 ends the next day
    **_each(0x0040, "platform_phone", "reset_phone", "factory_reset_phone", kind="text"),
    **_each(0x0043, "platform_sms_phone", "alarm_sms_phone", kind="text"),
    **_each(0x0045, "answering", "longest_call_s", "longest_calls_a_month_s"),
    **_each(0x0048, "listening_phone", "privileged_sms_phone", kind="text"),
    **_each(0x0050, "alarms_masked", "alarms_by_sms", "alarms_with_photo", "alarms_storing_photo"),
    **_each(0x0054, "alarms_critical", "top_speed_kmh", "overspeed_after_s"),
    **_each(0x0057, "longest_drive_s", "longest_drive_a_day_s", "shortest_rest_s"),
    0x005A: Parameter("longest_stop_s"),
    0x005B: Parameter("overspeed_warning_dkmh", "word"),  # tenths of km/h below the top speed
    0x005C: Parameter("fatigue_warning_s", "word"),
    0x005D: Parameter("collision", "word"),  # bits 0-7 time, 4 ms (2019: 1 ms); 8-15 0.1 g
    0x005E: Parameter("rollover_deg", "word"),
    **_each(0x0064, "timed_photos", "distance_photos"),
    **_each(0x0070, "image_quality", "brightness", "contrast", "saturation", "chroma"),
    0x0080: Parameter("odometer_hm"),  # tenths of km
    **_each(0x0081, "province", "city", kind="word"),
    0x0083: Parameter("plate", "text"),
    0x0084: Parameter("plate_colour", "byte"),
    **_each(0x0090, "constellations", "gnss_baud", "gnss_output", kind="byte"),
    0x0093: Parameter("gnss_collect_s"),
    0x0094: Parameter("gnss_upload_mode", "byte"),
    0x0095: Parameter("gnss_upload_setting"),
    0x0100: Parameter("can_1_collect_ms"),
    0x0101: Parameter("can_1_upload_s", "word"),
    0x0102: Parameter("can_2_collect_ms"),
    0x0103: Parameter("can_2_upload_s", "word"),
}
"""Parameter id -> what it is. What is not here is read as bytes."""

IDS: dict[str, int] = {parameter.name: id_ for id_, parameter in PARAMETERS.items()}
"""Name -> parameter id."""

_UNKNOWN = Parameter("", "raw")


@dataclass(frozen=True, slots=True)
class _Value:
    """Length and value, as the id in front of them says; bytes where they do not fit the table."""

    name: str = "value"

    def read(self, source: Source, into: Fields) -> None:
        size = int.from_bytes(source.take(1, "length of a parameter"))
        raw = source.take(size, "a parameter")
        parameter = PARAMETERS.get(into["id"], _UNKNOWN)
        if parameter.name:
            into["name"] = parameter.name
        into[self.name] = _read(parameter.kind, raw)

    def write(self, fields: Mapping[str, Any]) -> bytes:
        raw = _write(PARAMETERS.get(fields["id"], _UNKNOWN), fields[self.name])
        return number(len(raw), 1, "length of a parameter") + raw


@dataclass(frozen=True, slots=True)
class _Id:
    """The id; a writer may give the name instead."""

    name: str = "id"

    def read(self, source: Source, into: Fields) -> None:
        into[self.name] = int.from_bytes(source.take(4, self.name))

    def write(self, fields: Mapping[str, Any]) -> bytes:
        return number(fields[self.name], 4, self.name)


def parameters(**values: Any) -> list[Fields]:  # noqa: ANN401 - numbers and texts
    """Parameters by name, as `write_body` takes them.

    >>> parameters(heartbeat_s=30)
    [{'id': 1, 'value': 30}]
    """
    return [{"id": IDS[name], "value": value} for name, value in values.items()]


def _read(kind: Kind, raw: bytes) -> int | str | bytes:
    if len(raw) == _SIZES.get(kind):
        return int.from_bytes(raw)
    if kind == "text":
        return Text(raw)
    if kind == "window" and _is_window(raw):
        return f"{raw[0]:02}:{raw[1]:02}-{raw[2]:02}:{raw[3]:02}"
    return raw


def _is_window(raw: bytes) -> bool:
    return len(raw) == _WINDOW_BYTES and max(raw[::2]) < _HOURS and max(raw[1::2]) < _MINUTES


def _write(parameter: Parameter, value: Any) -> bytes:  # noqa: ANN401 - checked here
    match value:
        case bytes():
            return value
        case str() if parameter.kind == "window":
            found = _WINDOW.fullmatch(value)
            if found is None or not _is_window(bytes(map(int, found.groups()))):
                raise ValueError(f"{parameter.name} is like 22:50-10:30, not {value!r}")
            return bytes(map(int, found.groups()))
        case str() if parameter.kind == "text":
            return wire(value)
        case int() if parameter.kind in _SIZES:
            return number(value, _SIZES[parameter.kind], parameter.name)
        case _:
            raise ValueError(f"{parameter.name or 'an unknown parameter'} cannot be {value!r}")


_LIST = Each("parameters", (_Id(), _Value()))

PARAMETER_BODIES: dict[int, Forms] = {
    0x8103: same(_LIST),
    0x8104: same(),
    0x8106: same(each("ids", size=4)),
    0x0104: same(word("serial"), _LIST),
}
"""Message id -> its forms."""

"""Additional items of a position report (附加信息项): what each says, with its unit.

Source: JT/T 808-2019, 位置附加信息项列表; JT/T 1078-2016, 报警 for 14 to 18; jt808.md 6.6.3.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from telemetry.codecs.jt808.groups import Each, IfLeft
from telemetry.codecs.jt808.layout import (
    Fields,
    Layout,
    Number,
    Scaled,
    Source,
    byte,
    dword,
    number,
    read_parts,
    word,
    write_parts,
)
from telemetry.fix import Malformed

SIGNALS = (
    "dipped_beam", "main_beam", "right_turn", "left_turn", "brake", "reverse", "fog", "side",
    "horn", "air_conditioning", "neutral", "retarder", "abs", "heater", "clutch",
)  # fmt: skip
"""Names of the bits of item 25, from 0."""

SLEEP = "deep_sleep", "sleep"
"""Names of the bits of item 2A, from 0."""

_SIGN = 1 << 15
_BITS = 8  # of a byte


@dataclass(frozen=True, slots=True)
class Item:
    """What an item is.

    Attributes:
        name: In one word.
        parts: Of its value.
    """

    name: str
    parts: Layout


@dataclass(frozen=True, slots=True)
class _Bits:
    """Bits with names; a bit without a name is `bit_20`."""

    name: str
    size: int
    names: Sequence[str]

    def read(self, source: Source, into: Fields) -> None:
        bits = int.from_bytes(source.take(self.size, self.name))
        into[self.name] = [name for at, name in enumerate(self._all) if bits >> at & 1]

    def write(self, fields: Mapping[str, Any]) -> bytes:
        return number(
            sum(1 << self._all.index(name) for name in fields[self.name]), self.size, self.name
        )

    @property
    def _all(self) -> list[str]:
        unnamed = range(len(self.names), _BITS * self.size)
        return [*self.names, *(f"bit_{at}" for at in unnamed)]


@dataclass(frozen=True, slots=True)
class _SignMagnitude:
    """Two bytes whose top bit says negative."""

    name: str

    def read(self, source: Source, into: Fields) -> None:
        value = int.from_bytes(source.take(2, self.name))
        into[self.name] = -(value - _SIGN) if value & _SIGN else value

    def write(self, fields: Mapping[str, Any]) -> bytes:
        value = fields[self.name]
        return number(_SIGN - value if value < 0 else value, 2, self.name)


_PLACE = byte("place")  # 0 none, 1 circle, 2 rectangle, 3 polygon, 4 segment

ITEMS: dict[int, Item] = {
    0x01: Item("odometer", (Scaled("odometer_km", 4),)),
    0x02: Item("fuel", (Scaled("fuel_l", 2),)),
    0x03: Item("recorder_speed", (Scaled("recorder_speed_kmh", 2),)),
    0x04: Item("alarm_to_confirm", (word("number"),)),
    0x05: Item("tyre_pressures", (Each("pressures_pa", (Number("", 1),), count=0),)),  # 255: none
    0x06: Item("cabin_temperature", (_SignMagnitude("temperature_c"),)),
    0x11: Item("overspeed", (_PLACE, IfLeft("area", (dword("area"),)))),
    0x12: Item("area_or_route", (_PLACE, dword("area"), byte("out"))),
    0x13: Item("segment", (dword("segment"), word("time_s"), byte("too_long"))),
    0x14: Item("video_alarms", (dword("kinds"),)),
    0x15: Item("video_lost", (dword("channels"),)),
    0x16: Item("video_covered", (dword("channels"),)),
    0x17: Item("storage_faults", (word("units"),)),
    0x18: Item("driver_behaviour", (word("kinds"), byte("fatigue"))),
    0x25: Item("signals", (_Bits("signals", 4, SIGNALS),)),
    0x2A: Item("io", (_Bits("io", 2, SLEEP),)),
    0x2B: Item("analogue", (word("ad1"), word("ad0"))),
    0x30: Item("radio", (byte("strength"),)),
    0x31: Item("satellites", (byte("satellites"),)),
}
"""Item id -> what it is. Others are a maker's own, or of rules we do not use: kept as bytes."""


def read_item(id_: int, value: bytes, items: Mapping[int, Item] = ITEMS) -> Fields:
    """What an item says.

    Args:
        id_: Which item.
        value: Its bytes.
        items: The tables to read it with: ours, or ours with those of a maker.

    Returns:
        `id`, `name` and its fields; only `id` and `raw` where no table fits every byte.
    """
    item = items.get(id_)
    if item is None:
        return {"id": id_, "raw": value}
    source = Source(value)
    try:
        fields = read_parts(item.parts, source)
    except Malformed:
        return {"id": id_, "raw": value}
    return {"id": id_, "raw": value} if source.left else {"id": id_, "name": item.name} | fields


def write_item(fields: Mapping[str, Any], items: Mapping[int, Item] = ITEMS) -> tuple[int, bytes]:
    """The id and the bytes of an item; `read_item` reads it back.

    Raises:
        ValueError: If a field is missing or does not fit, or there is no such name for a bit.
    """
    id_: int = fields["id"]
    if "raw" in fields:
        return id_, fields["raw"]
    try:
        return id_, write_parts(items[id_].parts, fields)
    except KeyError as error:
        raise ValueError(f"{error.args[0]} is missing") from None

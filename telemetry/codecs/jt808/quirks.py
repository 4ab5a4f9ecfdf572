"""What makers do differently, as data: never as a question about the maker in a codec.

A profile is chosen by a person for a terminal. Without one the standard holds, with the
tolerances that harm nobody (an unescaped check byte, a missing version flag, one length for a
whole batch); what they do in their own items stays bytes.

Source: jt808.md 6.6.3 and 10; the vectors of the makers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from telemetry.codecs.jt808.forms import Forms, same
from telemetry.codecs.jt808.items import ITEMS, Item
from telemetry.codecs.jt808.layout import Digits, Raw, Scaled, byte, word


@dataclass(frozen=True, slots=True)
class Quirks:
    """How a maker's terminals differ from the standard.

    Attributes:
        name: Of the profile.
        about: What is different, in one sentence.
        items: Item id -> how to read it, in place of the standard's or besides it.
        short_serials: Messages whose header has a serial of one byte.
        bodies: Message id -> how its body is laid out, besides the standard's.
        clock_offset_s: Seconds that the clock is ahead of GMT+8 by design (UTC: -28,800).
    """

    name: str
    about: str
    items: Mapping[int, Item] = field(default_factory=dict)
    short_serials: frozenset[int] = frozenset()
    bodies: Mapping[int, Forms] = field(default_factory=dict)
    clock_offset_s: int = 0

    @property
    def all_items(self) -> Mapping[int, Item]:
        """The standard's items with the maker's."""
        return {**ITEMS, **self.items}


# The place is degrees, minutes and their ten-thousandths; the last digit holds the hemispheres.
_LOCK = same(
    Digits("date_ddmmyy", 3), Digits("time", 3), Digits("lat", 4), Digits("lon", 5), Raw("rest")
)

_PROFILES = (
    Quirks("standard", "JT/T 808 as it is written"),
    Quirks(
        "jointech",
        "locks for trailers: messages 0x5501 and 0x5502 with a serial of one byte",
        short_serials=frozenset({0x5501, 0x5502}),
        bodies={0x5501: _LOCK, 0x5502: _LOCK},
    ),
    Quirks(
        "battery-in-06",
        "item 06 of one byte is the charge of the battery",
        items={0x06: Item("battery", (byte("charge_percent"),))},
    ),
    Quirks(
        "fuel-percent",
        "item 02 is the share of the tank, not litres",
        items={0x02: Item("fuel", (word("percent_with_bit_15"),))},
    ),
    Quirks(
        "voltage-in-61",
        "item 61 is the voltage of the supply",
        items={0x61: Item("supply", (Scaled("supply_v", 2, 100),))},
    ),
    Quirks(
        "clock-utc",
        "the clock runs in UTC",
        clock_offset_s=-8 * 3600,
    ),
)

PROFILES: dict[str, Quirks] = {profile.name: profile for profile in _PROFILES}
"""Name -> profile."""

STANDARD = PROFILES["standard"]

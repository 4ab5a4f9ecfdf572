"""What the platform tells a terminal to do, and what it says then.

Source: JT/T 808-2013 and -2019, 数据格式 of each message; jt808.md 6.4, 6.6.1, 6.8. The messages
of events, questions and menus (0x8301 to 0x8304, 0x8400, 0x8401) are of 2013; 2019 dropped them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from telemetry.codecs.jt808.forms import Form, Forms, editions, same
from telemetry.codecs.jt808.groups import Each, IfLeft
from telemetry.codecs.jt808.layout import (
    Counted,
    CountedRaw,
    Fields,
    Padded,
    RestText,
    Source,
    byte,
    dword,
    word,
)
from telemetry.codecs.jt808.places import Place
from telemetry.codecs.jt808.text import Text, wire

UPGRADE = (
    "address", "apn", "user", "password", "server", "tcp_port", "udp_port", "maker", "hardware",
    "firmware", "limit_min",
)  # fmt: skip
"""Parameters of command 1 of 0x8105 (2013), in order."""

CONNECT = (
    "control", "code", "apn", "user", "password", "server", "tcp_port", "udp_port", "limit_min",
)  # fmt: skip
"""Parameters of command 2 of 0x8105, in order; control 0 switches, 1 goes back."""


@dataclass(frozen=True, slots=True)
class _Semicolons:
    """Texts with semicolons between; an empty one is not given."""

    name: str

    def read(self, source: Source, into: Fields) -> None:
        # No second byte of GBK is a semicolon, so bytes may be split.
        into[self.name] = [Text(piece) for piece in source.rest().split(b";")]

    def write(self, fields: Mapping[str, Any]) -> bytes:
        return b";".join(map(wire, fields[self.name]))


CONTROL: dict[int, Forms] = {
    0x8105: same(byte("command"), IfLeft("parameters", (_Semicolons("parameters"),))),
    0x8108: same(
        byte("kind"),  # 0 terminal, 12 IC card reader, 52 BeiDou module
        Padded("maker", 5),
        Counted("version"),
        CountedRaw("data", length=4),
    ),
    0x0108: same(byte("kind"), byte("result")),  # 0 ok, 1 failed, 2 cancelled
    0x8201: same(),
    0x0201: same(word("serial"), Place("location")),
    0x8202: same(word("interval_s"), IfLeft("validity_s", (dword("validity_s"),))),
    0x8203: same(word("serial"), dword("alarm")),
    0x8300: editions(
        (byte("flags"), RestText("text")),
        (byte("flags"), byte("kind"), RestText("text")),  # kind: 1 notice, 2 service
    ),
    0x8301: same(byte("action"), Each("events", (byte("id"), Counted("text")))),
    0x0301: same(byte("id")),
    0x8302: same(
        byte("flags"),
        Counted("question"),
        Each("answers", (byte("id"), Counted("text", length=2)), count=0),
    ),
    0x0302: same(word("serial"), byte("id")),
    0x8303: same(byte("action"), Each("menu", (byte("id"), Counted("text", length=2)))),
    0x0303: same(byte("id"), byte("ordered")),  # 0 cancelled, 1 ordered
    0x8304: same(byte("id"), Counted("text", length=2)),
    0x8400: same(byte("listen"), RestText("phone")),  # 0 call, 1 listen
    0x8401: same(
        byte("action"), Each("contacts", (byte("flag"), Counted("phone"), Counted("name")))
    ),
    0x8500: (
        Form("2013", (byte("flags"),)),  # bit 0: 0 unlock, 1 lock
        # id 1 is the door: 0 lock, 1 open
        Form("2019", (Each("controls", (word("id"), byte("parameter")), count=2),)),
        Form("uncounted", (word("id"), byte("parameter"))),  # as one library writes it
    ),
    0x0500: same(word("serial"), Place("location")),
}
"""Message id -> its forms."""

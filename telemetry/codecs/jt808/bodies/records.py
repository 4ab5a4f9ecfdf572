"""Positions, cards, buses, pictures and what is passed through.

Messages of JT/T 1078 (video) have no table here: their bodies are kept as they are.

Source: JT/T 808-2013 and -2019, 数据格式 of each message; jt808.md 6.6, 6.7, 6.10, 6.11.
"""

import zlib

from telemetry.codecs.jt808.forms import Form, Forms, same
from telemetry.codecs.jt808.groups import CountOf, Each, IfLeft, each
from telemetry.codecs.jt808.layout import (
    Counted,
    CountedRaw,
    Digits,
    Layout,
    Padded,
    Raw,
    byte,
    dword,
    word,
)
from telemetry.codecs.jt808.places import Place, Places

INFLATED = 1 << 20
"""How much compressed data may become."""

_GZIP = 16 + zlib.MAX_WBITS

_MEDIUM = (
    dword("media"),
    byte("kind"),  # 0 image, 1 audio, 2 video
    byte("format"),  # 0 JPEG, 1 TIF, 2 MP3, 3 WAV, 4 WMV
    byte("event"),
    byte("channel"),
)
_SOUGHT = byte("kind"), byte("channel"), byte("event"), Digits("start", 6), Digits("end", 6)
_COMMAND = byte("command"), Raw("data")
_PASSED = byte("kind"), Raw("data")  # 00 GNSS, 0B IC card, 41 and 42 serial ports, F0-FF makers
_RSA = dword("e"), Raw("n", 128)


def _card(*identity: Padded) -> Layout:
    """Inserted or removed; what the card says may follow either."""
    driver: Layout = (
        Counted("name"),
        Padded("qualification", 20),
        Counted("issuer"),
        Digits("valid_until", 4),
        *identity,
    )
    return (
        byte("status"),  # 1 inserted, 2 removed
        Digits("time", 6),
        IfLeft("result", (byte("result"), IfLeft("name", driver))),  # 0 read well
    )


RECORDS: dict[int, Forms] = {
    0x0200: same(Place("location")),
    0x0704: same(Places("batch")),
    0x8702: same(),
    0x0702: (
        Form("2013", _card()),
        Form("2019", _card(Padded("identity", 20))),
        Form("unknown", (Raw("raw"),)),  # 2011 wrote it otherwise
    ),
    0x0705: same(
        CountOf("count", of="frames"),
        Digits("time", 5),  # hhmmss and four digits of milliseconds
        # bits of the id: 31 channel, 30 extended, 29 averaged, 28-0 CAN id
        Each("frames", (dword("id"), Raw("data", 8)), count=0),
    ),
    0x8700: same(*_COMMAND),
    0x0700: same(word("serial"), *_COMMAND),
    0x8701: same(*_COMMAND),
    0x0701: same(CountedRaw("waybill", length=4)),
    0x0800: same(*_MEDIUM),
    0x0801: same(*_MEDIUM, Place("location", items=False), Raw("data")),
    0x8800: same(dword("media"), IfLeft("indexes", (each("indexes", size=2),))),
    0x8801: same(
        byte("channel"),
        word("command"),  # 0 stop, FFFF video, else so many pictures
        word("interval_s"),
        byte("store"),
        byte("resolution"),
        byte("quality"),
        byte("brightness"),
        byte("contrast"),
        byte("saturation"),
        byte("chroma"),
    ),
    0x0805: same(word("serial"), byte("result"), IfLeft("media", (each("media", 4, 2),))),
    0x8802: same(*_SOUGHT),
    0x0802: same(
        word("serial"),
        Each(
            "media",
            (
                dword("media"),
                byte("kind"),
                byte("channel"),
                byte("event"),
                Place("location", items=False),
            ),
            count=2,
        ),
    ),
    0x8803: same(*_SOUGHT, byte("delete")),
    0x8804: same(byte("command"), word("time_s"), byte("store"), byte("sampling")),
    0x8805: same(dword("media"), byte("delete")),
    0x0900: same(*_PASSED),
    0x8900: same(*_PASSED),
    0x0901: same(CountedRaw("data", length=4)),
    0x0A00: same(*_RSA),
    0x8A00: same(*_RSA),
}
"""Message id -> its forms."""


def inflate(data: bytes) -> bytes | None:
    """What a compressed report (0x0901) holds.

    Returns:
        At most 1 MiB; None if it is not gzip, is cut, or would become more.
    """
    inflater = zlib.decompressobj(_GZIP)
    try:
        plain = inflater.decompress(data, INFLATED)
    except zlib.error:
        return None
    return plain if inflater.eof else None

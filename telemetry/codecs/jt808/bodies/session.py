"""Who a terminal is and whether it may speak: 0x0001 to 0x0107 and their answers.

Source: JT/T 808-2011, -2013 and -2019, 数据格式 of each message; jt808.md 4, 6.1, 6.2, 6.5.
"""

from telemetry.codecs.jt808.forms import Form, Forms, editions, same
from telemetry.codecs.jt808.groups import IfLeft, each
from telemetry.codecs.jt808.layout import (
    Counted,
    Digits,
    Fields,
    Layout,
    Padded,
    RestText,
    byte,
    word,
)

_ANSWER = word("serial"), word("message"), byte("result")
_REPLACED = "\N{REPLACEMENT CHARACTER}"


def _registration(maker: int, model: int, terminal: int) -> Layout:
    return (
        word("province"),  # GB/T 2260, first two digits; 0: default
        word("city"),  # GB/T 2260, the four digits behind them; 0: default
        Padded("maker", maker),
        Padded("model", model),
        Padded("terminal_id", terminal),
        byte("plate_colour"),  # JT/T 415-2006, from 2019 on JT/T 697.7-2014; 0: none, then a VIN
        RestText("plate"),
    )


def _no_text(fields: Fields) -> bool:
    """Whether plate, model or id is no text: then its bytes belong to other fields."""
    texts = fields["plate"], fields["model"], fields["terminal_id"]
    return any(_REPLACED in text or not text.isprintable() for text in texts)


def _attributes(model: int, terminal: int) -> Layout:
    return (
        word("kind"),  # bits: 0 passenger, 1 dangerous goods, 2 freight, 3 taxi, 6 disk recorder
        Padded("maker", 5),
        Padded("model", model),
        Padded("terminal_id", terminal),
        Digits("iccid", 10),
        Counted("hardware"),
        Counted("firmware"),
        byte("gnss"),  # bits: 0 GPS, 1 BeiDou, 2 GLONASS, 3 Galileo
        byte("radio"),  # bits: 0 GPRS, 1 CDMA, 2 TD-SCDMA, 3 WCDMA, 4 CDMA2000, 5 TD-LTE, 7 other
    )


def _wanted(count: int) -> Layout:
    return word("first"), each("indexes", size=2, count=count)


SESSION: dict[int, Forms] = {
    0x0001: same(*_ANSWER),
    0x8001: same(*_ANSWER),
    0x0002: same(),
    0x0003: same(),
    0x0004: same(),
    0x8004: same(Digits("utc", 6)),  # YYMMDDhhmmss, the only UTC of the standard
    0x8204: same(),
    0x8003: editions(_wanted(count=1), _wanted(count=2)),
    0x0005: editions(_wanted(count=1), _wanted(count=2)),
    0x0100: (
        Form("2013", _registration(maker=5, model=20, terminal=7), _no_text),
        Form("2011", _registration(maker=5, model=8, terminal=7), _no_text),
        Form("2019", _registration(maker=11, model=30, terminal=30), _no_text),
    ),
    0x8100: same(word("serial"), byte("result"), IfLeft("code", (RestText("code"),))),
    0x0102: editions(
        (RestText("code"),),
        (Counted("code"), Padded("imei", 15), Padded("software", 20)),
    ),
    0x8107: same(),
    0x0107: editions(_attributes(model=20, terminal=7), _attributes(model=30, terminal=30)),
}
"""Message id -> its forms."""

"""Fences that a terminal watches itself (电子围栏): 0x8600 to 0x8608 and 0x0608.

Coordinates are millionths of a degree without sign; bits 6 and 7 of an area's attribute, 2 and 3
of a segment's, are the hemispheres. A window is twelve digits YYMMDDhhmmss, GMT+8; with the date
000000 it is every day's.

Source: JT/T 808-2013 and -2019, 设置圆形区域 and following; jt808.md 6.9.
"""

from telemetry.codecs.jt808.forms import Forms, editions, same
from telemetry.codecs.jt808.groups import Choice, Each, When, each
from telemetry.codecs.jt808.layout import Counted, Digits, Layout, Raw, byte, dword, word

TIMED, LIMITED = 1 << 0, 1 << 1
"""Bits of an attribute: a window is given; a speed limit is given. (Of a segment: travel times.)"""

_PLACE = dword("lat_e6"), dword("lon_e6")
_WINDOW = When("attribute", TIMED, (Digits("start", 6), Digits("end", 6)))
_LIMIT = word("limit_kmh"), byte("after_s")
_NIGHT = (word("night_limit_kmh"),)
_NAME = (Counted("name", length=2),)


def _area(*shape: Layout, new: bool) -> Layout:
    """A circle or a rectangle."""
    return (
        dword("id"),
        word("attribute"),
        *(part for parts in shape for part in parts),
        _WINDOW,
        When("attribute", LIMITED, _LIMIT + (_NIGHT if new else ())),
        *(_NAME if new else ()),
    )


def _circle(*, new: bool) -> Layout:
    return _area(_PLACE, (dword("radius_m"),), new=new)


def _rectangle(*, new: bool) -> Layout:
    corners = dword("top_e6"), dword("left_e6"), dword("bottom_e6"), dword("right_e6")
    return _area(corners, new=new)


def _polygon(*, new: bool) -> Layout:
    later = (When("attribute", LIMITED, _NIGHT), *_NAME) if new else ()
    return (
        dword("id"),
        word("attribute"),
        _WINDOW,
        When("attribute", LIMITED, _LIMIT),
        Each("vertices", _PLACE, count=2),
        *later,
    )


def _corner(*, new: bool) -> Layout:
    return (
        dword("id"),
        dword("segment"),  # from this corner to the next
        *_PLACE,
        byte("width_m"),
        byte("attribute"),
        When("attribute", TIMED, (word("too_long_s"), word("too_short_s"))),
        When("attribute", LIMITED, _LIMIT + (_NIGHT if new else ())),
    )


def _route(*, new: bool) -> Layout:
    return (
        dword("id"),
        word("attribute"),
        _WINDOW,
        Each("corners", _corner(new=new), count=2),
        *(_NAME if new else ()),
    )


def _answer(*, new: bool) -> Layout:
    shapes = _circle(new=new), _rectangle(new=new), _polygon(new=new), _route(new=new)
    lists = {kind: (Each("items", shape, count=4),) for kind, shape in enumerate(shapes, 1)}
    return byte("kind"), Choice("kind", lists, (dword("count"), Raw("data")))


def _set(area: Layout) -> Layout:
    return byte("action"), Each("items", area)  # 0 replace all, 1 append, 2 modify


_DELETE = same(each("ids", size=4))  # none: all of them

FENCES: dict[int, Forms] = {
    0x8600: editions(_set(_circle(new=False)), _set(_circle(new=True))),
    0x8601: _DELETE,
    0x8602: editions(_set(_rectangle(new=False)), _set(_rectangle(new=True))),
    0x8603: _DELETE,
    0x8604: editions(_polygon(new=False), _polygon(new=True)),
    0x8605: _DELETE,
    0x8606: editions(_route(new=False), _route(new=True)),
    0x8607: _DELETE,
    0x8608: same(byte("kind"), each("ids", size=4, count=4)),
    0x0608: editions(_answer(new=False), _answer(new=True)),
}
"""Message id -> its forms. Kinds: 1 circle, 2 rectangle, 3 polygon, 4 route."""

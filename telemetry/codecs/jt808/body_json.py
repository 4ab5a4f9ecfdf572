"""Fields of a body as public JSON: what `gongche decode` prints under `body`."""

from collections.abc import Mapping
from typing import Any

from telemetry.codecs.jt808.batch import Batch
from telemetry.codecs.jt808.items import ITEMS, Item, read_item
from telemetry.codecs.jt808.layout import Fields
from telemetry.codecs.jt808.location import Location

_IDS = {"message": "0x{:04x}"}


def public(fields: Mapping[str, Any], items: Mapping[int, Item] = ITEMS) -> dict[str, Any]:
    r"""Write fields as JSON can hold them.

    Args:
        fields: As `read_body` gives them.
        items: How additional items are read.

    Returns:
        The same names; bytes as hexadecimal digits, message ids as `0x0200`, positions with their
        raw numbers and their items in order.

    >>> public({"message": 512, "data": b"\x01"})
    {'message': '0x0200', 'data': '01'}
    """
    return {name: _shown(name, value, items) for name, value in fields.items()}


def _shown(name: str, value: Any, items: Mapping[int, Item]) -> Any:  # noqa: ANN401 - any field
    shown = value
    match value:
        case bytes():
            shown = value.hex()
        case int() if name in _IDS:
            shown = _IDS[name].format(value)
        case Mapping():
            shown = public(value, items)
        case list() | tuple():
            shown = [_shown("", each, items) for each in value]
        case Location():
            shown = _location(value, items)
        case Batch():
            shown = {"count": value.count, "kind": value.kind}
        case _:
            pass
    return shown


def _location(location: Location, items: Mapping[int, Item]) -> dict[str, Any]:
    read = [read_item(id_, value, items) for id_, value in location.items]
    fields: Fields = {
        "alarm": location.alarm,
        "status": location.status,
        "lat_e6": location.lat_e6,
        "lon_e6": location.lon_e6,
        "altitude_m": location.altitude_m,
        "speed_dkmh": location.speed_dkmh,
        "direction": location.direction,
        "time": location.time,
        "items": [each | {"id": f"0x{each['id']:02x}"} for each in read],
    }
    trailing = {"trailing": location.trailing} if location.trailing else {}
    return public(fields | trailing, items)

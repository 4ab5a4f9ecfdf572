"""What a simulated terminal does when the platform tells it something. Pure."""

from dataclasses import dataclass, field
from typing import Literal

from telemetry.codecs import jt808
from telemetry.codecs.jt808.bodies.parameters import IDS
from telemetry.codecs.jt808.layout import Fields

HEARTBEAT, ASLEEP, DRIVING = (
    IDS["heartbeat_s"],
    IDS["asleep_interval_s"],
    IDS["default_interval_s"],
)
"""Numbers of the parameters that say how often it speaks."""

_DONE, _NOT_SUPPORTED = 0, 3
_AREAS = {0x8600: 1, 0x8602: 2, 0x8604: 3, 0x8606: 4}
_REPLACE_ALL = 0
_ALWAYS = {0x8105, 0x8203, 0x8300, 0x8500}

Reply = tuple[int, bytes]
"""Message id and body."""


@dataclass(slots=True)
class Orders:
    """What a terminal was told, and does.

    Attributes:
        parameters: By number (0x8103).
        areas: Fences it watches: kind (1 circle to 4 route) and id -> its fields.
        texts: What was shown to the driver (0x8300).
    """

    parameters: dict[int, object] = field(
        default_factory=lambda: {HEARTBEAT: 60, ASLEEP: 300, DRIVING: 10}
    )
    areas: dict[tuple[int, int], Fields] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)

    def seconds(self, parameter: int) -> float:
        """A parameter that is a time."""
        told = self.parameters[parameter]
        return float(told) if isinstance(told, int) else 60.0

    def obey(self, message: jt808.Message, edition: Literal["2013", "2019"]) -> int | Reply:
        """Do it; the result for a general answer, or the answer that belongs to it."""
        header, fields = message.header, message.fields
        match header.message:
            case 0x8103:
                self.parameters |= {each["id"]: each["value"] for each in fields["parameters"]}
            case 0x8104:
                return self._told(header.serial, self.parameters)
            case 0x8106:
                known = {
                    name: self.parameters[name] for name in fields["ids"] if name in self.parameters
                }
                return self._told(header.serial, known)
            case 0x8107:
                return 0x0107, jt808.write_body(0x0107, attributes(header.device), edition)
            case 0x8202:
                self.parameters[DRIVING] = fields["interval_s"] or self.parameters[DRIVING]
            case 0x8300:
                self.texts.append(str(fields["text"]))
            case _:
                return self._fence(header.message, fields)
        return _DONE

    def _told(self, serial: int, parameters: dict[int, object]) -> Reply:
        listed = [{"id": name, "value": value} for name, value in parameters.items()]
        return 0x0104, jt808.write_body(0x0104, {"serial": serial, "parameters": listed})

    def _fence(self, message: int, fields: Fields) -> int:
        kind = _AREAS.get(message)
        if kind is not None:
            if fields.get("action") == _REPLACE_ALL:
                self._forget(kind, [])
            for area in fields.get("items", [fields]):
                self.areas[kind, area["id"]] = area
            return _DONE
        kind = _AREAS.get(message - 1)
        if kind is not None:
            self._forget(kind, fields["ids"])
            return _DONE
        return _DONE if message in _ALWAYS else _NOT_SUPPORTED

    def _forget(self, kind: int, ids: list[int]) -> None:
        gone = [key for key in self.areas if key[0] == kind and (not ids or key[1] in ids)]
        for key in gone:
            del self.areas[key]


def attributes(device: str) -> Fields:
    """What a simulated terminal is made of (0x0107)."""
    return {
        "kind": 0,
        "maker": "GONGC",
        "model": "SIM-1",
        "terminal_id": "SIM0001",
        "iccid": device.rjust(20, "0") if device.isdecimal() else "0" * 20,
        "hardware": "1.0",
        "firmware": "1.0",
        "gnss": 3,
        "radio": 32,
    }

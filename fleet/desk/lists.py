"""Which columns a list has, and what its rows say: the templates the office fills in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from fleet.desk.tables import moment
from fleet.terms import BEGINNING

_FLAGS = {"是": True, "yes": True, "y": True, "true": True, "1": True}
_FLAGS |= {"否": False, "no": False, "n": False, "false": False, "0": False}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list.

    Attributes:
        name: Its heading, and the field of the command.
        chinese: Its heading in Chinese; both are read.
        expected: What stands in it, for the error.
        required: Whether it may not be empty.
        read: From text to the field's value.
    """

    name: str
    chinese: str
    expected: str
    required: bool = False
    read: Callable[[str, ZoneInfo], object] = field(default=lambda text, _: text)


def _flag(text: str, _: ZoneInfo) -> bool:
    if text.lower() not in _FLAGS:
        raise ValueError(text)
    return _FLAGS[text.lower()]


_UNIT_CODE = "1-32 letters, digits, _ or -"
_DEVICE = "1-64 letters, digits, _ or -; of a JT/T 808 phone the digits without leading zeros"
_VEHICLE = "1-64 signs, no space : / + #"
_TIME = "a time such as 2027-03-01 or 2027-03-01 08:00"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of list.

    Attributes:
        columns: In the order of the template.
        wires: From a row's fields to wire commands, without actor and time.
    """

    columns: tuple[Column, ...]
    wires: Callable[[dict[str, Any]], list[dict[str, Any]]]


def _units(fields: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"command": "RegisterUnit", **fields}]


def _vehicles(fields: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"command": "TakeOverVehicle", **fields}]


def _terminals(fields: dict[str, Any]) -> list[dict[str, Any]]:
    known: dict[str, Any] = {name: fields[name] for name in ("device", "model") if name in fields}
    bound = {name: value for name, value in fields.items() if name != "model"}
    said: list[dict[str, Any]] = [{"command": "RegisterTerminal", **known}]
    if "vehicle" in bound:
        said.append({"command": "BindTerminal", "valid_from": BEGINNING, **bound})
    return said


KINDS: dict[str, Kind] = {
    "units": Kind(
        (
            Column("unit", "单位编码", _UNIT_CODE, required=True),
            Column("name", "单位名称", "the unit's name", required=True),
            Column("name_en", "英文名称", "the unit's name in English"),
            Column("district", "区县", "the district it stands in"),
            Column("jurisdiction", "管辖", "a region code such as 330100", required=True),
        ),
        _units,
    ),
    "vehicles": Kind(
        (
            Column("vehicle", "车辆编号", _VEHICLE, required=True),
            Column("plate", "号牌号码", "1-16 signs, no colon", required=True),
            Column("unit", "单位编码", _UNIT_CODE, required=True),
            Column("category", "车辆类别", "what it is kept for", required=True),
            Column("model", "车型", "make and model"),
            Column("vin", "车架号", "17 letters and digits, without I, O, Q"),
            Column("slot", "编制", "the quota slot"),
        ),
        _vehicles,
    ),
    "terminals": Kind(
        (
            Column("device", "终端编号", _DEVICE, required=True),
            Column("vehicle", "车辆编号", _VEHICLE),
            Column("valid_from", "启用时间", _TIME, read=moment),
            Column("valid_to", "停用时间", _TIME + ", later than valid_from", read=moment),
            Column("spare", "备用", "yes or no (是, 否)", read=_flag),
            Column("model", "终端型号", "what it says on the case"),
        ),
        _terminals,
    ),
}

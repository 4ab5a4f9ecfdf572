"""Which columns a list has, and what its rows say: the templates the office fills in."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from fleet.desk.tables import moment
from fleet.procurement import cloud
from fleet.procurement.cloud_record import RecordKind
from fleet.terms import BEGINNING

Read = Callable[[str, ZoneInfo], object]
"""From text to a field's value; ValueError if it is none."""

_FLAGS = {"是": True, "yes": True, "y": True, "true": True, "1": True}
_FLAGS |= {"否": False, "no": False, "n": False, "false": False, "0": False}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list.

    Attributes:
        name: Its heading.
        chinese: Its heading in Chinese; both are read.
        expected: What stands in it, for the error.
        required: Whether it may not be empty.
        read: From text to the field's value.
        becomes: The field of the command, where it is not called like the heading.
    """

    name: str
    chinese: str
    expected: str
    required: bool = False
    read: Read = field(default=lambda text, _: text)
    becomes: str = ""

    @property
    def wire(self) -> str:
        """The field of the command."""
        return self.becomes or self.name


def _flag(text: str, _: ZoneInfo) -> bool:
    if text.lower() not in _FLAGS:
        raise ValueError(text)
    return _FLAGS[text.lower()]


def _day(text: str, zone: ZoneInfo) -> date:
    return moment(text, zone).astimezone(zone).date()


_SECTORS = {"党政机关": "PARTY_GOV", "事业单位": "INSTITUTION"}


def _sector(text: str, _: ZoneInfo) -> str:
    sector = _SECTORS.get(text, text)
    if sector not in _SECTORS.values():
        raise ValueError(text)
    return sector


def _classes(text: str, _: ZoneInfo) -> list[str]:
    return re.findall(r"[^\s,，、/]+", text.upper())


def _number(text: str, _: ZoneInfo) -> int:
    return int(text)


def _digest(text: str, _: ZoneInfo) -> str:
    if not re.fullmatch(r"[0-9a-f]{64}", text.lower()):
        raise ValueError(text)
    return text.lower()


def _of_cloud(heading: cloud.Heading) -> Column:
    becomes = "price_fen" if heading.name == "price_yuan" else ""
    shown = heading.name, heading.chinese, heading.expected
    return Column(*shown, heading.required, _where_it_stands(heading.read), becomes)


def _where_it_stands(read: Callable[[str], object] | None) -> Read:
    return moment if read is None else lambda text, _: read(text)


_UNIT_CODE = "1-32 letters, digits, _ or -"
_DEVICE = "1-64 letters, digits, _ or -; of a JT/T 808 phone the digits without leading zeros"
_VEHICLE = "1-64 signs, no space : / + #"
_TIME = "a time such as 2027-03-01 or 2027-03-01 08:00"
_DAY = "a day such as 2014-03-02"
_REGION = "a region code such as 330100"
_KEPT_FOR = "what it is kept for"
_DIGEST = "a SHA-256: 64 hexadecimal digits"
_SECTOR = "PARTY_GOV or INSTITUTION (党政机关, 事业单位)"
_CAR = {heading.name: _of_cloud(heading) for heading in cloud.LISTS["contract"]}


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


_DRIVER = {name: name for name in ("driver", "name", "unit", "phone", "employed_on")}
_LICENCE = {name: name for name in ("number", "classes", "valid_until", "points")}
_DRIVER_PAPERS = {
    "RecordLicence": _LICENCE | {"licence_sha256": "sha256"},
    "SignPledge": {"year": "year", "pledge_sha256": "sha256"},
}


def _drivers(fields: dict[str, Any]) -> list[dict[str, Any]]:
    said = [{"command": "RegisterDriver", **_named(fields, _DRIVER)}]
    for command, names in _DRIVER_PAPERS.items():
        if paper := _named(fields, names):
            said.append({"command": command, "driver": fields.get("driver"), **paper})
    return said


def _named(fields: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """Those fields of a row that a command has, under its own names."""
    return {wire: fields[name] for name, wire in names.items() if name in fields}


def _slots(fields: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"command": "AuthoriseSlot", **fields}]


def _from_cloud(kind: RecordKind) -> Kind:
    columns = tuple(map(_of_cloud, cloud.LISTS[kind]))
    return Kind(columns, lambda fields: [cloud.wire(kind, fields)])


KINDS: dict[str, Kind] = {
    "units": Kind(
        (
            Column("unit", "单位编码", _UNIT_CODE, required=True),
            Column("name", "单位名称", "the unit's name", required=True),
            Column("name_en", "英文名称", "the unit's name in English"),
            Column("district", "区县", "the district it stands in"),
            Column("jurisdiction", "管辖", _REGION, required=True),
            Column("sector", "单位性质", _SECTOR, read=_sector),
            Column("created_on", "成立日期", _DAY, read=_day),
        ),
        _units,
    ),
    "slots": Kind(
        (
            Column("jurisdiction", "管辖", _REGION, required=True),
            Column("sector", "单位性质", _SECTOR, required=True, read=_sector),
            Column("slot", "编制", "the slot's number: " + _VEHICLE, required=True),
            Column("unit", "单位编码", _UNIT_CODE, required=True),
            Column("category", "车辆类别", _KEPT_FOR, required=True),
            Column("baseline", "车改核定", "yes or no (是, 否)", read=_flag),
            Column("exception", "例外文件", "the document of an exception"),
            Column("application", "申请文件", "the department's application"),
            Column("review", "专项审核", "finance's special review"),
        ),
        _slots,
    ),
    "vehicles": Kind(
        (
            Column("vehicle", "车辆编号", _VEHICLE, required=True),
            Column("plate", "号牌号码", "1-16 signs, no colon", required=True),
            Column("unit", "单位编码", _UNIT_CODE, required=True),
            Column("category", "车辆类别", _KEPT_FOR, required=True),
            Column("model", "车型", "make and model"),
            Column("vin", "车架号", "17 letters and digits, without I, O, Q"),
            Column("slot", "编制", "the quota slot"),
            Column("first_registered", "初次登记日期", _DAY, read=_day),
            Column("engine", "发动机号", "the number of its engine or motor"),
            replace(_CAR["body"], required=False),
            replace(_CAR["energy"], required=False),
            _CAR["displacement_ml"],
            replace(_CAR["price_yuan"], chinese="购置价（元）", required=False),
        ),
        _vehicles,
    ),
    "drivers": Kind(
        (
            Column("driver", "驾驶员编号", _VEHICLE, required=True),
            Column("name", "姓名", "the driver's name", required=True),
            Column("unit", "单位编码", _UNIT_CODE, required=True),
            Column("phone", "联系电话", "where the driver is reached"),
            Column("employed_on", "入职日期", _DAY, required=True, read=_day),
            Column("licence", "驾驶证号", "the number of the licence", becomes="number"),
            Column("classes", "准驾车型", "classes such as C1 or A1、B1", read=_classes),
            Column("valid_until", "驾驶证有效期止", _DAY, read=_day),
            Column("points", "记分", "0 to 99", read=_number),
            Column("licence_sha256", "驾驶证摘要", _DIGEST, read=_digest),
            Column(
                "pledge_year", "责任书年度", "a year such as 2026", read=_number, becomes="year"
            ),
            Column("pledge_sha256", "责任书摘要", _DIGEST, read=_digest),
        ),
        _drivers,
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
    "certificates": _from_cloud("certificate"),
    "contracts": _from_cloud("contract"),
    "deliveries": _from_cloud("delivery"),
}

"""The procurement cloud (政采云, 车辆控购管理): what is handed to it, and what comes back.

Plain values only: the desk reads and writes the files. Money is yuan in the files, fen inside.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID, uuid5

from fleet.procurement.cloud_record import RecordKind
from fleet.procurement.refusals import yuan

_NAMESPACE = UUID("6f1d1b7e-6d0c-5b1c-9a55-2b1f6d3a9c10")

BODIES = {
    "轿车": "SEDAN",
    "越野车": "SUV",
    "商务车": "MPV",
    "小型客车": "SMALL_BUS",
    "面包车": "MINIBUS",
    "中型客车": "MEDIUM_BUS",
    "大型客车": "LARGE_BUS",
    "专用车": "SPECIAL",
}
ENERGIES = {
    "汽油": "PETROL",
    "柴油": "DIESEL",
    "油电混合": "HYBRID",
    "纯电动": "BATTERY",
    "插电混动": "PLUG_IN",
    "燃料电池": "FUEL_CELL",
}
ORIGINS = {"国产自主品牌": "DOMESTIC_BRAND", "合资": "JOINT_VENTURE", "进口": "IMPORTED"}
KINDS = {"配备更新": "RENEWAL", "新增购置": "ADDITION"}
EXPORTED = (
    "购置编号",
    "指标编号",
    "单位编码",
    "编制",
    "购置类型",
    "车辆类别",
    "处置编号",
    "供应商",
    "品牌",
    "车型",
    "车身类型",
    "能源类型",
    "产地类别",
    "排气量（毫升）",
    "批准价（元）",
    "批准日期",
)
"""The headings of the file for the cloud, in order."""


@dataclass(frozen=True, slots=True)
class Heading:
    """One column of a list of the cloud.

    Attributes:
        name: Its English heading, and the field.
        chinese: Its Chinese heading; both are read.
        expected: What stands in it, for the error.
        required: Whether it may not be empty.
        read: From text to the field's value, ValueError if it is none; None: a moment, which is
            read where it was written.
    """

    name: str
    chinese: str
    expected: str
    required: bool = True
    read: Callable[[str], object] | None = str


@dataclass(frozen=True, slots=True)
class Waiting:
    """An approved purchase that waits for its certificate.

    Attributes:
        quote: What is to be bought: the quote that was chosen, as JSON values.
        approved_on: The local day of the approval.
    """

    purchase: str
    indicator: str
    unit: str
    slot: str
    kind: str
    category: str
    case: str | None
    quote: Mapping[str, Any]
    price_fen: int
    approved_on: date


def exported(waiting: Iterable[Waiting]) -> list[dict[str, str]]:
    """The rows of the file for the cloud, by purchase, under Chinese headings.

    Args:
        waiting: Approved purchases without a certificate.

    Source:
        R050, R051.
    """
    return [_row(each) for each in sorted(waiting, key=lambda each: each.purchase)]


def wire(kind: RecordKind, fields: Mapping[str, Any]) -> dict[str, Any]:
    """A row of a list of the cloud as a command on the wire, without actor.

    Its id is made of list, number and content: the same row is the same saying wherever it comes
    from, and the same number with other content is another one, which the record refuses
    (ExternalIdReused).

    Args:
        kind: Which list.
        fields: The row's cells as their headings have read them.
    """
    said = {name: value for name, value in fields.items() if name not in _CAR}
    if "price_yuan" in said:
        said["price_fen"] = said.pop("price_yuan")
    if kind != "certificate":
        said["specification"] = {name: fields[name] for name in _CAR if name in fields}
    return {"command": _COMMANDS[kind], "id": command_id(kind, said), **said}


def command_id(kind: RecordKind, said: Mapping[str, Any]) -> str:
    """The id of a row: a UUID (version 5) of its list, its number and what it says."""
    return str(uuid5(_NAMESPACE, json.dumps([kind, said], sort_keys=True, default=str)))


def fen(text: str) -> int:
    """An amount in yuan as fen; `180,001.00` is 18000100.

    Raises:
        ValueError: If it is no amount, below zero, or finer than a fen.
    """
    try:
        amount = Decimal(text.strip().removeprefix("¥").replace(",", "")) * 100
    except InvalidOperation as error:
        raise ValueError(text) from error
    if not amount.is_finite() or amount < 0 or amount != amount.to_integral_value():
        raise ValueError(text)
    return int(amount)


def _one_of(words: Mapping[str, str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        word = words.get(text, text)
        if word not in words.values():
            raise ValueError(text)
        return word

    return read


def _extras(text: str) -> list[str]:
    for sign in "，,;；":
        text = text.replace(sign, "、")
    return [part.strip() for part in text.split("、") if part.strip()]


def _row(waiting: Waiting) -> dict[str, str]:
    car = waiting.quote["specification"]
    displacement = car["displacement_ml"]
    told = (
        waiting.purchase,
        waiting.indicator,
        waiting.unit,
        waiting.slot,
        _chinese(KINDS, waiting.kind),
        waiting.category,
        waiting.case or "",
        waiting.quote["vendor"],
        car["brand"],
        car["model"],
        _chinese(BODIES, car["body"]),
        _chinese(ENERGIES, car["energy"]),
        _chinese(ORIGINS, car["origin"]),
        "" if displacement is None else str(displacement),
        yuan(waiting.price_fen),
        waiting.approved_on.isoformat(),
    )
    return dict(zip(EXPORTED, told, strict=True))


def _chinese(words: Mapping[str, str], meant: str) -> str:
    return next(word for word, value in words.items() if value == meant)


def _choice(words: Mapping[str, str]) -> str:
    return "one of " + ", ".join(f"{word} ({value})" for word, value in words.items())


_NUMBER = "1-64 signs, no space : / + #"
_KEYS = (
    Heading("purchase", "购置编号", _NUMBER),
    Heading("external_id", "政采云编号", "the record's number in the cloud: " + _NUMBER),
)
_SPECIFICATION = (
    Heading("brand", "品牌", "the brand's name", required=False),
    Heading("model", "车型", "make and model", required=False),
    Heading("body", "车身类型", _choice(BODIES), read=_one_of(BODIES)),
    Heading("energy", "能源类型", _choice(ENERGIES), read=_one_of(ENERGIES)),
    Heading("origin", "产地类别", _choice(ORIGINS), read=_one_of(ORIGINS)),
    Heading("displacement_ml", "排气量（毫升）", "millilitres", required=False, read=int),
    Heading("trim", "选装配置", "extras, separated by commas", required=False, read=_extras),
)
_CAR = tuple(heading.name for heading in _SPECIFICATION)
_AMOUNT = "an amount in yuan, without purchase tax"
_TIME = "a time such as 2027-03-01 or 2027-03-01 08:00"

LISTS: dict[RecordKind, tuple[Heading, ...]] = {
    "certificate": (
        *_KEYS,
        Heading("certificate", "指标证号", _NUMBER),
        Heading("at", "签发时间", _TIME, read=None),
    ),
    "contract": (
        *_KEYS,
        Heading("contract", "合同编号", "the contract's number"),
        Heading("vehicle", "车辆编号", _NUMBER),
        Heading("price_yuan", "合同价（元）", _AMOUNT, read=fen),
        *_SPECIFICATION,
        Heading("at", "签订时间", _TIME, read=None),
    ),
    "delivery": (
        *_KEYS,
        Heading("vin", "车架号", "17 letters and digits, without I, O, Q"),
        Heading("engine", "发动机号", "the number of its engine or motor"),
        Heading("price_yuan", "结算价（元）", _AMOUNT, read=fen),
        *_SPECIFICATION,
        Heading("at", "交付时间", _TIME, read=None),
    ),
}
"""What the lists of the cloud look like."""

_COMMANDS: dict[RecordKind, str] = {
    "certificate": "IssueCertificate",
    "contract": "RecordContract",
    "delivery": "RecordDelivery",
}

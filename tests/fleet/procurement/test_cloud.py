"""The procurement cloud: files that may come twice, and numbers that stand for one thing."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given as each
from hypothesis import strategies as st

from fleet.procurement.cloud import BODIES, ENERGIES, LISTS, ORIGINS, Waiting, exported, fen, wire
from fleet.procurement.cloud_record import (
    CloudRecordTaken,
    RecordKind,
    TakeCloudRecord,
    cloud_record,
    taking,
)
from fleet.procurement.purchase import purchase
from fleet.procurement.purchase_commands import (
    IssueCertificate,
    PurchaseCommand,
    RecordContract,
    RecordDelivery,
)
from fleet.procurement.purchase_events import PurchaseApplied
from fleet.procurement.quotes import Quote
from fleet.procurement.refusals import yuan
from tests.fleet.procurement.office import (
    CAP_FEN,
    CAR,
    CLERK,
    NOW,
    apply,
    certify,
    contract,
    countersign,
    deliver,
    fail,
    other,
    refusal,
    told,
    until,
)
from tests.given import Given

record = Given(cloud_record)
COMMANDS: dict[str, type[PurchaseCommand]] = {
    each.__name__: each for each in (IssueCertificate, RecordContract, RecordDelivery)
}
SPECIFICATION = {
    "品牌": "红旗",
    "车型": "H5",
    "车身类型": "轿车",
    "能源类型": "汽油",
    "产地类别": "国产自主品牌",
    "排气量（毫升）": "1800",
}
CERTIFICATE = {"购置编号": "P1", "政采云编号": "E1", "指标证号": "Z1", "签发时间": "-"}
CONTRACT = SPECIFICATION | {
    "购置编号": "P1",
    "政采云编号": "E2",
    "合同编号": "合〔2027〕1号",
    "车辆编号": "V2",
    "合同价（元）": "180,000.00",
    "签订时间": "-",
}
DELIVERY = SPECIFICATION | {
    "购置编号": "P1",
    "政采云编号": "E3",
    "车架号": "LSVAA4182E2184841",
    "发动机号": "CA4GC20",
    "结算价（元）": "180000",
    "交付时间": "-",
}
ROWS: tuple[tuple[RecordKind, dict[str, str], PurchaseCommand], ...] = (
    ("certificate", CERTIFICATE, certify),
    ("contract", CONTRACT, contract),
    ("delivery", DELIVERY, deliver),
)


def read(kind: RecordKind, row: dict[str, str]) -> dict[str, Any]:
    """A row as the desk reads it and the cloud's list maps it."""
    headings = {heading.chinese: heading for heading in LISTS[kind]}
    assert all(heading.chinese in row for heading in LISTS[kind] if heading.required)
    cells = {headings[name]: text for name, text in row.items()}
    return wire(
        kind, {each.name: each.read(text) if each.read else NOW for each, text in cells.items()}
    )


def command(kind: RecordKind, row: dict[str, str]) -> PurchaseCommand:
    """The command that a row becomes."""
    said = read(kind, row)
    UUID(said.pop("id"))
    return COMMANDS[said.pop("command")].model_validate(said | {"brief": CLERK})


@pytest.mark.proves("R051")
@pytest.mark.parametrize(("kind", "row", "expected"), ROWS)
def test_a_row_becomes_a_command(
    kind: RecordKind, row: dict[str, str], expected: PurchaseCommand
) -> None:
    assert command(kind, row) == expected


@pytest.mark.proves("R050")
@pytest.mark.proves("R051")
@pytest.mark.parametrize(("kind", "row", "said"), ROWS)
def test_the_same_row_twice_changes_nothing(
    kind: RecordKind, row: dict[str, str], said: PurchaseCommand
) -> None:
    assert read(kind, row) == read(kind, dict(reversed(row.items())))
    past = until(said)
    assert told(command(kind, row), past=past) == past


@pytest.mark.proves("R051")
@pytest.mark.parametrize(
    ("kind", "row", "said", "change"),
    [
        (*ROWS[0], {"指标证号": "Z2"}),
        (*ROWS[1], {"合同价（元）": "170000"}),
        (*ROWS[2], {"发动机号": "CA4GC21"}),
    ],
)
def test_a_number_with_other_content_is_refused(
    kind: RecordKind, row: dict[str, str], said: PurchaseCommand, change: dict[str, str]
) -> None:
    no = refusal(command(kind, row | change), until(said))
    assert (no.rule, no.code, no.basis) == ("外部编号唯一", "ExternalIdReused", "R050, R051")
    assert no.values["list"] == kind
    assert (no.values["known"], no.values["purchase"]) == ("P1", "P1")
    assert read(kind, row | change)["id"] != read(kind, row)["id"]


def test_another_day_is_other_content() -> None:
    no = refusal(other(certify, at=datetime(2027, 3, 2, tzinfo=UTC)), until(certify))
    assert no.code == "ExternalIdReused"


def test_the_numbers_of_two_lists_have_nothing_to_do_with_each_other() -> None:
    assert told(other(contract, external_id="E1"), past=until(certify))
    past = until(contract)
    again = told(fail, other(contract, contract="合〔2027〕2号", external_id="E4"), past=past)
    assert refusal(other(contract, contract="合〔2027〕2号"), again).code == "ExternalIdReused"
    assert told(contract, past=again) == again


taken = CloudRecordTaken(kind="contract", external_id="E2", purchase="P1")
take = TakeCloudRecord(kind="contract", external_id="E2", purchase="P1")


@pytest.mark.proves("R050")
def test_a_number_of_the_cloud_stands_for_one_purchase() -> None:
    record().when(take).then(taken)
    record(taken).when(take).then()
    second = take.model_copy(update={"purchase": "P2"})
    record(taken).when(second).refused("外部编号唯一")


def test_what_came_from_the_cloud_is_taken_from_its_record() -> None:
    takings = [taking(event) for event in until(deliver)]
    kinds: list[tuple[RecordKind, str]] = [
        ("certificate", "E1"),
        ("contract", "E2"),
        ("delivery", "E3"),
    ]
    expected = [TakeCloudRecord(kind=kind, external_id=no, purchase="P1") for kind, no in kinds]
    assert [one for one in takings if one is not None] == expected
    byhand = told(other(certify, external_id=None), past=until(countersign))[-1]
    assert taking(byhand) is None


@pytest.mark.proves("R050")
@pytest.mark.proves("R051")
def test_an_approved_purchase_goes_out_and_comes_back_as_a_certificate() -> None:
    past = until(countersign)
    (row,) = exported([_waiting("P1")])
    assert row == SPECIFICATION | {
        "购置编号": "P1",
        "指标编号": "I1",
        "单位编码": "A1",
        "编制": "S1",
        "购置类型": "配备更新",
        "车辆类别": "EMERGENCY_SUPPORT",
        "处置编号": "D1",
        "供应商": "甲行",
        "批准价（元）": "180000.00",
        "批准日期": "2027-03-01",
    }
    came = CERTIFICATE | {"购置编号": row["购置编号"]}
    once = told(command("certificate", came), past=past)
    assert len(once) == len(past) + 1
    assert told(command("certificate", came), past=once) == once


def test_the_file_is_in_the_order_of_the_numbers() -> None:
    rows = exported([_waiting("P2"), _waiting("P1", case=None, displacement_ml=None)])
    assert [row["购置编号"] for row in rows] == ["P1", "P2"]
    assert (rows[0]["处置编号"], rows[0]["排气量（毫升）"]) == ("", "")


def _waiting(number: str, case: str | None = "D1", **car: object) -> Waiting:
    (applied,) = [event for event in until(apply) if isinstance(event, PurchaseApplied)]
    quote = Quote.model_validate(
        dict(applied.choice) | {"specification": CAR.model_copy(update=car)}
    )
    return Waiting(
        purchase=number,
        indicator="I1",
        unit="A1",
        slot="S1",
        kind="RENEWAL",
        category="EMERGENCY_SUPPORT",
        case=case,
        quote=quote.model_dump(mode="json"),
        price_fen=CAP_FEN,
        approved_on=date(2027, 3, 1),
    )


@each(st.integers(0, 10**13))
def test_an_amount_is_the_same_in_the_file_and_in_the_books(amount: int) -> None:
    assert fen(yuan(amount)) == amount
    assert fen(f" ¥{amount // 100:,} ") == amount // 100 * 100


@pytest.mark.parametrize("text", ["", "十八万", "-1", "0.001", "NaN", "Infinity", "1.5万"])
def test_what_is_no_amount_is_said_to_be_none(text: str) -> None:
    with pytest.raises(ValueError, match="^" + text.replace(".", "[.]") + "$"):
        fen(text)


@pytest.mark.parametrize(
    ("name", "words"), [("body", BODIES), ("energy", ENERGIES), ("origin", ORIGINS)]
)
def test_words_are_read_in_both_languages(name: str, words: dict[str, str]) -> None:
    (heading,) = [each for each in LISTS["contract"] if each.name == name]
    assert heading.read is not None
    for chinese, english in words.items():
        assert heading.read(chinese) == heading.read(english) == english
        assert f"{chinese} ({english})" in heading.expected
    with pytest.raises(ValueError, match="马车"):
        heading.read("马车")


def test_extras_are_separated_by_any_comma() -> None:
    row = CONTRACT | {"选装配置": "天窗, 真皮，音响；加热;、轮毂"}
    extras = ["天窗", "真皮", "音响", "加热", "轮毂"]
    assert read("contract", row)["specification"]["trim"] == extras


def test_every_list_has_its_columns() -> None:
    optional = {"brand", "model", "displacement_ml", "trim"}
    for kind, _, _ in ROWS:
        headings = LISTS[kind]
        assert {each.name for each in headings if not each.required} <= optional
        assert [each.name for each in headings if each.read is None] == ["at"]
        assert all(each.expected for each in headings)
        names = [each.name for each in headings] + [each.chinese for each in headings]
        assert len(set(names)) == len(names)


def test_purchase_events_of_other_steps_take_no_record() -> None:
    assert all(taking(event) is None for event in until(countersign))
    assert purchase.fold(until(deliver)).file is not None

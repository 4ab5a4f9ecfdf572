"""From the certificate to the closed file."""

from typing import Any

import pytest

from fleet.policy.grounds import Grounds
from fleet.procurement.purchase import purchase
from fleet.procurement.purchase_events import (
    CertificateIssued,
    ContractFailed,
    ContractRecorded,
    DeliveredRegistered,
    DeliveryAccepted,
    DeliveryRecorded,
    DeliveryRefused,
    PurchaseClosed,
)
from fleet.procurement.stages import present
from tests.fleet.procurement.office import (
    CAP_FEN,
    CAR,
    LATER,
    NOW,
    REFERENCE,
    accept,
    apply,
    approve,
    certify,
    check,
    close,
    contract,
    countersign,
    deliver,
    draft,
    fail,
    other,
    refusal,
    refuse,
    register,
    told,
    until,
)
from tests.given import Given

given = Given(purchase)
VIN = "LSVAA4182E2184841"
SHARED: dict[str, Any] = {
    "purchase": "P1",
    "unit": "A1",
    "slot": "S1",
    "kind": "RENEWAL",
    "indicator": "I1",
    "case": "D1",
    "at": NOW,
}
GROUNDS = Grounds(
    policy=REFERENCE,
    rules=("R017", "R041", "R042"),
    inputs={
        "category": "EMERGENCY_SUPPORT",
        "specification": CAR.model_dump(mode="json"),
        "price_fen": CAP_FEN,
        "special_case": False,
        "work_need": False,
        "exception": None,
    },
)
certified = CertificateIssued(**SHARED, certificate="Z1", external_id="E1")
contracted = ContractRecorded(
    **SHARED,
    contract="合〔2027〕1号",
    price_fen=CAP_FEN,
    specification=CAR,
    vehicle="V2",
    category="EMERGENCY_SUPPORT",
    external_id="E2",
    grounds=GROUNDS,
)
failed = ContractFailed(**SHARED, contract="合〔2027〕1号", vehicle="V2", reason="停产")
delivered = DeliveryRecorded(
    **SHARED,
    vehicle="V2",
    vin=VIN,
    engine="CA4GC20",
    specification=CAR,
    price_fen=CAP_FEN,
    external_id="E3",
    grounds=GROUNDS,
)
accepted = DeliveryAccepted(**SHARED, vehicle="V2", report="验收1号", by="chen")
refused = DeliveryRefused(**SHARED, vehicle="V2", defects="漆面划伤", by="chen")
registered = DeliveredRegistered(**SHARED, vehicle="V2", vin=VIN)
closed = PurchaseClosed(**SHARED, vehicle="V2", review_note="周期可缩短", by="chen")
APPROVED = until(countersign)
ORDERED = [*APPROVED, certified, contracted]
THERE = [*ORDERED, delivered]


@pytest.mark.proves("R115")
def test_the_certificate_names_the_case_to_be_reminded() -> None:
    given(*APPROVED).when(certify).then(certified)
    addition = other(apply, case=None, predecessor=None, written_off_at=None)
    begun = other(draft, kind="ADDITION", vehicle=None)
    past = told(begun, addition, check, approve, countersign, certify)
    assert isinstance(past[-1], CertificateIssued)
    assert past[-1].case is None


def test_the_car_comes_step_by_step() -> None:
    given(*APPROVED, certified).when(contract).then(contracted)
    given(*ORDERED).when(deliver).then(delivered)
    given(*THERE).when(accept).then(accepted)
    given(*THERE, accepted).when(register).then(registered)
    given(*THERE, accepted, registered).when(close).then(closed)


def test_saying_a_step_twice_changes_nothing_however_late() -> None:
    past = [*THERE, accepted, registered, closed]
    for byhand in (draft, apply, check, approve, countersign, accept, close):
        given(*past).when(other(byhand, at=LATER)).then()
    for command in (certify, contract, deliver, register):
        given(*past).when(command).then()
    unnumbered = certified.model_copy(update={"external_id": None})
    given(*APPROVED, unnumbered).when(other(certify, external_id=None, at=LATER)).then()


def test_a_paper_of_another_number_is_another_step() -> None:
    past = [*APPROVED, certified]
    given(*past).when(other(certify, certificate="Z2", external_id="E9")).refused("办理次序")
    given(*past).when(other(certify, certificate="Z2", external_id=None)).refused("办理次序")


def test_a_supplier_who_fails_leaves_the_certificate() -> None:
    given(*ORDERED).when(fail).then(failed)
    past = [*ORDERED, failed]
    given(*past).when(other(fail, at=LATER)).then()
    given(*past).when(contract).then()
    unnumbered = contracted.model_copy(update={"external_id": None})
    given(*past).when(other(contract, external_id=None)).then(unnumbered)
    again = other(contract, contract="合〔2027〕2号", external_id="E4")
    (event,) = told(again, past=past)[len(past) :]
    given(*past, event).when(fail).then(failed.model_copy(update={"contract": "合〔2027〕2号"}))


def test_a_car_with_defects_goes_back() -> None:
    given(*THERE).when(refuse).then(refused)
    past = [*THERE, refused]
    given(*past).when(other(refuse, at=LATER)).then()
    given(*past).when(deliver).then()
    second = delivered.model_copy(update={"external_id": "E5"})
    given(*past).when(other(deliver, external_id="E5")).then(second)
    given(*past, second).when(refuse).then(refused)


@pytest.mark.proves("PROC-06")
@pytest.mark.proves("R017")
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("brand", "比亚迪"),
        ("model", "H9"),
        ("body", "SUV"),
        ("energy", "HYBRID"),
        ("origin", "JOINT_VENTURE"),
        ("displacement_ml", 1799),
        ("displacement_ml", None),
        ("model", ""),
        ("trim", ("天窗",)),
    ],
)
def test_what_is_delivered_is_what_was_contracted(field: str, value: object) -> None:
    came = CAR.model_copy(update={field: value})
    no = refusal(other(deliver, specification=came), ORDERED)
    assert (no.code, no.alert, no.policy) == ("DeliveryDiffers", "PROC-06", REFERENCE)
    shown = ["天窗", "-"] if field == "trim" else [value or "-", getattr(CAR, field)]
    assert [no.values["delivered"], no.values["contracted"]] == shown
    assert no.values["field"] == field


@pytest.mark.proves("PROC-06")
@pytest.mark.parametrize("price", [CAP_FEN - 1, CAP_FEN + 1])
def test_what_is_billed_is_what_was_contracted(price: int) -> None:
    no = refusal(other(deliver, price_fen=price), ORDERED)
    assert (no.code, no.alert, no.values["field"]) == ("DeliveryDiffers", "PROC-06", "price_fen")
    assert (no.values["contracted"], no.values["delivered"]) == (CAP_FEN, price)


@pytest.mark.proves("PROC-06")
def test_a_vin_from_abroad_is_no_domestic_car() -> None:
    abroad = "1HGCM82633A004352"
    no = refusal(other(deliver, vin=abroad), ORDERED)
    assert (no.code, no.alert, no.values["field"]) == ("DeliveryDiffers", "PROC-06", "vin")
    assert (no.values["contracted"], no.values["delivered"]) == ("L|H", abroad)
    assert told(other(deliver, vin="H" + VIN[1:]), past=ORDERED)


def test_only_what_was_delivered_comes_into_the_books() -> None:
    given(*THERE).when(register).then(registered)
    given(*THERE, registered).when(register).then()
    for change in ({"vehicle": "V3"}, {"vin": "L" * 17}, {"slot": "S2"}):
        for past in (THERE, [*THERE, registered]):
            no = refusal(other(register, **change), past)
            assert (no.rule, no.code) == ("登记与交付相符", "DeliveredOther")


def test_nothing_comes_into_the_books_before_it_is_there() -> None:
    for past, stage in (
        ([], "Unknown"),
        (ORDERED, "Contracted"),
        ([*THERE, refused], "Contracted"),
    ):
        no = refusal(register, past)
        assert (no.rule, no.code, no.values["stage"]) == ("先交付后登记", "NotDelivered", stage)


def test_a_registered_car_does_not_go_back() -> None:
    no = refusal(refuse, [*THERE, registered])
    assert (no.rule, no.code, no.values["vehicle"]) == ("已登记不得退回", "AlreadyRegistered", "V2")
    given(*THERE, registered).when(accept).then(accepted)


@pytest.mark.proves("R128")
def test_a_purchase_is_closed_with_a_review_note() -> None:
    past = [*THERE, accepted, registered]
    for empty in ("", "  "):
        no = refusal(other(close, review_note=empty), past)
        assert (no.rule, no.code, no.basis) == ("后期复盘", "ReviewNoteMissing", "R128")
    given(*THERE, accepted).when(close).refused("先登记后办结")
    given(*past, closed).when(other(close, review_note="另有意见")).refused("办理次序")


def test_a_ledger_that_contradicts_itself_is_said_to() -> None:
    with pytest.raises(LookupError, match="contradicts itself"):
        present(None)

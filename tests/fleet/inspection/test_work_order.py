"""维修单: opened, approved by somebody else, done, invoiced."""

from datetime import timedelta
from typing import Any

import pytest

from fleet.inspection.work_order import (
    Approved,
    Completed,
    Opened,
    Rejected,
    Told,
    Unknown,
    work_order,
)
from fleet.inspection.work_order_words import (
    ApproveWorkOrder,
    CompleteWorkOrder,
    OpenWorkOrder,
    RecordInvoice,
    RejectWorkOrder,
    WorkOrderApproved,
    WorkOrderCompleted,
    WorkOrderEvent,
    WorkOrderInvoiced,
    WorkOrderOpened,
    WorkOrderRejected,
)
from tests.fleet.inspection.workshop import (
    ABROAD,
    BUREAU,
    CENTRE,
    CITY,
    DIGEST,
    DRIVER,
    NOW,
    REFERENCE,
    brief,
    other,
    refusal,
    told,
)
from tests.given import Given

given = Given(work_order)
ONE = timedelta(microseconds=1)
SAID: dict[str, Any] = {"work_order": "W1", "at": NOW}
OF = SAID | {"vehicle": "V1", "unit": "A1"}

repair = OpenWorkOrder(
    **OF,
    vendor="城西汽修",
    designated=True,
    items=("BRAKES", "空调"),
    estimate_fen=150_000,
    check="V1-MONTHLY-2026-10",
    brief=DRIVER,
)
approve = ApproveWorkOrder(**SAID, brief=CENTRE)
reject = RejectWorkOrder(**SAID, reason="不值得修", brief=BUREAU)
bill = RecordInvoice(**SAID, invoice="票1", amount_fen=140_000, issued_at=NOW, brief=CENTRE)
finish = CompleteWorkOrder(
    **SAID, result="换刹车片", items_passed=("BRAKES",), sha256=DIGEST, brief=DRIVER
)

OPENED = WorkOrderOpened(
    **OF,
    jurisdiction=CITY,
    vendor="城西汽修",
    designated=True,
    exception=None,
    items=("BRAKES", "空调"),
    estimate_fen=150_000,
    check="V1-MONTHLY-2026-10",
    covers=(),
    warranty_asked=False,
    policy=REFERENCE,
    by="zhao",
)
APPROVED = WorkOrderApproved(**OF, by="gu", body="CENTRE")
REJECTED = WorkOrderRejected(**OF, reason="不值得修", by="wang")
INVOICED = WorkOrderInvoiced(**OF, invoice="票1", amount_fen=140_000, issued_at=NOW, by="gu")
COMPLETED = WorkOrderCompleted(
    **OF,
    result="换刹车片",
    items_passed=("BRAKES",),
    sha256=DIGEST,
    by="zhao",
    safety=("BRAKES",),
)


def test_a_car_is_sent_to_a_designated_workshop() -> None:
    given().when(repair).then(OPENED)
    given(OPENED).when(other(repair, covers=("BATTERY",), unit="B1")).then()
    given(OPENED, APPROVED, COMPLETED).when(repair).then()


def test_another_workshop_needs_somebody_who_allowed_it() -> None:
    no = refusal(work_order, other(repair, designated=False))
    values = {"vendor": "城西汽修", "order": "W1"}
    assert (no.rule, no.code, no.values) == ("定点维修", "VendorNotListed", values)
    allowed = {"designated": False, "exception": "例外1"}
    given().when(other(repair, **allowed)).then(OPENED.model_copy(update=allowed))


def test_within_the_cover_the_maker_is_asked_first() -> None:
    covered = other(repair, covers=("BATTERY", "WHOLE_CAR"))
    no = refusal(work_order, covered)
    values = {"vehicle": "V1", "covers": "BATTERY, WHOLE_CAR", "order": "W1"}
    assert (no.code, no.values) == ("WarrantyNotAsked", values)
    asked = {"covers": ("BATTERY", "WHOLE_CAR"), "warranty_asked": True}
    given().when(other(repair, **asked)).then(OPENED.model_copy(update=asked))


def test_a_car_in_nobodys_books_is_not_repaired() -> None:
    no = refusal(work_order, other(repair, unit=""))
    assert (no.code, no.values) == ("UnknownVehicle", {"vehicle": "V1", "order": "W1"})


@pytest.mark.parametrize(
    "change",
    [
        {"vehicle": "V2"},
        {"vendor": "城东汽修"},
        {"designated": False},
        {"exception": "例外1"},
        {"items": ("BRAKES",)},
        {"estimate_fen": 1},
        {"check": None},
    ],
)
def test_a_number_stands_for_one_repair(change: dict[str, Any]) -> None:
    no = refusal(work_order, other(repair, **change), [OPENED])
    assert (no.code, no.values) == ("WorkOrderDiffers", {"order": "W1"})


def test_somebody_else_approves_or_rejects() -> None:
    given(OPENED).when(approve).then(APPROVED)
    given(OPENED).when(reject).then(REJECTED)
    given(OPENED, APPROVED).when(approve).then()
    given(OPENED, REJECTED).when(reject).then()


@pytest.mark.parametrize("command", [approve, reject])
def test_nobody_decides_on_his_own_repair(command: ApproveWorkOrder | RejectWorkOrder) -> None:
    own = other(command, brief=brief("zhao", "UNIT_LEADER"))
    no = refusal(work_order, own, [OPENED])
    assert (no.code, no.values) == ("ApproverIsOpener", {"order": "W1", "person": "zhao"})
    assert refusal(work_order, other(command, brief=DRIVER), [OPENED]).code == "RoleMayNot"
    leader = other(command, brief=brief("lin", "UNIT_LEADER"))
    assert len(told(work_order, leader, past=[OPENED])) == 2


def test_what_was_decided_is_not_decided_otherwise() -> None:
    no = refusal(work_order, reject, [OPENED, APPROVED])
    values = {"order": "W1", "stage": "Approved", "stage_zh": "已批准"}
    assert (no.code, no.values) == ("OutOfOrder", values | {"command": "RejectWorkOrder"})
    assert refusal(work_order, approve, [OPENED, REJECTED]).values["stage"] == "Rejected"
    assert refusal(work_order, approve, [OPENED, APPROVED, COMPLETED]).values["stage"] == (
        "Completed"
    )


@pytest.mark.parametrize(("command", "past"), [(approve, [OPENED]), (reject, [OPENED]),
                                               (finish, [OPENED, APPROVED])])  # fmt: skip
def test_time_does_not_run_backwards(command: Any, past: list[Any]) -> None:  # noqa: ANN401 - a command
    no = refusal(work_order, other(command, at=NOW - timedelta(minutes=1)), past)
    values = {"order": "W1", "at": "2026-10-05 08:59+08:00", "before": "2026-10-05 09:00+08:00"}
    assert (no.code, no.values) == ("EarlierThanBefore", values)


def test_a_repair_is_approved_before_it_is_invoiced() -> None:
    no = refusal(work_order, bill, [OPENED])
    assert (no.code, no.values["approved"], no.values["invoice"]) == (
        *("InvoiceBeforeApproval", "-"),
        "票1",
    )
    early = other(bill, issued_at=NOW - ONE)
    no = refusal(work_order, early, [OPENED, APPROVED])
    assert (no.code, no.values["approved"]) == ("InvoiceBeforeApproval", "2026-10-05 09:00+08:00")
    assert refusal(work_order, bill, [OPENED, REJECTED]).code == "InvoiceBeforeApproval"
    given(OPENED, APPROVED).when(bill).then(INVOICED)
    given(OPENED, APPROVED, COMPLETED).when(bill).then(INVOICED)


@pytest.mark.parametrize("change", [{"invoice": "票2"}, {"amount_fen": 1}])
def test_one_repair_has_one_invoice(change: dict[str, Any]) -> None:
    pasts: list[list[WorkOrderEvent]] = [[OPENED, APPROVED, INVOICED]]
    for past in (*pasts, [*pasts[0], COMPLETED]):
        given(*past).when(bill).then()
        no = refusal(work_order, other(bill, **change), past)
        assert (no.code, no.values["known"]) == ("InvoiceDiffers", "票1")
        assert no.values["told"] == change.get("invoice", "票1")


@pytest.mark.proves("R094")
def test_what_was_repaired_passes() -> None:
    given(OPENED, APPROVED).when(finish).then(COMPLETED)
    given(OPENED, APPROVED, COMPLETED).when(finish).then()
    bare = COMPLETED.model_copy(update={"items_passed": (), "safety": ()})
    given(OPENED, APPROVED).when(other(finish, items_passed=())).then(bare)
    both = COMPLETED.model_copy(update={"items_passed": ("空调", "BRAKES")})
    given(OPENED, APPROVED).when(other(finish, items_passed=("空调", "BRAKES"))).then(both)


@pytest.mark.proves("R094")
def test_what_was_not_to_be_repaired_does_not_pass() -> None:
    wished = other(finish, items_passed=("TYRES", "BRAKES", "LIGHTS"))
    no = refusal(work_order, wished, [OPENED, APPROVED])
    values = {"order": "W1", "items": "TYRES, LIGHTS", "ordered": "BRAKES, 空调"}
    assert (no.code, no.values) == ("ItemNotOrdered", values)


@pytest.mark.parametrize("past", [[OPENED], [OPENED, REJECTED]])
def test_what_was_not_approved_is_not_done(past: list[Any]) -> None:
    assert refusal(work_order, finish, past).code == "OutOfOrder"


@pytest.mark.parametrize("command", [approve, reject, bill, finish])
def test_what_nobody_opened_goes_nowhere(command: Any) -> None:  # noqa: ANN401 - a command
    assert refusal(work_order, command).values["stage"] == "Unknown"


@pytest.mark.proves("R057")
@pytest.mark.parametrize("command", [repair, approve, reject, bill, finish])
def test_another_region_has_no_say(command: Any) -> None:  # noqa: ANN401 - a command
    no = refusal(work_order, other(command, brief=ABROAD), [OPENED])
    assert no.code == "OutsideJurisdiction"


def test_a_repair_stands_where_its_events_lead() -> None:
    pasts: list[list[Any]] = [[], [APPROVED], [OPENED], [OPENED, REJECTED], [OPENED, APPROVED]]
    pasts += [[OPENED, APPROVED, INVOICED, COMPLETED]]
    stages = [work_order.fold(past) for past in pasts]
    names = [Unknown, Unknown, Opened, Rejected, Approved, Completed]
    assert [type(stage) for stage in stages] == names
    assert stages[3] == Rejected(OPENED, NOW)
    last = stages[-1]
    assert isinstance(last, Told)
    assert (last.stepped_at, last.approved_at, last.invoice) == (NOW, NOW, ("票1", 140_000))

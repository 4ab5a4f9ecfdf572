"""What other records bring to a case."""

from typing import Any

import pytest

from fleet.disposal import disposal_commands as said
from fleet.disposal import disposal_events as told
from fleet.disposal import disposal_stages as stages
from tests.fleet.disposal.cases import (
    APPROVED_AT,
    ASSET,
    CLOSE,
    DAY,
    END,
    OF_CASE,
    OVERDUE,
    REQUEST,
    SEAL,
    SIGN_BUREAU,
    WAY,
    WRITE_OFF,
    WRITTEN_OFF_AT,
    after,
    answer,
    changed,
    draft,
    kinds,
    refused,
    say,
    until,
)

PAIR = say(said.PairPurchase, purchase="P1", slot="S1")
REMIND = say(said.RemindAndSeal, purchase="P1", certificate="证1")


@pytest.mark.proves("R113")
def test_one_write_off_backs_one_purchase() -> None:
    [paired] = answer(until(WRITE_OFF), PAIR)
    said_so = {"purchase": "P1", "slot": "S1"}
    assert paired == told.PurchasePaired(**OF_CASE, at=APPROVED_AT, **said_so)
    known = after(*WAY[:6], PAIR)
    assert answer(known, PAIR) == []
    refusal = refused(known, changed(PAIR, purchase="P2"))
    assert (refusal.code, refusal.values["known"]) == ("AlreadyPaired", "P1")


@pytest.mark.proves("R108")
@pytest.mark.proves("PROC-04")
@pytest.mark.parametrize("stage", [REQUEST, SIGN_BUREAU, ASSET])
def test_nothing_is_bought_before_the_write_off(stage: Any) -> None:  # noqa: ANN401 - of a case
    refusal = refused(until(stage), PAIR)
    assert (refusal.rule, refusal.code, refusal.alert) == (
        "退一补一",
        "WriteOffMissing",
        "PROC-04",
    )
    assert refusal.values["slot"] == "S1"


@pytest.mark.proves("R108")
def test_a_purchase_is_for_the_slot_that_became_free() -> None:
    refusal = refused(until(WRITE_OFF), changed(PAIR, slot="S2"))
    assert (refusal.code, refusal.values["known"]) == ("SlotDiffers", "S1")
    homeless = [draft(slot=None), *WAY[1:6]]
    assert refused(after(*homeless), PAIR).values["known"] == "-"


@pytest.mark.proves("R110")
def test_another_ground_backs_a_purchase_after_it_cites_an_indicator() -> None:
    unsafe = [draft(ground="SAFETY"), say(said.RequestDisposal, document="检1"), *WAY[2:6]]
    refusal = refused(after(*unsafe), PAIR)
    assert (refusal.code, refusal.values["ground"]) == ("IndicatorNotCited", "SAFETY")
    cite = say(said.CiteIndicator, indicator="I1", execution_document="执1")
    [cited] = answer(after(*unsafe), cite)
    said_so = {"indicator": "I1", "execution_document": "执1"}
    assert cited == told.IndicatorCited(**OF_CASE, at=APPROVED_AT, **said_so)
    assert kinds(answer(after(*unsafe, cite), PAIR)) == ["PurchasePaired"]
    assert answer(after(*unsafe, cite), cite) == []
    other = changed(cite, indicator="I2")
    assert refused(after(*unsafe, cite), other).code == "OutOfOrder"
    assert refused(after(unsafe[0]), cite).values["stage"] == "Draft"


def test_a_cancelled_purchase_gives_the_write_off_back() -> None:
    unpair = say(said.UnpairPurchase, purchase="P1")
    known = after(*WAY[:6], PAIR)
    assert kinds(answer(known, unpair)) == ["PurchaseUnpaired"]
    assert answer(until(WRITE_OFF), unpair) == []
    free = after(*WAY[:6], PAIR, unpair)
    assert kinds(answer(free, changed(PAIR, purchase="P2"))) == ["PurchasePaired"]


@pytest.mark.proves("R115")
def test_the_new_cars_certificate_reminds_and_seals() -> None:
    [reminded, sealed] = answer(until(WRITE_OFF), REMIND)
    assert isinstance(reminded, told.DisposalReminded)
    assert (reminded.purchase, reminded.certificate) == ("P1", "证1")
    assert reminded.due_on.isoformat() == "2026-03-10"
    assert sealed == told.RetiredVehicleSealed(**OF_CASE, at=APPROVED_AT, place="")
    assert isinstance(after(*WAY[:6], REMIND), stages.Sealed)
    assert answer(after(*WAY[:6], REMIND), REMIND) == []
    assert kinds(answer(until(SEAL), REMIND)) == ["DisposalReminded"]
    assert isinstance(after(*WAY[:6], OVERDUE, REMIND), stages.Overdue)
    assert refused(until(ASSET), REMIND).code == "OutOfOrder"


def test_the_car_is_withdrawn_under_its_own_approved_case() -> None:
    cite = say(said.CiteApproved, vehicle="C1")
    for stage in (SIGN_BUREAU, ASSET):
        assert kinds(answer(until(stage), cite)) == ["WithdrawalCited"]
    assert isinstance(after(*WAY[:4], cite), stages.DisposalApproved)
    assert refused(until(REQUEST), cite).code == "OutOfOrder"
    refusal = refused(until(ASSET), changed(cite, vehicle="C2"))
    assert (refusal.code, refusal.values["known"]) == ("VehicleDiffers", "C1")


@pytest.mark.proves("DISP-04")
def test_the_income_is_paid_in_once_the_car_is_gone() -> None:
    pay = say(said.ReceiveProceeds, receipt="缴1", amount_fen=7)
    for stage in (END, CLOSE):
        [received] = answer(until(stage), pay)
        said_so = {"receipt": "缴1", "amount_fen": 7}
        assert received == told.ProceedsReceived(**OF_CASE, at=APPROVED_AT, **said_so)
    assert answer(after(*WAY, pay), pay) == []
    assert refused(until(SEAL), pay).code == "OutOfOrder"


@pytest.mark.proves("R109")
@pytest.mark.proves("DISP-03")
def test_a_written_off_car_that_is_noticed_is_reported_once() -> None:
    seen = say(said.ReportSignOfLife, source="TOLL", reference="票1", seen_at=WRITTEN_OFF_AT)
    [reported] = answer(until(WRITE_OFF), seen)
    said_so = {"source": "TOLL", "reference": "票1", "seen_at": WRITTEN_OFF_AT}
    assert reported == told.SignOfLifeReported(**OF_CASE, at=APPROVED_AT, **said_so)
    assert answer(after(*WAY[:6], seen), seen) == []
    early = changed(seen, seen_at=WRITTEN_OFF_AT - DAY / 86_400)
    refusal = refused(until(SEAL), early)
    assert (refusal.code, refusal.values["vehicle"]) == ("BeforeWriteOff", "C1")
    assert refused(until(ASSET), seen).code == "BeforeWriteOff"


@pytest.mark.proves("R118")
def test_a_case_that_was_drawn_is_answered_before_it_is_closed() -> None:
    draw = say(said.SampleCase, inspection="J1")
    assert kinds(answer(until(END), draw)) == ["CaseSampled"]
    drawn = after(*WAY[:9], draw)
    assert answer(drawn, draw) == []
    refusal = refused(drawn, CLOSE)
    assert (refusal.code, refusal.values["inspections"]) == ("InspectionUnanswered", "J1")
    [closed] = answer(drawn, changed(CLOSE, answer="已整改"))
    assert isinstance(closed, told.DisposalClosed)
    assert closed.answer == "已整改"

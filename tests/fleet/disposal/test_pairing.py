"""What other records bring to a case: a purchase, a certificate, a receipt, a sign of life."""

from datetime import date, timedelta

import pytest

from fleet.disposal.disposal_commands import DisposalCommand
from fleet.disposal.disposal_events import (
    CaseSampled,
    DisposalEvent,
    DisposalReminded,
    IndicatorCited,
    ProceedsReceived,
    PurchasePaired,
    PurchaseUnpaired,
    RetiredVehicleSealed,
    SignOfLifeReported,
    WithdrawalCited,
)
from tests.fleet.disposal.registry import (
    NOW,
    OF,
    SOONER,
    approve,
    approve_asset,
    cite,
    cite_indicator,
    close,
    countersign,
    draft,
    end,
    file,
    given,
    mark,
    other,
    pair,
    receive,
    refusal,
    remind,
    report,
    request,
    sample,
    seal,
    start,
    told,
    unpair,
    unsafe,
    until,
    write_off,
)

UNSAFE = told(unsafe, other(request, indicator=None, execution_document=None, document="检1"))
REMINDED = DisposalReminded(**OF, purchase="P1", certificate="Z1", due_on=date(2026, 3, 10))
SIGN = SignOfLifeReported(**OF, source="FUEL", reference="加油单8", seen_at=NOW)
RETIRED: dict[str, list[DisposalEvent]] = {
    "WrittenOff": until(write_off),
    "Sealed": until(seal),
    "InDisposal": until(start),
    "Overdue": until(seal, mark),
    "Completed": until(end),
    "Closed": until(close),
}


@pytest.mark.proves("R108")
@pytest.mark.proves("R113")
@pytest.mark.parametrize("where", RETIRED)
def test_one_purchase_rests_on_a_write_off(where: str) -> None:
    given(*RETIRED[where]).when(pair).then(PurchasePaired(**OF, purchase="P1", slot="S1"))
    given(*told(pair, past=RETIRED[where])).when(pair).then()


@pytest.mark.proves("R108")
@pytest.mark.proves("PROC-04")
@pytest.mark.parametrize("last", [draft, request, countersign, approve_asset])
def test_before_the_write_off_none_does(last: DisposalCommand) -> None:
    no = refusal(pair, until(last))
    assert (no.rule, no.code, no.alert) == ("退一补一", "WriteOffMissing", "PROC-04")


@pytest.mark.proves("R113")
def test_a_second_purchase_does_not() -> None:
    no = refusal(other(pair, purchase="P2"), until(write_off, pair))
    assert (no.rule, no.code) == ("处置退编一辆购置补充一辆", "AlreadyPaired")
    assert (no.values["known"], no.values["told"]) == ("P1", "P2")


@pytest.mark.proves("R113")
def test_after_a_cancellation_another_one_may() -> None:
    paired = until(write_off, pair)
    given(*paired).when(unpair).then(PurchaseUnpaired(**OF, purchase="P1"))
    second = PurchasePaired(**OF, purchase="P2", slot="S1")
    given(*told(unpair, past=paired)).when(other(pair, purchase="P2")).then(second)


def test_only_the_purchase_that_rests_on_it_is_taken_off() -> None:
    given(*until(write_off)).when(unpair).then()
    given(*until(write_off, pair)).when(other(unpair, purchase="P2")).then()


@pytest.mark.proves("R108")
def test_the_purchase_is_for_the_slot_that_became_free() -> None:
    no = refusal(other(pair, slot="S2"), until(write_off))
    assert (no.code, no.values["known"], no.values["told"]) == ("SlotDiffers", "S1", "S2")


@pytest.mark.proves("R108")
def test_the_purchase_is_for_the_car_that_was_written_off() -> None:
    no = refusal(other(pair, vehicle="V2"), until(write_off))
    assert (no.code, no.values["known"], no.values["told"]) == ("VehicleDiffers", "V1", "V2")


@pytest.mark.proves("R110")
def test_an_unsafe_car_makes_room_for_none_without_an_indicator() -> None:
    gone = told(approve, countersign, approve_asset, write_off, past=UNSAFE)
    no = refusal(pair, gone)
    assert (no.code, no.values["ground"]) == ("IndicatorNotCited", "SAFETY")
    cited = IndicatorCited(**OF, indicator="I2", execution_document="执2")
    given(*gone).when(cite_indicator).then(cited)
    after = told(cite_indicator, past=gone)
    assert (file(after).indicator, file(after).execution_document) == ("I2", "执2")
    given(*after).when(pair).then(PurchasePaired(**OF, purchase="P1", slot="S1"))


def test_the_same_indicator_again_is_none() -> None:
    given(*told(cite_indicator, past=UNSAFE)).when(cite_indicator).then()
    given(*until(request)).when(other(cite_indicator, indicator="I1")).then()


@pytest.mark.parametrize("last", [draft, request])
def test_an_indicator_is_cited_once_and_after_the_request(last: DisposalCommand) -> None:
    no = refusal(cite_indicator, until(last))
    assert (no.code, no.values["command"]) == ("OutOfOrder", "CiteIndicator")


@pytest.mark.proves("R115")
def test_the_new_certificate_reminds_of_the_old_car_and_seals_it() -> None:
    sealed = RetiredVehicleSealed(**OF, place="")
    given(*until(write_off)).when(remind).then(REMINDED, sealed)
    given(*until(write_off, remind)).when(remind).then()


@pytest.mark.proves("R115")
@pytest.mark.parametrize("where", ["Sealed", "InDisposal", "Overdue", "Completed", "Closed"])
def test_a_car_that_stands_sealed_is_not_sealed_again(where: str) -> None:
    given(*RETIRED[where]).when(remind).then(REMINDED)


@pytest.mark.proves("R115")
def test_a_second_certificate_reminds_again() -> None:
    again = REMINDED.model_copy(update={"certificate": "Z2"})
    given(*until(write_off, remind)).when(other(remind, certificate="Z2")).then(again)
    twice = until(write_off, remind, other(remind, certificate="Z2"))
    assert file(twice).certificates == ("Z1", "Z2")


def test_before_the_write_off_nothing_is_sealed() -> None:
    no = refusal(remind, until(approve_asset))
    assert (no.code, no.values["command"]) == ("OutOfOrder", "RemindAndSeal")


@pytest.mark.parametrize("last", [countersign, approve_asset])
def test_a_car_is_withdrawn_on_an_approved_case(last: DisposalCommand) -> None:
    given(*until(last)).when(cite).then(WithdrawalCited(**OF))
    assert file([*until(last), WithdrawalCited(**OF)]) == file(until(last))


@pytest.mark.parametrize("last", [request, write_off])
def test_and_on_no_other_case(last: DisposalCommand) -> None:
    no = refusal(cite, until(last))
    assert (no.code, no.values["command"]) == ("OutOfOrder", "CiteApproved")


def test_it_is_the_car_of_the_case() -> None:
    no = refusal(other(cite, vehicle="V2"), until(countersign))
    assert (no.code, no.values["known"], no.values["told"]) == ("VehicleDiffers", "V1", "V2")


@pytest.mark.proves("DISP-04")
@pytest.mark.parametrize("last", [end, close])
def test_the_income_is_paid_in(last: DisposalCommand) -> None:
    past = until(last)
    given(*past).when(receive).then(ProceedsReceived(**OF, receipt="缴1", amount_fen=1))
    given(*told(receive, past=past)).when(receive).then()


def test_nothing_is_paid_in_for_a_car_that_is_still_there() -> None:
    no = refusal(receive, until(start))
    assert (no.code, no.values["command"]) == ("OutOfOrder", "ReceiveProceeds")


@pytest.mark.proves("R109")
@pytest.mark.proves("DISP-03")
@pytest.mark.parametrize("where", RETIRED)
def test_a_written_off_car_that_is_seen_is_reported(where: str) -> None:
    given(*RETIRED[where]).when(report).then(SIGN)
    given(*told(report, past=RETIRED[where])).when(report).then()


@pytest.mark.proves("R109")
@pytest.mark.parametrize("change", [{"reference": "加油单9"}, {"source": "TOLL"}])
def test_another_paper_is_another_sign(change: dict[str, object]) -> None:
    seen = until(write_off, report)
    given(*seen).when(other(report, **change)).then(SIGN.model_copy(update=change))


@pytest.mark.proves("R109")
@pytest.mark.parametrize("last", [draft, countersign, approve_asset])
def test_before_the_write_off_it_may_be_used(last: DisposalCommand) -> None:
    later = other(report, seen_at=NOW + timedelta(days=1))
    assert refusal(later, until(last)).code == "BeforeWriteOff"


@pytest.mark.proves("R109")
def test_what_was_seen_before_the_write_off_is_no_sign() -> None:
    no = refusal(other(report, seen_at=SOONER), until(write_off))
    assert (no.rule, no.code) == ("退而不休", "BeforeWriteOff")
    assert no.values["seen"] == SOONER.isoformat()


@pytest.mark.proves("R118")
def test_a_case_is_drawn_once_by_an_inspection() -> None:
    given(*until(seal)).when(sample).then(CaseSampled(**OF, inspection="J1"))
    given(*until(seal, sample)).when(sample).then()
    assert file(until(seal, sample, other(sample, inspection="J2"))).inspections == ("J1", "J2")

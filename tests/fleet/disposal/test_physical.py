"""The physical end: in a year, with a certificate, and with a lesson."""

from datetime import date, timedelta

import pytest

from fleet.disposal.disposal_commands import DisposalCommand
from fleet.disposal.disposal_events import (
    DisposalClosed,
    DisposalEvent,
    DisposalOverdue,
    DisposalResultRecorded,
    PhysicalDisposalStarted,
    RetiredVehicleSealed,
)
from tests.fleet.disposal.registry import (
    CERTIFIED,
    DUE,
    NOW,
    OF,
    approve_asset,
    auction,
    close,
    countersign,
    end,
    file,
    given,
    local,
    mark,
    other,
    refusal,
    remind,
    sample,
    seal,
    sell,
    stage,
    start,
    start_late,
    told,
    until,
    write_off,
)

OVERDUE = DisposalOverdue(**OF | {"at": DUE}, due_on=date(2026, 3, 10))
RESULT = DisposalResultRecorded(
    **OF,
    **CERTIFIED,
    mode="SCRAP",
    vin=None,
    proceeds_fen=0,
    buyer="",
    overdue=False,
    proceeds_until=None,
    proceeds_within_days=30,
)
RUNNING = {
    "DisposalApproved": until(countersign),
    "AssetApproved": until(approve_asset),
    "WrittenOff": until(write_off),
    "Overdue": until(seal),
}
LATE = until(seal, mark, start_late)
SOLD = until(seal, auction)


def test_it_stands_sealed_somewhere() -> None:
    given(*until(write_off)).when(seal).then(RetiredVehicleSealed(**OF, place="停车场"))


def test_it_is_handed_over() -> None:
    started = PhysicalDisposalStarted(**OF, mode="SCRAP", reason=None)
    given(*until(seal)).when(start).then(started)


def test_another_mode_is_not_the_same_handing_over() -> None:
    assert refusal(auction, until(start)).code == "OutOfOrder"


@pytest.mark.proves("R116")
@pytest.mark.parametrize("where", RUNNING)
def test_the_flag_is_set_wherever_the_case_stands(where: str) -> None:
    given(*RUNNING[where]).when(mark).then(OVERDUE)
    after = [*RUNNING[where], OVERDUE]
    assert (stage(after), file(after).overdue) == (where, True)
    given(*after).when(mark).then()


@pytest.mark.proves("R116")
def test_a_car_that_is_handed_over_is_overdue_too() -> None:
    given(*until(start)).when(mark).then(OVERDUE)
    assert stage(until(start, mark)) == "Overdue"


@pytest.mark.proves("R116")
def test_on_the_last_second_of_the_last_day_it_is_not_overdue() -> None:
    no = refusal(other(mark, at=DUE - timedelta(seconds=1)), until(seal))
    assert (no.rule, no.code) == ("一年内完成处置", "NotOverdue")
    assert no.values["due_on"] == "2026-03-10"


@pytest.mark.proves("R116")
def test_an_overdue_case_that_is_sealed_is_overdue_at_once() -> None:
    for sealing in (seal, remind):
        assert stage(until(write_off, mark, sealing)) == "Overdue"


@pytest.mark.proves("R116")
def test_a_late_start_needs_a_reason() -> None:
    no = refusal(start, until(seal, mark))
    assert (no.code, no.values["due_on"]) == ("LateReasonMissing", "2026-03-10")
    late = PhysicalDisposalStarted(**OF, mode="SCRAP", reason="回收企业排队")
    given(*until(seal, mark)).when(start_late).then(late)


@pytest.mark.proves("R116")
def test_the_flag_is_never_forgotten() -> None:
    given(*LATE).when(end).then(RESULT.model_copy(update={"overdue": True}))
    ended = told(end, past=LATE)
    closed = DisposalClosed(**OF, review_note="周期可缩短", answer="", overdue=True)
    given(*ended).when(close).then(closed)
    assert file(told(close, past=ended)).overdue


@pytest.mark.proves("R116")
@pytest.mark.parametrize(("seconds", "overdue"), [(-1, False), (0, True)])
def test_an_end_after_the_year_is_late_though_nobody_marked_it(
    seconds: int, *, overdue: bool
) -> None:
    ended = until(start, other(end, at=DUE + timedelta(seconds=seconds)))
    assert isinstance(ended[-1], DisposalResultRecorded)
    assert (ended[-1].overdue, file(ended).overdue) == (overdue, overdue)


@pytest.mark.proves("R117")
def test_it_is_gone_with_a_certificate() -> None:
    given(*until(start)).when(end).then(RESULT)


@pytest.mark.proves("R117")
@pytest.mark.parametrize("missing", ["certificate", "sha256", "plate"])
def test_without_number_hash_or_plate_it_is_not_gone(missing: str) -> None:
    given(*until(start)).when(other(end, **{missing: None})).refused("处置凭证")


@pytest.mark.proves("R117")
def test_a_case_is_not_closed_before_it_is_gone() -> None:
    assert refusal(close, until(start)).code == "OutOfOrder"


@pytest.mark.proves("R117")
@pytest.mark.parametrize("how", ["AUCTION", "TRADE_IN"])
@pytest.mark.parametrize("change", [{"proceeds_fen": 0}, {"buyer": ""}])
def test_a_sale_brings_something_from_somebody(how: str, change: dict[str, object]) -> None:
    handed_over = until(seal, other(auction, mode=how))
    no = refusal(other(sell, **change), handed_over)
    assert (no.rule, no.code, no.values["mode"]) == ("处置收入", "ProceedsMissing", how)


@pytest.mark.parametrize("how", ["SCRAP", "TRANSFER"])
def test_scrap_and_transfers_need_not_bring_anything(how: str) -> None:
    after = until(seal, other(auction, mode=how), end)
    assert stage(after) == "Completed"


@pytest.mark.proves("DISP-04")
def test_the_income_is_to_be_paid_in_within_thirty_days() -> None:
    sold = RESULT.model_copy(
        update={
            "mode": "AUCTION",
            "vin": "LSVAA4182E2184841",
            "proceeds_fen": 1,
            "buyer": "某公司",
            "proceeds_until": local("2025-04-10 00:00"),
        }
    )
    given(*SOLD).when(sell).then(sold)


def test_another_certificate_is_not_the_same_end() -> None:
    assert refusal(other(end, certificate="回2"), until(end)).code == "OutOfOrder"


@pytest.mark.proves("R128")
def test_a_case_is_closed_with_a_lesson() -> None:
    closed = DisposalClosed(**OF, review_note="周期可缩短", answer="", overdue=False)
    given(*until(end)).when(close).then(closed)
    given(*until(end)).when(other(close, review_note="")).refused("后期复盘")


@pytest.mark.proves("R118")
def test_a_case_that_was_drawn_is_answered_before_it_is_closed() -> None:
    drawn = until(end, sample)
    no = refusal(close, drawn)
    assert (no.rule, no.code, no.values["inspections"]) == (
        "联合督查",
        "InspectionUnanswered",
        "J1",
    )
    answered = DisposalClosed(**OF, review_note="周期可缩短", answer="已整改", overdue=False)
    given(*drawn).when(other(close, answer="已整改")).then(answered)


@pytest.mark.parametrize("command", [seal, start, end])
def test_the_time_is_that_of_the_office(command: DisposalCommand) -> None:
    steps: list[DisposalEvent] = until(command)
    assert {event.at for event in steps} == {NOW}

"""S06: the one-year disposal clock and the July gate."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import asyncpg
import pytest

from fleet.desk.reactor import Reactor, migrate
from fleet.disposal.disposal import disposal
from fleet.disposal.disposal_stages import Closed, Opened, Overdue
from fleet.ledger.handle import load
from tests.scenarios.office import BUREAU, DIGEST, FINANCE, Office, local

SHANGHAI = ZoneInfo("Asia/Shanghai")
NIGHT = ("00:00:00+08:00",)


@pytest.fixture
async def reactor(dsn: str, office: Office) -> AsyncIterator[Reactor]:
    """Nothing answered yet."""
    connection = await asyncpg.connect(dsn)
    await migrate(connection)
    yield Reactor(connection, office.ledger)
    await connection.close()


def at(day: str, clock: str = "12:00:00") -> datetime:
    return datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=SHANGHAI)


def approved(office: Office) -> None:
    """A car of unit U is old, unsafe, and approved for disposal on 2025-03-10."""
    office.now = datetime(2025, 3, 1, 1, tzinfo=UTC)
    office.open("U")
    office.slots("U", "S1", "S2")
    office.car("1", "U", "S1", first_registered="2010-01-01")
    office.car("2", "U", "S2", first_registered="2012-01-01")
    place = {"unit": "U", "slot": "S1", "category": "LAW_ENFORCEMENT", "ground": "SAFETY"}
    office.say("DraftDisposal", case="D1", vehicle="C1", **place)
    office.say("RequestDisposal", case="D1", document="检1号")
    office.say("ApproveDisposal", FINANCE, case="D1", at=local("2025-03-10 09:00:00"))
    office.say("ApproveDisposal", BUREAU, case="D1", at=local("2025-03-10 10:00:00"))
    office.now = datetime(2025, 3, 11, 1, tzinfo=UTC)
    office.say("EnterDisposal", vehicle="C1", approval="处1", case="D1")
    office.say("ApproveAssetDisposal", FINANCE, case="D1", document="资1")
    office.say("WriteOffAsset", case="D1", document="销1")
    office.say("SealForDisposal", case="D1", place="停车场")


def raised(office: Office) -> list[tuple[str, str]]:
    """Code and local day of what was raised about disposals, repeats too."""
    both = [*office.kept("notice.raised"), *office.kept("notice.repeated")]
    events = [event for event in both if event.code.startswith("DISP")]
    told = sorted((event.at, event.code) for event in events)
    return [(code, moment.astimezone(SHANGHAI).isoformat(sep=" ")) for moment, code in told]


@pytest.mark.proves("R116")
@pytest.mark.proves("DISP-01")
@pytest.mark.proves("DISP-02")
async def test_three_reminders_nothing_on_the_last_day_and_overdue_on_the_next(
    office: Office, reactor: Reactor
) -> None:
    approved(office)
    warned = ["2025-12-10", "2026-01-09", "2026-02-08"]
    for day in (*warned, "2026-03-10"):
        await reactor.settle(at(day))
    assert raised(office) == [("DISP-01", f"{day} 00:00:00+08:00") for day in warned]
    await reactor.settle(at("2026-03-11", "00:00:00"))
    assert raised(office)[-1] == ("DISP-02", "2026-03-11 00:00:00+08:00")
    assert isinstance(load(office.ledger, "disposal:D1", disposal), Overdue)


@pytest.mark.proves("R116")
async def test_the_clock_that_is_wound_twice_says_nothing_twice(
    office: Office, reactor: Reactor
) -> None:
    approved(office)
    for _ in range(2):
        await reactor.settle(at("2026-03-11"))
    assert len(raised(office)) == 4
    assert len(office.kept("notice.raised")) == 2


@pytest.mark.proves("R119")
@pytest.mark.proves("IND-04")
@pytest.mark.proves("DISP-02")
async def test_an_unfinished_disposal_keeps_the_gate_shut_until_it_is_done(
    office: Office, reactor: Reactor
) -> None:
    approved(office)
    await reactor.settle(at("2026-03-11"))
    office.now = datetime(2026, 7, 6, 1, tzinfo=UTC)
    office.indicator("I2", "U", "S2", vehicle="C2", plan_year=2027)
    office.say("SubmitIndicator", indicator="I2")
    office.decide("I2")
    refusal = office.refused("ApproveIndicator", FINANCE, indicator="I2")
    assert (refusal.code, refusal.values["cases"]) == ("DisposalIncomplete", "D1")
    assert [it.code for it in office.notices() if it.code == "IND-04"] == ["IND-04"]
    office.say("StartPhysicalDisposal", case="D1", mode="SCRAP", reason="回收企业排队")
    result = {"certificate": "回1", "sha256": DIGEST, "plate": "浙A1"}
    office.say("RecordDisposalResult", case="D1", **result)
    office.say("CloseDisposal", case="D1", review_note="应早联系回收企业")
    office.say("ApproveIndicator", FINANCE, indicator="I2")
    closed = load(office.ledger, "disposal:D1", disposal)
    assert isinstance(closed, Closed)
    assert isinstance(closed, Opened)
    assert closed.file.overdue


@pytest.mark.proves("R109")
@pytest.mark.proves("DISP-03")
async def test_a_written_off_car_that_is_refuelled_is_seen(
    office: Office, reactor: Reactor
) -> None:
    approved(office)
    seen = {"source": "FUEL", "reference": "加油单8", "seen_at": local("2025-03-12 08:00:00")}
    office.say("ReportSignOfLife", BUREAU, case="D1", **seen)
    await reactor.settle(at("2025-03-13"))
    [notice] = [each for each in office.notices() if each.code == "DISP-03"]
    assert (notice.vehicle, notice.unit, notice.inputs["source"]) == ("C1", "U", "FUEL")


@pytest.mark.proves("DISP-04")
@pytest.mark.parametrize("paid_in", [True, False])
async def test_the_income_of_a_sale_is_paid_in_within_thirty_days(
    office: Office, reactor: Reactor, *, paid_in: bool
) -> None:
    approved(office)
    office.say("StartPhysicalDisposal", case="D1", mode="AUCTION")
    sale = {"certificate": "拍1", "sha256": DIGEST, "plate": "浙A1", "buyer": "某公司"}
    sold_at = local("2025-04-01 09:00:00")
    office.say("RecordDisposalResult", case="D1", proceeds_fen=2_000_000, at=sold_at, **sale)
    if paid_in:
        receipt = {"receipt": "缴1", "amount_fen": 2_000_000}
        office.say("ReceiveProceeds", FINANCE, case="D1", **receipt)
    await reactor.settle(at("2025-05-01", "23:59:59"))
    assert "DISP-04" not in [code for code, _ in raised(office)]
    await reactor.settle(at("2025-05-02", "00:00:00"))
    assert ("DISP-04" in [code for code, _ in raised(office)]) is not paid_in


@pytest.mark.proves("R026")
async def test_an_approved_indicator_asks_for_its_money_and_ends_with_its_year(
    office: Office, reactor: Reactor
) -> None:
    office.now = datetime(2025, 6, 2, 1, tzinfo=UTC)
    office.open("A")
    office.slots("A", "S1")
    office.indicator("I1", "A", "S1")
    office.approve("I1", renewal=False)
    await reactor.settle(at("2025-06-03"))
    office.say("ApproveBudget", FINANCE, line="I1")
    await reactor.settle(at("2026-12-31", "23:59:59"))
    assert office.refused("SubmitIndicator", indicator="I1").values["stage"] == "Budgeted"
    await reactor.settle(at("2027-01-01", "00:00:00"))
    assert office.refused("SubmitIndicator", indicator="I1").values["stage"] == "Expired"

"""The dates that papers set, and what takes them off the list."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from fleet.decider import Entry, Event
from fleet.disposal.disposal_events import (
    DisposalApproved,
    DisposalRejected,
    DisposalResultRecorded,
    DisposalWithdrawn,
    ProceedsReceived,
)
from fleet.planning.indicator_commands import Notes
from fleet.planning.indicator_events import (
    IndicatorApproved,
    IndicatorBudgeted,
    IndicatorConsumed,
    IndicatorRejected,
    IndicatorWithdrawn,
)
from fleet.policy.grounds import Grounds
from fleet.reactions.deadlines import deadlines
from fleet.reactions.due import Due, Forget, Notice

POLICY = "cn-zj-hangzhou@2021-11-01"
NAME = UUID("00000000-0000-4000-8000-000000000001")


def local(said: str) -> datetime:
    """The first moment of a day in Hangzhou."""
    return datetime.fromisoformat(f"{said}T00:00:00+08:00").astimezone(UTC)


NOW = local("2025-03-10") + timedelta(hours=10)
OF: dict[str, Any] = {"case": "D1", "vehicle": "V1", "unit": "A1", "at": NOW}
APPROVED = DisposalApproved(
    **OF,
    slot="S1",
    signatures={"BUREAU": "wang", "FINANCE": "li"},
    due_on=date(2026, 3, 10),
    due_until=local("2026-03-11"),
    warned_at=(local("2025-12-10"), local("2026-01-09"), local("2026-02-08")),
    warn_days=(90, 60, 30),
    grounds=Grounds(policy=POLICY),
)
SCRAPPED = DisposalResultRecorded(
    **OF,
    mode="SCRAP",
    certificate="回1",
    sha256="ab" * 32,
    plate="浙A12345",
    vin=None,
    proceeds_fen=0,
    buyer="",
    overdue=False,
    proceeds_until=None,
    proceeds_within_days=30,
)
SOLD = SCRAPPED.model_copy(
    update={"mode": "AUCTION", "proceeds_fen": 1, "proceeds_until": local("2025-04-10")}
)
SLOT: dict[str, Any] = {
    "indicator": "I1",
    "at": NOW,
    "unit": "A1",
    "slot": "S1",
    "plan_year": 2026,
    "category": "EMERGENCY_SUPPORT",
    "kind": "ADDITION",
    "vehicle": None,
}
INDICATOR = IndicatorApproved(
    **SLOT,
    price_fen=1,
    nev=True,
    notes=Notes(),
    unfinished=(),
    overdue_on=None,
    year_ends=local("2027-01-01"),
    grounds=Grounds(policy=POLICY),
    by="li",
)


def listed(event: Event) -> list[Due | Forget]:
    """What an event puts on the list."""
    stream = f"{event.TOPIC.partition('.')[0]}:1"
    return [*deadlines(Entry("lifecycle", 1, stream, 1, NAME, NOW, {}, event))]


def notice(code: str, at: datetime, **inputs: str) -> Notice:
    """About the case D1."""
    return Notice(code, "disposal:D1", "A1", "V1", at, inputs)


@pytest.mark.proves("R116")
@pytest.mark.proves("DISP-01")
def test_three_reminders_come_before_the_last_day() -> None:
    days = {"90": "2025-12-10", "60": "2026-01-09", "30": "2026-02-08"}
    known = {"due": "2026-03-10", "policy": POLICY}
    warned = [
        Due(f"disposal:D1:warn:{n}", at, None, notice("DISP-01", at, **known, days=n))
        for n, at in ((n, local(day)) for n, day in days.items())
    ]
    assert listed(APPROVED)[:3] == warned


@pytest.mark.proves("R116")
@pytest.mark.proves("DISP-02")
def test_the_day_after_the_last_one_it_is_overdue() -> None:
    at = local("2026-03-11")
    wire = {"command": "MarkOverdue", "case": "D1", "at": at}
    told = notice("DISP-02", at, due="2026-03-10", policy=POLICY)
    assert listed(APPROVED)[3:] == [Due("disposal:D1:overdue", at, wire, told)]


@pytest.mark.proves("R116")
def test_what_is_gone_in_time_is_not_reminded_of() -> None:
    assert listed(SCRAPPED) == [Forget("disposal:D1:")]


@pytest.mark.proves("R116")
@pytest.mark.proves("DISP-02")
def test_what_is_gone_too_late_is_still_told_as_overdue() -> None:
    late = SCRAPPED.model_copy(update={"overdue": True})
    assert listed(late) == [Forget("disposal:D1:warn:")]


@pytest.mark.proves("R116")
def test_what_is_withdrawn_is_not_reminded_of() -> None:
    off = DisposalWithdrawn(**OF, reason="仍可使用", document="撤1", approved=True, by="chen")
    assert listed(off) == [Forget("disposal:D1:")]


def test_every_date_of_a_case_is_forgotten_with_it() -> None:
    dates = [each for each in listed(APPROVED) if isinstance(each, Due)]
    assert all(each.key.startswith("disposal:D1:") for each in dates)
    assert len({each.key for each in dates}) == len(dates) == 4


@pytest.mark.proves("DISP-04")
def test_the_income_of_a_sale_is_waited_for() -> None:
    at = local("2025-04-10")
    told = notice("DISP-04", at, days="30", proceeds_fen="1", certificate="回1")
    assert listed(SOLD) == [Forget("disposal:D1:"), Due("proceeds:D1:", at, None, told)]


@pytest.mark.proves("DISP-04")
def test_until_the_receipt_is_there() -> None:
    assert listed(ProceedsReceived(**OF, receipt="缴1", amount_fen=1)) == [Forget("proceeds:D1:")]


def test_an_approved_indicator_ends_with_its_year() -> None:
    at = local("2027-01-01")
    wire = {"command": "ExpireIndicator", "indicator": "I1", "at": at}
    assert listed(INDICATOR) == [Due("indicator:I1:", at, wire)]


@pytest.mark.parametrize(
    "event",
    [
        IndicatorConsumed(indicator="I1", purchase="P1", at=NOW),
        IndicatorRejected(**SLOT, reason="OverStandard", by="li"),
        IndicatorWithdrawn(**SLOT, reason="不再需要", by="chen"),
    ],
)
def test_an_indicator_that_has_ended_waits_for_nothing(event: Event) -> None:
    assert listed(event) == [Forget("indicator:I1:")]


@pytest.mark.parametrize(
    "event",
    [
        IndicatorBudgeted(indicator="I1", line="I1", at=NOW),
        DisposalRejected(**OF, reason="仍可使用", by="li"),
    ],
)
def test_nothing_else_sets_a_date(event: Event) -> None:
    assert listed(event) == []


def test_a_notice_is_one_of_a_rule_and_a_subject() -> None:
    assert notice("DISP-02", NOW).key == "disp-02:disposal:D1"

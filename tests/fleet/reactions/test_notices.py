"""Which alerts papers raise, and which they settle."""

from typing import Any
from uuid import UUID

import pytest

from fleet.decider import Entry, Event
from fleet.disposal.disposal_events import DisposalWithdrawn, ProceedsReceived
from fleet.procurement.purchase_events import StandardCheckFailed
from fleet.procurement.quotes import Failure
from fleet.quota import slot_words as quota
from fleet.quota.authorisation import SlotAuthorised
from fleet.reactions.due import Notice, Withdrawal
from fleet.reactions.notices import notices
from fleet.social.travel_budget import ClaimPosted, ClaimReversed, TravelBudgetAllotted
from tests.projections import papers as told
from tests.projections.papers import APRIL, GROUNDS, MARCH

POLICY = GROUNDS.policy


def raised(event: Event) -> list[Notice | Withdrawal]:
    """What an event raises or settles."""
    return [*notices(Entry("lifecycle", 1, "x:1", 1, UUID(int=1), MARCH, {}, event))]


@pytest.mark.proves("QUOT-01")
@pytest.mark.proves("R005")
@pytest.mark.parametrize("vehicle", ["C1", None])
def test_a_slot_too_many_is_told_with_the_car_on_it(vehicle: str | None) -> None:
    inputs = {"slot": "S1", "category": "EMERGENCY_SUPPORT"}
    excess = quota.SlotMarkedExcess(**told.SLOT, vehicle=vehicle)
    assert raised(excess) == [Notice("QUOT-01", "slot:S1", "A", vehicle or "", MARCH, inputs)]


FREED = quota.SlotVacated(**told.SLOT, vehicle="C1", case="D1", excess=True)


@pytest.mark.proves("QUOT-01")
@pytest.mark.parametrize(
    "event", [FREED, quota.SlotClosed(**told.SLOT), quota.SlotExcessLifted(**told.SLOT)]
)
def test_a_slot_that_is_not_too_many_any_more_settles_it(event: Event) -> None:
    assert raised(event) == [Withdrawal("quot-01:slot:S1", "settled", MARCH)]


def test_an_ordinary_slot_that_falls_vacant_settles_nothing() -> None:
    assert raised(FREED.model_copy(update={"excess": False})) == []


AUTHORISED = SlotAuthorised(
    jurisdiction="330100",
    sector="PARTY_GOV",
    slot="S1",
    unit="A",
    category="EMERGENCY_SUPPORT",
    baseline=False,
    exception="特1",
    grounds=GROUNDS,
    at=MARCH,
)


@pytest.mark.proves("QUOT-04")
@pytest.mark.proves("R004")
def test_a_slot_by_exception_is_told_and_an_ordinary_one_is_not() -> None:
    inputs = {"slot": "S1", "exception": "特1", "category": "EMERGENCY_SUPPORT", "policy": POLICY}
    assert raised(AUTHORISED) == [Notice("QUOT-04", "slot:S1", "A", "", MARCH, inputs)]
    assert raised(AUTHORISED.model_copy(update={"exception": None})) == []


OF: dict[str, Any] = {"unit": "A", "year": 2026, "claim": "K1", "cap_fen": 10_000, "at": MARCH}


@pytest.mark.proves("RENT-04")
@pytest.mark.parametrize(
    ("fen", "flags", "spent"),
    [(9000, {"warned": True}, "90.00"), (10_000, {"exhausted": True}, "100.00")],
)
def test_a_budget_that_is_nearly_or_wholly_used_is_told(
    fen: int, flags: dict[str, bool], spent: str
) -> None:
    claim = ClaimPosted(**OF, amount_fen=1, spent_fen=fen, **flags)
    inputs = {"spent": spent, "cap": "100.00"}
    assert raised(claim) == [Notice("RENT-04", "travel-budget:A-2026", "A", "", MARCH, inputs)]


@pytest.mark.proves("RENT-04")
def test_a_claim_taken_back_settles_it_only_below_the_line() -> None:
    back = ClaimReversed(**OF, reason="重复", amount_fen=9000, spent_fen=0, eased=True)
    assert raised(back) == [Withdrawal("rent-04:travel-budget:A-2026", "reversed", MARCH)]
    assert raised(back.model_copy(update={"eased": False})) == []
    assert raised(ClaimPosted(**OF, amount_fen=1, spent_fen=1)) == []


@pytest.mark.proves("RENT-04")
def test_so_does_a_raised_cap() -> None:
    said = {name: OF[name] for name in ("unit", "year", "cap_fen", "at")}
    more = TravelBudgetAllotted(**said, warn_percent=90, grounds=GROUNDS, eased=True)
    assert raised(more) == [Withdrawal("rent-04:travel-budget:A-2026", "raised", MARCH)]
    assert raised(more.model_copy(update={"eased": False})) == []


@pytest.mark.proves("PROC-01")
@pytest.mark.proves("PROC-02")
@pytest.mark.proves("PROC-03")
@pytest.mark.proves("R017")
def test_each_limit_that_is_broken_is_told_and_a_missing_figure_is_not() -> None:
    price = {"price_fen": 18_000_100, "cap_fen": 18_000_000}
    failures = (
        Failure(code="PriceAboveStandard", alert="PROC-01", values=price),
        Failure(code="Imported", alert="PROC-02", values={}),
        Failure(code="JointVenture", alert="PROC-03", values={}),
        Failure(code="DisplacementMissing", alert="", values={}),
    )
    failed = StandardCheckFailed(**told.OF_APPLICATION, failures=failures, by="li", grounds=GROUNDS)
    first, *others = raised(failed)
    inputs = {"price_fen": "18000100", "cap_fen": "18000000", "code": "PriceAboveStandard"}
    inputs |= {"policy": POLICY}
    assert first == Notice("PROC-01", "purchase:P1", "A", "", MARCH, inputs)
    assert [it.code for it in others if isinstance(it, Notice)] == ["PROC-02", "PROC-03"]


@pytest.mark.proves("DISP-03")
@pytest.mark.proves("R109")
def test_a_retired_car_that_is_seen_is_told() -> None:
    inputs = {"source": "toll", "reference": "ETC-1", "seen_at": APRIL.isoformat()}
    assert raised(told.NOTICED) == [Notice("DISP-03", "disposal:D1", "A", "C1", MARCH, inputs)]


WITHDRAWN = DisposalWithdrawn(
    **told.OF_CASE, reason="仍可使用", document="撤1", approved=True, by="chen"
)


@pytest.mark.proves("DISP-01")
def test_a_car_that_is_gone_or_kept_after_all_is_not_due_any_more() -> None:
    key = "disp-01:disposal:D1"
    assert raised(told.SCRAPPED) == [Withdrawal(key, "disposed", APRIL)]
    assert raised(WITHDRAWN) == [Withdrawal(key, "withdrawn", MARCH)]
    assert raised(WITHDRAWN.model_copy(update={"approved": False})) == []


@pytest.mark.proves("DISP-04")
def test_a_receipt_settles_what_was_not_paid_in() -> None:
    paid = ProceedsReceived(**told.OF_CASE, receipt="缴1", amount_fen=500)
    assert raised(paid) == [Withdrawal("disp-04:disposal:D1", "receipt_filed", MARCH)]


@pytest.mark.proves("DISP-02")
def test_nothing_settles_what_was_overdue() -> None:
    settled = (told.SCRAPPED, WITHDRAWN, told.CASE, told.AGREED)
    keys = [it.key for event in settled for it in raised(event)]
    assert [key for key in keys if key.startswith("disp-02:")] == []

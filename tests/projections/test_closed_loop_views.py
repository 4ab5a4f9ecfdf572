"""What the closed loop's entries amount to: slots, indicators, money, purchases, cars, cases."""

from datetime import date, timedelta

import pytest

from fleet.decider import Event
from fleet.disposal import disposal_events as disposed
from fleet.planning import budget_line as money
from fleet.planning import indicator_events as planned
from fleet.planning.year_plan import PlanAmended, PlanApproved, PlanYearOpened
from fleet.policy.policies import PolicyPublished, PolicyRetired
from fleet.procurement import purchase_events as bought
from fleet.quota import slot_words as quota
from fleet.quota.authorisation import BaselineRecorded
from fleet.quota.ceiling import CeilingLowered, QuotaBookOpened
from fleet.social.travel_budget import ClaimPosted, ClaimReversed, TravelBudgetAllotted
from fleet.supervision.attempt import CommandRefused
from fleet.supervision.notice import NoticeRepeated, NoticeWithdrawn
from fleet.vehicle.dossier import DossierUpdated
from fleet.vehicle.retirement import VehicleDisposed
from fleet.vehicle.site import ChargersInstalled, SiteRegistered
from fleet.vehicle.transfer import VehicleTransferred
from projections import views
from projections.views.attempts import Attempt
from projections.views.books import Book
from projections.views.budget_lines import BudgetLine
from projections.views.policies import Policy
from projections.views.sites import Site
from projections.views.slots import Slot
from projections.views.travel_budgets import TravelBudget
from projections.views.year_plans import YearPlan
from tests.projections import papers as told
from tests.projections.papers import APRIL, GROUNDS, MARCH, row
from tests.projections.stories import OCTOBER, entries

LATER = (
    told.REVIEWED,
    told.APPLIED,
    told.AGREED,
    money.BudgetApproved(
        line="B1", indicator="I1", at=MARCH, unit="A", year=2027, amount_fen=1, by="li"
    ),
    money.ExecutionDocumentIssued(
        line="B1", indicator="I1", at=MARCH, unit="A", document="执1", by="li"
    ),
    ChargersInstalled(site="H1", piles=3, at=MARCH),
)
WHERE = {"jurisdiction": "330100", "sector": "PARTY_GOV", "at": MARCH}
FREED = quota.SlotVacated(**told.SLOT, vehicle="C1", case="D1", excess=True)
RELEASED = quota.SlotReleased(**told.SLOT, purchase="P1")
MOVED = quota.SlotMoved(**told.SLOT, from_unit="A", to_unit="B", vehicle=None)
EXCESS = quota.SlotMarkedExcess(**told.SLOT, vehicle="C1")
LIFTED = quota.SlotExcessLifted(**told.SLOT)
PLANNED = quota.SlotPlanned(**told.SLOT, indicator="I1", year=2027, kind="RENEWAL", vehicle="C1")


@pytest.mark.proves("R003")
@pytest.mark.parametrize(
    ("events", "standing", "excess"),
    [
        ((), "vacant", False),
        ((told.RESERVED,), "reserved", False),
        ((told.RESERVED, RELEASED), "vacant", False),
        ((told.RESERVED, told.OCCUPIED), "held", False),
        ((told.OCCUPIED, EXCESS), "held", True),
        ((told.OCCUPIED, EXCESS, LIFTED), "held", False),
        ((told.OCCUPIED, EXCESS, FREED), "vacant", True),
        ((PLANNED,), "vacant", False),
    ],
)
def test_a_slot_is_what_its_events_amount_to(
    *, events: tuple[Event, ...], standing: str, excess: bool
) -> None:
    slot = row(views.slots.view, told.OPENED, *events)
    assert slot
    assert (slot.standing, slot.excess) == (standing, excess)


def test_a_slot_moves_to_another_unit_and_is_gone_when_it_is_closed() -> None:
    place = ("S1", "330100-PARTY_GOV", "B", "EMERGENCY_SUPPORT")
    assert row(views.slots.view, told.OPENED, MOVED) == Slot(*place)
    assert row(views.slots.view, told.OPENED, quota.SlotClosed(**told.SLOT)) is None
    assert row(views.slots.view, MOVED) is None


@pytest.mark.proves("R003")
def test_a_book_knows_the_ceiling_of_today_and_of_its_first_day() -> None:
    opened = QuotaBookOpened(**WHERE, ceiling=1018, document="核1", grounds=GROUNDS)
    lower = CeilingLowered(**WHERE, ceiling=1010, previous=1018, document="减1", grounds=GROUNDS)
    base = BaselineRecorded(**WHERE, retained=1000, document="改1")
    first = Book("330100-PARTY_GOV", "330100", "PARTY_GOV", 1010, 1018, 1000)
    assert row(views.books.view, opened, lower, base) == first
    assert row(views.books.view, lower, base) is None


WITHDRAWN = planned.IndicatorWithdrawn(**told.OF_SLOT, reason="不再需要", by="chen")
RETURNED = planned.IndicatorReturned(**told.OF_INDICATOR, reason="缺意见", by="li")
REJECTED = planned.IndicatorRejected(**told.OF_SLOT, reason="OverStandard", by="li")
CORRECTED = planned.IndicatorCorrected(
    **told.OF_INDICATOR,
    specification=told.ELECTRIC,
    price_fen=16_000_000,
    notes=told.DRAFTED.notes,
    safety_ground=None,
    by="chen",
)


@pytest.mark.parametrize(
    ("event", "stage", "reason"),
    [
        (RETURNED, "draft", "缺意见"),
        (REJECTED, "rejected", "OverStandard"),
        (WITHDRAWN, "withdrawn", "不再需要"),
    ],
)
def test_an_indicator_says_why_it_came_back(event: Event, stage: str, reason: str) -> None:
    found = row(views.indicators.view, told.DRAFTED, told.SUBMITTED, event)
    assert found
    assert (found.stage, found.reason, found.submitted_at) == (stage, reason, MARCH)


def test_an_indicator_shows_what_closes_the_gate_until_it_is_approved() -> None:
    asked = (told.DRAFTED, told.SUBMITTED, told.REVIEWED)
    waiting = row(views.indicators.view, *asked)
    assert waiting
    assert (waiting.stage, waiting.unfinished) == ("under_review", ("D7",))
    granted = row(views.indicators.view, *asked, told.GRANTED)
    assert granted
    assert (granted.stage, granted.unfinished, granted.approved_at) == ("approved", (), MARCH)


def test_an_indicator_is_for_the_car_of_its_last_correction() -> None:
    found = row(views.indicators.view, told.DRAFTED, CORRECTED)
    assert found
    assert (found.stage, found.nev, found.price_fen) == ("draft", True, 16_000_000)


@pytest.mark.proves("R029")
def test_an_indicator_knows_its_line_its_plan_and_its_purchase() -> None:
    said = told.OF_INDICATOR
    backing = (planned.BudgetCited(**said, line="B1"), planned.PlanEntered(**said, plan="P-27"))
    entered = planned.PurchaseEntered(**said, purchase="P1")
    found = row(views.indicators.view, told.DRAFTED, *backing, entered)
    assert found
    assert (found.line, found.plan, found.purchase) == ("B1", "P-27", "P1")
    left = planned.PurchaseLeft(**said, purchase="P1")
    opinion = planned.OpinionAttached(**said, opinion="同意")
    freed = row(views.indicators.view, told.DRAFTED, entered, left, opinion)
    assert freed
    assert freed.purchase == ""


@pytest.mark.proves("R029")
def test_a_budget_line_names_its_indicator_until_the_money_is_released() -> None:
    asked = money.BudgetRequested(
        line="B1", indicator="I1", at=MARCH, unit="A", year=2027, amount_fen=1, cars=1, by="chen"
    )
    line = BudgetLine("B1", "I1", "A", 2027, 1)
    assert row(views.budget_lines.view, asked) == line
    assert row(views.budget_lines.view, asked, LATER[3]) == BudgetLine(
        "B1", "I1", "A", 2027, 1, "approved"
    )
    assert row(views.budget_lines.view, asked, *LATER[3:5]) == BudgetLine(
        "B1", "I1", "A", 2027, 1, "released", "执1"
    )


@pytest.mark.parametrize("event", LATER, ids=lambda event: event.TOPIC)
def test_what_happens_to_something_unknown_makes_no_row(event: Event) -> None:
    rows = [view.fold({}, entries(event)) for view in views.ALL.values() if view.name != "dossiers"]
    assert [row for row in rows if any(row.values())] == []


@pytest.mark.proves("R048")
def test_a_purchase_goes_all_the_way() -> None:
    paper = bought.CertificateIssued(**told.OF_APPLICATION, certificate="证1")
    way = (told.WANTED, told.APPLIED, paper, told.CONTRACTED, told.DELIVERED, told.CLOSED)
    found = row(views.purchases.view, *way)
    assert found
    assert (found.stage, found.case, found.indicator) == ("closed", "D1", "I1")
    assert (found.price_fen, found.nev, found.exception) == (15_900_000, True, "批1")
    assert (found.applied_at, found.delivered_at, found.closed_at) == (MARCH, APRIL, APRIL)
    assert (found.certificate, found.new_vehicle) == ("证1", "C2")


def test_a_failed_contract_leaves_the_certificate_and_no_car() -> None:
    failed = bought.ContractFailed(
        **told.OF_APPLICATION, contract="合1", vehicle="C2", reason="停产"
    )
    found = row(views.purchases.view, told.WANTED, told.APPLIED, told.CONTRACTED, failed)
    assert found
    assert (found.stage, found.new_vehicle) == ("certified", "")


def test_a_check_that_passes_shows_what_had_to_be_seen_and_one_that_fails_begins_again() -> None:
    said = {**told.OF_APPLICATION, "by": "chen", "grounds": GROUNDS}
    passed = bought.StandardCheckPassed(**said, cap_fen=18_000_000, warnings=("PREF_BODY",))
    found = row(views.purchases.view, told.WANTED, told.APPLIED, passed)
    assert found
    assert (found.stage, found.warnings) == ("checked", ("PREF_BODY",))
    failed = bought.StandardCheckFailed(**said, failures=())
    again = row(views.purchases.view, told.WANTED, told.APPLIED, failed)
    assert again
    assert again.stage == "draft"


OVERDUE = disposed.DisposalOverdue(**told.OF_CASE, due_on=date(2027, 3, 2))
PAIRED = disposed.PurchasePaired(**told.OF_CASE, purchase="P1", slot="S1")
UNPAIRED = disposed.PurchaseUnpaired(**told.OF_CASE, purchase="P1")
STARTED = disposed.PhysicalDisposalStarted(**told.OF_CASE, mode="AUCTION", reason=None)
SIGNED = disposed.DisposalSigned(**told.OF_CASE, by="li", body="FINANCE")
PAID = disposed.ProceedsReceived(**told.OF_CASE, receipt="缴1", amount_fen=500)


@pytest.mark.proves("R108")
def test_a_case_keeps_the_day_of_each_step() -> None:
    steps = (told.CASE, told.REQUESTED, SIGNED, told.AGREED, told.ASSET, told.WRITTEN_OFF, PAIRED)
    found = row(views.disposals.view, *steps)
    assert found
    assert (found.stage, found.indicator, found.purchase) == ("written_off", "I1", "P1")
    assert (found.approved_at, found.asset_approved_at, found.written_off_at) == (
        MARCH,
        APRIL,
        APRIL,
    )
    assert found.due_on == date(2027, 3, 2)


@pytest.mark.proves("R116")
def test_a_case_that_was_overdue_stays_so_after_the_car_is_gone() -> None:
    found = row(views.disposals.view, told.CASE, told.AGREED, OVERDUE, STARTED, told.SCRAPPED, PAID)
    assert found
    assert (found.stage, found.overdue, found.mode) == ("completed", True, "AUCTION")
    assert (found.ended_at, found.certificate, found.proceeds_fen) == (APRIL, "回1", 500)
    assert found.receipt == "缴1"


def test_a_case_without_its_purchase_is_free_for_another() -> None:
    found = row(views.disposals.view, told.CASE, PAIRED, UNPAIRED)
    assert found
    assert found.purchase == ""


@pytest.mark.proves("DISP-03")
def test_a_case_knows_the_last_sign_of_life_of_each_source() -> None:
    early = told.NOTICED.model_copy(update={"seen_at": MARCH})
    fuel = told.NOTICED.model_copy(update={"source": "fuel", "seen_at": MARCH})
    found = row(views.disposals.view, told.CASE, told.NOTICED, early, fuel)
    assert found
    assert (found.signs, found.seen) == (3, {"toll": APRIL, "fuel": MARCH})


def test_a_car_knows_its_purchase_its_unit_and_the_day_it_was_gone() -> None:
    moved = VehicleTransferred(vehicle="C2", from_unit="A", to_unit="B", slot="S1", at=APRIL)
    gone = VehicleDisposed(vehicle="C2", plate="浙A2", vin=None, certificate="回1", at=APRIL)
    found = row(views.vehicles.view, told.NEW_CAR, moved, gone)
    assert found
    assert (found.purchase, found.unit, found.stage) == ("P1", "B", "disposed")
    assert found.disposed_at == APRIL


def test_a_car_is_what_its_papers_say_now() -> None:
    papers = DossierUpdated(
        vehicle="C2",
        model="帝豪",
        vin=None,
        first_registered=date(2026, 3, 2),
        engine="",
        body="SEDAN",
        energy="BATTERY",
        displacement_ml=None,
        price_fen=1,
        at=APRIL,
    )
    found = row(views.vehicles.view, told.NEW_CAR, papers)
    assert found
    assert (found.model, found.energy, found.price_fen) == ("帝豪", "BATTERY", 1)
    assert row(views.vehicles.view, papers) is None


@pytest.mark.proves("R069")
def test_a_dossier_has_everything_about_the_car_in_order() -> None:
    found = views.dossiers.view.fold({}, entries(told.CASE, told.OPENED, told.AGREED))
    lines = [row for _, row in sorted(found.items()) if row]
    told_of = [(line.vehicle, line.position, line.topic, line.at) for line in lines]
    assert told_of == [
        ("C1", 1, "disposal.drafted", MARCH),
        ("C1", 3, "disposal.approved", MARCH),
    ]
    assert "vehicle" not in lines[0].told
    assert lines[0].told["ground"] == "REPLACEMENT"


def test_a_plan_counts_what_was_approved_last() -> None:
    said = {"plan": "330100-2027", "grounds": GROUNDS, "by": "li", "at": MARCH, "additions": 0}
    opened = PlanYearOpened(plan="330100-2027", jurisdiction="330100", year=2027, at=MARCH)
    first = PlanApproved(**said, indicators=("I1",), renewals=1, nev=0)
    more = PlanAmended(**said, indicators=("I1", "I2"), renewals=2, nev=1)
    assert row(views.year_plans.view, opened) == YearPlan("330100-2027")
    assert row(views.year_plans.view, opened, first, more) == YearPlan(
        "330100-2027", "approved", 2, 0, 1, ("I1", "I2")
    )
    assert row(views.year_plans.view, first) is None


@pytest.mark.proves("R010")
def test_a_travel_budget_counts_claims_and_takes_reversed_ones_back() -> None:
    of = {"unit": "A", "year": 2026, "cap_fen": 1000, "at": MARCH}
    opened = TravelBudgetAllotted(**of, warn_percent=90, grounds=GROUNDS)
    spent = ClaimPosted(**of, claim="K1", amount_fen=700, spent_fen=700)
    back = ClaimReversed(**of, claim="K1", reason="重复", amount_fen=700, spent_fen=0)
    view = views.travel_budgets.view
    assert row(view, opened, spent) == TravelBudget("A", 2026, 1000, 700, 1)
    assert row(view, opened, spent, back) == TravelBudget("A", 2026, 1000, 0, 0)
    assert row(view, spent) is None


@pytest.mark.proves("R044")
def test_a_site_keeps_its_piles_when_it_is_registered_again() -> None:
    site = SiteRegistered(site="H1", unit="A", name="大院", fence="yard", at=MARCH)
    piles = ChargersInstalled(site="H1", piles=3, at=MARCH)
    moved = site.model_copy(update={"name": "新院"})
    assert row(views.sites.view, site, piles, moved) == Site("H1", "A", "新院", "yard", 3)


def test_a_policy_ends_when_it_is_retired() -> None:
    told_ = PolicyPublished(
        jurisdiction="330100",
        policy_id="hz",
        version="2021-11-01",
        effective_from=date(2021, 11, 1),
        content={"renewal": {"deadline": {"month": 6, "day": 30}}},
        sha256="ab",
        document="发1",
        at=MARCH,
    )
    retired = PolicyRetired(
        jurisdiction="330100", policy="hz@2021-11-01", ends_on=date(2027, 1, 1), document="废1",
        at=MARCH,
    )  # fmt: skip
    assert row(views.policies.view, told_, retired) == Policy(
        "hz@2021-11-01", "330100", date(2021, 11, 1), "ab", "发1", date(2027, 1, 1), (6, 30)
    )
    assert row(views.policies.view, retired) is None


def test_an_attempt_keeps_what_was_said_and_what_was_answered() -> None:
    refused = CommandRefused(
        attempt="x1",
        command="RequestBudget",
        said={"line": "B28"},
        rule="先指标后预算",
        code="IndicatorMissing",
        basis="R026",
        values={},
        zh="没有指标",
        en="no indicator",
        alert="IND-02",
        unit="A",
        at=MARCH,
    )
    assert row(views.attempts.view, refused) == Attempt(
        "x1", 1, "RequestBudget", {"line": "B28"}, "先指标后预算", "IndicatorMissing", "R026", "",
        "没有指标", "no indicator", "IND-02", "A", "", "", MARCH,
    )  # fmt: skip


REPEATED = NoticeRepeated(
    notice="quot-01:slot:S1", code="QUOT-01", times=2, inputs={"slot": "S1", "n": "2"},
    evidence="e2", at=APRIL,
)  # fmt: skip
SETTLED = NoticeWithdrawn(notice="quot-01:slot:S1", code="QUOT-01", reason="settled", at=APRIL)


@pytest.mark.proves("QUOT-01")
def test_a_notice_is_an_alert_that_gathers_evidence_and_ends() -> None:
    alert = row(views.alerts.view, told.RAISED, REPEATED, SETTLED)
    assert alert
    assert (alert.state, alert.unit, alert.subject) == ("voided", "A", "slot:S1")
    assert (alert.reason, alert.amendments, alert.position) == ("settled", 1, 3)
    assert (alert.finding.since, alert.finding.until) == (MARCH, APRIL)
    assert [paper.range for paper in alert.finding.evidence] == ["e1", "e2"]
    assert alert.finding.inputs == {"slot": "S1", "n": "2"}


def test_a_notice_raised_again_is_the_same_alert_open_once_more() -> None:
    alert = row(views.alerts.view, told.RAISED, SETTLED, told.RAISED)
    assert alert
    assert (alert.state, alert.amendments, alert.finding.until) == ("opened", 0, None)
    assert alert.opened_at == OCTOBER + timedelta(seconds=1)


@pytest.mark.parametrize("event", [REPEATED, SETTLED])
def test_what_is_said_of_a_notice_nobody_raised_makes_no_alert(event: Event) -> None:
    assert row(views.alerts.view, event) is None

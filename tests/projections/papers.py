"""Events of the closed loop, complete; each test changes what it is about."""

from datetime import UTC, date, datetime
from typing import Any, TypeVar

from fleet.decider import Event
from fleet.disposal import disposal_events as disposed
from fleet.planning import indicator_events as planned
from fleet.planning.indicator_commands import Notes
from fleet.policy.grounds import Grounds
from fleet.policy.specification import Specification
from fleet.procurement import purchase_events as bought
from fleet.procurement.quotes import Quote
from fleet.quota import slot_words as quota
from fleet.supervision.notice import NoticeRaised
from fleet.vehicle.entry import VehicleRegistered
from projections.projection import Projection
from projections.views.indicators import Indicator
from tests.projections.stories import entries

Row = TypeVar("Row")


def at(said: str) -> datetime:
    """A moment in UTC."""
    return datetime.fromisoformat(said).replace(tzinfo=UTC)


MARCH, APRIL = at("2026-03-02T01:00:00"), at("2026-04-02T01:00:00")
GROUNDS = Grounds(policy="cn-zj-hangzhou@2021-11-01")
ELECTRIC = Specification(brand="吉利", body="SEDAN", energy="BATTERY", origin="DOMESTIC_BRAND")
PETROL = ELECTRIC.model_copy(update={"energy": "PETROL"})
PLACE = {"unit": "A", "slot": "S1", "category": "EMERGENCY_SUPPORT"}


def row(view: Projection[Row], *events: Event) -> Row | None:
    """The one row that these events amount to."""
    [found] = view.fold({}, entries(*events)).values()
    return found


def indicator(number: str, **changes: Any) -> Indicator:  # noqa: ANN401 - of any field
    """A draft of 2027."""
    known: dict[str, Any] = {"kind": "RENEWAL", "policy": "none", "nev": False, "plan_year": 2027}
    known |= {"unit": "A", "jurisdiction": "330100", "slot": "S1", "vehicle": None}
    known |= {"category": "MAIL", "track": "ORDINARY", "price_fen": 1}
    return Indicator(number, **(known | changes))


SLOT: dict[str, Any] = {**PLACE, "book": "330100-PARTY_GOV", "at": MARCH}
OPENED = quota.SlotOpened(**SLOT)
RESERVED = quota.SlotReserved(**SLOT, purchase="P1", kind="RENEWAL")
OCCUPIED = quota.SlotOccupied(**SLOT, vehicle="C1", purchase="P1")

OF_INDICATOR: dict[str, Any] = {"indicator": "I1", "at": MARCH}
OF_SLOT: dict[str, Any] = {**OF_INDICATOR, **PLACE, "plan_year": 2027, "kind": "RENEWAL"}
OF_SLOT |= {"vehicle": "C1"}
DRAFTED = planned.IndicatorDrafted(
    **OF_SLOT,
    jurisdiction="330100",
    policy=GROUNDS.policy,
    track="ORDINARY",
    form="PURCHASE",
    special_case=False,
    opinion=None,
    safety_ground=None,
    specification=PETROL,
    price_fen=18_000_000,
    notes=Notes(),
    first_registered=date(2014, 3, 2),
    by="chen",
)
SUBMITTED = planned.IndicatorSubmitted(**OF_SLOT, jurisdiction="330100", grounds=GROUNDS, by="chen")
REVIEWED = planned.IndicatorReviewStarted(
    **OF_INDICATOR,
    unit="A",
    lead="BUREAU",
    unfinished=("D7",),
    overdue_on=None,
    grounds=GROUNDS,
)
GRANTED = planned.IndicatorApproved(
    **OF_SLOT,
    price_fen=18_000_000,
    nev=False,
    notes=Notes(),
    unfinished=(),
    overdue_on=None,
    year_ends=at("2027-12-31T16:00:00"),
    grounds=GROUNDS,
    by="li",
)

OF_PURCHASE: dict[str, Any] = {"purchase": "P1", "unit": "A", "slot": "S1", "kind": "RENEWAL"}
OF_PURCHASE |= {"at": MARCH}
OF_APPLICATION: dict[str, Any] = {**OF_PURCHASE, "indicator": "I1", "case": "D1"}
WANTED = bought.PurchaseDrafted(
    **OF_PURCHASE,
    indicator=None,
    category="EMERGENCY_SUPPORT",
    vehicle="C1",
    jurisdiction="330100",
    policy=GROUNDS.policy,
    by="chen",
)
APPLIED = bought.PurchaseApplied(
    **OF_APPLICATION,
    vehicle="C1",
    category="EMERGENCY_SUPPORT",
    quotes=(
        Quote(vendor="甲", specification=PETROL, price_fen=17_000_000),
        Quote(vendor="乙", specification=ELECTRIC, price_fen=16_000_000),
    ),
    chosen=1,
    ranking=(1, 0),
    exception="批1",
    by="chen",
    grounds=GROUNDS,
)
CONTRACTED = bought.ContractRecorded(
    **OF_APPLICATION,
    contract="合1",
    price_fen=15_900_000,
    specification=ELECTRIC,
    vehicle="C2",
    category="EMERGENCY_SUPPORT",
    grounds=GROUNDS,
)
DELIVERED = bought.DeliveryRecorded(
    **(OF_APPLICATION | {"at": APRIL}),
    vehicle="C2",
    vin="LSVAA4182E2184841",
    engine="",
    specification=ELECTRIC,
    price_fen=15_900_000,
    grounds=GROUNDS,
)
CLOSED = bought.PurchaseClosed(
    **(OF_APPLICATION | {"at": APRIL}), vehicle="C2", review_note="", by="chen"
)

OF_CASE: dict[str, Any] = {"case": "D1", "vehicle": "C1", "unit": "A", "at": MARCH}
CASE = disposed.DisposalDrafted(
    **OF_CASE,
    slot="S1",
    category="EMERGENCY_SUPPORT",
    ground="REPLACEMENT",
    jurisdiction="330100",
    policy=GROUNDS.policy,
    by="chen",
)
REQUESTED = disposed.DisposalRequested(
    **OF_CASE,
    slot="S1",
    ground="REPLACEMENT",
    indicator="I1",
    execution_document="执1",
    document=None,
    grounds=GROUNDS,
    by="chen",
)
AGREED = disposed.DisposalApproved(
    **OF_CASE,
    slot="S1",
    signatures={"BUREAU": "wang", "FINANCE": "li"},
    due_on=date(2027, 3, 2),
    due_until=at("2027-03-02T16:00:00"),
    warned_at=(),
    warn_days=(),
    grounds=GROUNDS,
)
STEP: dict[str, Any] = {"document": "资1", "predecessor": None, "policy": GROUNDS.policy}
STEP |= {"by": "li"}
ASSET = disposed.AssetDisposalApproved(**(OF_CASE | {"at": APRIL}), **STEP)
WRITTEN_OFF = disposed.AssetWrittenOff(**(OF_CASE | {"at": APRIL}), **STEP, slot="S1")
SCRAPPED = disposed.DisposalResultRecorded(
    **(OF_CASE | {"at": APRIL}),
    mode="AUCTION",
    certificate="回1",
    sha256="ab" * 32,
    plate="浙A1",
    vin=None,
    proceeds_fen=500,
    buyer="",
    overdue=False,
    proceeds_until=None,
    proceeds_within_days=30,
)
NOTICED = disposed.SignOfLifeReported(**OF_CASE, source="toll", reference="ETC-1", seen_at=APRIL)

RAISED = NoticeRaised(
    notice="quot-01:slot:S1",
    code="QUOT-01",
    subject="slot:S1",
    unit="A",
    vehicle="C1",
    policy="",
    inputs={"slot": "S1"},
    evidence="e1",
    at=MARCH,
)

NEW_CAR = VehicleRegistered(
    vehicle="C2", plate="浙A2", unit="A", category="EMERGENCY_SUPPORT", purchase="P1", at=MARCH
)

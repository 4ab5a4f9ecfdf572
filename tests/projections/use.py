"""Events of cars in use; each test says only what it is about, and the rest is plausible."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar, cast

from fleet.decider import Event
from fleet.dispatch import order_events as ordered
from fleet.inspection import check_events as checked
from fleet.people import driver_events as driven
from fleet.people.qualification import Qualification
from fleet.policy.grounds import Grounds
from fleet.supervision import case_events as cases
from fleet.supervision import seal_events as sealed
from fleet.supervision.seal_commands import StartCheck

E = TypeVar("E", bound=Event)


def part(kind: type[E], /, **fields: Any) -> E:  # noqa: ANN401 - of any field
    """An event with only the fields that a test is about."""
    found: Any = kind.model_construct(**fields)
    return cast("E", found)


NINE = datetime(2026, 10, 5, 1, 0, tzinfo=UTC)
"""09:00 in Hangzhou."""

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
GROUNDS = Grounds(policy="cn-zj-hangzhou@2025-01-01")
OF: dict[str, Any] = {
    "order": "O1", "unit": "A", "jurisdiction": "330100", "platform": "EM", "by": "chen",
    "role": "UNIT_CLERK", "at": NINE,
}  # fmt: skip
SPAN: dict[str, Any] = {"begins_at": NINE + HOUR, "ends_at": NINE + 3 * HOUR}
ALLOWED: dict[str, Any] = {
    **SPAN, "area": None, "fences": (), "overnight": False, "off_hours": False,
    "cross_area": False,
}  # fmt: skip
CAR: dict[str, Any] = {"vehicle": "C1", "driver": "D1"}
SENT: dict[str, Any] = {
    **OF, **ALLOWED, **CAR, "owner": "B", "purpose": "OFFICIAL", "category": "EMERGENCY_SUPPORT",
    "passenger_unit": "A", "emergency": False,
}  # fmt: skip

DRAFTED = part(ordered.OrderDrafted, **OF, **ALLOWED, purpose="OFFICIAL", category=None, people=2)
REQUESTED = part(ordered.TripRequested, **OF)
APPROVED = part(ordered.TripApproved, **OF, **ALLOWED, form_sha256="ab")
ASSIGNED = part(ordered.CarAndDriverAssigned, **SENT)
EMERGENCY = part(
    ordered.EmergencyOrderOpened, **SENT | {"emergency": True, "papers_due": NINE + 24 * HOUR}
)
REASSIGNED = part(ordered.OrderReassigned, **SENT | {"vehicle": "C2", "driver": "D2"})
DEPARTED = part(
    ordered.VehicleDepartedOnOrder,
    **OF | CAR | {"at": NINE + HOUR},
    odometer_km=100,
    overdue_at=NINE + 4 * HOUR,
)
EXTENDED = part(
    ordered.TripExtended,
    **SENT | {"ends_at": NINE + 5 * HOUR},
    overdue_at=NINE + 6 * HOUR,
    key_due=None,
)
CHANGED = part(
    ordered.VehicleChangedEnRoute,
    **SENT | {"vehicle": "C3", "category": "CONFIDENTIAL_COMMS"},
    overdue_at=NINE + 7 * HOUR,
)
RETURNED = part(
    ordered.VehicleReturnedOnOrder,
    **OF | {"at": NINE + 3 * HOUR},
    odometer_km=150,
    papers_due=None,
    key_due=None,
)
COUNTED: dict[str, Any] = {
    **OF, "vehicle": "C1", "result": "MATCHED", "departed_at": NINE, "emergency": False,
}  # fmt: skip
RECONCILED = part(ordered.TripReconciled, **COUNTED, distance_m=51_000)
OUTSOURCED = part(ordered.SocialTransportOffered, **OF, provider="滴滴")
SETTLED = part(
    ordered.OrderSettled, **COUNTED, toll_fen=1, fuel_fen=20, parking_fen=300, amount_fen=None
)
EVALUATED = part(ordered.OrderEvaluated, **COUNTED | {"at": NINE + 9 * HOUR}, rating=5)
CLOSED = part(ordered.OrderClosed, **COUNTED)
VOIDED = part(ordered.EmergencyOrderVoided, **OF, driven=True)
FILED = part(ordered.EmergencyPapersFiled, **OF)
KEY_OUT = part(ordered.KeyTaken, **OF, due_at=NINE + 4 * HOUR)
KEY_BACK = part(ordered.KeyBroughtBack, **OF, left=())
ONE_KEY_BACK = part(ordered.KeyBroughtBack, **OF, left=("K2",))

CHECK: dict[str, Any] = {
    "check": "C1-MONTHLY-2026-10", "vehicle": "C1", "unit": "A", "kind": "MONTHLY",
    "period": "2026-10", "at": NINE,
}  # fmt: skip
SCHEDULED = part(checked.CheckScheduled, **CHECK, jurisdiction="330100", due_until=NINE + 24 * HOUR)
DONE = part(
    checked.CheckCompleted,
    **CHECK,
    results={"BRAKES": "FAIL", "TOOLS": "FAIL", "TYRES": "PASS"},
    failed=("BRAKES",),
    inspector="wu",
    workshop_record=None,
    late=False,
    missed=False,
)  # fmt: skip
MISSED = part(checked.CheckMissed, **CHECK)
WAIVED = part(checked.CheckWaived, **CHECK, late=False)

PERIOD: dict[str, Any] = {"period": "S1", "jurisdiction": "330100", "at": NINE}
PLANNED = part(
    sealed.SealPlanned,
    **PERIOD,
    name="国庆节",
    first_day=date(2026, 10, 5),
    last_day=date(2026, 10, 8),
    begins_at=NINE,
    ends_at=NINE + 72 * HOUR,
)
SEAL_OPENED = part(sealed.SealOpened, **PERIOD)
GRANTED = part(
    sealed.ExemptionGranted,
    **PERIOD,
    vehicle="C2",
    unit="A",
    reason="值班",
    approver="li",
    begins_at=NINE,
    ends_at=NINE + HOUR,
    document="豁1",
    late=True,
)
CHECKED = part(sealed.SealStartChecked, **PERIOD,
    checks=(
        StartCheck(vehicle="C1", place="INSIDE"), StartCheck(vehicle="C2", place="OUTSIDE"),
        StartCheck(vehicle="C3", place="UNKNOWN"), StartCheck(vehicle="C4", place="OUTSIDE"),
    ),
)  # fmt: skip
BREACHED = part(sealed.SealBreached, **PERIOD, vehicle="C1", finding="F1", moved_at=NINE + HOUR)

LICENSED = Qualification(classes=("C1",), valid_until=date(2026, 12, 31), pledged=(2026,))
OF_DRIVER: dict[str, Any] = {"driver": "D1", "unit": "A", "by": "li", "at": NINE}
HIRED = part(
    driven.DriverRegistered,
    **OF_DRIVER,
    name="王师傅",
    jurisdiction="330100",
    qualification=Qualification(),
)
LICENCE = part(driven.LicenceRecorded, **OF_DRIVER, qualification=LICENSED)

ALERT: dict[str, Any] = {
    "case": "K1", "code": "USE-02", "vehicle": "C1", "unit": "A", "at": NINE,
}  # fmt: skip
RAISED = part(
cases.AlertRaised, **ALERT, jurisdiction="330100", subject="order:O1", severity="AMBER", officer="",
    ladder=("UNIT_CLERK", "CENTRE"), verifier="CENTRE", evidence_sha256="ab",
    acknowledge_by=NINE + HOUR, explain_minutes=60, decide_by=NINE + 72 * HOUR,
)  # fmt: skip

"""The people, days and papers of the sealed periods that are told here."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest

from fleet.decider import Command, Refused
from fleet.policy.brief import Actor, Brief
from fleet.policy.calendar import Announced
from fleet.policy.grounds import Grounds
from fleet.policy.loading import from_yaml
from fleet.policy.policy_set import PolicySet
from fleet.policy.shelf import Shelf
from fleet.supervision.seal import seal
from fleet.supervision.seal_commands import (
    AddExemption,
    CancelSeal,
    CloseSeal,
    OpenSeal,
    PlanSeal,
    PublishSealReport,
    RecordSealBreach,
    RecordStartCheck,
    SealCommand,
    StartCheck,
    WithdrawSealBreach,
)
from fleet.supervision.seal_events import (
    ExemptionGranted,
    SealBreached,
    SealBreachWithdrawn,
    SealCancelled,
    SealClosed,
    SealEvent,
    SealOpened,
    SealPlanned,
    SealReportPublished,
    SealStartChecked,
)
from tests.given import Given

C = TypeVar("C", bound=Command)

CITY = "330100"
POLICY = "cn-zj-hangzhou@2021-11-01"
HANGZHOU: PolicySet = from_yaml(
    (Path(__file__).parents[1] / "policy/hangzhou.yaml").read_text("utf-8")
)


def local(said: str) -> datetime:
    """A moment as the clocks in Hangzhou show it."""
    return datetime.fromisoformat(f"{said}+08:00").astimezone(UTC)


def brief(person: str, role: str, region: str = "", policy: PolicySet = HANGZHOU) -> Brief:
    """What the desk lays beside a command."""
    return Brief(Actor(person, role, jurisdiction=region), CITY, Shelf({CITY: (policy,)}))


def other(command: C, **change: object) -> C:
    """The same command with other words."""
    return command.model_copy(update=change)


BUREAU = brief("wang", "BUREAU")
CLERK = brief("chen", "UNIT_CLERK")
CLOCK = brief("gongche", "")

_NATIONAL = dict.fromkeys((date(2026, 10, day) for day in range(1, 8)), "国庆节")
Y2026 = Announced(2026, "国办", {**_NATIONAL}, frozenset({date(2026, 2, 14), date(2026, 10, 10)}))
CALENDARS = {2026: Y2026}

SOON = local("2026-09-29 09:00")
BEGIN = local("2026-10-01 00:00")
END = local("2026-10-08 00:00")
SECOND = timedelta(seconds=1)
SAID: dict[str, Any] = {"period": "G26", "at": SOON}
OF: dict[str, Any] = {"period": "G26", "jurisdiction": CITY}
SPAN: dict[str, Any] = {"begins_at": BEGIN, "ends_at": END}
DAYS: dict[str, Any] = {
    "jurisdiction": CITY,
    "name": "国庆节",
    "first_day": date(2026, 10, 1),
    "last_day": date(2026, 10, 7),
    "document": "杭机管〔2026〕9号",
}
WINDOW: dict[str, Any] = {
    "vehicle": "V1",
    "unit": "U1",
    "reason": "防汛值守",
    "approver": "zhou",
    "begins_at": local("2026-10-02 08:00"),
    "ends_at": local("2026-10-03 18:00"),
    "document": "豁1",
}
INSIDE = StartCheck(vehicle="V2", place="INSIDE", fix_age_s=60, fences=("F2",))
OUTSIDE = StartCheck(vehicle="V3", place="OUTSIDE", fix_age_s=21_600, fences=("F3",))
NOBODY = StartCheck(vehicle="V4", place="UNKNOWN")
MOVED: dict[str, Any] = {"vehicle": "V2", "finding": "seal-01:V2:1", "moved_at": BEGIN + SECOND}

plan = PlanSeal(**SAID, brief=BUREAU, **DAYS, calendars=CALENDARS)
exempt = AddExemption(**SAID, brief=BUREAU, **WINDOW, vehicle_jurisdiction=CITY)
start = OpenSeal(period="G26", at=BEGIN, brief=CLOCK)
cancel = CancelSeal(**SAID, brief=BUREAU, reason="日历调整")
look = RecordStartCheck(
    period="G26", at=BEGIN + SECOND, brief=CLOCK, checks=(INSIDE, OUTSIDE, NOBODY)
)
breach = RecordSealBreach(period="G26", at=BEGIN + 2 * SECOND, brief=CLOCK, **MOVED)
withdraw = WithdrawSealBreach(
    period="G26", at=BEGIN + 3 * SECOND, brief=CLOCK, vehicle="V2", finding="seal-01:V2:1",
    reason="voided",
)  # fmt: skip
finish = CloseSeal(period="G26", at=END, brief=CLOCK)
publish = PublishSealReport(period="G26", at=END + SECOND, brief=BUREAU)

PLANNED = SealPlanned(
    **SAID,
    **DAYS,
    **SPAN,
    grounds=Grounds(policy=POLICY, rules=("R076",), inputs={"work": [], "makeup": []}),
    by="wang",
)
GRANTED = ExemptionGranted(
    **SAID,
    **WINDOW,
    jurisdiction=CITY,
    late=False,
    period_begins_at=BEGIN,
    period_ends_at=END,
    grounds=Grounds(
        policy=POLICY,
        rules=("R078",),
        inputs={
            "begins_at": "2026-10-02T00:00:00+00:00",
            "filed_at": "2026-09-29T01:00:00+00:00",
        },
    ),
    by="wang",
)
OPENED = SealOpened(**OF, **SPAN, at=BEGIN, name="国庆节", exempt=())
CANCELLED = SealCancelled(**OF, **SPAN, at=SOON, reason="日历调整", by="wang")
CHECKED = SealStartChecked(**OF, at=BEGIN + SECOND, checks=(INSIDE, OUTSIDE, NOBODY))
BREACHED = SealBreached(**OF, at=BEGIN + 2 * SECOND, **MOVED)
WITHDRAWN = SealBreachWithdrawn(
    **OF, at=BEGIN + 3 * SECOND, vehicle="V2", finding="seal-01:V2:1", reason="voided"
)
CLOSED = SealClosed(**OF, **SPAN, at=END)
NUMBERS = {
    "checked": 0, "inside": 0, "outside": 0, "unknown": 0, "exemptions": 0,
    "exempt": 0, "late": 0, "breaches": 0, "breached": 0,
}  # fmt: skip
REPORTED = SealReportPublished(**OF, at=END + SECOND, **NUMBERS, by="wang")

given = Given(seal)


def refusal(command: SealCommand, *past: SealEvent) -> Refused:
    """Why it says no."""
    with pytest.raises(Refused) as no:
        seal.decide(command, seal.fold(past))
    return no.value

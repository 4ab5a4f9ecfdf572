"""The people, cars and trips of the orders that are told here."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, TypeVar

import pytest

from fleet.decider import Command, Refused
from fleet.dispatch import order_commands as words
from fleet.dispatch.order import order
from fleet.dispatch.order_events import OrderEvent
from fleet.dispatch.order_facts import Attachment, Car, Serving
from fleet.dispatch.order_stages import File, Opened
from fleet.policy.brief import Actor, Brief
from fleet.policy.policy_set import PolicySet
from fleet.policy.seal_cover import SealCover
from fleet.policy.shelf import Shelf
from tests.fleet.policy.sample import HANGZHOU
from tests.given import Given

C = TypeVar("C", bound=Command)

CITY = "330100"
POLICY = "cn-zj-hangzhou@2021-11-01"
DIGEST = "ab" * 32


def local(said: str) -> datetime:
    """A moment of 10 March 2025 (or of another day) as the clocks in Hangzhou show it."""
    day = said if " " in said else f"2025-03-10 {said}"
    return datetime.fromisoformat(f"{day}+08:00").astimezone(UTC)


def brief(
    person: str, role: str, unit: str = "", region: str = "", policy: PolicySet = HANGZHOU
) -> Brief:
    """What the desk lays beside a command."""
    return Brief(Actor(person, role, unit, region), CITY, Shelf({CITY: (policy,)}))


CLERK = brief("chen", "UNIT_CLERK", "A1")
LEADER = brief("lin", "UNIT_LEADER", "A1")
CENTRE = brief("gu", "CENTRE", "FC")
DRIVER = brief("D1", "DRIVER")
PASSENGER = brief("zhao", "PASSENGER", "A1")
CLOCK = brief("reactions", "")

BEGIN, END = local("10:00"), local("12:00")
DRAFTED, ASKED, AGREED, SENT = local("09:00"), local("09:05"), local("09:10"), local("09:20")
LEFT, BACK = local("09:50"), local("11:50")
MATCHED, SETTLED, RATED = local("12:10"), local("13:00"), local("14:00")
SQUARE: dict[str, Any] = {
    "type": "Polygon",
    "coordinates": [[[120.0, 30.0], [120.2, 30.0], [120.2, 30.2], [120.0, 30.0]]],
}

ADMIN = Serving(
    category="ADMIN_ENFORCEMENT",
    jurisdiction=CITY,
    reasons=("MAJOR_TASK", "SPECIAL_URGENT"),
    units=frozenset({"A1", "B1"}),
    vehicles=frozenset({"V1", "V2", "V3"}),
    dispatchers=frozenset({"he"}),
    on_duty=frozenset({"gu"}),
)
VETERAN = Serving(
    category="VETERAN_CADRE",
    jurisdiction=CITY,
    reasons=("MAJOR_TASK", "SPECIAL_URGENT"),
    units=frozenset({"FC"}),
    vehicles=frozenset({"V7"}),
    beneficiaries=frozenset({"老周"}),
    on_duty=frozenset({"gu"}),
)
OWN = Car("A1", "ADMIN_ENFORCEMENT", "SEDAN")
OTHERS = Car("B1", "ADMIN_ENFORCEMENT", "SEDAN")
FREE = SealCover(period="S1", name="国庆节", exempt=True)
CLOSED = SealCover(period="S1", name="国庆节", exempt=False)

O1: dict[str, Any] = {"order": "O1"}
BY_CENTRE: dict[str, Any] = {"brief": CENTRE, "serving": ADMIN}

draft = words.DraftOrder(
    **O1,
    at=DRAFTED,
    brief=CLERK,
    unit="A1",
    purpose="执法执勤",
    platform="ADMIN",
    people=2,
    passengers=("王五", "赵六"),
    begins_at=BEGIN,
    ends_at=END,
    origin="市府大楼",
    destinations=("余杭区",),
    area=SQUARE,
    fences=("F1",),
    contact="13800000000",
    note="早到",
    attachments=(Attachment(number="函1", sha256=DIGEST),),
    unit_jurisdiction=CITY,
    serving=ADMIN,
)
request = words.RequestTrip(**O1, at=ASKED, brief=CLERK, serving=ADMIN)
approve = words.ApproveTrip(**O1, at=AGREED, brief=LEADER, serving=ADMIN)
reject = words.RejectTrip(**O1, at=AGREED, brief=LEADER, reason="可乘公交")
cancel = words.CancelTrip(**O1, at=local("09:30"), brief=CLERK, reason="会议取消", serving=ADMIN)
expire = words.ExpireTrip(**O1, at=local("11:00"), brief=CLOCK)
assign = words.AssignCarAndDriver(**O1, at=SENT, **BY_CENTRE, vehicle="V1", driver="D1", car=OWN)
emergency = words.OpenEmergencyOrder(
    **O1, at=SENT, **BY_CENTRE, vehicle="V1", driver="D1", car=OWN, kind="FLOOD_CONTROL"
)
reassign = words.Reassign(
    **O1, at=local("09:25"), **BY_CENTRE, vehicle="V3", driver="D3", car=OWN, reason="车辆保养"
)
outsource = words.OfferSocialTransport(
    **O1,
    at=SENT,
    **BY_CENTRE,
    provider="出租公司",
    reason="NO_CAPACITY",
    estimate_fen=30_000,
    budget_left_fen=30_000,
)
depart = words.RecordDeparture(
    **O1,
    at=LEFT,
    brief=DRIVER,
    driver="D1",
    evidence="cabinet",
    odometer_km=1000,
    driver_card="D1",
    daily_check=True,
)
extend = words.ExtendTrip(
    **O1,
    at=local("11:30"),
    brief=CLERK,
    ends_at=local("13:00"),
    approver="lin",
    reason="会议延长",
    serving=ADMIN,
)
change = words.ChangeVehicle(
    **O1,
    at=local("11:00"),
    **BY_CENTRE,
    vehicle="V3",
    driver="D3",
    car=OWN,
    workshop="定点修理厂",
    reason="爆胎",
    odometer_km=1010,
)
give_back = words.RecordReturn(**O1, at=BACK, brief=DRIVER, odometer_km=1030, inside_home=True)
match = words.MatchTrip(
    **O1, at=MATCHED, brief=CLOCK, result="MATCHED", distance_m=29_500, digest=DIGEST
)
settle = words.SettleOrder(
    **O1, at=SETTLED, brief=CENTRE, distance_km=30, toll_fen=1500, fuel_fen=2000, parking_fen=500
)
pay = words.SettleOrder(
    **O1, at=SETTLED, brief=CENTRE, distance_km=30, invoice="票1", amount_fen=29_000
)
dispute = words.DisputeOrder(**O1, at=local("12:30"), brief=PASSENGER, reason="里程不符")
resolve = words.ResolveDispute(
    **O1, at=local("12:40"), brief=CENTRE, decision="按里程表", reason="已核对照片"
)
rate = words.EvaluateOrder(**O1, at=RATED, brief=PASSENGER, rating=5, remark="准时")
close = words.CloseWithoutEvaluation(**O1, at=local("2025-03-17 13:00"), brief=CLOCK)
papers = words.FileEmergencyPapers(
    **O1, at=local("15:00"), brief=CLERK, document="补1", sha256=DIGEST, approver="lin"
)
void = words.VoidEmergencyOrder(
    **O1, at=local("2025-03-11 09:20"), brief=CLOCK, reason="papers not filed in time"
)
key_out = words.RecordKeyOut(**O1, at=local("09:45"), brief=CLOCK, key="K1", cabinet="G1")
key_in = words.RecordKeyIn(**O1, at=local("11:55"), brief=CLOCK, key="K1", cabinet="G1")

WAY: tuple[words.OrderCommand, ...] = (
    draft, request, approve, assign, depart, give_back, match, settle, rate,
)  # fmt: skip

given = Given(order)


def told(*commands: words.OrderCommand, past: Iterable[OrderEvent] = ()) -> list[OrderEvent]:
    """What has happened when these were said one after the other."""
    events = list(past)
    for command in commands:
        events += order.decide(command, order.fold(events))
    return events


def until(last: words.OrderCommand, *more: words.OrderCommand) -> list[OrderEvent]:
    """The order as it should be, up to a command, and what was said then."""
    return told(*WAY[: WAY.index(last) + 1], *more)


def last(*commands: words.OrderCommand, past: Iterable[OrderEvent] = ()) -> Any:  # noqa: ANN401 - the event that the test names
    """What happened last."""
    return told(*commands, past=past)[-1]


def other(command: C, **change: object) -> C:
    """The same command with other words, read as on the wire."""
    return type(command).model_validate(dict(command) | change)


def refusal(command: words.OrderCommand, past: Iterable[OrderEvent] = ()) -> Refused:
    """The no that the command is answered with."""
    with pytest.raises(Refused) as no:
        order.decide(command, order.fold(past))
    return no.value


def stage(past: Iterable[OrderEvent]) -> str:
    """Where the order stands."""
    return type(order.fold(past)).__name__


def file(past: Iterable[OrderEvent]) -> File:
    """What is known of the order."""
    known = order.fold(past)
    assert isinstance(known, Opened)
    return known.file

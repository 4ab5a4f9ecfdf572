"""Asking for a trip, and who agrees to it."""

import hashlib
import json
from datetime import timedelta

import pytest

from fleet.dispatch.asking import form_sha256
from fleet.dispatch.order_commands import OrderCommand
from fleet.dispatch.order_events import (
    EmergencyOrderOpened,
    OrderDrafted,
    OrderEvent,
    TripApproved,
    TripCancelled,
    TripNoShow,
    TripRejected,
    TripRequested,
    TripRequestExpired,
)
from fleet.dispatch.order_facts import Attachment
from fleet.dispatch.order_refusals import clock
from fleet.policy.grounds import Grounds
from tests.fleet.dispatch.trips import (
    ADMIN,
    AGREED,
    ASKED,
    BEGIN,
    CITY,
    CLOSED,
    DIGEST,
    DRAFTED,
    END,
    FREE,
    POLICY,
    SQUARE,
    VETERAN,
    approve,
    assign,
    brief,
    cancel,
    draft,
    emergency,
    expire,
    given,
    key_out,
    last,
    local,
    other,
    refusal,
    reject,
    request,
    stage,
    told,
    until,
)

PAPER = Attachment(number="函1", sha256=DIGEST)
OF = {"order": "O1", "unit": "A1", "jurisdiction": CITY, "platform": "ADMIN"}
BY_CLERK = OF | {"by": "chen", "role": "UNIT_CLERK"}
BY_LEADER = OF | {"by": "lin", "role": "UNIT_LEADER", "at": AGREED}
TIMES = {"begins_at": BEGIN, "ends_at": END}
PLACES = {"area": SQUARE, "fences": ("F1",)}
FLAGS = {"overnight": False, "off_hours": False, "cross_area": False}
OFF = OF | TIMES | {"vehicle": None, "driver": None, "key_due": None}
veterans = other(draft, platform="V", serving=VETERAN, purpose="VETERAN_CARE", beneficiary="老周")
cared = other(request, serving=VETERAN)


def test_a_draft_holds_what_was_said_under_the_policy_of_that_day() -> None:
    drafted = OrderDrafted(
        **BY_CLERK, at=DRAFTED, **TIMES, **PLACES, **FLAGS,
        purpose="ENFORCEMENT", category=None, passenger_unit="A1", people=2,
        passengers=("王五", "赵六"), beneficiary=None, origin="市府大楼", destinations=("余杭区",),
        cross_reason=None, contact="13800000000", note="早到", attachments=(PAPER,),
        grounds=Grounds(policy=POLICY),
    )  # fmt: skip
    given().when(draft).then(drafted)


@pytest.mark.proves("R077")
@pytest.mark.parametrize("flag", ["overnight", "off_hours", "cross_area"])
def test_what_is_to_be_allowed_is_asked_for_and_approved_with_the_trip(flag: str) -> None:
    drafted, _, approved = told(other(draft, **{flag: True}), request, approve)
    assert getattr(drafted, flag)
    assert getattr(approved, flag)


def test_the_same_draft_again_is_nothing_new_whoever_says_it() -> None:
    again = other(draft, at=AGREED, brief=brief("sun", "UNIT_LEADER"), passenger_unit="A1")
    assert told(again, past=until(approve)) == until(approve)


@pytest.mark.parametrize(
    "change",
    [{"people": 3}, {"overnight": True}, {"attachments": ()}, {"cross_reason": "MAJOR_TASK"}],
)
def test_another_draft_under_the_same_number_is_another_order(change: dict[str, object]) -> None:
    assert refusal(other(draft, **change), until(draft)).code == "OrderDiffers"


def test_the_category_is_kept_by_its_key_and_others_ride_by_their_unit() -> None:
    drafted = last(other(draft, category="综合行政执法用车", passenger_unit="B1"))
    assert (drafted.category, drafted.passenger_unit) == ("ADMIN_ENFORCEMENT", "B1")


def test_a_purpose_the_policy_does_not_have_is_refused() -> None:
    assert refusal(other(draft, purpose="旅游")).code == "UnknownPurpose"


@pytest.mark.parametrize("seconds", [0, 1])
def test_a_trip_ends_after_its_begin(seconds: int) -> None:
    no = refusal(other(draft, ends_at=BEGIN - timedelta(seconds=seconds)))
    assert no.code == "TimesWrong"
    assert told(other(draft, ends_at=BEGIN + timedelta(seconds=1)))


def test_an_area_that_encloses_nothing_is_refused() -> None:
    no = refusal(other(draft, area={"type": "Point", "coordinates": [120, 30]}))
    assert (no.code, no.values["reason_zh"]) == (
        "AreaUnfit",
        "类型是 Point，应为 Polygon 或 MultiPolygon",
    )


def test_a_trip_needs_no_area() -> None:
    assert last(other(draft, area=None, fences=())).area is None


@pytest.mark.proves("R055")
def test_a_platform_that_is_not_open_serves_nobody() -> None:
    unknown = other(draft, serving=None)
    assert refusal(unknown).code == "PlatformUnknown"
    assert refusal(other(request, serving=None), until(draft)).code == "PlatformUnknown"
    assert refusal(other(approve, serving=None), until(request)).code == "PlatformUnknown"
    assert last(other(unknown, platform=None)).platform is None


@pytest.mark.proves("R057")
def test_a_district_platform_serves_its_own_district_only() -> None:
    yuhang = other(draft, serving=other_region("330110"))
    no = refusal(yuhang)
    assert (no.code, no.values["region"]) == ("PlatformElsewhere", "330110")
    own = brief("chen", "UNIT_CLERK", "A1")
    assert told(other(yuhang, unit_jurisdiction="330110", brief=own))
    assert told(other(draft, unit_jurisdiction="330110", brief=own))


def other_region(region: str) -> object:
    return type(ADMIN)(ADMIN.category, region, ADMIN.reasons, ADMIN.units, ADMIN.vehicles)


@pytest.mark.proves("R057")
def test_who_acts_for_another_region_acts_on_no_order_here() -> None:
    there = brief("chen", "UNIT_CLERK", "A1", region="330110")
    assert refusal(other(request, brief=there), until(draft)).code == "OutsideJurisdiction"


@pytest.mark.parametrize("command", [draft, request])
@pytest.mark.parametrize("role", ["AUDIT", "DISCIPLINE", "DRIVER", ""])
def test_only_who_may_ask_asks(command: OrderCommand, role: str) -> None:
    past = until(draft) if command is request else []
    said = other(command, brief=brief("x", role))
    assert refusal(said, past).code == "RoleMayNot"


@pytest.mark.parametrize(
    "role", ["UNIT_CLERK", "UNIT_LEADER", "PASSENGER", "BENEFICIARY", "CENTRE"]
)
def test_a_unit_the_passengers_and_the_centre_ask(role: str) -> None:
    assert told(other(draft, brief=brief("x", role)), other(request, brief=brief("x", role)))


@pytest.mark.parametrize("role", ["UNIT_CLERK", "UNIT_LEADER", "PASSENGER", "BENEFICIARY"])
def test_nobody_asks_for_another_unit(role: str) -> None:
    no = refusal(other(draft, brief=brief("x", role, "B1")))
    assert (no.code, no.values["told"], no.values["unit"]) == ("OtherUnit", "B1", "A1")
    assert told(other(draft, brief=brief("x", "CENTRE", "FC")))


@pytest.mark.proves("R060")
def test_a_request_says_under_which_rules_it_stands() -> None:
    asked = {
        "platform_category": "ADMIN_ENFORCEMENT",
        "registered": False,
        "purpose": "ENFORCEMENT",
        "category": "ADMIN_ENFORCEMENT",
        "begins_at": BEGIN.isoformat(),
        "asked_at": ASKED.isoformat(),
    }
    rules = ("R060-purpose", "R060-booking", "R055")
    grounds = Grounds(policy=POLICY, rules=rules, inputs=asked)
    given(*until(draft)).when(request).then(
        TripRequested(**BY_CLERK, at=ASKED, **TIMES, grounds=grounds)
    )


def test_the_category_that_is_asked_for_goes_before_that_of_the_platform() -> None:
    own = other(draft, platform=None, serving=None)
    asked = other(own, category="LAW_ENFORCEMENT")
    assert last(asked, other(request, serving=None)).grounds.inputs["category"] == "LAW_ENFORCEMENT"
    nothing = last(own, other(request, serving=None)).grounds.inputs
    assert (nothing["category"], nothing["platform_category"]) == (None, None)


@pytest.mark.proves("R055")
def test_a_purpose_must_fit_the_category_of_the_platform() -> None:
    no = refusal(request, told(other(draft, purpose="COMMS")))
    assert (no.code, no.policy) == ("PurposeUnfit", POLICY)
    assert no.values["category"] == "ADMIN_ENFORCEMENT"


@pytest.mark.proves("R060")
def test_people_times_and_places_are_given() -> None:
    assert refusal(request, told(other(draft, destinations=()))).code == "PlacesMissing"
    crowded = told(other(draft, people=1))
    assert refusal(request, crowded).values["named"] == 2
    assert told(request, past=told(other(draft, people=2)))
    assert refusal(other(request, at=BEGIN), until(draft)).code == "BeginPassed"
    assert told(other(request, at=BEGIN - timedelta(seconds=1)), past=until(draft))


@pytest.mark.proves("R060")
def test_a_car_is_asked_for_fifteen_days_ahead_at_most() -> None:
    last_day = ASKED + timedelta(days=15)
    ends_at = last_day + timedelta(hours=2)
    assert told(other(draft, begins_at=last_day, ends_at=ends_at), request)
    later = last_day + timedelta(seconds=1)
    no = refusal(request, told(other(draft, begins_at=later, ends_at=ends_at)))
    assert (no.code, no.values["days"], no.policy) == ("TooFarAhead", 15, POLICY)


@pytest.mark.proves("R055")
def test_the_veterans_platform_accepts_registered_beneficiaries_only() -> None:
    assert stage(told(veterans, cared)) == "Requested"
    stranger = told(other(veterans, beneficiary="老吴"))
    no = refusal(cared, stranger)
    assert (no.code, no.values["beneficiary"]) == ("BeneficiaryNotRegistered", "老吴")
    assert (no.values["platform"], no.policy) == ("V", POLICY)
    assert refusal(cared, told(other(veterans, beneficiary=None))).values["beneficiary"] == "-"


@pytest.mark.proves("R068")
def test_an_approval_holds_the_hash_of_the_request_and_cites_its_papers() -> None:
    drafted, _ = until(request)
    said = drafted.model_dump(mode="json", exclude={"grounds"})
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(text.encode()).hexdigest()
    approved = TripApproved(
        **BY_LEADER, **TIMES, **PLACES, **FLAGS,
        form_sha256=digest, document="批1", attachments=(PAPER,), seals=("S1",),
    )  # fmt: skip
    given(*until(request)).when(other(approve, document="批1", seals=(FREE,))).then(approved)


@pytest.mark.proves("R068")
def test_another_request_has_another_hash() -> None:
    one, two = last(draft), last(other(draft, people=3))
    assert isinstance(one, OrderDrafted)
    assert form_sha256(one) != form_sha256(two)


@pytest.mark.proves("R060")
@pytest.mark.parametrize("command", [approve, reject])
def test_who_asks_does_not_approve(command: OrderCommand) -> None:
    drafting = other(draft, brief=brief("lin", "UNIT_CLERK", "A1"))
    asking = other(request, brief=brief("lin", "UNIT_LEADER", "A1"))
    for past in (told(drafting, request), told(draft, asking)):
        no = refusal(command, past)
        assert (no.code, no.values["person"]) == ("ApproverAsks", "lin")


@pytest.mark.parametrize("command", [approve, reject])
def test_a_leader_of_the_unit_approves_and_the_centre_for_itself(command: OrderCommand) -> None:
    def by(role: str, unit: str) -> str:
        said = other(command, brief=brief("y", role, unit))
        return refusal(said, until(request)).code

    assert by("UNIT_CLERK", "A1") == by("CENTRE", "FC") == by("BUREAU", "A1") == "RoleMayNot"
    assert by("UNIT_LEADER", "B1") == "OtherUnit"
    own = other(command, brief=brief("y", "CENTRE", "A1"))
    assert told(own, past=until(request))


@pytest.mark.proves("USE-10")
def test_a_platform_without_a_car_of_the_unit_needs_a_reason_for_anothers() -> None:
    strangers = other(draft, passenger_unit="C1")
    no = refusal(approve, told(strangers, request))
    assert (no.code, no.alert, no.policy) == ("CrossUnitReasonMissing", "USE-10", POLICY)
    assert (no.values["reason"], no.values["allowed"]) == ("-", "MAJOR_TASK, SPECIAL_URGENT")
    assert told(other(strangers, cross_reason="MAJOR_TASK"), request, approve)


@pytest.mark.proves("USE-10")
def test_a_reason_that_the_platform_does_not_know_is_none() -> None:
    no = refusal(approve, told(other(draft, cross_reason="ROUTINE"), request))
    assert (no.code, no.values["reason"]) == ("CrossUnitReasonMissing", "ROUTINE")


def test_whom_a_platform_serves_himself_needs_no_reason() -> None:
    assert told(veterans, cared, other(approve, serving=VETERAN))


@pytest.mark.proves("R078")
def test_in_a_seal_period_only_what_is_exempt_is_approved() -> None:
    no = refusal(other(approve, seals=(FREE, CLOSED)), until(request))
    assert (no.code, no.values["names"], no.policy) == ("SealPeriodCovers", "国庆节", POLICY)


def test_a_trip_without_a_platform_is_approved_without_one() -> None:
    own = other(draft, platform=None, serving=None)
    said = (other(request, serving=None), other(approve, serving=None))
    assert last(own, *said).platform is None


def test_a_rejection_says_why() -> None:
    given(*until(request)).when(reject).then(TripRejected(**BY_LEADER, reason="可乘公交"))


@pytest.mark.parametrize("past", [until(request), until(approve)])
def test_who_asked_takes_it_back(past: list[OrderEvent]) -> None:
    at = local("09:30")
    given(*past).when(cancel).then(TripCancelled(**BY_CLERK | OFF, at=at, reason="会议取消"))


def test_nobody_else_does_before_it_has_a_car() -> None:
    for person, role in (("lin", "UNIT_LEADER"), ("gu", "CENTRE"), ("", "")):
        no = refusal(other(cancel, brief=brief(person, role)), until(approve))
        assert (no.code, no.values["person"]) == ("NotRequester", person or "-")


def test_the_dispatcher_takes_back_what_he_has_sent() -> None:
    by = {"by": "gu", "role": "CENTRE", "at": local("09:30")}
    cancelled = TripCancelled(**OFF | by | {"vehicle": "V1", "driver": "D1"}, reason="会议取消")
    given(*until(assign)).when(other(cancel, brief=brief("gu", "CENTRE"))).then(cancelled)
    for role in ("UNIT_LEADER", "DISTRICT"):
        no = refusal(other(cancel, brief=brief("lin", role)), until(assign))
        assert no.code == "NotRequester"


@pytest.mark.proves("USE-12")
def test_what_is_off_says_until_when_its_key_has_to_be_back() -> None:
    past = until(assign, other(key_out, at=local("09:25")))
    assert last(cancel, past=past).key_due == local("10:00")


@pytest.mark.proves("R060")
@pytest.mark.parametrize(("step", "name"), [(request, "Requested"), (approve, "Approved")])
def test_what_has_no_car_at_its_begin_expires(step: OrderCommand, name: str) -> None:
    past = until(step)
    no = refusal(other(expire, at=BEGIN - timedelta(seconds=1)), past)
    assert (no.code, no.values["due"]) == ("NotYet", clock(BEGIN))
    by = {"by": "reactions", "role": "", "at": BEGIN}
    gone = TripRequestExpired(**OFF | by, stage=name)
    given(*past).when(other(expire, at=BEGIN)).then(gone)


@pytest.mark.proves("R060")
@pytest.mark.parametrize("way", [until(assign), until(draft, emergency)])
def test_a_car_that_has_not_left_an_hour_after_the_begin_is_free(way: list[OrderEvent]) -> None:
    due = local("11:00")
    no = refusal(other(expire, at=due - timedelta(seconds=1)), way)
    assert no.values["due"] == clock(due)
    by = {"by": "reactions", "role": "", "at": due, "vehicle": "V1", "driver": "D1"}
    urgent = isinstance(way[-1], EmergencyOrderOpened)
    given(*way).when(expire).then(TripNoShow(**OFF | by, emergency=urgent))

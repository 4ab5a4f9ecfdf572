"""What an order is answered when a rule says no, word for word, in both languages."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from fleet.decider import Refused
from fleet.dispatch.order_facts import Car
from tests.fleet.dispatch.trips import (
    ADMIN,
    BEGIN,
    BY_CENTRE,
    CLOSED,
    END,
    LEADER,
    OTHERS,
    VETERAN,
    approve,
    assign,
    brief,
    cancel,
    change,
    close,
    depart,
    dispute,
    draft,
    emergency,
    expire,
    extend,
    give_back,
    key_out,
    match,
    other,
    outsource,
    papers,
    pay,
    rate,
    refusal,
    request,
    resolve,
    settle,
    told,
    until,
    void,
)

SAID = json.loads((Path(__file__).parent / "order_refusals.json").read_text("utf-8"))
APPROVED, ASSIGNED, GONE = until(approve), until(assign), until(depart)
MATCHED, BACK_HOME = until(match), until(give_back)
OPENED = told(draft, emergency)
BACK = told(depart, give_back, past=OPENED)
FILED = told(papers, past=BACK)
DISTRICT = type(ADMIN)(ADMIN.category, "330110")
veterans = other(draft, platform="V", serving=VETERAN, purpose="VETERAN_CARE")
own = other(draft, platform=None, serving=None)
UNPOOLED = told(own, other(request, serving=None), other(approve, serving=None))
crossing = other(draft, passenger_unit="C1")
nobody = brief("", "")
EARLY = other(request, at=request.at.replace(month=1))

CASES: dict[str, Callable[[], Refused]] = {
    "out of order": lambda: refusal(settle, ASSIGNED),
    "unknown": lambda: refusal(key_out),
    "early": lambda: refusal(other(settle, at=BEGIN), until(match)),
    "differs": lambda: refusal(other(draft, people=9), ASSIGNED),
    "times": lambda: refusal(other(draft, ends_at=BEGIN)),
    "area": lambda: refusal(other(draft, area={"type": "Polygon", "coordinates": []})),
    "places": lambda: refusal(request, told(other(draft, destinations=()))),
    "people": lambda: refusal(request, told(other(draft, people=1))),
    "begun": lambda: refusal(other(request, at=BEGIN), until(draft)),
    "over": lambda: refusal(other(assign, at=END), APPROVED),
    "ahead": lambda: refusal(EARLY, told(other(draft, at=EARLY.at))),
    "purpose": lambda: refusal(request, told(other(draft, purpose="COMMS"))),
    "platform": lambda: refusal(other(draft, serving=None)),
    "elsewhere": lambda: refusal(other(draft, serving=DISTRICT)),
    "registered": lambda: refusal(
        other(request, serving=VETERAN), told(other(veterans, beneficiary="老吴"))
    ),
    "nobody registered": lambda: refusal(other(request, serving=VETERAN), told(veterans)),
    "approver": lambda: refusal(other(approve, brief=brief("chen", "UNIT_LEADER")), until(request)),
    "unit": lambda: refusal(other(draft, brief=brief("x", "UNIT_CLERK", "B1"))),
    "unit approves": lambda: refusal(
        other(approve, brief=brief("x", "UNIT_LEADER", "B1")), until(request)
    ),
    "unit dispatches": lambda: refusal(
        other(assign, serving=None, brief=brief("x", "UNIT_LEADER", "B1")), UNPOOLED
    ),
    "unit extends": lambda: refusal(other(extend, brief=brief("x", "UNIT_CLERK", "B1")), GONE),
    "unit files": lambda: refusal(other(papers, brief=brief("x", "UNIT_CLERK", "B1")), BACK),
    "unit settles": lambda: refusal(other(settle, brief=brief("x", "UNIT_CLERK", "B1")), MATCHED),
    "unit disputes": lambda: refusal(other(dispute, brief=brief("x", "DRIVER", "B1")), MATCHED),
    "unit resolves": lambda: refusal(
        other(resolve, brief=brief("x", "UNIT_LEADER", "B1")), until(match, dispute)
    ),
    "unit rates": lambda: refusal(other(rate, brief=brief("x", "PASSENGER", "B1")), until(settle)),
    "unit requests": lambda: refusal(
        other(request, brief=brief("x", "UNIT_CLERK", "B1")), until(draft)
    ),
    "no platform": lambda: refusal(other(assign, serving=None), APPROVED),
    "platform closed": lambda: refusal(other(request, serving=None), until(draft)),
    "no pool open": lambda: refusal(other(approve, serving=None), until(request)),
    "sealed extension": lambda: refusal(other(extend, seals=(CLOSED,)), GONE),
    "sealed car": lambda: refusal(other(assign, seals=(CLOSED,)), APPROVED),
    "no trip": lambda: refusal(give_back, [*until(draft), GONE[-1]]),
    "no key": lambda: refusal(key_out, APPROVED),
    "too early void": lambda: refusal(other(void, at=END), BACK),
    "expiry": lambda: refusal(other(expire, at=request.at), until(request)),
    "unfit car": lambda: refusal(other(assign, car=Car("A1", "SPECIAL_TECH")), APPROVED),
    "lent": lambda: refusal(other(assign, car=OTHERS), APPROVED),
    "urgent for no reason": lambda: refusal(
        other(emergency, car=OTHERS), told(other(draft, cross_reason="ROUTINE"))
    ),
    "extension approver": lambda: refusal(other(extend, approver="chen"), GONE),
    "papers approver": lambda: refusal(other(papers, approver="chen"), BACK),
    "not settled": lambda: refusal(settle, [*BACK, MATCHED[-1]]),
    "requester": lambda: refusal(other(cancel, brief=LEADER), APPROVED),
    "requester unknown": lambda: refusal(other(cancel, brief=nobody), APPROVED),
    "reason": lambda: refusal(approve, told(crossing, request)),
    "no pool": lambda: refusal(
        other(approve, serving=type(ADMIN)(None, "330100")),
        told(other(crossing, cross_reason="ROUTINE"), request),
    ),
    "sealed": lambda: refusal(other(approve, seals=(CLOSED, CLOSED)), until(request)),
    "not yet": lambda: refusal(other(expire, at=BEGIN), ASSIGNED),
    "dispatcher": lambda: refusal(other(assign, brief=LEADER), APPROVED),
    "nobody dispatches": lambda: refusal(other(assign, brief=nobody), APPROVED),
    "duty": lambda: refusal(other(emergency, brief=brief("he", "CENTRE")), until(draft)),
    "kind": lambda: refusal(other(emergency, kind="LATE"), until(draft)),
    "car": lambda: refusal(other(assign, car=None), APPROVED),
    "service": lambda: refusal(other(assign, car=Car("A1", "x", in_service=False)), APPROVED),
    "category": lambda: refusal(
        other(assign, car=Car("A1", "SPECIAL_TECH")),
        told(other(draft, category="ADMIN_ENFORCEMENT"), request, approve),
    ),
    "not on platform": lambda: refusal(other(assign, vehicle="V9"), APPROVED),
    "other unit's": lambda: refusal(
        other(assign, serving=None, brief=LEADER, car=OTHERS), UNPOOLED
    ),
    "same": lambda: refusal(other(change, vehicle="V1"), GONE),
    "driver": lambda: refusal(other(depart, driver="D2"), ASSIGNED),
    "its driver": lambda: refusal(other(depart, brief=brief("D2", "DRIVER")), ASSIGNED),
    "its driver nameless": lambda: refusal(other(give_back, brief=brief("", "DRIVER")), GONE),
    "unit leaves": lambda: refusal(other(depart, brief=brief("x", "UNIT_CLERK", "B1")), ASSIGNED),
    "sealed departure": lambda: refusal(other(depart, seals=(CLOSED,)), ASSIGNED),
    "stranger matches": lambda: refusal(
        other(match, brief=brief("x", "PASSENGER", "B1"), serving=ADMIN), BACK_HOME
    ),
    "failed": lambda: refusal(other(depart, failed=("BRAKES", "TYRES")), ASSIGNED),
    "note": lambda: refusal(other(depart, evidence="manual"), ASSIGNED),
    "too early": lambda: refusal(other(depart, at=assign.at), ASSIGNED),
    "longer": lambda: refusal(other(extend, ends_at=BEGIN), GONE),
    "reading": lambda: refusal(other(give_back, odometer_km=None), GONE),
    "back": lambda: refusal(other(give_back, odometer_km=1), GONE),
    "home": lambda: refusal(other(give_back, inside_home=False), GONE),
    "emergency": lambda: refusal(papers, ASSIGNED),
    "late": lambda: refusal(other(papers, at=void.at), BACK),
    "filed": lambda: refusal(void, FILED),
    "missing": lambda: refusal(match, BACK),
    "capacity": lambda: refusal(other(outsource, reason="COMFORT"), APPROVED),
    "budget": lambda: refusal(other(outsource, budget_left_fen=None), APPROVED),
    "short": lambda: refusal(other(outsource, budget_left_fen=12_345), APPROVED),
    "invoice": lambda: refusal(other(pay, invoice=None), until(approve, outsource)),
    "dispute": lambda: refusal(
        other(resolve, brief=brief("zhao", "CENTRE")), until(match, dispute)
    ),
    "rating": lambda: refusal(other(rate, brief=brief("D1", "PASSENGER")), until(settle)),
    "closing": lambda: refusal(other(close, **BY_CENTRE, at=rate.at), until(settle)),
}


def told_in_full(no: Refused) -> dict[str, object]:
    """All that is said."""
    return {
        "rule": no.rule,
        "code": no.code,
        "basis": no.basis,
        "alert": no.alert,
        "policy": no.policy,
        "zh": no.say("zh"),
        "en": no.say("en"),
        "values": no.values,
    }


@pytest.mark.parametrize("name", CASES)
def test_a_refusal_says_what_is_wrong_and_what_to_do(name: str) -> None:
    assert told_in_full(CASES[name]()) == SAID[name]


def test_every_refusal_that_is_written_down_is_told() -> None:
    assert CASES.keys() == SAID.keys()

"""After the trip: compared, settled, disputed, rated; or driven by somebody else."""

from datetime import timedelta
from typing import Any

import pytest

from fleet.dispatch.order_commands import OrderCommand
from fleet.dispatch.order_events import (
    DisputeResolved,
    OrderClosed,
    OrderDisputed,
    OrderEvaluated,
    OrderEvent,
    OrderSettled,
    SocialTransportOffered,
    TripReconciled,
)
from fleet.dispatch.order_refusals import clock
from tests.fleet.dispatch.trips import (
    ADMIN,
    BACK,
    BEGIN,
    BY_CENTRE,
    CITY,
    DIGEST,
    END,
    LEFT,
    MATCHED,
    RATED,
    SENT,
    SETTLED,
    approve,
    brief,
    close,
    depart,
    dispute,
    draft,
    emergency,
    expire,
    give_back,
    given,
    last,
    local,
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

OF = {"order": "O1", "unit": "A1", "jurisdiction": CITY, "platform": "ADMIN"}
CENTRE = OF | {"by": "gu", "role": "CENTRE"}
RIDER = OF | {"by": "zhao", "role": "PASSENGER"}
CLOCK = OF | {"by": "reactions", "role": ""}
ACCOUNT: dict[str, Any] = {
    "vehicle": "V1", "driver": "D1", "provider": None, "purpose": "ENFORCEMENT",
    "passenger_unit": "A1", "beneficiary": None, "result": "MATCHED", "departed_at": LEFT,
    "emergency": False,
}  # fmt: skip
BY_TAXI = ACCOUNT | {
    "vehicle": None, "driver": None, "provider": "出租公司", "result": None, "departed_at": None,
}  # fmt: skip
COSTS = {"distance_km": 30, "toll_fen": 1500, "fuel_fen": 2000, "parking_fen": 500}
RETURNED, COMPARED, DONE = until(give_back), until(match), until(settle)
OUT = until(approve, outsource)


@pytest.mark.proves("R060")
@pytest.mark.parametrize("result", ["MATCHED", "DEVIATING", "NO_TELEMETRY"])
def test_a_trip_is_compared_with_its_order(result: str) -> None:
    reconciled = TripReconciled(
        **CLOCK, at=MATCHED, **ACCOUNT | {"result": result}, returned_at=BACK,
        distance_m=29_500, digest=DIGEST,
    )  # fmt: skip
    given(*RETURNED).when(other(match, result=result)).then(reconciled)


def test_the_same_result_again_is_nothing_new() -> None:
    assert told(other(match, at=local("12:20")), past=COMPARED) == COMPARED
    assert refusal(other(match, result="DEVIATING"), COMPARED).code == "OutOfOrder"


@pytest.mark.proves("R060")
def test_an_emergency_is_compared_when_its_papers_are_there() -> None:
    past = told(draft, emergency, depart, give_back)
    no = refusal(match, past)
    due = clock(local("2025-03-11 09:20"))
    assert (no.code, no.values["due"]) == ("PapersMissing", due)
    compared = last(other(papers, at=local("12:00")), match, past=past)
    assert (compared.emergency, compared.result) == (True, "MATCHED")


@pytest.mark.proves("R060")
def test_nor_is_it_settled_before() -> None:
    opened = told(draft, emergency, depart, give_back)
    compared = COMPARED[-1]
    assert refusal(settle, [*opened, compared]).code == "PapersMissing"


@pytest.mark.proves("R060")
@pytest.mark.proves("R064")
def test_a_settled_order_says_what_it_cost_and_when_it_closes() -> None:
    settled = OrderSettled(
        **CENTRE, at=SETTLED, **ACCOUNT, **COSTS, invoice=None, amount_fen=None, year=2025,
        close_at=local("2025-03-17 13:00"),
    )  # fmt: skip
    given(*COMPARED).when(settle).then(settled)


@pytest.mark.parametrize(
    "change",
    [{"distance_km": 31}, {"toll_fen": 1}, {"fuel_fen": 1}, {"parking_fen": 1}, {"invoice": "1"}],
)
def test_it_is_settled_once(change: dict[str, Any]) -> None:
    assert told(other(settle, at=RATED), past=DONE) == DONE
    assert refusal(other(settle, **change), DONE).code == "OutOfOrder"
    assert refusal(other(settle, amount_fen=1), DONE).code == "OutOfOrder"


def test_the_office_settles() -> None:
    for role in ("UNIT_CLERK", "UNIT_LEADER", "CENTRE", "DISTRICT"):
        assert told(other(settle, brief=brief("x", role)), past=COMPARED)
    assert refusal(other(settle, brief=brief("x", "DRIVER")), COMPARED).code == "RoleMayNot"
    other_unit = brief("x", "UNIT_CLERK", "B1")
    assert refusal(other(settle, brief=other_unit), COMPARED).code == "OtherUnit"


@pytest.mark.proves("R060")
def test_a_passenger_rates_and_it_is_closed() -> None:
    rated = OrderEvaluated(**RIDER, at=RATED, **ACCOUNT, rating=5, remark="准时")
    given(*DONE).when(rate).then(rated)
    closed = until(rate)
    assert told(other(rate, remark="很好"), past=closed) == closed
    assert refusal(other(rate, rating=4), closed).code == "OutOfOrder"
    assert refusal(other(close, at=local("2025-04-01 00:00")), closed).code == "OutOfOrder"


def test_the_driver_does_not_rate_himself() -> None:
    no = refusal(other(rate, brief=brief("D1", "PASSENGER")), DONE)
    assert (no.code, no.values["person"]) == ("DriverRates", "D1")
    assert refusal(other(rate, brief=brief("gu", "CENTRE")), DONE).code == "RoleMayNot"
    assert refusal(other(rate, brief=brief("x", "PASSENGER", "B1")), DONE).code == "OtherUnit"
    for role in ("BENEFICIARY", "UNIT_CLERK", "UNIT_LEADER"):
        assert told(other(rate, brief=brief("x", role)), past=DONE)


@pytest.mark.proves("R060")
@pytest.mark.proves("R064")
def test_what_nobody_rates_is_closed_after_a_week() -> None:
    due = local("2025-03-17 13:00")
    no = refusal(other(close, at=due - timedelta(seconds=1)), DONE)
    assert (no.code, no.values["due"]) == ("NotYet", clock(due))
    given(*DONE).when(close).then(OrderClosed(**CLOCK, at=due, **ACCOUNT))
    closed = told(close, past=DONE)
    assert told(close, past=closed) == closed
    assert refusal(rate, closed).code == "OutOfOrder"


@pytest.mark.proves("R060")
def test_a_dispute_is_decided_by_somebody_else() -> None:
    disputed = OrderDisputed(**RIDER, at=local("12:30"), reason="里程不符")
    given(*COMPARED).when(dispute).then(disputed)
    said = {"decision": "按里程表", "reason": "已核对照片", "at": local("12:40")}
    given(*COMPARED, disputed).when(resolve).then(DisputeResolved(**CENTRE, **said))


def test_who_disputes_does_not_decide() -> None:
    past = told(dispute, past=COMPARED)
    own = brief("zhao", "UNIT_LEADER", "A1")
    no = refusal(other(resolve, brief=own), past)
    assert (no.code, no.values["person"]) == ("DisputantDecides", "zhao")


def test_who_may_dispute_and_who_may_decide() -> None:
    for role in ("UNIT_CLERK", "UNIT_LEADER", "PASSENGER", "BENEFICIARY", "DRIVER"):
        assert told(other(dispute, brief=brief("x", role)), past=COMPARED)
    assert refusal(other(dispute, brief=brief("x", "CENTRE")), COMPARED).code == "RoleMayNot"
    stranger = brief("x", "DRIVER", "B1")
    assert refusal(other(dispute, brief=stranger), COMPARED).code == "OtherUnit"
    past = told(dispute, past=COMPARED)
    for role in ("CENTRE", "DISTRICT", "BUREAU", "UNIT_LEADER"):
        assert told(other(resolve, brief=brief("x", role)), past=past)
    assert refusal(other(resolve, brief=brief("x", "UNIT_CLERK")), past).code == "RoleMayNot"
    leader = brief("x", "UNIT_LEADER", "B1")
    assert refusal(other(resolve, brief=leader), past).code == "OtherUnit"


def test_a_dispute_said_again_is_nothing_new() -> None:
    past = told(dispute, past=COMPARED)
    assert told(other(dispute, reason="时间不符"), past=past) == past
    decided = told(resolve, past=past)
    assert told(resolve, past=decided) == decided
    assert refusal(resolve, COMPARED).code == "OutOfOrder"
    again = told(other(dispute, at=local("12:50")), past=decided)
    assert len(again) == len(decided) + 1


@pytest.mark.proves("R060")
def test_without_a_free_car_society_drives() -> None:
    offered = SocialTransportOffered(
        **CENTRE, at=SENT, provider="出租公司", reason="NO_CAPACITY", estimate_fen=30_000,
        budget_left_fen=30_000, year=2025, passenger_unit="A1", begins_at=BEGIN, ends_at=END,
    )  # fmt: skip
    given(*until(approve)).when(outsource).then(offered)
    assert told(other(outsource, estimate_fen=1), past=OUT) == OUT
    assert refusal(other(outsource, provider="租赁公司"), OUT).code == "OutOfOrder"


def test_the_budget_is_that_of_the_local_year() -> None:
    eve = {"begins_at": local("2026-01-01 00:30"), "ends_at": local("2026-01-01 02:00")}
    at = local("2025-12-31 20:00")
    past = told(other(draft, at=at, **eve), other(request, at=at), other(approve, at=at))
    offered = told(other(outsource, at=at), past=past)
    assert last(past=offered).year == 2026
    assert last(other(pay, at=at), past=offered).year == 2026


def test_society_drives_for_want_of_cars_only() -> None:
    no = refusal(other(outsource, reason="COMFORT"), until(approve))
    assert (no.code, no.values["reason"]) == ("CapacityReasonMissing", "COMFORT")


def test_society_is_paid_from_the_travel_budget() -> None:
    no = refusal(other(outsource, budget_left_fen=29_999), until(approve))
    assert (no.code, no.values["left"], no.values["told"]) == ("BudgetExceeded", "299.99", "300.00")
    no = refusal(other(outsource, budget_left_fen=None), until(approve))
    assert (no.code, no.values["unit"], no.values["year"]) == ("BudgetNotAllotted", "A1", 2025)


def test_the_dispatcher_says_that_none_is_free() -> None:
    clerk = brief("chen", "UNIT_CLERK", "A1")
    assert refusal(other(outsource, brief=clerk), until(approve)).code == "NotDispatcher"


@pytest.mark.proves("R060")
def test_a_provider_is_paid_by_invoice() -> None:
    settled = OrderSettled(
        **CENTRE, at=SETTLED, **BY_TAXI, distance_km=30, toll_fen=0, fuel_fen=0, parking_fen=0,
        invoice="票1", amount_fen=29_000, year=2025, close_at=local("2025-03-17 13:00"),
    )  # fmt: skip
    given(*OUT).when(pay).then(settled)
    for missing in ({"invoice": None}, {"amount_fen": None}):
        assert refusal(other(pay, **missing), OUT).code == "InvoiceMissing"


def test_a_ride_that_did_not_take_place_is_settled_at_nothing() -> None:
    called_off = last(other(pay, invoice="退1", amount_fen=0, distance_km=0), past=OUT)
    assert (called_off.provider, called_off.invoice, called_off.amount_fen) == (
        "出租公司",
        "退1",
        0,
    )


KEEPING = (
    (expire, until(approve)),
    (match, RETURNED),
    (close, DONE),
    (void, told(draft, emergency, depart, give_back)),
)


@pytest.mark.parametrize(("command", "past"), KEEPING, ids=lambda it: type(it).__name__)
def test_programs_or_the_dispatcher_keep_the_dates_of_an_order(
    command: OrderCommand, past: list[OrderEvent]
) -> None:
    assert last(command, past=past).role == ""
    assert last(other(command, **BY_CENTRE), past=past).role == "CENTRE"
    own = other(command, brief=brief("he", "DISTRICT"), serving=ADMIN)
    assert last(own, past=past).by == "he"
    for role in ("PASSENGER", "DRIVER", "UNIT_CLERK", "UNIT_LEADER", "BUREAU"):
        stranger = other(command, brief=brief("x", role, "A1"), serving=ADMIN)
        assert refusal(stranger, past).code == "NotDispatcher"
    assert refusal(other(command, brief=brief("gu", "CENTRE")), past).code == "PlatformUnknown"


def test_of_a_units_own_car_the_unit_does_or_the_centre() -> None:
    own = other(draft, platform=None, serving=None)
    past = told(own, other(request, serving=None), other(approve, serving=None))
    for speaker in (brief("lin", "UNIT_LEADER", "A1"), brief("gu", "CENTRE", "FC")):
        assert last(other(expire, brief=speaker), past=past).by == speaker.actor.person
    foreign = other(expire, brief=brief("x", "UNIT_CLERK", "B1"))
    assert refusal(foreign, past).code == "OtherUnit"
    rider = other(expire, brief=brief("x", "PASSENGER", "A1"))
    assert refusal(rider, past).code == "RoleMayNot"


def test_what_society_drove_is_counted_as_such() -> None:
    past = told(pay, past=OUT)
    rated = OrderEvaluated(**RIDER, at=RATED, **BY_TAXI, rating=5, remark="准时")
    given(*past).when(rate).then(rated)
    anybody = other(rate, brief=brief("D1", "PASSENGER"))
    assert last(anybody, past=past).provider == "出租公司"

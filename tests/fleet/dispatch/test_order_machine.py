"""The table of a dispatch order is the office's table, and the decider keeps to it."""

import pytest
from hypothesis import given as each
from hypothesis import strategies as st

from fleet.decider import Refused
from fleet.dispatch.order import order
from fleet.dispatch.order_commands import OrderCommand
from fleet.dispatch.order_events import OrderEvent
from fleet.dispatch.order_machine import MACHINE
from fleet.dispatch.order_refusals import clock
from tests.fleet.dispatch.trips import (
    BACK,
    CLOCK,
    MATCHED,
    WAY,
    approve,
    assign,
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
    key_in,
    key_out,
    local,
    match,
    other,
    outsource,
    papers,
    pay,
    rate,
    reassign,
    refusal,
    reject,
    request,
    resolve,
    settle,
    stage,
    told,
    until,
    void,
)

OPENED = until(draft, emergency)
GONE = told(depart, past=OPENED)
PASTS: dict[str, list[OrderEvent]] = {
    "Draft": until(draft),
    "Requested": until(request),
    "Approved": until(approve),
    "Rejected": until(request, reject),
    "Cancelled": until(request, cancel),
    "Expired": until(request, expire),
    "Dispatched": OPENED,
    "Underway": GONE,
    "Returned": told(give_back, past=GONE),
    "Reconciled": until(match),
    "Disputed": until(match, dispute),
    "Outsourced": until(approve, outsource),
    "Settled": until(settle),
    "Closed": until(rate),
    "Voided": told(void, past=OPENED),
}
SAID: tuple[OrderCommand, ...] = (
    request, emergency, approve, reject, cancel, expire, assign, outsource, reassign, depart,
    extend, change, give_back, match, settle, pay, dispute, resolve, rate, close, papers, void,
)  # fmt: skip
AGAIN = {
    "RequestTrip": {"Requested"},
    "OpenEmergencyOrder": {"Dispatched"},
    "ApproveTrip": {"Approved"},
    "RejectTrip": {"Rejected"},
    "CancelTrip": {"Cancelled"},
    "ExpireTrip": {"Expired"},
    "OfferSocialTransport": {"Outsourced"},
    "RecordDeparture": {"Underway"},
    "RecordReturn": {"Returned"},
    "MatchTrip": {"Reconciled"},
    "SettleOrder": {"Settled"},
    "DisputeOrder": {"Disputed"},
    "EvaluateOrder": {"Closed"},
    "VoidEmergencyOrder": {"Voided"},
}
"""Where a command says what is so already."""
FILED_FIRST = {("Returned", "MatchTrip")}
"""What waits for the papers of an emergency (B8)."""


@pytest.mark.proves("R060")
@pytest.mark.parametrize("where", PASTS)
@pytest.mark.parametrize("command", SAID, ids=lambda command: type(command).__name__)
def test_each_command_leads_where_the_table_says(where: str, command: OrderCommand) -> None:
    past, name = PASTS[where], type(command).__name__
    rows = [move for move in MACHINE.moves if (move.source, move.command) == (where, name)]
    if (where, name) in FILED_FIRST:
        past = told(papers, past=GONE)
        past = told(give_back, past=past)
    if rows:
        after = told(_payable(command, where), past=past)
        assert (type(after[-1]).__name__, stage(after)) == (rows[0].event, rows[0].target)
    elif where in AGAIN.get(name, ()) and command is not pay:
        assert told(command, past=past) == past
    else:
        assert refusal(command, past).code == "OutOfOrder"


def _payable(command: OrderCommand, where: str) -> OrderCommand:
    """A provider is paid by invoice."""
    if command is settle and where == "Outsourced":
        return pay
    return command


@pytest.mark.parametrize(
    "command", [*SAID, key_out, key_in], ids=lambda command: type(command).__name__
)
def test_nothing_is_said_of_an_order_that_nobody_has_drafted(command: OrderCommand) -> None:
    no = refusal(command)
    assert (no.code, no.values["stage"], no.values["order"]) == ("OutOfOrder", "Unknown", "O1")


def test_an_order_that_nobody_has_drafted_has_no_past() -> None:
    assert order.fold(until(rate)[1:]) == order.initial


def test_every_stage_is_looked_at() -> None:
    assert set(PASTS) == set(MACHINE.stages)
    assert {name: stage(past) for name, past in PASTS.items()} == {name: name for name in PASTS}
    assert {type(command).__name__ for command in SAID} == {move.command for move in MACHINE.moves}


@pytest.mark.proves("R060")
def test_no_step_is_older_than_the_one_before() -> None:
    early = other(settle, at=BACK)
    no = refusal(early, until(match))
    assert (no.code, no.values["before"]) == ("EarlierThanBefore", clock(MATCHED))
    assert told(other(settle, at=MATCHED), past=until(match))[-1].TOPIC == "order.settled"


@pytest.mark.proves("R060")
def test_papers_and_keys_run_beside_the_main_line() -> None:
    past = told(other(papers, at=local("09:40")), other(key_out, at=local("09:30")), past=GONE)
    assert [event.TOPIC for event in past[-2:]] == ["order.papers-filed", "order.key-taken"]
    assert stage(past) == "Underway"


@pytest.mark.proves("R060")
@each(st.lists(st.sampled_from([*WAY, reassign, extend, expire, cancel, close]), max_size=16))
def test_whatever_is_said_an_order_is_closed_only_after_it_is_settled(
    commands: list[OrderCommand],
) -> None:
    events: list[OrderEvent] = []
    for command in commands:
        try:
            events += order.decide(command, order.fold(events))
        except Refused:
            continue
    chain = [
        "order.drafted", "order.requested", "order.approved", "order.assigned", "order.departed",
        "order.returned", "order.reconciled", "order.settled", "order.evaluated",
    ]  # fmt: skip
    taken = [event.TOPIC for event in events if event.TOPIC in chain]
    assert taken == chain[: len(taken)]


@pytest.mark.proves("R060")
def test_every_step_has_its_actor_and_its_time() -> None:
    events = until(rate)
    assert [(event.by, event.role) for event in events] == [
        ("chen", "UNIT_CLERK"),
        ("chen", "UNIT_CLERK"),
        ("lin", "UNIT_LEADER"),
        ("gu", "CENTRE"),
        ("D1", "DRIVER"),
        ("D1", "DRIVER"),
        (CLOCK.actor.person, ""),
        ("gu", "CENTRE"),
        ("zhao", "PASSENGER"),
    ]
    assert [event.at for event in events] == sorted(event.at for event in events)

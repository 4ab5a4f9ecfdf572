"""The dates that dispatch orders set."""

from datetime import datetime
from uuid import UUID

import pytest

from fleet.decider import Entry, Event
from fleet.desk.commands import parse
from fleet.reactions.deadlines_dispatch import deadlines
from fleet.reactions.due import Due, Forget, Notice
from tests.fleet.dispatch.trips import (
    BEGIN,
    SENT,
    approve,
    assign,
    cancel,
    change,
    close,
    depart,
    draft,
    emergency,
    expire,
    extend,
    give_back,
    key_in,
    key_out,
    last,
    local,
    match,
    other,
    outsource,
    papers,
    rate,
    reassign,
    reject,
    request,
    settle,
    told,
    until,
    void,
)

OPENED = told(draft, emergency)
GONE = until(depart)
PAPERS_DUE = local("2025-03-11 09:20")
FREED = [Forget("order:O1:")]


def listed(event: Event) -> list[Due | Forget]:
    """What an event puts on the list of dates."""
    return [*deadlines(Entry("lifecycle", 1, "order:O1", 1, UUID(int=1), BEGIN, {}, event))]


def says(command: str, what: str, at: datetime, **more: str) -> Due:
    return Due(f"order:O1:{what}", at, {"command": command, "order": "O1", "at": at, **more})


def tells(code: str, what: str, at: datetime, vehicle: str = "V1", **inputs: str) -> Due:
    notice = Notice(code, "order:O1", "A1", vehicle, at, inputs)
    return Due(f"order:O1:{what}", at, notice=notice)


def key(at: str, vehicle: str = "V1") -> Due:
    return tells("USE-12", "key", local(at), vehicle, due=local(at).isoformat())


def overdue(at: str, end: str, vehicle: str = "V1", driver: str = "D1") -> Due:
    inputs = {"ends_at": local(end).isoformat(), "driver": driver}
    return tells("USE-02", "overdue", local(at), vehicle, **inputs)


def test_what_is_asked_for_expires_at_its_begin() -> None:
    assert listed(last(draft, request)) == [says("ExpireTrip", "start", BEGIN)]


def sent(ready_at: datetime, vehicle: str = "V1", driver: str = "D1") -> list[Due | Forget]:
    return [
        Forget("order:O1:start"),
        says("ReserveForOrder", "ready", ready_at, vehicle=vehicle, driver=driver),
        says("ExpireTrip", "no-show", local("11:00")),
    ]


@pytest.mark.proves("R060")
def test_a_car_is_made_ready_half_an_hour_before_and_waited_for_an_hour() -> None:
    assert listed(until(assign)[-1]) == sent(local("09:30"))


def test_what_is_assigned_later_is_made_ready_at_once() -> None:
    late = other(assign, at=local("09:45"))
    assert listed(until(approve, late)[-1]) == sent(local("09:45"))


def test_another_car_is_made_ready_instead() -> None:
    assert listed(until(assign, reassign)[-1]) == sent(local("09:30"), "V3", "D3")


@pytest.mark.proves("USE-11")
@pytest.mark.proves("R060")
def test_the_papers_of_an_emergency_are_due_and_without_them_it_is_void() -> None:
    due = PAPERS_DUE
    inputs = {"due": due.isoformat(), "kind": "FLOOD_CONTROL"}
    inputs |= {"policy": "cn-zj-hangzhou@2021-11-01"}
    notice = Notice("USE-11", "order:O1", "A1", "V1", due, inputs)
    wire = {"command": "VoidEmergencyOrder", "order": "O1", "at": due}
    wire |= {"reason": "papers not filed in time"}
    assert listed(OPENED[-1]) == [
        *sent(local("09:30")),
        Due("order:O1:papers", due, wire, notice),
    ]


def test_in_time_they_are_waited_for_no_longer() -> None:
    filed = told(papers, past=OPENED)[-1]
    assert listed(filed) == [Forget("order:O1:papers")]


@pytest.mark.parametrize(
    "event",
    [
        last(draft, request, reject),
        last(draft, request, cancel),
        last(draft, request, expire),
        until(assign, expire)[-1],
        told(void, past=OPENED)[-1],
    ],
    ids=lambda event: event.TOPIC,
)
def test_of_what_is_off_nothing_is_waited_for(event: Event) -> None:
    assert listed(event) == FREED


@pytest.mark.proves("USE-12")
def test_but_its_key() -> None:
    out = told(other(key_out, at=SENT), past=OPENED)
    assert listed(told(cancel, past=[*until(assign), out[-1]])[-1]) == [*FREED, key("10:00")]
    assert listed(told(expire, past=out)[-1]) == [*FREED, key("11:30")]
    assert listed(told(void, past=out)[-1]) == [*FREED, key("2025-03-11 09:50")]


def test_who_drives_instead_is_not_waited_for() -> None:
    assert listed(until(approve, outsource)[-1]) == [Forget("order:O1:start")]


@pytest.mark.proves("USE-02")
def test_a_car_on_the_road_is_overdue_an_hour_after_the_end() -> None:
    assert listed(GONE[-1]) == [
        Forget("order:O1:ready"),
        Forget("order:O1:no-show"),
        overdue("13:00", "12:00"),
    ]


@pytest.mark.proves("USE-02")
def test_an_extension_moves_the_hour() -> None:
    assert listed(told(extend, past=GONE)[-1]) == [overdue("14:00", "13:00")]
    with_key = told(key_out, extend, past=GONE)[-1]
    assert listed(with_key) == [overdue("14:00", "13:00"), key("13:30")]


def test_the_car_that_takes_over_is_waited_for() -> None:
    changed = told(change, past=GONE)[-1]
    assert listed(changed) == [overdue("13:00", "12:00", "V3", "D3")]


@pytest.mark.proves("USE-02")
@pytest.mark.proves("USE-12")
def test_a_car_that_is_back_is_not_overdue_but_its_key_may_be() -> None:
    assert listed(told(give_back, past=GONE)[-1]) == [Forget("order:O1:overdue")]
    with_key = told(key_out, give_back, past=GONE)[-1]
    assert listed(with_key) == [Forget("order:O1:overdue"), key("12:20")]


@pytest.mark.proves("USE-11")
@pytest.mark.parametrize(("back", "void_at"), [("11:00", "09:20"), ("09:21", "09:21")])
def test_a_return_without_its_papers_makes_it_void_when_they_are_late(
    back: str, void_at: str
) -> None:
    day = "2025-03-10" if back == "11:00" else "2025-03-11"
    returned = told(depart, other(give_back, at=local(f"{day} {back}")), past=OPENED)[-1]
    at, reason = local(f"2025-03-11 {void_at}"), "papers not filed in time"
    void_it = says("VoidEmergencyOrder", "papers-back", at, reason=reason)
    assert listed(returned) == [Forget("order:O1:overdue"), void_it]
    filed = told(other(papers, at=local("10:00")), depart, give_back, past=OPENED)[-1]
    assert listed(filed) == [Forget("order:O1:overdue")]


@pytest.mark.proves("USE-12")
def test_a_key_is_waited_for_until_the_last_one_is_back() -> None:
    out = told(key_out, other(key_out, key="K2"), past=GONE)
    assert listed(out[-1]) == [key("12:30")]
    one = told(key_in, past=out)
    assert listed(one[-1]) == []
    assert listed(told(other(key_in, key="K2"), past=one)[-1]) == [Forget("order:O1:key")]


@pytest.mark.proves("R060")
def test_a_settled_order_is_closed_a_week_later() -> None:
    due = local("2025-03-17 13:00")
    assert listed(until(settle)[-1]) == [says("CloseWithoutEvaluation", "rating", due)]
    for event in (until(rate)[-1], until(settle, close)[-1]):
        assert listed(event) == [Forget("order:O1:rating")]


@pytest.mark.parametrize("event", [last(draft), until(approve)[-1], until(match)[-1]])
def test_other_steps_set_no_dates(event: Event) -> None:
    assert listed(event) == []


def test_what_is_said_on_a_date_is_a_command() -> None:
    late = other(give_back, at=PAPERS_DUE)
    events = [*until(settle), *OPENED, *told(depart, late, past=OPENED)]
    wires = [each.wire for event in events for each in listed(event) if isinstance(each, Due)]
    said = [dict(wire) for wire in wires if wire]
    assert len({wire["command"] for wire in said}) == 4
    assert all(parse({**wire, "actor": "reactions"}) for wire in said)

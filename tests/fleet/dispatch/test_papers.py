"""The papers that follow an emergency, and the keys of its car."""

from datetime import timedelta
from typing import Any

import pytest

from fleet.dispatch.order_events import (
    EmergencyOrderVoided,
    EmergencyPapersFiled,
    KeyBroughtBack,
    KeyTaken,
)
from fleet.dispatch.order_refusals import clock
from tests.fleet.dispatch.trips import (
    BACK,
    BEGIN,
    CITY,
    DIGEST,
    END,
    LEFT,
    approve,
    assign,
    brief,
    cancel,
    depart,
    draft,
    emergency,
    give_back,
    given,
    key_in,
    key_out,
    last,
    local,
    other,
    papers,
    reassign,
    refusal,
    stage,
    told,
    until,
    void,
)

OF: dict[str, Any] = {"order": "O1", "unit": "A1", "jurisdiction": CITY, "platform": "ADMIN"}
BY_CLERK = OF | {"by": "chen", "role": "UNIT_CLERK"}
BY_CLOCK = OF | {"by": "reactions", "role": ""}
DUE = local("2025-03-11 09:20")
OPENED = told(draft, emergency)
BACK_HOME = told(depart, give_back, past=OPENED)
FILED = EmergencyPapersFiled(
    **BY_CLERK, at=local("15:00"), vehicle="V1", document="补1", sha256=DIGEST, approver="lin"
)
OFF = {"vehicle": "V1", "driver": "D1", "begins_at": BEGIN, "ends_at": END, "key_due": None}


@pytest.mark.proves("R060")
@pytest.mark.proves("R068")
def test_the_papers_of_an_emergency_are_filed_with_their_hash() -> None:
    given(*BACK_HOME).when(papers).then(FILED)
    again = told(other(papers, at=local("16:00")), past=[*BACK_HOME, FILED])
    assert again == [*BACK_HOME, FILED]


def test_filed_papers_stay_as_they_are() -> None:
    past = [*BACK_HOME, FILED]
    for change in ({"document": "补2"}, {"sha256": "cd" * 32}):
        no = refusal(other(papers, **change), past)
        assert (no.code, no.values["document"]) == ("PapersFiled", "补1")
    assert refusal(void, past).code == "PapersFiled"


@pytest.mark.proves("USE-11")
def test_papers_are_filed_within_a_day() -> None:
    no = refusal(other(papers, at=DUE), BACK_HOME)
    assert (no.code, no.values["due"]) == ("PapersLate", clock(DUE))
    assert told(other(papers, at=DUE - timedelta(seconds=1)), past=BACK_HOME)


@pytest.mark.proves("R060")
@pytest.mark.parametrize("person", ["chen", "gu"])
def test_who_drafted_or_opened_it_does_not_approve_its_papers(person: str) -> None:
    no = refusal(other(papers, approver=person), BACK_HOME)
    assert (no.code, no.values["person"]) == ("ApproverAsks", person)


def test_the_office_files_them() -> None:
    for role in ("UNIT_LEADER", "CENTRE", "DISTRICT"):
        assert told(other(papers, brief=brief("x", role, "A1")), past=BACK_HOME)
    for role in ("DRIVER", "PASSENGER", ""):
        assert refusal(other(papers, brief=brief("x", role)), BACK_HOME).code == "RoleMayNot"
    stranger = brief("x", "UNIT_CLERK", "B1")
    assert refusal(other(papers, brief=stranger), BACK_HOME).code == "OtherUnit"


@pytest.mark.parametrize("command", [papers, void])
def test_only_an_emergency_has_papers_that_follow(command: Any) -> None:  # noqa: ANN401 - either
    assert refusal(command, until(assign)).code == "NoEmergency"


@pytest.mark.proves("USE-01")
@pytest.mark.proves("USE-11")
@pytest.mark.proves("R086")
def test_without_papers_what_was_driven_was_driven_without_an_order() -> None:
    voided = EmergencyOrderVoided(
        **BY_CLOCK, at=DUE, **OFF, reason="papers not filed in time", driven=True,
        departed_at=LEFT, returned_at=BACK,
    )  # fmt: skip
    given(*BACK_HOME).when(void).then(voided)
    gone = told(void, past=BACK_HOME)
    assert (stage(gone), told(void, past=gone)) == ("Voided", gone)


def test_what_has_not_left_is_void_without_a_trip() -> None:
    moved = told(reassign, past=OPENED)
    voided = EmergencyOrderVoided(
        **BY_CLOCK | OFF | {"vehicle": "V3", "driver": "D3"}, at=DUE, driven=False,
        reason="papers not filed in time", departed_at=None, returned_at=None,
    )  # fmt: skip
    given(*moved).when(void).then(voided)


def test_it_is_not_void_before_its_day_is_over() -> None:
    no = refusal(other(void, at=DUE - timedelta(seconds=1)), OPENED)
    assert (no.code, no.values["due"]) == ("NotYet", clock(DUE))


@pytest.mark.proves("USE-12")
def test_a_key_is_due_half_an_hour_after_the_end_of_the_order() -> None:
    taken = KeyTaken(
        **BY_CLOCK, at=local("09:45"), key="K1", cabinet="G1", vehicle="V1",
        due_at=local("12:30"),
    )  # fmt: skip
    given(*until(assign)).when(key_out).then(taken)
    given(*until(assign), taken).when(other(key_out, at=BEGIN)).then()
    late = other(key_out, at=local("12:10"))
    assert last(late, past=until(assign)).due_at == local("12:40")


@pytest.mark.proves("USE-12")
def test_a_key_that_is_back_says_which_are_still_out() -> None:
    out = until(assign, key_out, other(key_out, key="K2"))
    back = {"cabinet": "G1", "vehicle": "V1", "at": local("11:55")}
    first = KeyBroughtBack(**BY_CLOCK, **back, key="K1", left=("K2",))
    given(*out).when(key_in).then(first)
    second = KeyBroughtBack(**BY_CLOCK, **back, key="K2", left=())
    given(*out, first).when(other(key_in, key="K2")).then(second)
    given(*out, first, second).when(key_in).then()


@pytest.mark.parametrize("command", [key_out, key_in])
def test_an_order_without_a_car_has_no_key(command: Any) -> None:  # noqa: ANN401 - either
    assert refusal(command, until(approve)).code == "OutOfOrder"


@pytest.mark.proves("USE-12")
def test_a_void_or_cancelled_order_wants_its_key_back() -> None:
    out = told(key_out, past=OPENED)
    assert last(void, past=out).key_due == DUE + timedelta(minutes=30)
    by_centre = other(cancel, at=local("10:10"), brief=brief("gu", "CENTRE"))
    assert last(by_centre, past=out).key_due == local("10:40")

"""The table of an alert case is the office's table, and nobody judges his own case."""

import pytest
from hypothesis import given as each
from hypothesis import strategies as st

from fleet.decider import Refused
from fleet.supervision.alert_case import alert_case
from fleet.supervision.case_commands import AlertCaseCommand
from fleet.supervision.case_events import (
    AlertAcknowledged,
    AlertCaseEvent,
    AlertClosed,
    AlertDismissed,
    AlertRaised,
    EvidenceMerged,
    ExplanationRequested,
    FindingConfirmed,
    RectificationRejected,
)
from fleet.supervision.case_machine import MACHINE
from tests.fleet.supervision.casework import (
    DAY,
    MORE,
    acknowledge,
    ask,
    by,
    close,
    confirm,
    dismiss,
    escalate,
    escalate_again,
    explain,
    feedback,
    merge,
    order,
    other,
    raised,
    rectify,
    refer,
    refusal,
    reject,
    reopen,
    stage,
    take_over,
    told,
    until,
    void,
)

PASTS: dict[str, list[AlertCaseEvent]] = {
    "Raised": until(raised),
    "Escalated": until(raised, escalate),
    "Acknowledged": until(acknowledge),
    "AwaitingExplanation": until(ask),
    "UnderVerification": until(explain),
    "Dismissed": until(explain, dismiss),
    "Confirmed": until(confirm),
    "Referred": until(refer),
    "Rectifying": until(feedback),
    "UnderAcceptance": until(rectify),
    "Closed": until(close),
}
SAID: tuple[AlertCaseCommand, ...] = (
    acknowledge, escalate, ask, explain, dismiss, confirm, refer,
    feedback, order, rectify, reject, close, reopen,
)  # fmt: skip
FITTING: dict[tuple[str, str], AlertCaseCommand] = {
    ("Escalated", "AcknowledgeAlert"): take_over,
    ("AwaitingExplanation", "EscalateAlert"): escalate_again,
}
"""Where another has to speak, or later."""


@pytest.mark.parametrize("where", PASTS)
@pytest.mark.parametrize("command", SAID, ids=lambda command: type(command).__name__)
def test_each_command_leads_where_the_table_says(where: str, command: AlertCaseCommand) -> None:
    past, name = PASTS[where], type(command).__name__
    rows = [move for move in MACHINE.moves if (move.source, move.command) == (where, name)]
    if rows:
        after = told(FITTING.get((where, name), command), past=past)
        assert (type(after[-1]).__name__, stage(after)) == (rows[0].event, rows[0].target)
    else:
        _told_already_or_out_of_order(command, past)


def _told_already_or_out_of_order(command: AlertCaseCommand, past: list[AlertCaseEvent]) -> None:
    words = {move.command for move in MACHINE.moves if move.event == type(past[-1]).__name__}
    if type(command).__name__ in words:
        assert told(command, past=past) == past
    else:
        assert refusal(command, past).code == "OutOfOrder"


@pytest.mark.parametrize("command", SAID, ids=lambda it: type(it).__name__)
def test_nothing_is_said_of_a_case_that_nobody_has_raised(command: AlertCaseCommand) -> None:
    no = refusal(command)
    assert (no.code, no.values["stage"], no.values["case"]) == (
        "OutOfOrder",
        "Unraised",
        raised.case,
    )


def test_every_stage_is_looked_at() -> None:
    assert {name: stage(past) for name, past in PASTS.items()} == {name: name for name in PASTS}
    assert set(PASTS) == set(MACHINE.stages)
    facts = {"MergeEvidence", "AutoDismiss"}
    assert {type(it).__name__ for it in SAID} | facts == {move.command for move in MACHINE.moves}


PEOPLE = st.sampled_from(["陈", "吴", "何", "王", "郑"])
ROLES = st.sampled_from(["UNIT_CLERK", "CENTRE", "BUREAU", "DISCIPLINE"])
SPOKEN = st.builds(by, st.sampled_from(SAID), PEOPLE, ROLES)
FACTS: tuple[AlertCaseCommand, ...] = (
    raised, merge, void, escalate, escalate_again,
    other(raised, source="supervision:40", evidence=(MORE,)),
    other(merge, source="supervision:41", at=merge.at + DAY),
)  # fmt: skip
TALK = st.lists(st.one_of(SPOKEN, st.sampled_from(FACTS), st.sampled_from(SAID)), max_size=40)


def _answered(commands: list[AlertCaseCommand], past: list[AlertCaseEvent]) -> list[AlertCaseEvent]:
    events = [*past]
    for command in commands:
        try:
            events += alert_case.decide(command, alert_case.fold(events))
        except Refused:
            continue
    return events


HANDLED = AlertAcknowledged | ExplanationRequested
JUDGED = FindingConfirmed | AlertDismissed | RectificationRejected | AlertClosed


@pytest.mark.proves("R086")
@pytest.mark.parametrize("where", PASTS)
@each(TALK)
def test_whatever_is_said_in_whatever_order_nobody_judges_his_own_case(
    where: str, commands: list[AlertCaseCommand]
) -> None:
    hands = set()
    for event in _answered(commands, PASTS[where]):
        if isinstance(event, HANDLED):
            hands.add(event.by)
        if isinstance(event, JUDGED):
            assert event.by not in hands


@pytest.mark.proves("R085")
@each(TALK)
def test_repeated_evidence_makes_no_second_case_and_the_first_evidence_stays(
    commands: list[AlertCaseCommand],
) -> None:
    events = _answered(commands, until(raised))
    begun = [event for event in events if isinstance(event, AlertRaised)]
    assert begun == until(raised)
    told_to = [event for event in events if isinstance(event, ExplanationRequested)]
    assert {event.evidence_sha256 for event in told_to} <= {begun[0].evidence_sha256}
    merged = [event.sha256 for event in events if isinstance(event, EvidenceMerged)]
    assert len(merged) == len({*merged})


@pytest.mark.proves("R085")
@each(TALK)
def test_every_step_is_a_line_of_the_table(commands: list[AlertCaseCommand]) -> None:
    events = until(raised)
    lines = {(move.source, move.event, move.target) for move in MACHINE.moves}
    for event in _answered(commands, events)[1:]:
        before, name = stage(events), type(event).__name__
        events = [*events, event]
        line = (before, name, stage(events))
        assert line in lines or (isinstance(event, EvidenceMerged) and before == line[2])

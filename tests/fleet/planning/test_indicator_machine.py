"""Every command at every stage of an indicator: it moves as the table says, or not at all."""

import pytest

from fleet.decider import Refused
from fleet.planning import indicator_commands as said
from fleet.planning import indicator_stages as stages
from fleet.planning.indicator import indicator
from fleet.planning.indicator_machine import MACHINE
from tests.fleet.planning.drafts import (
    APPROVED,
    ASSESSED,
    BUDGETED,
    BUREAU,
    CITED,
    CLERK,
    CONSUMED,
    ENTERED,
    RELEASED,
    REVIEWED,
    SUBMITTED,
    YES_BUREAU,
    YES_FINANCE,
    after,
    answer,
    at,
    draft,
    say,
    until,
)

WITHDRAWN = say(said.WithdrawIndicator, reason="不需要了")
EXPIRED = say(said.ExpireIndicator, CLERK, at("2027-01-01 00:00:00"))
REJECTED = say(said.RejectIndicator, BUREAU, reason="ContinueInUse")
RETURNED = say(said.ReturnForCorrection, BUREAU, reason="缺意见")
WAY_TO_APPROVAL = (draft(), ASSESSED, SUBMITTED, REVIEWED, YES_FINANCE, YES_BUREAU, APPROVED)

STATES = {
    "Draft": after(draft()),
    "Submitted": until(SUBMITTED),
    "UnderReview": until(YES_BUREAU),
    "Approved": after(*WAY_TO_APPROVAL, CITED),
    "Budgeted": until(BUDGETED),
    "Executable": until(ENTERED),
    "Consumed": until(CONSUMED),
    "Rejected": after(draft(), ASSESSED, SUBMITTED, REVIEWED, REJECTED),
    "Withdrawn": after(draft(), WITHDRAWN),
    "Expired": after(*WAY_TO_APPROVAL, EXPIRED),
}
READY = {
    ("UnderReview", "RecordFinanceDecision"): until(REVIEWED),
    ("UnderReview", "RecordBureauDecision"): until(YES_FINANCE),
    ("Executable", "ExpireIndicator"): until(RELEASED),
}
"""Where a move needs less to have been said than the others of its stage."""

MOVES = {
    type(command).__name__: command
    for command in (
        SUBMITTED, WITHDRAWN, REVIEWED, RETURNED, YES_BUREAU, YES_FINANCE, APPROVED, REJECTED,
        EXPIRED, BUDGETED, RELEASED, CONSUMED,
    )
}  # fmt: skip


def not_done(state: stages.Indicator, command: said.IndicatorCommand) -> str:
    """How a command that moves nothing is answered."""
    try:
        return "" if answer(state, command) else "nothing"
    except Refused as refusal:
        return refusal.code


@pytest.mark.parametrize("stage", STATES)
@pytest.mark.parametrize("command", MOVES)
def test_the_table_of_moves_is_what_happens(stage: str, command: str) -> None:
    assert type(STATES[stage]).__name__ == stage
    moves = [it for it in MACHINE.moves if (it.source, it.command) == (stage, command)]
    if not moves:
        assert not_done(STATES[stage], MOVES[command]) in ("nothing", "OutOfOrder")
        return
    [move] = moves
    state = READY.get((stage, command), STATES[stage])
    [event] = answer(state, MOVES[command])
    assert type(event).__name__ == move.event
    assert type(indicator.evolve(state, event)).__name__ == move.target

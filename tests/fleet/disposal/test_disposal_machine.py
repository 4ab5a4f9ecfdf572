"""The table of a disposal case is the office's table, and the decider keeps to it."""

import pytest
from hypothesis import given as each
from hypothesis import strategies as st

from fleet.decider import Refused
from fleet.disposal.disposal import disposal
from fleet.disposal.disposal_commands import DisposalCommand
from fleet.disposal.disposal_events import DisposalEvent
from fleet.disposal.disposal_machine import MACHINE
from tests.fleet.disposal.registry import (
    WAY,
    allowed,
    approve,
    approve_asset,
    close,
    countersign,
    draft,
    end,
    mark,
    pair,
    refusal,
    reject,
    remind,
    request,
    seal,
    stage,
    start,
    start_late,
    told,
    topics,
    until,
    withdraw,
    write_off,
)

LATE = until(seal, mark)
PASTS: dict[str, list[DisposalEvent]] = {
    "Draft": until(draft),
    "Requested": until(approve),
    "Rejected": until(request, reject),
    "Withdrawn": until(request, withdraw),
    "DisposalApproved": until(countersign),
    "AssetApproved": until(approve_asset),
    "WrittenOff": until(write_off),
    "Sealed": until(seal),
    "InDisposal": until(start),
    "Overdue": LATE,
    "InDisposalLate": told(start_late, past=LATE),
    "Completed": until(end),
    "Closed": until(close),
}
SAID: tuple[DisposalCommand, ...] = (
    request, countersign, reject, allowed, approve_asset, write_off, seal, start_late, end, close,
    mark,
)  # fmt: skip
AGAIN = {
    "RequestDisposal": {"Requested"},
    "ApproveDisposal": {"DisposalApproved"},
    "RejectDisposal": {"Rejected"},
    "WithdrawDisposal": {"Withdrawn"},
    "ApproveAssetDisposal": {"AssetApproved"},
    "WriteOffAsset": {"WrittenOff"},
    "SealForDisposal": {"Sealed", "Overdue"},
    "StartPhysicalDisposal": {"InDisposal", "InDisposalLate"},
    "RecordDisposalResult": {"Completed", "Closed"},
    "CloseDisposal": {"Closed"},
    "MarkOverdue": {"Overdue", "InDisposalLate"},
}
"""Where a command says what is so already."""
FLAGGED = ("DisposalApproved", "AssetApproved", "WrittenOff")
"""Where an overdue case gets its flag and stays (B5)."""


@pytest.mark.proves("R114")
@pytest.mark.parametrize("where", PASTS)
@pytest.mark.parametrize("command", SAID, ids=lambda command: type(command).__name__)
def test_each_command_leads_where_the_table_says(where: str, command: DisposalCommand) -> None:
    past, name = PASTS[where], type(command).__name__
    rows = [move for move in MACHINE.moves if (move.source, move.command) == (where, name)]
    if rows:
        after = told(command, past=past)
        assert (type(after[-1]).__name__, stage(after)) == (rows[0].event, rows[0].target)
    elif name == "MarkOverdue" and where in FLAGGED:
        assert stage(told(command, past=past)) == where
    elif where in AGAIN[name]:
        assert told(command, past=past) == past
    else:
        assert refusal(command, past).code == "OutOfOrder"


@pytest.mark.parametrize("command", [*SAID, pair, remind], ids=lambda it: type(it).__name__)
def test_nothing_is_said_of_a_case_that_nobody_has_drafted(command: DisposalCommand) -> None:
    no = refusal(command)
    assert (no.code, no.values["stage"], no.values["case"]) == ("OutOfOrder", "Unknown", "D1")


def test_a_case_that_nobody_has_drafted_has_no_past() -> None:
    assert disposal.fold(until(close)[1:]) == disposal.initial


def test_every_stage_is_looked_at() -> None:
    assert set(PASTS) == set(MACHINE.stages)
    assert {name: stage(past) for name, past in PASTS.items()} == {name: name for name in PASTS}
    assert {type(command).__name__ for command in SAID} == {move.command for move in MACHINE.moves}


@pytest.mark.proves("R111")
@pytest.mark.proves("R112")
@pytest.mark.proves("R114")
@each(st.lists(st.sampled_from([*WAY, pair, mark]), max_size=14))
def test_whatever_is_said_no_step_is_left_out(commands: list[DisposalCommand]) -> None:
    events: list[DisposalEvent] = []
    for command in commands:
        try:
            events += disposal.decide(command, disposal.fold(events))
        except Refused:
            continue
    chain = [
        "drafted", "requested", "approved", "asset-approved", "asset-written-off",
        "vehicle-sealed", "physical-started", "result-recorded", "closed",
    ]  # fmt: skip
    taken = [topic for topic in dict.fromkeys(topics(events)) if topic in chain]
    assert taken == chain[: len(taken)]
    assert "purchase-paired" not in topics(events) or "asset-written-off" in taken

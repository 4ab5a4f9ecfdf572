"""The table of a purchase is the office's table, and the decider keeps to it."""

import json
from functools import reduce
from pathlib import Path

import pytest

from fleet.decider import Refused
from fleet.machine import Move
from fleet.procurement.purchase import purchase
from fleet.procurement.purchase_commands import PurchaseCommand
from fleet.procurement.purchase_events import PurchaseDrafted, PurchaseEvent
from fleet.procurement.purchase_machine import MACHINE
from fleet.procurement.stages import CHINESE, Purchase
from tests.fleet.procurement.office import (
    FOREIGN,
    accept,
    allowed,
    apply,
    approve,
    cancel,
    certify,
    check,
    close,
    contract,
    countersign,
    deliver,
    draft,
    fail,
    other,
    quoted,
    refuse,
    register,
    reject,
    told,
    until,
)

TABLE = Path(__file__).parents[3].parent / "shared/domain/statemachines.json"
PASTS: dict[str, list[PurchaseEvent]] = {
    "Draft": until(draft),
    "Applied": until(apply),
    "Checked": until(check),
    "Approved": until(countersign),
    "Certified": until(certify),
    "Contracted": until(contract),
    "Delivered": until(deliver),
    "Accepted": until(register),
    "Closed": until(close),
    "Rejected": told(reject, past=until(check)),
    "Cancelled": told(cancel, past=until(draft)),
}
NEW = {"external_id": "E99"}
FRESH: tuple[PurchaseCommand, ...] = (
    other(apply, body_reason="新的理由"),
    check,
    approve,
    other(reject, reason="NoNeed"),
    other(allowed, reason="另有安排"),
    other(certify, certificate="Z9", **NEW),
    other(contract, contract="合〔2027〕9号", **NEW),
    other(fail, reason="破产"),
    other(deliver, engine="CA4GC99", **NEW),
    other(accept, report="验收9号"),
    other(refuse, defects="缺钥匙"),
    other(close, review_note="另有意见"),
)


@pytest.mark.parametrize("stage", MACHINE.stages)
@pytest.mark.parametrize("command", FRESH, ids=lambda command: type(command).__name__)
def test_every_step_is_taken_where_the_table_says_and_nowhere_else(
    stage: str, command: PurchaseCommand
) -> None:
    state = purchase.fold(PASTS[stage])
    assert type(state).__name__ == stage
    moves = {(move.event, move.target) for move in MACHINE.moves if _is(move, command, stage)}
    answer = _answer(command, state)
    if isinstance(answer, str):
        assert (answer == "OutOfOrder") == (not moves), answer
    elif not answer:  # said before
        assert not moves
    else:
        reached = type(reduce(purchase.evolve, answer, state)).__name__
        signed = stage == "Checked" and command is approve
        assert signed or (type(answer[-1]).__name__, reached) in moves


def _is(move: Move, command: PurchaseCommand, stage: str) -> bool:
    return move.command == type(command).__name__ and move.source == stage


def _answer(command: PurchaseCommand, state: Purchase) -> list[PurchaseEvent] | str:
    try:
        return purchase.decide(command, state)
    except Refused as no:
        return no.code


def test_the_first_signature_leads_nowhere_and_the_failed_check_back() -> None:
    assert type(purchase.fold(until(approve))).__name__ == "Checked"
    failed = told(draft, quoted(FOREIGN), check)
    assert type(purchase.fold(failed)).__name__ == "Draft"
    assert type(purchase.fold(told(fail, past=until(contract)))).__name__ == "Certified"
    assert type(purchase.fold(told(refuse, past=until(deliver)))).__name__ == "Contracted"


def test_every_stage_has_a_name_in_the_office() -> None:
    assert CHINESE.keys() == set(MACHINE.stages) == PASTS.keys()
    assert (MACHINE.name, MACHINE.creation) == ("Purchase", PurchaseDrafted.__name__)


@pytest.mark.skipif(not TABLE.exists(), reason="the specification is not beside the checkout")
def test_the_table_is_that_of_the_specification() -> None:
    told_there = json.loads(TABLE.read_text("utf-8"))
    table = told_there.get("machines", told_there)["Purchase"]
    names = ("from", "command", "guard", "event", "to")
    rows = [tuple(row[name] for name in names) for row in table["transitions"]]
    ours = [(m.source, m.command, m.guard, m.event, m.target) for m in MACHINE.moves]
    assert ours == rows
    assert (MACHINE.chinese, MACHINE.initial) == (table["zh"], table["initial"])
    assert list(MACHINE.ends) == table["terminal"]

"""The table of a purchase is the office's table, and the decider keeps to it."""

from functools import reduce

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

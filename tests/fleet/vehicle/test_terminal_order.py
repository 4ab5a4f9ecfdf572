"""Orders to terminals: told once, for a reason, and settled once."""

from datetime import UTC, datetime, timedelta

import pytest
from pydantic import ValidationError

from fleet.vehicle.terminal_order import (
    OrderTerminal,
    Settled,
    SettleTerminalOrder,
    TerminalOrder,
    TerminalOrderCommand,
    TerminalOrderEvent,
    TerminalOrderGiven,
    TerminalOrderSettled,
    terminal_order,
)
from tests.given import Given

NOON = datetime(2026, 10, 1, 4, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)
WISH = OrderTerminal(
    order="O1",
    device="13800138000",
    kind="text",
    fields={"flags": 1, "text": "请停车"},
    reason="封存期间",
    at=NOON,
    until=LATER,
    known=True,
)
GIVEN = TerminalOrderGiven(**WISH.model_dump(exclude={"known"}))
SETTLE = SettleTerminalOrder(order="O1", result="done", at=NOON)
SETTLED = TerminalOrderSettled(order="O1", device="13800138000", result="done", at=NOON)


def given(
    *events: TerminalOrderGiven | TerminalOrderSettled,
) -> Given[TerminalOrderCommand, TerminalOrderEvent, TerminalOrder]:
    return Given(terminal_order, events)


@pytest.mark.proves("R061")
def test_an_order_is_given_once() -> None:
    given().when(WISH).then(GIVEN)
    given(GIVEN).when(WISH).then()
    given(GIVEN, SETTLED).when(WISH).then()


def test_a_name_stands_for_one_order() -> None:
    given(GIVEN).when(WISH.model_copy(update={"reason": "其他"})).refused("指令留痕")


def test_a_terminal_that_nobody_knows_is_told_nothing() -> None:
    given().when(WISH.model_copy(update={"known": False})).refused("先建终端")


def test_an_order_is_settled_once() -> None:
    given(GIVEN).when(SETTLE).then(SETTLED)
    given(GIVEN, SETTLED).when(SETTLE).then()
    given().when(SETTLE).refused("指令留痕")


def test_what_became_of_it_stands_in_the_books() -> None:
    assert terminal_order.fold([GIVEN, SETTLED]) == Settled(GIVEN, "done")
    assert terminal_order.fold([SETTLED]) == terminal_order.initial


def test_an_order_lasts_at_least_a_moment() -> None:
    with pytest.raises(ValidationError, match="until is not later than at"):
        OrderTerminal(**{**dict(WISH), "until": NOON})

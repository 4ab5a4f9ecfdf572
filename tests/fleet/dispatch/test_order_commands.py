"""What can be said of an order, and what cannot be said at all."""

import pytest
from pydantic import ValidationError

from fleet.dispatch.order_commands import OrderCommand
from fleet.policy.brief import Briefed
from tests.fleet.dispatch.trips import (
    change,
    depart,
    draft,
    give_back,
    match,
    other,
    papers,
    rate,
    settle,
)

DIGEST = "ab" * 32


@pytest.mark.proves("R060")
@pytest.mark.parametrize(
    ("command", "word", "fits", "not_"),
    [
        (rate, "rating", (1, 5), (0, 6)),
        (draft, "people", (1, 999), (0, 1000)),
        (give_back, "odometer_km", (0, 10_000_000), (-1, 10_000_001)),
        (depart, "evidence", ("key", "manual"), ("rumour", None)),
        (match, "result", ("DEVIATING", "NO_TELEMETRY"), ("GOOD", None)),
        (match, "distance_m", (0, 10**9), (-1, 10**9 + 1)),
        (settle, "toll_fen", (0, 1), (-1, 1.5)),
        (papers, "sha256", (DIGEST, "0" * 64), (DIGEST[1:], DIGEST.upper())),
        (papers, "document", ("补1", "1"), ("", " ")),
        (draft, "order", ("O1", "2027-1"), ("", "O:1")),
        (draft, "attachments", ((), ({"number": "1", "sha256": DIGEST},)),
         (({"number": "1", "sha256": "x"},), ({"number": "", "sha256": DIGEST},))),
    ],
)  # fmt: skip
def test_the_shape_has_its_borders(
    command: OrderCommand, word: str, fits: tuple[object, ...], not_: tuple[object, ...]
) -> None:
    for value in fits:
        assert getattr(other(command, **{word: value}), word) is not None
    for value in not_:
        with pytest.raises(ValidationError):
            other(command, **{word: value})


@pytest.mark.parametrize(
    ("command", "facts"),
    [
        (draft, {"unit_jurisdiction", "serving"}),
        (depart, {"daily_check", "failed", "seals", "sealed", "serving"}),
        (give_back, {"in_workshop", "serving"}),
        (change, {"car", "in_workshop", "seals", "serving"}),
    ],
)
def test_what_others_know_is_looked_up(command: OrderCommand, facts: set[str]) -> None:
    looked_up = command.FACTS - Briefed.FACTS
    assert looked_up == facts
    assert command.FACTS >= Briefed.FACTS


@pytest.mark.parametrize(
    ("command", "fact"),
    [
        *((depart, it) for it in ("daily_check", "failed", "seals", "sealed")),
        (give_back, "in_workshop"),
        (change, "in_workshop"),
    ],
)
def test_what_nobody_has_looked_up_is_not_so(command: OrderCommand, fact: str) -> None:
    said = command.model_dump(exclude={fact, "brief"})
    assert not getattr(type(command).model_validate(said), fact)

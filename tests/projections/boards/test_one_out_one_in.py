"""V04: one out, one in, with the four dates; an empty gap is the target."""

from dataclasses import replace
from datetime import timedelta

import pytest

from projections.boards.one_out_one_in import rows
from projections.views.disposals import Disposal
from projections.views.purchases import Purchase
from tests.projections.papers import APRIL, MARCH

CASE = Disposal(
    "D1", "C1", "A", "S1", "MAIL", "REPLACEMENT", stage="closed", purchase="P1",
    approved_at=MARCH, asset_approved_at=MARCH, written_off_at=MARCH,
)  # fmt: skip
RENEWAL = Purchase(
    "P1", "A", "330100", "RENEWAL", "S1", "MAIL", "I1", "C1", stage="closed", case="D1",
    applied_at=APRIL, new_vehicle="C2",
)  # fmt: skip
ADDITION = replace(RENEWAL, purchase="P2", kind="ADDITION", case=None, old_vehicle=None)


def gap(purchase: Purchase, case: Disposal) -> str:
    """What the board says does not fit."""
    [line] = rows([purchase], {"D1": case})
    return str(line["gap"])


@pytest.mark.proves("R049")
@pytest.mark.proves("R108")
def test_a_closed_renewal_shows_its_old_car_its_four_dates_and_its_new_car() -> None:
    [line] = rows([RENEWAL], {"D1": CASE})
    dates = ("approved_at", "asset_approved_at", "written_off_at", "applied_at")
    assert [line[name] for name in dates] == ["2026-03-02T01:00:00Z"] * 3 + ["2026-04-02T01:00:00Z"]
    assert (line["old_vehicle"], line["new_vehicle"], line["gap"]) == ("C1", "C2", "")


@pytest.mark.proves("R049")
def test_an_addition_has_no_old_car() -> None:
    [line] = rows([ADDITION], {"D1": CASE})
    assert (line["approved_at"], line["written_off_at"], line["gap"]) == (None, None, "")
    assert gap(replace(ADDITION, case="D1"), CASE) == "ADDITION_WITH_WRITE_OFF"


@pytest.mark.proves("R112")
@pytest.mark.proves("R114")
@pytest.mark.parametrize(
    ("purchase", "case", "said"),
    [
        (replace(RENEWAL, case=None), CASE, "NO_WRITE_OFF"),
        (RENEWAL, replace(CASE, written_off_at=None), "NO_WRITE_OFF"),
        (RENEWAL, replace(CASE, purchase="P9"), "WRITE_OFF_OF_ANOTHER"),
        (RENEWAL, replace(CASE, written_off_at=APRIL), ""),
        (
            RENEWAL,
            replace(CASE, written_off_at=APRIL + timedelta(seconds=1)),
            "APPLIED_BEFORE_WRITE_OFF",
        ),
    ],
)
def test_what_breaks_one_out_one_in_is_named(purchase: Purchase, case: Disposal, said: str) -> None:
    assert gap(purchase, case) == said


@pytest.mark.parametrize("stage", ["draft", "rejected", "cancelled"])
def test_a_purchase_that_does_not_stand_is_not_shown(stage: str) -> None:
    assert rows([replace(RENEWAL, stage=stage), replace(RENEWAL, applied_at=None)], {}) == []


def test_the_first_application_is_at_the_top() -> None:
    earlier = replace(RENEWAL, purchase="P9", applied_at=MARCH)
    assert [line["purchase"] for line in rows([RENEWAL, earlier], {})] == ["P9", "P1"]

"""V05: how long each retired car may still be there, and who has seen it on the road."""

from dataclasses import replace
from datetime import date

import pytest

from projections.boards.disposal_board import rows
from projections.views.disposals import Disposal
from projections.views.units import Unit
from tests.projections.papers import APRIL, MARCH

CASE = Disposal(
    "D1", "C1", "A", "S1", "MAIL", "REPLACEMENT", stage="written_off", due_on=date(2027, 3, 2)
)  # fmt: skip


@pytest.mark.proves("R116")
@pytest.mark.parametrize(
    ("today", "left"),
    [(date(2026, 12, 2), 90), (date(2027, 3, 2), 0), (date(2027, 3, 3), -1)],
)
def test_the_days_to_the_last_day_are_counted(today: date, left: int) -> None:
    [line] = rows([CASE], {"A": Unit("A", "档案馆")}, today)
    assert (line["unit_name"], line["due_on"], line["days_left"]) == ("档案馆", "2027-03-02", left)


@pytest.mark.proves("R119")
@pytest.mark.parametrize("stage", ["completed", "closed", "withdrawn"])
def test_nothing_is_counted_of_a_case_that_has_ended(stage: str) -> None:
    [line] = rows([replace(CASE, stage=stage)], {}, date(2026, 4, 1))
    assert line["days_left"] is None


def test_the_running_ones_are_at_the_top_the_most_urgent_first_and_the_ended_ones_last() -> None:
    cases = [
        replace(CASE, case="old", stage="closed", due_on=date(2026, 1, 1)),
        replace(CASE, case="asked", stage="requested", due_on=None),
        CASE,
        replace(CASE, case="soon", stage="sealed", due_on=date(2026, 5, 1)),
    ]
    order = [line["case"] for line in rows(cases, {}, date(2026, 4, 1))]
    assert order == ["soon", "D1", "asked", "old"]


@pytest.mark.proves("R109")
@pytest.mark.proves("DISP-03")
def test_the_last_sign_of_life_of_each_source_is_shown() -> None:
    noticed = replace(CASE, signs=3, seen={"toll": APRIL, "fuel": MARCH})
    [line] = rows([noticed], {}, date(2026, 4, 3))
    assert (line["signs"], line["last_sign"]) == (3, "2026-04-02T01:00:00Z")
    assert line["seen"] == {"fuel": "2026-03-02T01:00:00Z", "toll": "2026-04-02T01:00:00Z"}
    [quiet] = rows([CASE], {}, date(2026, 4, 3))
    assert (quiet["last_sign"], quiet["seen"]) == (None, {})

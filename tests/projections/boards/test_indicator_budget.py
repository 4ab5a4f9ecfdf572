"""V03: indicators and money, each without the other; no rows is the target."""

from typing import Any

import pytest

from projections.boards.indicator_budget import rows
from projections.views.attempts import Attempt
from projections.views.budget_lines import BudgetLine
from projections.views.indicators import Indicator
from tests.projections.papers import MARCH, indicator


def granted(number: int) -> Indicator:
    """An approved indicator, I1."""
    return indicator(f"I{number}", stage="approved")


def line(number: int, amount_fen: int = 1) -> BudgetLine:
    """Its money, B1."""
    return BudgetLine(f"B{number}", f"I{number}", "A", 2027, amount_fen)


def attempt(code: str, command: str = "RequestBudget", **said: Any) -> Attempt:  # noqa: ANN401
    """A refused command about the line B28."""
    answered = ("先指标后预算", code, "R026", "", "", "", "IND-02", "A", "chen", "", MARCH)
    return Attempt("x1", 1, command, {"line": "B28", **said}, *answered)


INDICATORS = {f"I{n}": granted(n) for n in range(1, 28)}
LINES = {f"B{n}": line(n) for n in range(1, 28)}
EARLY = attempt("IndicatorNotApproved", indicator="I1")


@pytest.mark.proves("R030")
def test_with_one_line_for_each_indicator_there_is_nothing_to_show() -> None:
    assert rows(INDICATORS, LINES, []) == []


@pytest.mark.proves("R029")
def test_of_28_lines_behind_27_indicators_one_is_unmatched() -> None:
    asked = attempt("IndicatorMissing", year=2027, amount_fen=5)
    assert rows(INDICATORS, LINES, [asked]) == [
        {
            "mismatch": "BUDGET_WITHOUT_INDICATOR",
            "unit": "A",
            "year": 2027,
            "indicator": None,
            "line": "B28",
            "amount_fen": 5,
            "price_fen": None,
        }
    ]


@pytest.mark.proves("R030")
def test_a_granted_indicator_without_money_is_shown() -> None:
    [found] = rows(INDICATORS, {key: it for key, it in LINES.items() if key != "B3"}, [])
    assert (found["mismatch"], found["indicator"]) == ("INDICATOR_WITHOUT_BUDGET", "I3")
    assert (found["line"], found["amount_fen"], found["price_fen"]) == (None, None, 1)


@pytest.mark.parametrize("stage", ["draft", "under_review", "rejected", "expired"])
def test_an_indicator_that_is_not_granted_needs_no_money(stage: str) -> None:
    assert rows({"I1": indicator("I1", stage=stage)}, {}, []) == []


@pytest.mark.proves("R030")
def test_another_amount_than_was_granted_is_shown() -> None:
    [found] = rows({"I1": granted(1)}, {"B1": line(1, 9), "B2": line(2)}, [])
    assert (found["mismatch"], found["line"]) == ("AMOUNT_DIFFERS", "B1")
    assert (found["amount_fen"], found["price_fen"]) == (9, 1)


@pytest.mark.parametrize(
    "settled",
    [
        attempt("IndicatorMissing", line="B1"),
        EARLY,
        attempt("OutOfOrder"),
        attempt("IndicatorMissing", command="ApproveBudget"),
    ],
)
def test_what_has_its_indicator_by_now_is_not_shown(settled: Attempt) -> None:
    assert rows({"I1": granted(1)}, {"B1": line(1)}, [settled]) == []


def test_a_line_that_came_too_early_is_shown_until_its_indicator_has_money() -> None:
    [found] = rows({}, {}, [EARLY])
    assert (found["line"], found["indicator"]) == ("B28", "I1")

"""V03 indicator-budget match: what has no partner, both ways; no rows is the target."""

from collections.abc import Iterable, Mapping
from typing import Any

from projections.views.attempts import Attempt
from projections.views.budget_lines import BudgetLine
from projections.views.indicators import GRANTED, Indicator

Shown = dict[str, Any]
COLUMNS = ("mismatch", "unit", "year", "indicator", "line", "amount_fen", "price_fen")
_UNBACKED = frozenset({"IndicatorMissing", "IndicatorNotApproved", "MoreCarsThanIndicators"})


def rows(
    indicators: Mapping[str, Indicator],
    lines: Mapping[str, BudgetLine],
    attempts: Iterable[Attempt],
) -> list[Shown]:
    """Granted indicators without money, money asked for without an indicator, unequal amounts.

    Source:
        R026, R029, R030; handbook 11 (V03).
    """
    backed = {line.indicator: line for line in lines.values()}
    without = [
        _row("INDICATOR_WITHOUT_BUDGET", it, None)
        for _, it in sorted(indicators.items())
        if it.stage in GRANTED and it.indicator not in backed
    ]
    unequal = [
        _row("AMOUNT_DIFFERS", indicators[number], line)
        for number, line in sorted(backed.items())
        if number in indicators and indicators[number].price_fen != line.amount_fen
    ]
    open_ = [each for each in attempts if not _settled(each, lines, backed)]
    return [*without, *_unbacked(open_), *unequal]


def _settled(
    attempt: Attempt, lines: Mapping[str, BudgetLine], backed: Mapping[str, BudgetLine]
) -> bool:
    """The line came back with an indicator; or it came too early, and its indicator has one now."""
    early = attempt.code == "IndicatorNotApproved" and attempt.said.get("indicator") in backed
    return early or attempt.said.get("line") in lines


def _unbacked(attempts: Iterable[Attempt]) -> list[Shown]:
    """Lines that were refused for want of an indicator."""
    asked = {
        str(each.said["line"]): each
        for each in attempts
        if each.command == "RequestBudget" and each.code in _UNBACKED
    }
    return [
        {
            "mismatch": "BUDGET_WITHOUT_INDICATOR",
            "unit": each.unit,
            "year": each.said.get("year"),
            "indicator": each.said.get("indicator"),
            "line": line,
            "amount_fen": each.said.get("amount_fen"),
            "price_fen": None,
        }
        for line, each in sorted(asked.items())
    ]


def _row(mismatch: str, indicator: Indicator, line: BudgetLine | None) -> Shown:
    return {
        "mismatch": mismatch,
        "unit": indicator.unit,
        "year": indicator.plan_year,
        "indicator": indicator.indicator,
        "line": line.line if line else None,
        "amount_fen": line.amount_fen if line else None,
        "price_fen": indicator.price_fen,
    }

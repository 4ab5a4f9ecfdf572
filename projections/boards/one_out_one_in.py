"""V04 one-out-one-in ledger: slot, old car, four dates, new car, and what does not fit."""

from collections.abc import Iterable, Mapping
from typing import Any

from projections.alert_form import shown
from projections.views.disposals import Disposal
from projections.views.purchases import Purchase

Shown = dict[str, Any]
COLUMNS = (
    "slot", "unit", "kind", "old_vehicle", "approved_at", "asset_approved_at", "written_off_at",
    "applied_at", "purchase", "new_vehicle", "stage", "gap",
)  # fmt: skip
_OVER = frozenset({"draft", "rejected", "cancelled"})


def rows(purchases: Iterable[Purchase], disposals: Mapping[str, Disposal]) -> list[Shown]:
    """One line a purchase that was applied for and stands.

    Source:
        R049, R108, R112-R114; handbook 11 (V04).
    """
    standing = [each for each in purchases if each.applied_at and each.stage not in _OVER]
    standing.sort(key=lambda each: (each.applied_at, each.purchase))
    return [_line(each, disposals.get(each.case or "")) for each in standing]


def _line(purchase: Purchase, case: Disposal | None) -> Shown:
    return {
        "slot": purchase.slot,
        "unit": purchase.unit,
        "kind": purchase.kind,
        "old_vehicle": purchase.old_vehicle,
        "case": purchase.case,
        "approved_at": shown(case.approved_at) if case else None,
        "asset_approved_at": shown(case.asset_approved_at) if case else None,
        "written_off_at": shown(case.written_off_at) if case else None,
        "applied_at": shown(purchase.applied_at),
        "purchase": purchase.purchase,
        "indicator": purchase.indicator,
        "new_vehicle": purchase.new_vehicle,
        "stage": purchase.stage,
        "gap": _gap(purchase, case),
    }


def _gap(purchase: Purchase, case: Disposal | None) -> str:
    """What breaks one out, one in; empty is the target."""
    if purchase.kind == "ADDITION":
        return "" if case is None else "ADDITION_WITH_WRITE_OFF"
    if case is None or case.written_off_at is None:
        return "NO_WRITE_OFF"
    if case.purchase != purchase.purchase:
        return "WRITE_OFF_OF_ANOTHER"
    late = purchase.applied_at is not None and purchase.applied_at < case.written_off_at
    return "APPLIED_BEFORE_WRITE_OFF" if late else ""

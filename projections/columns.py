"""Which columns people see of a view, what they are called, and how values look as text."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any

import orjson

from projections import visit_rows
from projections.boards import (
    activities,
    ages,
    alert_queue,
    check_board,
    city_board,
    disposal_board,
    driver_board,
    energy,
    indicator_budget,
    indicator_pipeline,
    one_out_one_in,
    order_board,
    quota_board,
    registry,
    seal_board,
    trip_counters,
)

COLUMNS: dict[str, tuple[str, ...]] = {
    "alerts": (
        "position", "state", "code", "severity", "plate", "unit_name", "text.zh",
    ),
    "fence_plans": (
        "vehicle", "version", "home", "operating", "forbidden", "valid_from", "valid_to",
    ),
    "fences": (
        "fence", "version", "name", "profile", "radius_m", "half_width_m", "valid_from", "valid_to",
    ),
    "units": ("unit", "name", "name_en", "district", "jurisdiction"),
    "vehicles": (
        "plate", "vehicle", "unit_name", "category", "stage", "device", "fence_plan", "at", "lon",
        "lat", "speed_kmh", "flags",
    ),
    "visits": visit_rows.COLUMNS,
    "attempts": ("position", "at", "by", "command", "rule", "code", "unit", "alert", "zh"),
    "books": ("book", "jurisdiction", "sector", "ceiling", "opened_with", "baseline"),
    "budget_lines": ("line", "indicator", "unit", "year", "amount_fen", "stage", "document"),
    "disposals": (
        "case", "vehicle", "unit", "ground", "stage", "due_on", "overdue", "purchase",
    ),
    "dossiers": ("vehicle", "at", "position", "topic", "by", "told"),
    "indicators": (
        "indicator", "unit", "kind", "slot", "vehicle", "category", "plan_year", "stage", "nev",
        "price_fen",
    ),
    "policies": ("policy", "jurisdiction", "effective_from", "ends_on", "document", "sha256"),
    "purchases": (
        "purchase", "unit", "kind", "slot", "indicator", "stage", "price_fen", "new_vehicle",
        "warnings",
    ),
    "sites": ("site", "unit", "name", "fence", "piles"),
    "slots": ("slot", "book", "unit", "category", "vehicle", "purchase", "excess"),
    "travel_budgets": ("unit", "year", "cap_fen", "spent_fen", "claims"),
    "year_plans": ("plan", "stage", "renewals", "additions", "nev"),
    "quota_board": quota_board.COLUMNS,
    "indicator_pipeline": indicator_pipeline.COLUMNS,
    "indicator_budget": indicator_budget.COLUMNS,
    "one_out_one_in": one_out_one_in.COLUMNS,
    "disposal_board": disposal_board.COLUMNS,
    "reuse": ages.REUSE,
    "disposed_ages": ages.PROFILE,
    "replacement_planner": ages.PLANNER,
    "electrification": energy.ELECTRIFICATION,
    "bought": energy.BOUGHT,
    "charging": energy.CHARGING,
    "activities": activities.COLUMNS,
    "alert_cases": (
        "case", "code", "severity", "vehicle", "unit", "stage", "handler", "due_at", "level",
        "finding_class", "reason",
    ),
    "alert_queue": alert_queue.QUEUE,
    "case_precision": alert_queue.PRECISION,
    "check_board": check_board.COLUMNS,
    "checks": (
        "check", "vehicle", "unit", "kind", "period", "due_until", "stage", "done_at", "inspector",
        "failed",
    ),
    "city_board": city_board.COLUMNS,
    "driver_board": driver_board.COLUMNS,
    "drivers": ("driver", "name", "unit", "stars", "period", "rules_read"),
    "exemptions": seal_board.EXEMPTIONS,
    "network_coverage": registry.COVERAGE,
    "order_board": order_board.COLUMNS,
    "orders": (
        "order", "unit", "platform", "purpose", "stage", "begins_at", "ends_at", "vehicle",
        "driver", "result", "cost_fen", "rating",
    ),
    "platforms": (
        "platform", "category", "jurisdiction", "cars", "owners", "dispatchers", "on_duty",
        "beneficiaries", "reasons", "lent",
    ),
    "registry": registry.COMPLETENESS,
    "seal_board": seal_board.COLUMNS,
    "seals": (
        "period", "jurisdiction", "name", "first_day", "last_day", "stage", "exemptions",
        "breaches", "checked",
    ),
    "trainings": (
        "session", "jurisdiction", "kind", "title", "trainer_body", "held_on", "hours",
        "attendees", "contest",
    ),
    "trip_counters": trip_counters.COLUMNS,
    "work_orders": (
        "work_order", "vehicle", "unit", "vendor", "items", "estimate_fen", "stage", "invoice",
        "amount_fen",
    ),
}  # fmt: skip
"""View -> what fits on a screen; files have everything."""

_TIMES = {
    "acknowledge_by", "applied_at", "approved_at", "asset_approved_at", "assigned_at", "at",
    "begins_at", "closed_at", "completed_at", "confirmed", "decide_by", "delivered_at",
    "departed_at", "disposed_at", "done_at", "due_at", "due_until", "ended_at", "ends_at",
    "explain_by", "key_due", "last_sign", "opened_at", "overdue_at", "papers_due", "raised_at",
    "received_at", "recorded_at", "returned_at", "submitted_at", "updated_at", "valid_from",
    "valid_to", "window.from", "window.to", "written_off_at",
}  # fmt: skip


def local(row: Mapping[str, Any], zone: tzinfo) -> dict[str, Any]:
    """A row as people and spreadsheets read it: flat, with local times.

    What is nested once becomes columns like `window.from`; lists are joined by `|`, as the visits
    do; what is deeper stands there as JSON.
    """
    flat: dict[str, Any] = {}
    for name, value in row.items():
        if name in ("text", "window"):
            flat |= {f"{name}.{key}": inner for key, inner in value.items()}
        else:
            flat[name] = value
    return {name: _plain(name, value, zone) for name, value in flat.items()}


def _plain(name: str, value: object, zone: tzinfo) -> object:
    match value:
        case str() if name in _TIMES:
            return datetime.fromisoformat(value).astimezone(zone).isoformat(sep=" ")
        case list() | tuple() if all(isinstance(each, str) for each in value):
            return "|".join(value)
        case list() | dict():
            return orjson.dumps(value).decode()
        case _:
            return value

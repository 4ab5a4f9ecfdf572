"""Which columns people see of a view, what they are called, and how values look as text."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any

import orjson

from projections import visit_rows
from projections.boards import (
    ages,
    disposal_board,
    energy,
    indicator_budget,
    indicator_pipeline,
    one_out_one_in,
    quota_board,
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
    "dossiers": ("vehicle", "lines"),
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
}  # fmt: skip
"""View -> what fits on a screen; files have everything."""

HEADERS = {
    "at": "定位时间 at",
    "category": "类别 category",
    "code": "规则 code",
    "device": "终端 device",
    "district": "区 district",
    "fence": "围栏 fence",
    "fence_plan": "围栏方案 plan",
    "flags": "标记 flags",
    "forbidden": "禁入 forbidden",
    "home": "停放 home",
    "jurisdiction": "隶属 jurisdiction",
    "name": "名称 name",
    "operating": "作业 operating",
    "plate": "车牌 plate",
    "position": "位置 position",
    "profile": "判定 profile",
    "severity": "级别 severity",
    "speed_kmh": "速度 km/h",
    "stage": "状态 stage",
    "state": "状态 state",
    "text.zh": "内容 text",
    "unit": "单位代码 unit",
    "unit_name": "单位 unit",
    "valid_from": "生效 from",
    "valid_to": "失效 to",
    "vehicle": "车辆 vehicle",
    "version": "版本 version",
}
"""Column -> header on the screen; the others go by their name."""

_TIMES = {
    "applied_at", "approved_at", "asset_approved_at", "at", "closed_at", "confirmed",
    "delivered_at", "disposed_at", "ended_at", "opened_at", "received_at", "recorded_at",
    "submitted_at", "updated_at", "valid_from", "valid_to", "window.from", "window.to",
    "written_off_at",
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

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
}  # fmt: skip
"""View -> what fits on a screen; files have everything."""

HEADERS = {
    "additions": "新增 additions",
    "age_known": "已知车龄 age known",
    "age_years": "车龄 age years",
    "alert": "预警 alert",
    "amount_fen": "金额(分) amount fen",
    "applied_at": "申请购置 applied",
    "approved_at": "批准处置 approved",
    "asset_approved_at": "资产处置批准 asset approved",
    "at": "时间 at",
    "authorised": "核定 authorised",
    "baseline": "车改保留 baseline",
    "blocked": "处置未完 blocked",
    "book": "编制簿 book",
    "by": "经办 by",
    "cap_fen": "额度(分) cap fen",
    "case": "处置件 case",
    "category": "类别 category",
    "ceiling": "总量 ceiling",
    "certificate": "回收证明 certificate",
    "claims": "报销笔数 claims",
    "code": "规则 code",
    "command": "办理 command",
    "count": "件数 count",
    "days_left": "剩余天数 days left",
    "deadline": "申报截止 deadline",
    "device": "终端 device",
    "disposed": "已处置 disposed",
    "district": "区 district",
    "document": "文号 document",
    "due_on": "处置期限 due",
    "effective_from": "施行 from",
    "eligible": "可更新 eligible",
    "ends_on": "废止 until",
    "excess": "超编 excess",
    "fence": "围栏 fence",
    "fence_plan": "围栏方案 plan",
    "first_registered": "注册登记 registered",
    "flags": "标记 flags",
    "forbidden": "禁入 forbidden",
    "gap": "缺口 gap",
    "ground": "事由 ground",
    "held": "在编 held",
    "home": "停放 home",
    "in_service": "在用 in service",
    "indicator": "指标 indicator",
    "jurisdiction": "隶属 jurisdiction",
    "kind": "类型 kind",
    "last_sign": "最近迹象 last sign",
    "line": "预算 line",
    "mean_age_years": "平均车龄 mean age",
    "mismatch": "不符 mismatch",
    "name": "名称 name",
    "name_en": "英文名 name (en)",
    "nev": "新能源 NEV",
    "nev_per_pile": "车桩比 NEV per pile",
    "nev_percent": "新能源% NEV %",
    "new_vehicle": "新车 new car",
    "old_vehicle": "旧车 old car",
    "opened_with": "初始总量 opened with",
    "operating": "作业 operating",
    "overdue": "逾期 overdue",
    "piles": "充电桩 piles",
    "plan": "年度计划 plan",
    "plan_year": "计划年度 plan year",
    "plate": "车牌 plate",
    "policy": "政策 policy",
    "position": "序号 position",
    "price_fen": "价格(分) price fen",
    "profile": "判定 profile",
    "purchase": "购置 purchase",
    "rank": "顺序 rank",
    "renewals": "更新 renewals",
    "reserved": "预留 reserved",
    "reuse_years": "超期使用年数 reuse years",
    "reused": "满12年 12 years or more",
    "rule": "规定 rule",
    "sector": "系统 sector",
    "severity": "级别 severity",
    "sha256": "校验 sha256",
    "share_percent": "占比% share %",
    "signs": "使用迹象 signs",
    "site": "驻地 site",
    "slot": "编制 slot",
    "speed_kmh": "速度 km/h",
    "spent_fen": "已用(分) spent fen",
    "stage": "状态 stage",
    "state": "状态 state",
    "text.zh": "内容 text",
    "told": "内容 told",
    "topic": "事项 topic",
    "total": "合计 total",
    "unit": "单位代码 unit",
    "unit_name": "单位 unit",
    "vacant": "空编 vacant",
    "valid_from": "生效 from",
    "valid_to": "失效 to",
    "vehicle": "车辆 vehicle",
    "version": "版本 version",
    "warnings": "提示 warnings",
    "written_off_at": "资产核销 written off",
    "year": "年度 year",
    "zh": "答复 answer",
}
"""Column -> header on the screen; the others go by their name."""

_TIMES = {
    "applied_at", "approved_at", "asset_approved_at", "at", "closed_at", "confirmed",
    "delivered_at", "disposed_at", "ended_at", "opened_at", "received_at", "recorded_at",
    "last_sign", "submitted_at", "updated_at", "valid_from", "valid_to", "window.from", "window.to",
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

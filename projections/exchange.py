"""Exchange with other systems: vehicles, orders, trips and alerts in one documented form (R058).

The target is GB/T 45241-2025, of which the full text has not been read: every field says whether
it was verified against it, and none is yet. docs/exchange.md has the table.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter

from projections.alert_form import Known, form
from projections.seen import Seen, Show, Shown
from projections.validity import holding
from projections.views.fence_plans import FencePlan
from projections.views.orders import Order
from projections.views.units import Unit
from projections.views.vehicles import Vehicle

SCHEMA = "gongche-exchange/1"


class Record(BaseModel):
    """Attributes: extra fields are errors; times are UTC, money is fen, distance is metres."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _told(zh: str) -> Any:  # noqa: ANN401 - what pydantic's Field answers
    """A field: its Chinese name, and that nobody has compared it with the standard."""
    return Field(json_schema_extra={"zh": zh, "verified": False})


class VehicleRecord(Record):
    """A car of the books (车辆)."""

    vehicle: str = _told("车辆编号")
    plate: str = _told("号牌")
    vin: str | None = _told("车辆识别代号")
    unit: str = _told("使用单位代码")
    unit_name: str = _told("使用单位")
    jurisdiction: str = _told("行政区划代码")
    category: str = _told("编制类别")
    stage: str = _told("车辆状态")
    model: str = _told("品牌型号")
    body: str = _told("车身类型")
    energy: str = _told("能源类型")
    first_registered: date | None = _told("注册登记日期")
    price_fen: int | None = _told("购置价格(分)")
    slot: str | None = _told("编制号")
    device: str | None = _told("定位终端")
    fence_plan: int | None = _told("围栏方案版本")


class OrderRecord(Record):
    """A dispatch order (派车单)."""

    order: str = _told("派车单号")
    unit: str = _told("用车单位代码")
    jurisdiction: str = _told("行政区划代码")
    platform: str = _told("平台")
    purpose: str = _told("用车事由")
    category: str = _told("车辆类别")
    people: int = _told("乘车人数")
    begins_at: AwareDatetime = _told("用车开始")
    ends_at: AwareDatetime = _told("用车结束")
    stage: str = _told("状态")
    emergency: bool = _told("应急派车")
    overnight: bool = _told("过夜")
    vehicle: str = _told("车辆编号")
    driver: str = _told("驾驶员编号")
    provider: str = _told("社会化服务商")
    form_sha256: str = _told("审批单摘要")
    approved_at: AwareDatetime | None = _told("审批时间")
    cost_fen: int | None = _told("费用(分)")
    rating: int | None = _told("评价")


class TripRecord(Record):
    """What a car drove on an order (行程)."""

    order: str = _told("派车单号")
    vehicle: str = _told("车辆编号")
    driver: str = _told("驾驶员编号")
    departed_at: AwareDatetime = _told("出车时间")
    returned_at: AwareDatetime | None = _told("还车时间")
    odometer_out_km: int | None = _told("出车里程表(公里)")
    odometer_in_km: int | None = _told("还车里程表(公里)")
    distance_m: int | None = _told("定位里程(米)")
    result: str = _told("比对结果")


class AlertRecord(Record):
    """A finding or a notice (预警)."""

    id: str = _told("预警编号")
    position: str = _told("台账位置")
    code: str = _told("规则代码")
    severity: str = _told("级别")
    state: str = _told("状态")
    vehicle: str = _told("车辆编号")
    plate: str = _told("号牌")
    unit: str = _told("单位代码")
    since: AwareDatetime = _told("开始时间")
    until: AwareDatetime | None = _told("结束时间")
    rule_version: str = _told("规则版本")
    policy_version: str = _told("政策版本")
    evidence: tuple[dict[str, Any], ...] = _told("证据及摘要")


RECORDS: dict[str, type[Record]] = {
    "vehicles": VehicleRecord,
    "orders": OrderRecord,
    "trips": TripRecord,
    "alerts": AlertRecord,
}
"""Kind -> what a record of it is."""


def schema() -> dict[str, Any]:
    """The JSON schema of all kinds: `$defs` has one for each record."""
    _, found = TypeAdapter.json_schemas(
        [(record, "serialization", TypeAdapter(record)) for record in RECORDS.values()],
        title=SCHEMA,
        description="One record a line: NDJSON in UTF-8, times in UTC.",
    )
    kinds = {kind: {"$ref": f"#/$defs/{record.__name__}"} for kind, record in RECORDS.items()}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found, "kinds": kinds}


def _vehicles(seen: Seen) -> list[Shown]:
    return [_written(_vehicle(seen, row)) for row in seen.values("vehicles")]


def _vehicle(seen: Seen, row: Vehicle) -> VehicleRecord:
    unit = seen.folded["units"].get(row.unit, Unit(row.unit))
    plan = seen.folded["fence_plans"].get(row.vehicle, FencePlan(row.vehicle))
    held = holding(plan.versions, seen.at)
    joined = {
        "unit_name": unit.name,
        "jurisdiction": unit.jurisdiction,
        "device": row.device(seen.at),
        "fence_plan": held.version if held else None,
    }
    return VehicleRecord(**_same(VehicleRecord, row) | joined)


def _orders(seen: Seen) -> list[Shown]:
    orders: list[Order] = seen.values("orders")
    return [_written(OrderRecord(**_same(OrderRecord, row))) for row in orders]


def _trips(seen: Seen) -> list[Shown]:
    driven = [row for row in seen.values("orders") if row.departed_at]
    return [_written(TripRecord(**_same(TripRecord, row))) for row in driven]


def _alerts(seen: Seen) -> list[Shown]:
    """Those of confidential cars stay here: only a named officer may read them."""
    known = Known(seen.folded["vehicles"], seen.folded["units"])
    hidden = seen.folded["restricted"]
    rows = [row for row in seen.values("alerts") if row.finding.vehicle not in hidden]
    rows.sort(key=lambda row: row.position)
    return [_written(_alert(form(row, known))) for row in rows]


def _alert(body: Shown) -> AlertRecord:
    own = {name: body[name] for name in AlertRecord.model_fields if name in body}
    window = body["window"]
    return AlertRecord(**own, since=window["from"], until=window["to"])


def _same(record: type[Record], row: object) -> dict[str, Any]:
    """The fields that a row calls by the same name."""
    return {name: getattr(row, name) for name in record.model_fields if hasattr(row, name)}


def _written(record: Record) -> Shown:
    return record.model_dump(mode="json")


def _show(*needs: str, rows: Callable[[Seen], list[Shown]]) -> Show:
    return Show(needs, rows)


KINDS: dict[str, Show] = {
    "vehicles": _show("vehicles", "units", "fence_plans", rows=_vehicles),
    "orders": _show("orders", rows=_orders),
    "trips": _show("orders", rows=_trips),
    "alerts": _show("alerts", "restricted", "vehicles", "units", rows=_alerts),
}
"""Kind -> its records, in a fixed order."""

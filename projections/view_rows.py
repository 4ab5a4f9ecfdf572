"""What a view shows: its rows, joined with what other views know. Pure."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from fleet.vehicle.fence import FencePublished
from fleet.vehicle.fence_plan import FencePlanPublished
from projections.alert_form import Known, form, shown
from projections.boards import (
    ages,
    disposal_board,
    energy,
    indicator_budget,
    indicator_pipeline,
    one_out_one_in,
    quota_board,
)
from projections.seen import Seen, Show, Shown
from projections.use_rows import OF_USE
from projections.validity import holding
from projections.views import ALL
from projections.views.alerts import Alert
from projections.views.dossiers import Line
from projections.views.fence_plans import FencePlan
from projections.views.fences import Fence
from projections.views.units import Unit
from projections.views.vehicles import Vehicle
from telemetry.fix import Quality


def vehicles(seen: Seen) -> list[Shown]:
    """Every vehicle in the books, where it was last seen, and the plan that holds for it."""
    return [_vehicle(seen, row) for _, row in sorted(seen.folded["vehicles"].items())]


def _vehicle(seen: Seen, row: Vehicle) -> Shown:
    unit = seen.folded["units"].get(row.unit, Unit(row.unit))
    return {
        "vehicle": row.vehicle,
        "plate": row.plate,
        "unit": row.unit,
        "unit_name": unit.name,
        "unit_name_en": unit.name_en,
        "district": unit.district,
        "category": row.category,
        "stage": row.stage,
        "model": row.model,
        "vin": row.vin,
        "slot": row.slot,
        "device": row.device(seen.at),
        **_plan(seen, row.vehicle),
        **_place(seen.live.get(row.vehicle)),
    }


def _plan(seen: Seen, vehicle: str) -> Shown:
    plans = seen.folded["fence_plans"].get(vehicle, FencePlan(vehicle))
    plan = holding(plans.versions, seen.at)
    return {
        "fence_plan": plan.version if plan else None,
        "home": list(plan.home) if plan else [],
        "operating": list(plan.operating) if plan else [],
        "forbidden": list(plan.forbidden) if plan else [],
    }


def _place(live: Mapping[str, Any] | None) -> Shown:
    columns = ("lon", "lat", "speed_kmh", "course_deg", "alarm", "status")
    return {
        "at": shown(live["at"]) if live else None,
        **{name: live[name] if live else None for name in columns},
        "flags": Quality(live["quality"]).names() if live else [],
        "received_at": shown(live["received_at"]) if live else None,
    }


def alerts(seen: Seen) -> list[Shown]:
    """Every finding, the one of which something was said last at the top.

    Whoever reads for a unit does not see those of confidential cars: they go to an officer. Others
    see that there is one, and of which kind.
    """
    folded = seen.folded
    known = Known(folded["vehicles"], folded["units"], folded["restricted"])
    hidden = folded["restricted"] if seen.scoped else {}
    found: list[Alert] = list(seen.folded["alerts"].values())
    rows = [row for row in found if row.finding.vehicle not in hidden]
    rows.sort(key=lambda row: row.position, reverse=True)
    return [_alert(row, known) for row in rows]


def _alert(row: Alert, known: Known) -> Shown:
    times = {"opened_at": shown(row.opened_at), "updated_at": shown(row.updated_at)}
    return {**form(row, known), **times, "amendments": row.amendments}


def units(seen: Seen) -> list[Shown]:
    """Every unit."""
    return [_fields(row) for _, row in sorted(seen.folded["units"].items())]


def _fields(row: Unit) -> Shown:
    return {name: getattr(row, name) for name in Unit.__dataclass_fields__}


def fences(seen: Seen) -> list[Shown]:
    """Every area that holds, as it is drawn at the moment."""
    rows: list[Fence] = [row for _, row in sorted(seen.folded["fences"].items())]
    versions = (holding(row.versions, seen.at) for row in rows)
    return [_version(version) for version in versions if version]


def fence_plans(seen: Seen) -> list[Shown]:
    """Every plan that holds."""
    rows: list[FencePlan] = [row for _, row in sorted(seen.folded["fence_plans"].items())]
    versions = (holding(row.versions, seen.at) for row in rows)
    return [_version(version) for version in versions if version]


def _version(version: FencePublished | FencePlanPublished) -> Shown:
    return version.model_dump(mode="json", exclude={"declared_geometry"})


PLAIN = (
    "attempts", "books", "budget_lines", "checks", "disposals", "drivers", "indicators", "orders",
    "policies", "purchases", "sites", "slots", "trainings", "travel_budgets", "work_orders",
    "year_plans",
)  # fmt: skip
"""Views that are shown as they are folded."""


def _plain(name: str) -> Callable[[Seen], list[Shown]]:
    """The rows of a view, in the order of their keys."""

    def rows(seen: Seen) -> list[Shown]:
        view = ALL[name]
        found = sorted(seen.folded[name].items())
        return [json.loads(view.written(row)) for _, row in found]

    return rows


_ALERTED = ("alert-case.", "notice.")


def _dossiers(seen: Seen) -> list[Shown]:
    """One row a line of a dossier, car by car, in the order in which it was recorded.

    Whoever reads for a unit does not see what supervisors say of confidential cars.
    """
    hidden = seen.folded["restricted"] if seen.scoped else {}
    found: list[Line] = seen.values("dossiers")
    lines = [it for it in found if it.vehicle not in hidden or not it.topic.startswith(_ALERTED)]
    lines.sort(key=lambda line: (line.vehicle, line.recorded_at, line.ledger, line.position))
    return [json.loads(ALL["dossiers"].written(line)) for line in lines]


def _quota_board(seen: Seen) -> list[Shown]:
    folded = seen.folded
    return quota_board.rows(folded["books"], seen.values("slots"), folded["units"])


def _pipeline(seen: Seen) -> list[Shown]:
    indicators = seen.values("indicators")
    return indicator_pipeline.rows(indicators, seen.folded["policies"], seen.today)


def _match(seen: Seen) -> list[Shown]:
    folded = seen.folded
    lines, attempts = folded["budget_lines"], seen.values("attempts")
    return indicator_budget.rows(folded["indicators"], lines, attempts)


def _one_out_one_in(seen: Seen) -> list[Shown]:
    return one_out_one_in.rows(seen.values("purchases"), seen.folded["disposals"])


def _disposal_board(seen: Seen) -> list[Shown]:
    return disposal_board.rows(seen.values("disposals"), seen.folded["units"], seen.today)


def _profile(seen: Seen) -> list[Shown]:
    return ages.profile(seen.values("disposals"), seen.folded["vehicles"])


def _electrification(seen: Seen) -> list[Shown]:
    return energy.electrification(seen.values("vehicles"), seen.folded["units"])


def _charging(seen: Seen) -> list[Shown]:
    return energy.charging(seen.values("sites"), seen.values("vehicles"))


BOARDS = {
    "quota_board": Show(("books", "slots", "units"), _quota_board),
    "indicator_pipeline": Show(("indicators", "policies"), _pipeline),
    "indicator_budget": Show(("indicators", "budget_lines", "attempts"), _match),
    "one_out_one_in": Show(("purchases", "disposals"), _one_out_one_in),
    "disposal_board": Show(("disposals", "units"), _disposal_board),
    "reuse": Show(("vehicles",), lambda seen: ages.reuse(seen.values("vehicles"), seen.today)),
    "disposed_ages": Show(("disposals", "vehicles"), _profile),
    "replacement_planner": Show(
        ("vehicles",), lambda seen: ages.planner(seen.values("vehicles"), seen.today)
    ),
    "electrification": Show(("vehicles", "units"), _electrification),
    "bought": Show(("purchases",), lambda seen: energy.bought(seen.values("purchases"))),
    "charging": Show(("sites", "vehicles"), _charging),
}
"""Boards: what supervisors read, joined from several views."""

SHOWN = {
    "alerts": Show(("alerts", "restricted", "vehicles", "units"), alerts),
    "dossiers": Show(("dossiers", "restricted"), _dossiers),
    "fence_plans": Show(("fence_plans",), fence_plans),
    "fences": Show(("fences",), fences),
    "units": Show(("units",), units),
    "vehicles": Show(("vehicles", "units", "fence_plans"), vehicles, live=True),
    **{name: Show((name,), _plain(name)) for name in PLAIN},
    **BOARDS,
    **OF_USE,
}
"""Name -> what it shows."""

"""What a view shows: its rows, joined with what other views know. Pure."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from fleet.terms import ZONE
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
from projections.projection import Folded
from projections.validity import holding
from projections.views import ALL
from projections.views.alerts import Alert
from projections.views.fence_plans import FencePlan
from projections.views.fences import Fence
from projections.views.units import Unit
from projections.views.vehicles import Vehicle
from telemetry.fix import Quality

Shown = dict[str, Any]
Live = Mapping[str, Mapping[str, Any]]
"""Vehicle -> its newest place, columns of `archive.latest`."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything a view may show, at one moment.

    Attributes:
        folded: The views it needs.
        live: Newest places.
        at: The moment: what is valid in time is shown as it was then.
        scoped: Somebody reads who sees only what is his.
    """

    folded: Folded
    live: Live
    at: datetime
    scoped: bool = False


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
    """Every finding, the one of which something was said last at the top."""
    known = Known(seen.folded["vehicles"], seen.folded["units"])
    rows: list[Alert] = list(seen.folded["alerts"].values())
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
    "attempts", "books", "budget_lines", "disposals", "indicators", "policies", "purchases",
    "sites", "slots", "travel_budgets", "year_plans",
)  # fmt: skip
"""Views that are shown as they are folded."""


def _plain(name: str) -> Callable[[Seen], list[Shown]]:
    """The rows of a view, in the order of their keys."""

    def rows(seen: Seen) -> list[Shown]:
        view = ALL[name]
        found = sorted(seen.folded[name].items())
        return [json.loads(view.written(row)) for _, row in found]

    return rows


def _dossiers(seen: Seen) -> list[Shown]:
    """One row a line of a dossier, car by car, in the order of the ledger."""
    return [
        {"vehicle": car["vehicle"], **line}
        for car in _plain("dossiers")(seen)
        for line in car["lines"]
    ]


def _today(seen: Seen) -> date:
    return seen.at.astimezone(ZONE).date()


def _values(seen: Seen, name: str) -> list[Any]:
    return [row for _, row in sorted(seen.folded[name].items())]


def _quota_board(seen: Seen) -> list[Shown]:
    folded = seen.folded
    return quota_board.rows(folded["books"], _values(seen, "slots"), folded["units"])


def _pipeline(seen: Seen) -> list[Shown]:
    indicators = _values(seen, "indicators")
    return indicator_pipeline.rows(indicators, seen.folded["policies"], _today(seen))


def _match(seen: Seen) -> list[Shown]:
    folded = seen.folded
    lines, attempts = folded["budget_lines"], _values(seen, "attempts")
    return indicator_budget.rows(folded["indicators"], lines, attempts)


def _one_out_one_in(seen: Seen) -> list[Shown]:
    return one_out_one_in.rows(_values(seen, "purchases"), seen.folded["disposals"])


def _disposal_board(seen: Seen) -> list[Shown]:
    return disposal_board.rows(_values(seen, "disposals"), seen.folded["units"], _today(seen))


def _profile(seen: Seen) -> list[Shown]:
    return ages.profile(_values(seen, "disposals"), seen.folded["vehicles"])


def _electrification(seen: Seen) -> list[Shown]:
    return energy.electrification(_values(seen, "vehicles"), seen.folded["units"])


def _charging(seen: Seen) -> list[Shown]:
    return energy.charging(_values(seen, "sites"), _values(seen, "vehicles"))


@dataclass(frozen=True, slots=True)
class Show:
    """How a view is shown.

    Attributes:
        needs: The folded views that it joins.
        rows: The rows of what was seen.
        live: Whether it shows where vehicles are.
    """

    needs: tuple[str, ...]
    rows: Callable[[Seen], list[Shown]]
    live: bool = False


BOARDS = {
    "quota_board": Show(("books", "slots", "units"), _quota_board),
    "indicator_pipeline": Show(("indicators", "policies"), _pipeline),
    "indicator_budget": Show(("indicators", "budget_lines", "attempts"), _match),
    "one_out_one_in": Show(("purchases", "disposals"), _one_out_one_in),
    "disposal_board": Show(("disposals", "units"), _disposal_board),
    "reuse": Show(("vehicles",), lambda seen: ages.reuse(_values(seen, "vehicles"), _today(seen))),
    "disposed_ages": Show(("disposals", "vehicles"), _profile),
    "replacement_planner": Show(
        ("vehicles",), lambda seen: ages.planner(_values(seen, "vehicles"), _today(seen))
    ),
    "electrification": Show(("vehicles", "units"), _electrification),
    "bought": Show(("purchases",), lambda seen: energy.bought(_values(seen, "purchases"))),
    "charging": Show(("sites", "vehicles"), _charging),
}
"""Boards: what supervisors read, joined from several views."""

SHOWN = {
    "alerts": Show(("alerts", "vehicles", "units"), alerts),
    "dossiers": Show(("dossiers",), _dossiers),
    "fence_plans": Show(("fence_plans",), fence_plans),
    "fences": Show(("fences",), fences),
    "units": Show(("units",), units),
    "vehicles": Show(("vehicles", "units", "fence_plans"), vehicles, live=True),
    **{name: Show((name,), _plain(name)) for name in PLAIN},
    **BOARDS,
}
"""Name -> what it shows."""

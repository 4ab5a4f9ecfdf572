"""V09 seal board: inside, outside, silent, exempt and breached, period by period; exemptions."""

from collections.abc import Iterable, Mapping
from typing import Any

from projections.alert_form import shown
from projections.views.seals import Seal
from projections.views.units import Unit
from projections.views.vehicles import Vehicle

Shown = dict[str, Any]
COLUMNS = (
    "period", "name", "jurisdiction", "stage", "unit_name", "checked", "inside", "outside",
    "silent", "exempt", "late", "breaches", "breached",
)  # fmt: skip
EXEMPTIONS = (
    "period", "vehicle", "unit_name", "reason", "approver", "begins_at", "ends_at", "document",
    "late",
)  # fmt: skip
ALL_OF_THEM = "合计"


def rows(
    seals: Iterable[Seal], vehicles: Mapping[str, Vehicle], units: Mapping[str, Unit]
) -> list[Shown]:
    """One line a period, the newest at the top, then one a unit.

    `checked` are cars that were not exempt when it began; `breaches` are movements of cars that
    were not exempt when they moved.

    Source:
        R078; SEAL-01 to SEAL-04; handbook 11 (V09).
    """
    board: list[Shown] = []
    for seal in sorted(seals, key=lambda it: (it.begins_at, it.period), reverse=True):
        cars = {
            *seal.places,
            *(it.vehicle for it in seal.exemptions),
            *(it.vehicle for it in seal.breaches.values()),
        }
        board.append(_line(seal, Unit("", name=ALL_OF_THEM), cars))
        owners = {car: vehicles.get(car, Vehicle(car)).unit for car in cars}
        for unit in sorted(set(owners.values())):
            own = {car for car in cars if owners[car] == unit}
            board.append(_line(seal, units.get(unit, Unit(unit)), own))
    return board


def _line(seal: Seal, unit: Unit, cars: set[str]) -> Shown:
    sealed = [car for car in cars if car in seal.places and not seal.exempt(car, seal.begins_at)]
    places = [seal.places[car] for car in sealed]
    moved = [
        it.vehicle
        for it in seal.breaches.values()
        if it.vehicle in cars and not seal.exempt(it.vehicle, it.moved_at)
    ]
    return {
        "period": seal.period,
        "name": seal.name,
        "jurisdiction": seal.jurisdiction,
        "stage": seal.stage,
        "begins_at": shown(seal.begins_at),
        "ends_at": shown(seal.ends_at),
        "unit": unit.unit,
        "unit_name": unit.name or unit.unit,
        "checked": len(sealed),
        "inside": places.count("INSIDE"),
        "outside": places.count("OUTSIDE"),
        "silent": places.count("UNKNOWN"),
        "exempt": len({it.vehicle for it in seal.exemptions if it.vehicle in cars}),
        "late": sum(it.late for it in seal.exemptions if it.vehicle in cars),
        "breaches": len(moved),
        "breached": len(set(moved)),
    }


def exemptions(seals: Iterable[Seal], units: Mapping[str, Unit]) -> list[Shown]:
    """One line a granted window."""
    return [
        {
            "period": seal.period,
            "vehicle": it.vehicle,
            "unit": it.unit,
            "unit_name": units.get(it.unit, Unit(it.unit)).name or it.unit,
            "reason": it.reason,
            "approver": it.approver,
            "begins_at": shown(it.begins_at),
            "ends_at": shown(it.ends_at),
            "document": it.document,
            "late": it.late,
        }
        for seal in seals
        for it in seal.exemptions
    ]

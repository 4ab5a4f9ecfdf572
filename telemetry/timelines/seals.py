"""When a car was sealed, and when it was exempt: the periods of the region its unit belongs to."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from fleet.decider import Event
from fleet.organisation.unit import UnitRegistered
from fleet.supervision.seal_events import ExemptionGranted, SealCancelled, SealPlanned
from fleet.vehicle.entry import VehicleRegistered, VehicleTakenOver
from fleet.vehicle.transfer import VehicleTransferred, VehicleTransferredOut
from telemetry.moment import FOREVER, micros
from telemetry.timelines.fact import Fact
from telemetry.timelines.service import Facts, Known

HEARD: tuple[type[Event], ...] = (
    UnitRegistered,
    VehicleTakenOver,
    VehicleRegistered,
    VehicleTransferred,
    VehicleTransferredOut,
    SealPlanned,
    SealCancelled,
    ExemptionGranted,
)
"""The events that say something about it."""


@dataclass(frozen=True, slots=True)
class _Period:
    region: str
    begin: int
    end: int


class Seals:
    """Remembers periods, regions of units, and units of cars."""

    def __init__(self) -> None:
        self._periods: dict[str, _Period] = {}
        self._regions: dict[str, str] = {}
        self._units: dict[str, list[tuple[int, str]]] = defaultdict(list)

    def facts(self, event: Event, known: Known) -> Iterator[tuple[str, Facts]]:
        """What an event says about seals: keys and their facts afterwards.

        Source:
            R078; handbook B7 (the periods count, never the car's stage).
        """
        match event:
            case UnitRegistered(unit=unit, jurisdiction=region):
                self._regions[unit] = region
                yield from self._of_unit(unit)
            case VehicleTakenOver() | VehicleRegistered():
                yield from self._kept(event.vehicle, event.unit, event.at)
            case VehicleTransferred(vehicle=vehicle, to_unit=unit, at=at):
                yield from self._kept(vehicle, unit, at)
            case VehicleTransferredOut(vehicle=vehicle, at=at):
                yield from self._kept(vehicle, "", at)
            case SealPlanned() as planned:
                begin, end = micros(planned.begins_at), micros(planned.ends_at)
                self._periods[planned.period] = _Period(planned.jurisdiction, begin, end)
                yield from self._of_period(planned.period)
            case SealCancelled(period=period):
                yield from self._called_off(period, known)
            case ExemptionGranted() as granted:
                yield _exempt(granted)
            case _:
                return

    def _kept(self, vehicle: str, unit: str, since: datetime) -> Iterator[tuple[str, Facts]]:
        """Which unit keeps it; none of ours: empty."""
        self._units[vehicle].append((micros(since), unit))
        yield from self._of_car(vehicle)

    def _of_unit(self, unit: str) -> Iterator[tuple[str, Facts]]:
        """Its cars, where they were heard of first."""
        for vehicle, moves in self._units.items():
            if any(keeper == unit for _, keeper in moves):
                yield from self._of_car(vehicle)

    def _of_car(self, vehicle: str) -> Iterator[tuple[str, Facts]]:
        for period in self._periods:
            yield self._sealed(period, vehicle)

    def _of_period(self, period: str) -> Iterator[tuple[str, Facts]]:
        for vehicle in self._units:
            yield self._sealed(period, vehicle)

    def _called_off(self, period: str, known: Known) -> Iterator[tuple[str, Facts]]:
        self._periods.pop(period, None)
        marks = tuple(f"{kind}:{period}:" for kind in ("sealed", "exempt"))
        yield from [(key, ()) for key in known if key.startswith(marks)]

    def _sealed(self, name: str, vehicle: str) -> tuple[str, Facts]:
        """The parts of a period in which the car's unit belonged to its region."""
        period = self._periods[name]
        parts = (
            Fact("sealed", vehicle, max(begin, period.begin), min(end, period.end), (name,))
            for begin, end, unit in _spans(self._units[vehicle])
            if self._regions.get(unit) == period.region
        )
        return f"sealed:{name}:{vehicle}", tuple(part for part in parts if part.begin < part.end)


def _spans(moves: Iterable[tuple[int, str]]) -> Iterator[tuple[int, int, str]]:
    """Which unit kept it from when to when; of two moves told the later one holds from its time."""
    kept: list[tuple[int, str]] = []
    for begin, unit in moves:
        kept = [*(move for move in kept if move[0] < begin), (begin, unit)]
    for (begin, unit), (end, _) in pairwise([*kept, (FOREVER, "")]):
        yield begin, end, unit


def _exempt(event: ExemptionGranted) -> tuple[str, Facts]:
    begin, end = micros(event.begins_at), micros(event.ends_at)
    key = f"exempt:{event.period}:{event.vehicle}:{begin}"
    return key, (Fact("exempt", event.vehicle, begin, end, (event.period,)),)

"""What follows in the same save when a car was checked or repaired (带病不上路)."""

from collections.abc import Callable, Iterable
from typing import Any

from fleet.decider import Event
from fleet.inspection.check_events import CheckCompleted
from fleet.inspection.work_order_words import WorkOrderCompleted
from fleet.reactions.streams import AnySaid, to_vehicle
from fleet.vehicle.safety import FailSafety, PassSafety


def _checked(event: CheckCompleted) -> Iterable[AnySaid]:
    """What failed keeps the car from the road; what a workshop found in order does no more."""
    said = {"vehicle": event.vehicle, "check": event.check, "at": event.at}
    if event.cleared:
        yield to_vehicle(PassSafety(**said, items=event.cleared, safety=event.cleared))
    if event.failed:
        yield to_vehicle(FailSafety(**said, items=event.failed))


def _repaired(event: WorkOrderCompleted) -> Iterable[AnySaid]:
    """What a workshop found in order failed before, or is remembered as a safety item."""
    if event.items_passed:
        said = {"vehicle": event.vehicle, "check": event.work_order, "at": event.at}
        yield to_vehicle(PassSafety(**said, items=event.items_passed, safety=event.safety))


INSPECTION: dict[type[Event], Callable[[Any], Iterable[AnySaid]]] = {
    CheckCompleted: _checked,
    WorkOrderCompleted: _repaired,
}

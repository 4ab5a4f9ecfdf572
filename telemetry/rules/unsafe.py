"""INSP-04, 带病上路: a car on the road while a safety item has failed."""

from telemetry.car import Car
from telemetry.found import Answer
from telemetry.rules.moving import Part, moving
from telemetry.rules.papers import when

CODE = "INSP-04"


def unsafe_movement(car: Car) -> Answer:
    """Movement from the check that failed until the one that passed, whatever else it is.

    Source:
        alerts.json, INSP-04; R094.
    """

    def inputs(part: Part) -> dict[str, str]:
        failed = (it for it in car.of("unsafe") if it.holds(part.stay.enter_hi))
        return {"items": " ".join(sorted({name for it in failed for name in it.names}))}

    return moving(car, CODE, when(car, "unsafe"), inputs)

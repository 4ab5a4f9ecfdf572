"""DISP-03, 退而不休: a car that was written off and is on the road."""

from telemetry.car import Car
from telemetry.found import Answer
from telemetry.rules.cover import named
from telemetry.rules.moving import Part, moving
from telemetry.rules.papers import when

CODE = "DISP-03"


def retired_movement(car: Car) -> Answer:
    """Any movement between the write-off and the physical end, on an order or not.

    Source:
        alerts.json, DISP-03; R109; handbook A1, B18 (always red under the policy in force).
    """

    def inputs(part: Part) -> dict[str, str]:
        return {"orders": named(car, *part.span)}

    return moving(car, CODE, when(car, "retired"), inputs)

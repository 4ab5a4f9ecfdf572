"""USE-01, 无单用车: a car on the road while no order covers it."""

from dataclasses import replace

from telemetry.car import Car
from telemetry.found import Answer
from telemetry.rules.cover import covered, named, restless
from telemetry.rules.moving import Part, moving
from telemetry.rules.papers import shut, when
from telemetry.spans import minus

CODE = "USE-01"


def unordered(car: Car) -> Answer:
    """Movement in service without an order; not where a seal or the retirement forbids it anyway.

    A car that left on an order is covered until it is back: overrunning is USE-02. But once it
    has stood at home after the order's end it is back, whatever its papers say.

    Source:
        alerts.json, USE-01; R086, R071; scenario of R078 (an exempt car moves on an order).
    """
    spans = minus(minus(when(car, "in_service"), covered(car)), shut(car))

    def inputs(part: Part) -> dict[str, str]:
        return {"grace_s": str(car.rulebook.grace_s), "orders": named(car, *part.span)}

    return replace(moving(car, CODE, spans, inputs), busy=tuple(restless(car)))

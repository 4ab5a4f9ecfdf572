"""SEAL-01, 封存期间动车: a sealed car on the road that was not exempt."""

from functools import partial

from telemetry.car import Car
from telemetry.found import Answer, earliest
from telemetry.rules.moving import Part, moving
from telemetry.rules.papers import sealed, when
from telemetry.spans import minus

CODE = "SEAL-01"


def sealed_movement(car: Car) -> Answer:
    """Movement in a sealed period: a finding a period and trip. An order alone is no exemption.

    Of a car that is written off it is DISP-03.

    Source:
        alerts.json, SEAL-01; R076, R078; handbook B7 (periods and exemptions, never the stage).
    """
    retired = when(car, "retired")
    answers = [
        moving(car, CODE, minus(spans, retired), partial(_inputs, period), period)
        for period, spans in sealed(car).items()
    ]
    return Answer(tuple(found for each in answers for found in each.found), earliest(answers))


def _inputs(period: str, _: Part) -> dict[str, str]:
    return {"period": period}

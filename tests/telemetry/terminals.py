"""What terminals tell beside places: late, twice, with another clock, odometer or number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from telemetry.car import Car
from telemetry.found import Answer
from telemetry.timelines.fact import Fact
from tests.telemetry.on_the_road import Papers, Told, at, car, seconds

NONE = float("nan")
EVENING, MORNING = 46_800, 75_600
"""Ten in the evening and six in the morning, in seconds after nine."""

ACC, STANDS = 3, 2
"""Status bits: located, with the ignition on and off."""


@dataclass(frozen=True)
class Heard(Told):
    """A record, and how it came.

    Attributes:
        lag: Seconds until it came.
        device: Whose.
        odometer: Metres.
    """

    lag: float = 1
    device: str = "T1"
    odometer: float = NONE


def heard(
    rows: Iterable[Told], facts: Sequence[Fact] = (), papers: Papers | None = None, **more: object
) -> Car:
    """A car with these records and papers; the clock shows the last record's time."""
    told = sorted(map(_whole, rows), key=lambda row: (row.at, row.east, row.north))
    names = tuple(dict.fromkeys(row.device for row in told))
    one = car(told, facts, papers)
    records = replace(
        one.records,
        received=np.array([at(row.at + row.lag) for row in told], np.int64),
        odometer_m=np.array([row.odometer for row in told], np.float64),
        device=np.array([names.index(row.device) for row in told], np.int64),
        devices=names,
    )
    clock = {"now": at(told[-1].at) if told else 0}
    return replace(one, records=records, **{**clock, **more})  # type: ignore[arg-type] # fields of a car


def _whole(row: Told) -> Heard:
    return row if isinstance(row, Heard) else Heard(**vars(row))


def times(answer: Answer) -> list[tuple[float | None, ...]]:
    """Of each finding the six moments, in seconds after nine."""
    return [
        tuple(
            seconds(moment)
            for moment in (
                found.stay.enter_lo,
                found.stay.enter_hi,
                found.stay.enter_confirmed,
                found.stay.exit_lo,
                found.stay.exit_hi,
                found.stay.exit_confirmed,
            )
        )
        for found in answer.found
    ]

"""A desk that has just been started reads at once what its clerks ask for all day.

A car's year is some thousand events. Whoever is the first to ask for it would wait for them.
"""

import gc
from collections.abc import Callable
from typing import Any

from fleet.decider import Decider
from fleet.ledger.applications import Ledger
from fleet.ledger.streams import Streams
from fleet.people.driver_schedule import driver_schedule
from fleet.vehicle.car_schedule import car_schedule
from fleet.vehicle.vehicle import vehicle

_ASKED_FOR: dict[str, Decider[Any, Any, Any]] = {
    "car-schedule": car_schedule,
    "driver-schedule": driver_schedule,
    "vehicle": vehicle,
}


def warm(ledger: Ledger, stopped: Callable[[], bool] = lambda: False) -> int:
    """Read the cars and the schedules; commands may be said meanwhile.

    Args:
        ledger: Its memory is filled.
        stopped: Whether nobody wants it any more; asked before each stream.

    Returns:
        How many streams were read.
    """
    count = 0
    for kind, decider in _ASKED_FOR.items():
        for name in ledger.recorder.names(kind):
            if stopped():
                return count
            Streams(ledger, [name]).state(name, decider)
            count += 1
    gc.collect()
    gc.freeze()  # it stays: the collector need not go through it again and again
    return count

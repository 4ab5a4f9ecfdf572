"""When a unit kept a car, and when it was written off and still there."""

from collections.abc import Iterator, Mapping

from fleet.decider import Event
from fleet.vehicle.commissioning import VehicleCommissioned
from fleet.vehicle.entry import VehicleTakenOver
from fleet.vehicle.retirement import (
    VehicleDisposed,
    VehicleRestored,
    VehicleWithdrawn,
    VehicleWrittenOff,
)
from fleet.vehicle.safety import SafetyItemsFailed, SafetyItemsPassed
from fleet.vehicle.transfer import VehicleTransferredOut
from telemetry.moment import micros
from telemetry.timelines.fact import Fact, Kind, ended

Facts = tuple[Fact, ...]
Known = Mapping[str, Facts]
"""Key -> its facts: what one paper, or one car's papers of a kind, say."""

HEARD: tuple[type[Event], ...] = (
    VehicleTakenOver,
    VehicleCommissioned,
    VehicleRestored,
    VehicleWithdrawn,
    VehicleTransferredOut,
    VehicleWrittenOff,
    VehicleDisposed,
    SafetyItemsFailed,
    SafetyItemsPassed,
)
"""The events that say something about it."""


def service(event: Event, known: Known) -> Iterator[tuple[str, Facts]]:
    """What an event says about service, retirement and safety: keys and their facts afterwards.

    Source:
        Handbook 5.1, A1 (not to be used from the write-off on), R094.
    """
    match event:
        case VehicleTakenOver() | VehicleCommissioned() | VehicleRestored():
            yield _begun("in_service", event.vehicle, micros(event.at), known)
        case VehicleWithdrawn() | VehicleTransferredOut():
            yield _over("in_service", event.vehicle, micros(event.at), known)
        case VehicleWrittenOff():
            yield _begun("retired", event.vehicle, micros(event.at), known)
        case VehicleDisposed():
            yield _over("retired", event.vehicle, micros(event.at), known)
        case SafetyItemsFailed() | SafetyItemsPassed():
            yield _checked(event, known)
        case _:
            return


def _begun(kind: Kind, vehicle: str, at: int, known: Known) -> tuple[str, Facts]:
    key = f"{kind}:{vehicle}"
    return key, (*ended(known.get(key, ()), at), Fact(kind, vehicle, at))


def _over(kind: Kind, vehicle: str, at: int, known: Known) -> tuple[str, Facts]:
    key = f"{kind}:{vehicle}"
    return key, ended(known.get(key, ()), at)


def _checked(event: SafetyItemsFailed | SafetyItemsPassed, known: Known) -> tuple[str, Facts]:
    key, at = f"unsafe:{event.vehicle}", micros(event.at)
    before = ended(known.get(key, ()), at)
    failed = tuple(sorted(event.failed))
    return key, (*before, Fact("unsafe", event.vehicle, at, names=failed)) if failed else before

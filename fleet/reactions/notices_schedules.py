"""Which alerts the schedules raise and settle: somebody is to drive who may not (SAFE-05)."""

from collections.abc import Iterable

from fleet.decider import Entry
from fleet.people.driver_schedule_words import DriverQualified, DriverReleased
from fleet.reactions.due import Notice, Withdrawal


def notices(entry: Entry) -> Iterable[Notice | Withdrawal]:
    """What an entry of a driver's schedule raises or settles.

    Source:
        R095, R096; alert SAFE-05. The mere attempt to assign him is in the attempt log.
    """
    match entry.event:
        case DriverQualified() as event:
            yield from _qualified(event)
        case DriverReleased(was_uncovered=True) as event:
            if event.freed_from <= event.begins_at:
                yield _settled(event.order, "reassigned", event)
        case _:
            return


def _qualified(event: DriverQualified) -> Iterable[Notice | Withdrawal]:
    for lost in event.uncovered:
        inputs = {"driver": event.driver, "lacking": lost.code, "policy": lost.policy}
        yield Notice("SAFE-05", f"order:{lost.order}", lost.unit, lost.vehicle, event.at, inputs)
    for order in event.covered:
        yield _settled(order, "qualified", event)


def _settled(order: str, reason: str, event: DriverQualified | DriverReleased) -> Withdrawal:
    return Withdrawal(f"safe-05:order:{order}", reason, event.at)

"""The drivers who have orders that they may not drive: licence, pledge or class is missing."""

from dataclasses import dataclass

from fleet.decider import Entry
from fleet.people.driver_schedule_words import DriverQualified, DriverReleased
from projections.projection import Projection


@dataclass(frozen=True, slots=True)
class UncoveredDriver:
    """One row a driver.

    Attributes:
        orders: Order -> what is missing: `LicenceExpired`, `PledgeMissing` ...
    """

    driver: str
    orders: dict[str, str]


def _key(entry: Entry) -> str | None:
    match entry.event:
        case DriverQualified(driver=driver) | DriverReleased(driver=driver):
            return driver
        case _:
            return None


def _evolve(row: UncoveredDriver | None, entry: Entry) -> UncoveredDriver | None:
    orders = row.orders if row else {}
    match entry.event:
        case DriverQualified(driver=driver, uncovered=found, covered=again):
            told = orders | {each.order: each.code for each in found}
            return _of(driver, {each: why for each, why in told.items() if each not in again})
        case DriverReleased(driver=driver, order=order):
            return _of(driver, {each: why for each, why in orders.items() if each != order})
        case _:
            return row


def _of(driver: str, orders: dict[str, str]) -> UncoveredDriver | None:
    return UncoveredDriver(driver, orders) if orders else None


view = Projection("uncovered_drivers", version=1, row=UncoveredDriver, key=_key, evolve=_evolve)

"""How many orders were closed: counted as they end, by region, platform and month (R063, R064)."""

from dataclasses import dataclass

from fleet.decider import Entry
from fleet.dispatch.order_events import OrderClosed, OrderEvaluated
from fleet.terms import ZONE
from projections.projection import Projection


@dataclass(frozen=True, slots=True)
class TripCount:
    """One row a region, platform and month.

    Attributes:
        platform: Empty: a unit's own cars.
        month: `2026-10`: when the car left, by the clock of the region.
        orders: Closed orders that a car of ours drove.
        trips: Those of them whose trip matched the order.
        outsourced: Closed orders that a provider drove.
        emergencies: Closed orders whose papers followed.
    """

    jurisdiction: str
    platform: str
    month: str
    orders: int = 0
    trips: int = 0
    outsourced: int = 0
    emergencies: int = 0


def _key(entry: Entry) -> str | None:
    match entry.event:
        case OrderEvaluated() | OrderClosed() as event:
            return f"{event.jurisdiction}:{event.platform or ''}:{_month(event)}"
        case _:
            return None


def _month(event: OrderEvaluated | OrderClosed) -> str:
    return f"{(event.departed_at or event.at).astimezone(ZONE):%Y-%m}"


def _evolve(row: TripCount | None, entry: Entry) -> TripCount | None:
    match entry.event:
        case OrderEvaluated() | OrderClosed() as event:
            known = row or TripCount(event.jurisdiction, event.platform or "", _month(event))
            return TripCount(
                known.jurisdiction,
                known.platform,
                known.month,
                orders=known.orders + (event.vehicle is not None),
                trips=known.trips + (event.result == "MATCHED"),
                outsourced=known.outsourced + (event.vehicle is None),
                emergencies=known.emergencies + event.emergency,
            )
        case _:
            return row


view = Projection("trip_counts", version=1, row=TripCount, key=_key, evolve=_evolve)

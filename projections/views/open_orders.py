"""The orders that something still follows: what the order board reads, however many there were."""

from fleet.decider import Entry
from projections.projection import Projection
from projections.views import orders
from projections.views.orders import ENDED, Order


def _key(entry: Entry) -> str | None:
    return orders.key(entry)


def _evolve(row: Order | None, entry: Entry) -> Order | None:
    following = orders.evolve(row, entry)
    over = following is None or (following.stage in ENDED and following.key_due is None)
    return None if over else following


view = Projection("open_orders", version=1, row=Order, key=_key, evolve=_evolve)

"""What the procurement cloud (政采云) is waiting for, read from the ledger."""

from collections.abc import Iterator

from fleet.ledger.applications import Lifecycle
from fleet.ledger.streams import Streams
from fleet.procurement.cloud import Waiting
from fleet.procurement.purchase import purchase
from fleet.procurement.purchase_events import PurchaseApproved
from fleet.procurement.stages import Approved, File, present
from fleet.terms import ZONE

_PAGE = 500  # events read at a time


def waiting(ledger: Lifecycle) -> list[Waiting]:
    """The approved purchases that have no certificate yet and were not cancelled.

    Source:
        R050.
    """
    names = sorted({*_approved(ledger)})
    streams = Streams(ledger, names)
    states = (streams.state(name, purchase) for name in names)
    return [_waiting(state.file) for state in states if isinstance(state, Approved)]


def _approved(ledger: Lifecycle) -> Iterator[str]:
    """The streams of all purchases that were ever approved."""
    start = 1
    topics = (PurchaseApproved.TOPIC,)
    while page := ledger.recorder.select_notifications(start, _PAGE, topics=topics):
        yield from (str(each.originator_id) for each in page)
        start = page[-1].id + 1


def _waiting(file: File) -> Waiting:
    applied, approved = present(file.applied), present(file.approved)
    return Waiting(
        purchase=approved.purchase,
        indicator=approved.indicator,
        unit=approved.unit,
        slot=approved.slot,
        kind=approved.kind,
        category=applied.category,
        case=approved.case,
        quote=applied.choice.model_dump(mode="json"),
        price_fen=approved.price_fen,
        approved_on=approved.at.astimezone(ZONE).date(),
    )

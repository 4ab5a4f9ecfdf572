"""Which alerts papers raise, and which they settle; what a refusal raises is in the attempt log."""

from collections.abc import Iterable

from fleet.decider import Entry, Event
from fleet.disposal.disposal_events import (
    DisposalResultRecorded,
    DisposalWithdrawn,
    ProceedsReceived,
    SignOfLifeReported,
)
from fleet.procurement.purchase_events import StandardCheckFailed
from fleet.quota.authorisation import SlotAuthorised
from fleet.quota.slot_words import (
    SlotClosed,
    SlotExcessLifted,
    SlotMarkedExcess,
    SlotVacated,
)
from fleet.reactions.due import Notice, Withdrawal
from fleet.social.travel_budget import ClaimPosted, ClaimReversed, TravelBudgetAllotted


def notices(entry: Entry) -> Iterable[Notice | Withdrawal]:
    """What an entry raises or settles.

    Source:
        R004, R005, R010, R017, R041, R042, R109, R116; alerts QUOT-01, QUOT-04, RENT-04,
        PROC-01 to PROC-03, DISP-03, DISP-04.
    """
    match entry.event:
        case SlotMarkedExcess() | SlotVacated() | SlotClosed() | SlotExcessLifted() as slot:
            yield from _slot(slot)
        case SlotAuthorised(exception=str(document)) as event:
            inputs = {"slot": event.slot, "exception": document, "category": event.category}
            inputs |= {"policy": event.grounds.policy}
            yield Notice("QUOT-04", f"slot:{event.slot}", event.unit, "", event.at, inputs)
        case ClaimPosted() | ClaimReversed() | TravelBudgetAllotted() as claim:
            yield from _claimed(claim)
        case StandardCheckFailed() as event:
            yield from _failed(event)
        case event:
            yield from _of_case(event)


def _of_case(event: Event) -> Iterable[Notice | Withdrawal]:
    match event:
        case SignOfLifeReported():
            inputs = {"source": event.source, "reference": event.reference}
            inputs |= {"seen_at": event.seen_at.isoformat()}
            subject = f"disposal:{event.case}"
            yield Notice("DISP-03", subject, event.unit, event.vehicle, event.at, inputs)
        case DisposalResultRecorded(case=case, at=at):
            yield Withdrawal(f"disp-01:disposal:{case}", "disposed", at)
        case DisposalWithdrawn(case=case, approved=True, at=at):
            yield Withdrawal(f"disp-01:disposal:{case}", "withdrawn", at)
        case ProceedsReceived(case=case, at=at):
            yield Withdrawal(f"disp-04:disposal:{case}", "receipt_filed", at)
        case _:
            return


def _slot(
    event: SlotMarkedExcess | SlotVacated | SlotClosed | SlotExcessLifted,
) -> Iterable[Notice | Withdrawal]:
    subject = f"slot:{event.slot}"
    if isinstance(event, SlotMarkedExcess):
        vehicle = event.vehicle or ""
        inputs = {"slot": event.slot, "category": event.category}
        yield Notice("QUOT-01", subject, event.unit, vehicle, event.at, inputs)
    elif not isinstance(event, SlotVacated) or event.excess:
        yield Withdrawal(f"quot-01:{subject}", "settled", event.at)


def _claimed(
    event: ClaimPosted | ClaimReversed | TravelBudgetAllotted,
) -> Iterable[Notice | Withdrawal]:
    subject = f"travel-budget:{event.unit}-{event.year}"
    if isinstance(event, ClaimReversed | TravelBudgetAllotted):
        if event.eased:
            reason = "reversed" if isinstance(event, ClaimReversed) else "raised"
            yield Withdrawal(f"rent-04:{subject}", reason, event.at)
    elif event.warned or event.exhausted:
        inputs = {"spent": f"{event.spent_fen / 100:.2f}", "cap": f"{event.cap_fen / 100:.2f}"}
        yield Notice("RENT-04", subject, event.unit, "", event.at, inputs)


def _failed(event: StandardCheckFailed) -> Iterable[Notice]:
    for failure in event.failures:
        if failure.alert:
            inputs = {name: str(value) for name, value in failure.values.items()}
            inputs |= {"code": failure.code, "policy": event.grounds.policy}
            subject = f"purchase:{event.purchase}"
            yield Notice(failure.alert, subject, event.unit, "", event.at, inputs)

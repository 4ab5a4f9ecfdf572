"""What follows in the same save when a disposal goes on."""

from collections.abc import Callable, Iterable
from typing import Any

from fleet.decider import Event
from fleet.disposal.disposal_commands import SampleCase
from fleet.disposal.disposal_events import (
    AssetWrittenOff,
    DisposalApproved,
    DisposalDrafted,
    DisposalRejected,
    DisposalRequested,
    DisposalResultRecorded,
    DisposalWithdrawn,
    IndicatorCited,
)
from fleet.disposal.docket import FinishCase, OpenCase
from fleet.disposal.joint_inspection import InspectionPlanned
from fleet.planning.indicator_commands import CiteExecutable, LeaveDisposal
from fleet.quota.slot_words import VacateSlot
from fleet.reactions.streams import (
    AnySaid,
    to_case,
    to_docket,
    to_indicator,
    to_slot,
    to_unit,
    to_vehicle,
)
from fleet.vehicle.retirement import CancelDisposal, ConfirmDisposal, WriteOffVehicle
from fleet.vehicle.transfer import CiteForDisposal, OpenDisposal


def _drafted(event: DisposalDrafted) -> Iterable[AnySaid]:
    cited = CiteForDisposal(
        vehicle=event.vehicle,
        case=event.case,
        unit=event.unit,
        slot=event.slot,
        category=event.category,
        at=event.at,
    )
    return [to_unit(event.unit), to_vehicle(cited)]


def _cited(event: DisposalRequested | IndicatorCited) -> Iterable[AnySaid]:
    """年度车辆更新指标和采购预算执行书 have to be there (R110)."""
    if event.indicator is None or event.execution_document is None:
        return ()
    cited = CiteExecutable(
        indicator=event.indicator,
        case=event.case,
        document=event.execution_document,
        vehicle=event.vehicle,
        at=event.at,
    )
    return [to_indicator(cited)]


def _approved(event: DisposalApproved) -> Iterable[AnySaid]:
    opened = OpenDisposal(vehicle=event.vehicle, case=event.case, at=event.at)
    said = {"unit": event.unit, "case": event.case, "at": event.at}
    return [to_vehicle(opened), to_docket(OpenCase(due_on=event.due_on, **said))]


def _off(event: DisposalWithdrawn | DisposalRejected) -> Iterable[AnySaid]:
    """Car, docket and indicator are free of it."""
    said = {"vehicle": event.vehicle, "case": event.case, "at": event.at}
    yield to_vehicle(CancelDisposal(reason=event.reason, **said))
    if isinstance(event, DisposalWithdrawn) and event.approved:
        yield _finished(event)
    if event.indicator:
        left = LeaveDisposal(indicator=event.indicator, case=event.case, at=event.at)
        yield to_indicator(left)


def _finished(event: DisposalWithdrawn | DisposalResultRecorded) -> AnySaid:
    return to_docket(FinishCase(unit=event.unit, case=event.case, at=event.at))


def _written_off(event: AssetWrittenOff) -> Iterable[AnySaid]:
    """The car must not be used any more, and its slot is free for one purchase (退编)."""
    said = {"vehicle": event.vehicle, "at": event.at}
    yield to_vehicle(WriteOffVehicle(approval=event.document, **said))
    if event.slot is not None:
        yield to_slot(VacateSlot(slot=event.slot, case=event.case, **said))


def _ended(event: DisposalResultRecorded) -> Iterable[AnySaid]:
    gone = ConfirmDisposal(
        vehicle=event.vehicle,
        plate=event.plate,
        vin=event.vin,
        certificate=event.certificate,
        at=event.at,
    )
    return [to_vehicle(gone), _finished(event)]


def _drawn(event: InspectionPlanned) -> Iterable[AnySaid]:
    for case in event.cases:
        yield to_case(SampleCase(case=case, inspection=event.inspection, at=event.at))


DISPOSAL: dict[type[Event], Callable[[Any], Iterable[AnySaid]]] = {
    DisposalDrafted: _drafted,
    DisposalRequested: _cited,
    IndicatorCited: _cited,
    DisposalApproved: _approved,
    DisposalWithdrawn: _off,
    DisposalRejected: _off,
    AssetWrittenOff: _written_off,
    DisposalResultRecorded: _ended,
    InspectionPlanned: _drawn,
}

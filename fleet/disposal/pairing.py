"""What other records bring to a case: a purchase, a certificate, a receipt, a sign of life."""

from dataclasses import replace

from fleet.disposal import disposal_refusals as refuse
from fleet.disposal import disposal_stages as stages
from fleet.disposal.approval import of_case
from fleet.disposal.disposal_commands import (
    CiteApproved,
    CiteIndicator,
    GuardCommand,
    PairPurchase,
    PaperCommand,
    ReceiveProceeds,
    RemindAndSeal,
    ReportSignOfLife,
    SampleCase,
    UnpairPurchase,
)
from fleet.disposal.disposal_events import (
    CaseSampled,
    DisposalEvent,
    DisposalReminded,
    DisposalSigned,
    IndicatorCited,
    PaperEvent,
    ProceedsReceived,
    PurchasePaired,
    PurchaseUnpaired,
    RetiredVehicleSealed,
    SignOfLifeReported,
    WithdrawalCited,
)
from fleet.disposal.disposal_stages import Case, File, Opened


def decide(command: GuardCommand | PaperCommand, case: Opened) -> list[DisposalEvent]:
    """Answer another record, or a paper that comes in.

    Raises:
        Refused: If it does not fit the case.

    Source:
        R108, R109, R113, R115, R118; B4.
    """
    match command:
        case PairPurchase():
            return _pair(command, case)
        case RemindAndSeal():
            return _remind(command, case)
        case CiteApproved():
            return _cite(command, case)
        case UnpairPurchase() | SampleCase():
            return _mark(command, case)
        case _:
            return _paper(command, case)


def _mark(command: UnpairPurchase | SampleCase, case: Opened) -> list[DisposalEvent]:
    file, of = case.file, of_case(command, case.file)
    if isinstance(command, UnpairPurchase):
        same = file.purchase == command.purchase
        return [PurchaseUnpaired(**of, purchase=command.purchase)] if same else []
    drawn = command.inspection in file.inspections
    return [] if drawn else [CaseSampled(**of, inspection=command.inspection)]


def stage(case: Opened) -> Case:
    """The same; every opened stage is one of the union."""
    return case  # type: ignore[return-value]  # every subclass of Opened is in the union


def _pair(command: PairPurchase, case: Opened) -> list[DisposalEvent]:
    file = case.file
    if file.purchase == command.purchase:
        return []
    if not isinstance(case, stages.Retired):
        raise refuse.not_written_off(command.case, command.slot)
    if file.purchase:
        raise refuse.already_paired(command.case, file.purchase, command.purchase)
    if command.vehicle is not None and file.vehicle != command.vehicle:
        raise refuse.other_vehicle(command.case, file.vehicle, command.vehicle)
    if file.slot != command.slot:
        raise refuse.other_slot(command.case, file.slot, command.slot)
    if not file.indicator:
        raise refuse.backs_no_renewal(command.case, file.ground)
    said = {"purchase": command.purchase, "slot": command.slot}
    return [PurchasePaired(**of_case(command, file), **said)]


def _remind(command: RemindAndSeal, case: Opened) -> list[DisposalEvent]:
    file = case.file
    if command.certificate in file.certificates:
        return []
    if not isinstance(case, stages.Retired) or file.due_on is None:
        raise refuse.out_of_order(command, command.case, stage(case))
    reminded = DisposalReminded(
        **of_case(command, file),
        purchase=command.purchase,
        certificate=command.certificate,
        due_on=file.due_on,
    )
    if not isinstance(case, stages.WrittenOff):
        return [reminded]
    return [reminded, RetiredVehicleSealed(**of_case(command, file), place="")]


def _cite(command: CiteApproved, case: Opened) -> list[DisposalEvent]:
    if case.file.vehicle != command.vehicle:
        raise refuse.other_vehicle(command.case, case.file.vehicle, command.vehicle)
    if not isinstance(case, stages.DisposalApproved | stages.AssetApproved):
        raise refuse.out_of_order(command, command.case, stage(case))
    return [WithdrawalCited(**of_case(command, case.file))]


def _paper(
    command: CiteIndicator | ReceiveProceeds | ReportSignOfLife, case: Opened
) -> list[DisposalEvent]:
    match command:
        case CiteIndicator():
            return _indicator(command, case)
        case ReceiveProceeds():
            return _proceeds(command, case)
        case ReportSignOfLife():
            return _sign(command, case)


def _indicator(command: CiteIndicator, case: Opened) -> list[DisposalEvent]:
    file = case.file
    if file.indicator == command.indicator:
        return []
    over = stages.Draft | stages.Rejected | stages.Withdrawn
    if file.indicator or isinstance(case, over):
        raise refuse.out_of_order(command, command.case, stage(case))
    said = {"indicator": command.indicator, "execution_document": command.execution_document}
    return [IndicatorCited(**of_case(command, file), **said)]


def _proceeds(command: ReceiveProceeds, case: Opened) -> list[DisposalEvent]:
    file = case.file
    if file.receipt == command.receipt:
        return []
    if not isinstance(case, stages.Completed | stages.Closed):
        raise refuse.out_of_order(command, command.case, stage(case))
    said = {"receipt": command.receipt, "amount_fen": command.amount_fen}
    return [ProceedsReceived(**of_case(command, file), **said)]


def _sign(command: ReportSignOfLife, case: Opened) -> list[DisposalEvent]:
    file = case.file
    if (command.source, command.reference) in file.signs:
        return []
    if file.written_off_at is None or command.seen_at < file.written_off_at:
        raise refuse.before_write_off(command.case, file, command.seen_at)
    reported = SignOfLifeReported(
        **of_case(command, file),
        source=command.source,
        reference=command.reference,
        seen_at=command.seen_at,
    )
    return [reported]


def noted(file: File, event: PaperEvent) -> File:
    """Remember what came in."""
    match event:
        case DisposalSigned(body=body, by=by, at=at):
            file = replace(file, signatures={**file.signatures, body: by}, stepped_at=at)
        case IndicatorCited(indicator=it, execution_document=paper):
            file = replace(file, indicator=it, execution_document=paper)
        case PurchasePaired(purchase=purchase):
            file = replace(file, purchase=purchase)
        case PurchaseUnpaired():
            file = replace(file, purchase="")
        case ProceedsReceived(receipt=receipt):
            file = replace(file, receipt=receipt)
        case _:
            file = _collected(file, event)
    return file


def _collected(file: File, event: PaperEvent) -> File:
    match event:
        case SignOfLifeReported(source=source, reference=reference):
            return replace(file, signs=(*file.signs, (source, reference)))
        case DisposalReminded(certificate=certificate):
            return replace(file, certificates=(*file.certificates, certificate))
        case CaseSampled(inspection=inspection):
            return replace(file, inspections=(*file.inspections, inspection))
        case _:
            return file

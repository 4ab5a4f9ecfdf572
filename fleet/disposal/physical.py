"""The physical end: sealed, handed over, gone with a certificate, closed with a lesson."""

from datetime import datetime, timedelta

from fleet.disposal import disposal_refusals as refuse
from fleet.disposal import disposal_stages as stages
from fleet.disposal.approval import of_case
from fleet.disposal.disposal_commands import (
    CloseDisposal,
    DisposalCommand,
    MarkOverdue,
    PhysicalCommand,
    RecordDisposalResult,
    SealForDisposal,
    StartPhysicalDisposal,
)
from fleet.disposal.disposal_events import (
    DisposalClosed,
    DisposalEvent,
    DisposalOverdue,
    DisposalResultRecorded,
    PhysicalDisposalStarted,
    RetiredVehicleSealed,
)
from fleet.disposal.disposal_stages import File, Opened
from fleet.disposal.pairing import stage
from fleet.policy.policy_set import PolicySet

_SOLD = ("AUCTION", "TRADE_IN")


def decide(command: PhysicalCommand, case: Opened) -> list[DisposalEvent]:
    """Answer a command about the physical end.

    Raises:
        Refused: If a rule forbids it.

    Source:
        R115-R118, R128; B5.
    """
    file = case.file
    match command:
        case SealForDisposal(place=place):
            return [RetiredVehicleSealed(**of_case(command, file), place=place)]
        case StartPhysicalDisposal(mode=mode, reason=reason):
            if file.overdue and not reason:
                raise refuse.late_without_reason(command.case, file.due_on)
            said = {"mode": mode, "reason": reason}
            return [PhysicalDisposalStarted(**of_case(command, file), **said)]
        case RecordDisposalResult():
            return [_ended(command, file)]
        case CloseDisposal():
            return [_closed(command, file)]
        case MarkOverdue():
            return _overdue(command, case)


def repeats(command: DisposalCommand, case: Opened) -> bool:
    """Whether the wish is true already."""
    match command, case:
        case (SealForDisposal(), stages.Sealed() | stages.Overdue()) | (
            CloseDisposal(),
            stages.Closed(),
        ):
            return True
        case StartPhysicalDisposal(mode=mode), stages.InDisposal() | stages.InDisposalLate():
            return mode == case.file.mode
        case RecordDisposalResult(certificate=certificate), stages.Completed() | stages.Closed():
            return certificate == case.file.result
        case _:
            return False


def _overdue(command: MarkOverdue, case: Opened) -> list[DisposalEvent]:
    file = case.file
    if file.overdue:
        return []
    if file.due_on is None or not isinstance(case, stages.Running):
        raise refuse.out_of_order(command, command.case, stage(case))
    policy = command.brief.shelf.cited(file.policy)
    if not _late(command, file, policy):
        raise refuse.not_overdue(command.case, file.due_on)
    return [DisposalOverdue(**of_case(command, file), due_on=file.due_on)]


def _late(command: PhysicalCommand, file: File, policy: PolicySet) -> bool:
    """Whether the last day is over, be it marked or not: the clock may have stood still."""
    return file.due_on is not None and policy.jurisdiction.day(command.at) > file.due_on


def _ended(command: RecordDisposalResult, file: File) -> DisposalResultRecorded:
    if not command.certificate or not command.sha256 or not command.plate:
        raise refuse.certificate_missing(command.case)
    if file.mode in _SOLD and not (command.proceeds_fen and command.buyer):
        raise refuse.proceeds_missing(command.case, file.mode)
    policy = command.brief.shelf.cited(file.policy)
    return DisposalResultRecorded(
        **of_case(command, file),
        mode=file.mode,
        certificate=command.certificate,
        sha256=command.sha256,
        plate=command.plate,
        vin=command.vin,
        proceeds_fen=command.proceeds_fen,
        buyer=command.buyer,
        overdue=file.overdue or _late(command, file, policy),
        proceeds_until=_proceeds_until(command, policy),
        proceeds_within_days=policy.disposal.proceeds_within_days,
    )


def _proceeds_until(command: RecordDisposalResult, policy: PolicySet) -> datetime | None:
    """When the last day for paying in is over."""
    if not command.proceeds_fen:
        return None
    last = policy.jurisdiction.day(command.at) + timedelta(policy.disposal.proceeds_within_days)
    return policy.jurisdiction.begins(last + timedelta(days=1))


def _closed(command: CloseDisposal, file: File) -> DisposalClosed:
    if not command.review_note:
        raise refuse.review_missing(command.case)
    if file.inspections and not command.answer:
        raise refuse.answer_missing(command.case, file.inspections)
    return DisposalClosed(
        **of_case(command, file),
        review_note=command.review_note,
        answer=command.answer,
        overdue=file.overdue,
    )

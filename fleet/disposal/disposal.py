"""A disposal case (处置): four steps in order, one year from the approval, and proof of the end.

Draft -> Requested -> DisposalApproved -> AssetApproved -> WrittenOff -> Sealed -> InDisposal ->
Completed -> Closed; late: Overdue -> InDisposalLate. The moves are in `disposal_machine`; the
steps up to the write-off in `approval`, the physical end in `physical`, the papers that other
records bring in `pairing`.
"""

from collections.abc import Callable
from dataclasses import replace

from fleet.decider import Decider
from fleet.disposal import approval, pairing, physical
from fleet.disposal import disposal_refusals as refuse
from fleet.disposal import disposal_stages as stages
from fleet.disposal.disposal_commands import (
    ChainCommand,
    DisposalCommand,
    DraftDisposal,
    GuardCommand,
    MarkOverdue,
    PaperCommand,
    RequestCommand,
)
from fleet.disposal.disposal_events import (
    AssetDisposalApproved,
    AssetWrittenOff,
    DisposalApproved,
    DisposalDrafted,
    DisposalEvent,
    DisposalOverdue,
    DisposalRequested,
    DisposalResultRecorded,
    PaperEvent,
    PhysicalDisposalStarted,
    StageEvent,
)
from fleet.disposal.disposal_machine import MACHINE
from fleet.disposal.disposal_stages import Case, Draft, File, Opened, Unknown
from fleet.policy import authority


def decide(command: DisposalCommand, case: Case) -> list[DisposalEvent]:
    """Answer a command with the events that follow from it; none when the wish is already true.

    Raises:
        Refused: If a rule forbids it.

    Source:
        R108-R119, R128; handbook 5.5, A1, A10, B3-B5.
    """
    authority.check(command.brief)
    if isinstance(command, DraftDisposal):
        return _draft(command, case)
    if not isinstance(case, Opened):
        raise refuse.out_of_order(command, command.case, case)
    if isinstance(command, GuardCommand | PaperCommand):
        return [*pairing.decide(command, case)]
    if not MACHINE.takes(command, case) and not isinstance(command, MarkOverdue):
        return _again(command, case)
    if isinstance(command, RequestCommand | ChainCommand):
        return [*approval.decide(command, case)]
    return [*physical.decide(command, case)]


def _draft(command: DraftDisposal, case: Case) -> list[DisposalEvent]:
    policy = command.brief.shelf.in_force(command.unit_jurisdiction, command.at)
    if command.ground not in policy.disposal.grounds:
        raise refuse.unknown_ground(command.ground, policy)
    drafted = DisposalDrafted(
        case=command.case,
        vehicle=command.vehicle,
        unit=command.unit,
        at=command.at,
        slot=command.slot,
        category=policy.category(command.category),
        ground=command.ground,
        jurisdiction=command.unit_jurisdiction,
        policy=policy.reference,
        by=command.brief.actor.person,
    )
    if isinstance(case, Unknown):
        return [drafted]
    if isinstance(case, Opened) and _about(case.file) == _about(_file(drafted)):
        return []
    raise refuse.differs(command.case)


def _file(told: DisposalDrafted) -> File:
    return File(
        told.vehicle,
        told.unit,
        told.slot,
        told.category,
        told.ground,
        told.jurisdiction,
        told.policy,
    )


def _about(file: File) -> tuple[str | None, ...]:
    """What the draft said, whatever has come since."""
    return file.vehicle, file.unit, file.slot, file.category, file.ground, file.jurisdiction


def _again(command: DisposalCommand, case: Opened) -> list[DisposalEvent]:
    """Nothing happens if it stands there already, on the same paper."""
    if approval.repeats(command, case) or physical.repeats(command, case):
        return []
    raise refuse.out_of_order(command, getattr(command, "case", "-"), pairing.stage(case))


def evolve(case: Case, event: DisposalEvent) -> Case:
    """Take one event into account."""
    if isinstance(event, DisposalDrafted):
        return Draft(_file(event))
    if not isinstance(case, Opened):
        return case
    if isinstance(event, PaperEvent):
        return replace(case, file=pairing.noted(case.file, event))
    if isinstance(event, DisposalOverdue):
        return _overdue(case)
    return _STAGES[type(event).__name__](_known(case.file, event))


def _overdue(case: Opened) -> Case:
    """The flag is set at once; only a car that is sealed or handed over changes its stage (B5)."""
    file = replace(case.file, overdue=True)
    if isinstance(case, stages.Sealed | stages.InDisposal):
        return stages.Overdue(file)
    return pairing.stage(replace(case, file=file))


def _known(file: File, event: StageEvent) -> File:
    if isinstance(event, DisposalRequested | AssetDisposalApproved | AssetWrittenOff):
        file = replace(file, stepped_at=event.at)
    match event:
        case DisposalRequested(indicator=it, execution_document=paper, document=document):
            file = replace(file, indicator=it or "", execution_document=paper or "")
            file = replace(file, document=document or "")
        case DisposalApproved(signatures=signatures, due_on=due_on, at=at):
            file = replace(file, signatures=signatures, due_on=due_on, stepped_at=at)
        case AssetWrittenOff(at=at):
            file = replace(file, written_off_at=at)
        case PhysicalDisposalStarted(mode=mode):
            file = replace(file, mode=mode)
        case DisposalResultRecorded(certificate=certificate, overdue=overdue):
            file = replace(file, result=certificate, overdue=overdue)
        case _:
            pass
    return file


def _sealed(file: File) -> Case:
    return stages.Overdue(file) if file.overdue else stages.Sealed(file)


def _started(file: File) -> Case:
    return stages.InDisposalLate(file) if file.overdue else stages.InDisposal(file)


_STAGES: dict[str, Callable[[File], Case]] = {
    "DisposalRequested": stages.Requested,
    "DisposalApproved": stages.DisposalApproved,
    "DisposalRejected": stages.Rejected,
    "DisposalWithdrawn": stages.Withdrawn,
    "AssetDisposalApproved": stages.AssetApproved,
    "AssetWrittenOff": stages.WrittenOff,
    "RetiredVehicleSealed": _sealed,
    "PhysicalDisposalStarted": _started,
    "DisposalResultRecorded": stages.Completed,
    "DisposalClosed": stages.Closed,
}
"""Where an event leads."""

disposal: Decider[DisposalCommand, DisposalEvent, Case] = Decider(
    initial=Unknown(), decide=decide, evolve=evolve
)

"""The way to the write-off: request, two signatures, asset approval, asset card removed."""

from datetime import datetime, timedelta
from typing import Any

from fleet.disposal import disposal_refusals as refuse
from fleet.disposal import disposal_stages as stages
from fleet.disposal.disposal_commands import (
    ApproveAssetDisposal,
    ApproveDisposal,
    ChainCommand,
    DisposalCommand,
    RejectDisposal,
    RequestCommand,
    RequestDisposal,
    WithdrawDisposal,
    WriteOffAsset,
)
from fleet.disposal.disposal_events import (
    AssetDisposalApproved,
    AssetWrittenOff,
    DisposalApproved,
    DisposalEvent,
    DisposalRejected,
    DisposalRequested,
    DisposalSigned,
    DisposalWithdrawn,
)
from fleet.disposal.disposal_stages import File, Opened
from fleet.disposal.rules import PAPERS, WITHIN_A_YEAR
from fleet.policy import authority
from fleet.policy.grounds import Grounds
from fleet.policy.policy_set import PolicySet

_BODIES = ("BUREAU", "FINANCE")


def decide(command: RequestCommand | ChainCommand, case: Opened) -> list[DisposalEvent]:
    """Answer a command on the way to the write-off.

    Raises:
        Refused: If a rule forbids it.

    Source:
        R110-R112, R114-R116.
    """
    file, by = case.file, command.brief.actor.person
    policy = command.brief.shelf.cited(file.policy)
    if file.stepped_at is not None and command.at < file.stepped_at:
        raise refuse.earlier_than_before(command.case, file.stepped_at, command.at)
    match command:
        case RequestDisposal():
            return [_requested(command, file, policy)]
        case ApproveDisposal():
            return _signed(command, file, policy)
        case RejectDisposal(reason=reason):
            authority.require(command.brief, *_BODIES)
            return [
                DisposalRejected(
                    **of_case(command, file), indicator=file.indicator, reason=reason, by=by
                )
            ]
        case WithdrawDisposal():
            return [_withdrawn(command, case)]
        case ApproveAssetDisposal(document=document, predecessor=before):
            authority.require(command.brief, "FINANCE")
            said = {"document": document, "predecessor": before, "policy": file.policy, "by": by}
            return [AssetDisposalApproved(**of_case(command, file), **said)]
        case WriteOffAsset(document=document, predecessor=before):
            said = {"document": document, "predecessor": before, "policy": file.policy, "by": by}
            return [AssetWrittenOff(**of_case(command, file), slot=file.slot, **said)]


def of_case(command: DisposalCommand, file: File) -> dict[str, Any]:
    """What every event of a case says."""
    return {"case": command.case, "vehicle": file.vehicle, "unit": file.unit, "at": command.at}


def repeats(command: DisposalCommand, case: Opened) -> bool:
    """Whether the wish is true already."""
    file = case.file
    match command, case:
        case RequestDisposal(), stages.Requested():
            papers = (command.indicator, command.execution_document, command.document)
            known = (file.indicator, file.execution_document, file.document)
            return tuple(paper or "" for paper in papers) == known
        case (
            (ApproveDisposal(), stages.DisposalApproved())
            | (RejectDisposal(), stages.Rejected())
            | (WithdrawDisposal(), stages.Withdrawn())
            | (ApproveAssetDisposal(), stages.AssetApproved())
            | (WriteOffAsset(), stages.WrittenOff())
        ):
            return True
        case _:
            return False


def _requested(command: RequestDisposal, file: File, policy: PolicySet) -> DisposalRequested:
    asked = {
        "ground": file.ground,
        "indicator": command.indicator,
        "execution_document": command.execution_document,
        "document": command.document,
    }
    if not PAPERS.holds(policy, asked):
        needs = policy.disposal.grounds[file.ground].needs
        missing = tuple(paper for paper in needs if not asked[paper])
        raise refuse.papers_missing(command.case, file.ground, missing, policy.reference)
    return DisposalRequested(
        **of_case(command, file),
        slot=file.slot,
        **asked,
        grounds=Grounds.of(policy, PAPERS, **asked),
        by=command.brief.actor.person,
    )


def _signed(command: ApproveDisposal, file: File, policy: PolicySet) -> list[DisposalEvent]:
    authority.require(command.brief, *_BODIES)
    body, by = command.brief.actor.role, command.brief.actor.person
    if file.signatures.get(body) == by:
        return []
    if by in file.signatures.values():
        raise refuse.same_person(command.case, by)
    if body in file.signatures:
        raise refuse.same_body(command.case, body)
    lead = policy.categories[file.category].lead
    if body != lead and lead not in file.signatures:
        raise refuse.lead_first(command.case, lead, body)
    signatures = {**file.signatures, body: by}
    signed = DisposalSigned(**of_case(command, file), by=by, body=body)
    if len(signatures) < len(_BODIES):
        return [signed]
    return [signed, _approved(command, file, signatures, policy)]


def _approved(
    command: ApproveDisposal, file: File, signatures: dict[str, str], policy: PolicySet
) -> DisposalApproved:
    approved_on = policy.jurisdiction.day(command.at)
    due_on = policy.disposal.due_on(approved_on)
    asked = {"approved_at": command.at.isoformat(), "due_on": due_on.isoformat()}
    return DisposalApproved(
        **of_case(command, file),
        slot=file.slot,
        signatures=signatures,
        due_on=due_on,
        due_until=policy.jurisdiction.begins(due_on + timedelta(days=1)),
        warned_at=_warned_at(policy, command.at),
        warn_days=policy.disposal.warn_days,
        grounds=Grounds.of(policy, WITHIN_A_YEAR, **asked),
    )


def _warned_at(policy: PolicySet, approved_at: datetime) -> tuple[datetime, ...]:
    days = policy.disposal.warned_on(policy.jurisdiction.day(approved_at))
    return tuple(policy.jurisdiction.begins(day) for day in days)


def _withdrawn(command: WithdrawDisposal, case: Opened) -> DisposalWithdrawn:
    approved = isinstance(case, stages.DisposalApproved)
    if approved:
        authority.require(command.brief, *_BODIES)
    if approved and not command.document:
        raise refuse.needs_document(command.case)
    return DisposalWithdrawn(
        **of_case(command, case.file),
        indicator=case.file.indicator,
        reason=command.reason,
        document=command.document,
        approved=approved,
        by=command.brief.actor.person,
    )

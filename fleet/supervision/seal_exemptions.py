"""Exemptions from a sealed period: a car, a reason, an approver, a window (R078)."""

from fleet.policy import authority
from fleet.policy.grounds import Grounds
from fleet.supervision import seal_refusals as refuse
from fleet.supervision.rules import IN_TIME
from fleet.supervision.seal_commands import AddExemption
from fleet.supervision.seal_events import ExemptionGranted
from fleet.supervision.seal_stages import Dossier, Exemption, Known, Open


def decide(command: AddExemption, period: Known) -> list[ExemptionGranted]:
    """Answer a request for an exemption.

    Raises:
        Refused: If a rule forbids it.
    """
    authority.require(command.brief, "BUREAU")
    if stands(command, period):
        return []
    dossier = period.dossier
    _check(command, dossier)
    late = command.at > command.begins_at
    if late and not isinstance(period, Open):
        raise refuse.not_open(command)
    return [_granted(command, dossier, late=late)]


def stands(command: AddExemption, period: Known) -> bool:
    """Whether just this was granted already."""
    return any(_same(command, known) for known in period.dossier.exemptions)


def window(event: ExemptionGranted) -> Exemption:
    """What is kept of it."""
    return Exemption(
        event.vehicle,
        event.unit,
        event.reason,
        event.approver,
        event.begins_at,
        event.ends_at,
        event.document,
        event.late,
    )


def _same(command: AddExemption, known: Exemption) -> bool:
    told = (command.vehicle, command.reason, command.approver, command.document)
    when = (command.begins_at, command.ends_at)
    stored = (known.vehicle, known.reason, known.approver, known.document)
    return told == stored and when == (known.begins_at, known.ends_at)


def _check(command: AddExemption, dossier: Dossier) -> None:
    planned = dossier.planned
    if command.approver == command.brief.actor.person:
        raise refuse.own_approval(command)
    if command.vehicle_jurisdiction != planned.jurisdiction:
        raise refuse.elsewhere(command, planned.jurisdiction)
    if command.begins_at < planned.begins_at or command.ends_at > planned.ends_at:
        raise refuse.outside(command, planned)
    if dossier.opened_at is not None and command.at < dossier.opened_at:
        raise refuse.earlier_than_before(command.period, command.at, dossier.opened_at)
    for known in dossier.exemptions:
        if _overlap(command, known):
            raise refuse.overlaps(command, known)


def _overlap(command: AddExemption, known: Exemption) -> bool:
    beside = command.ends_at <= known.begins_at or known.ends_at <= command.begins_at
    return command.vehicle == known.vehicle and not beside


def _granted(command: AddExemption, dossier: Dossier, *, late: bool) -> ExemptionGranted:
    planned = dossier.planned
    policy = command.brief.shelf.cited(planned.grounds.policy)
    times = {"begins_at": command.begins_at.isoformat(), "filed_at": command.at.isoformat()}
    if not IN_TIME.holds(policy, times):
        raise refuse.too_late(command, policy)
    return ExemptionGranted(
        **command.model_dump(exclude={"brief", "vehicle_jurisdiction"}),
        jurisdiction=planned.jurisdiction,
        late=late,
        period_begins_at=planned.begins_at,
        period_ends_at=planned.ends_at,
        grounds=Grounds.of(policy, IN_TIME, **times),
        by=command.brief.actor.person,
    )

"""A sealed period (封存停驶期): on days off cars stand still, but for what work needs.

Planned -> Open -> Closed -> Reported; a period that was planned may be cancelled. The moves are
in `seal_machine`; planning in `seal_planning`, exemptions in `seal_exemptions`.
"""

from dataclasses import replace
from datetime import datetime

from fleet.decider import Decider
from fleet.policy import authority
from fleet.supervision import seal_exemptions, seal_planning
from fleet.supervision import seal_refusals as refuse
from fleet.supervision.seal_commands import (
    AddExemption,
    CancelSeal,
    CloseSeal,
    FactCommand,
    OpenSeal,
    PlanSeal,
    RecordSealBreach,
    RecordStartCheck,
    SealCommand,
    StartCheck,
    WithdrawSealBreach,
)
from fleet.supervision.seal_events import (
    ExemptionGranted,
    SealBreached,
    SealBreachWithdrawn,
    SealCancelled,
    SealClosed,
    SealEvent,
    SealOpened,
    SealPlanned,
    SealReportPublished,
    SealStartChecked,
)
from fleet.supervision.seal_machine import MACHINE
from fleet.supervision.seal_report import counts
from fleet.supervision.seal_stages import (
    Cancelled,
    Closed,
    Dossier,
    Known,
    Open,
    Period,
    Planned,
    Reported,
    StartPlace,
    Unknown,
)


def decide(command: SealCommand, period: Period) -> list[SealEvent]:
    """Answer a command with the events that follow from it; none when the wish is already true.

    Raises:
        Refused: If a rule forbids it.

    Source:
        R076, R078; handbook 5.7, B7.
    """
    _speaks(command)
    if isinstance(command, PlanSeal):
        return [*seal_planning.decide(command, period)]
    if not isinstance(period, Known):
        raise refuse.out_of_order(command, command.period, period)
    if isinstance(command, WithdrawSealBreach):
        return _withdrawn(command, period)
    if not MACHINE.takes(command, period):
        return _again(command, period)
    if isinstance(command, AddExemption):
        return [*seal_exemptions.decide(command, period)]
    return _moved(command, period.dossier)


def _speaks(command: SealCommand) -> None:
    """Of people only the bureau, and nobody in the name of the facts; programs have no role."""
    authority.check(command.brief)
    actor = command.brief.actor
    if actor.role:
        if isinstance(command, FactCommand):
            raise refuse.facts_only(command, actor.person, actor.role)
        authority.require(command.brief, "BUREAU")


def _moved(command: SealCommand, dossier: Dossier) -> list[SealEvent]:
    planned, said = dossier.planned, _said(command, dossier)
    span = {"begins_at": planned.begins_at, "ends_at": planned.ends_at}
    by = command.brief.actor.person
    match command:
        case OpenSeal():
            _due(command, planned.begins_at)
            return [SealOpened(**said, **span, name=planned.name, exempt=dossier.cars)]
        case CancelSeal(reason=reason):
            return [SealCancelled(**said, **span, reason=reason, by=by)]
        case RecordStartCheck():
            return _checked(command, dossier)
        case RecordSealBreach():
            return _breached(command, dossier)
        case CloseSeal():
            _due(command, planned.ends_at)
            return [SealClosed(**said, **span)]
        case _:
            return [SealReportPublished(**said, **counts(dossier), by=by)]


def _said(command: SealCommand, dossier: Dossier) -> dict[str, object]:
    where = dossier.planned.jurisdiction
    return {"period": command.period, "jurisdiction": where, "at": command.at}


def _due(command: SealCommand, moment: datetime) -> None:
    if command.at < moment:
        raise refuse.too_early(command, command.period, command.at, moment)


def _checked(command: RecordStartCheck, dossier: Dossier) -> list[SealEvent]:
    """Only what was not known: a repeat changes nothing, a late fix changes one car."""
    new = tuple(it for it in command.checks if dossier.places.get(it.vehicle) != _place(it))
    return [SealStartChecked(**_said(command, dossier), checks=new)] if new else []


def _place(check: StartCheck) -> StartPlace:
    return StartPlace(check.place, check.fix_age_s, check.fences)


def _breached(command: RecordSealBreach, dossier: Dossier) -> list[SealEvent]:
    vehicle, finding, moved_at = command.vehicle, command.finding, command.moved_at
    planned = dossier.planned
    if (vehicle, finding) in dossier.breaches:
        return []
    if not planned.begins_at <= moved_at < planned.ends_at:
        raise refuse.moved_outside(command, planned)
    if dossier.exempt(vehicle, moved_at):
        raise refuse.exempt(command.period, vehicle, moved_at)
    found = {"vehicle": vehicle, "finding": finding, "moved_at": moved_at}
    return [SealBreached(**_said(command, dossier), **found)]


def _withdrawn(command: WithdrawSealBreach, period: Known) -> list[SealEvent]:
    if (command.vehicle, command.finding) not in period.dossier.breaches:
        return []
    said = command.model_dump(include={"vehicle", "finding", "reason"})
    return [SealBreachWithdrawn(**_said(command, period.dossier), **said)]


def _again(command: SealCommand, period: Known) -> list[SealEvent]:
    """Nothing happens if it stands there already."""
    past = type(period).__name__ in _LATER[type(command).__name__]
    if past and _stands(command, period):
        return []
    raise refuse.out_of_order(command, command.period, period)


_HELD = ("Closed", "Reported")
_LATER = {
    "OpenSeal": ("Open", *_HELD),
    "CancelSeal": ("Cancelled",),
    "AddExemption": _HELD,
    "RecordStartCheck": _HELD,
    "RecordSealBreach": _HELD,
    "CloseSeal": _HELD,
    "PublishSealReport": ("Reported",),
}
"""At which stages a command may be one that was heard before."""


def _stands(command: SealCommand, period: Known) -> bool:
    dossier = period.dossier
    match command:
        case AddExemption():
            return seal_exemptions.stands(command, period)
        case RecordStartCheck():
            return not _checked(command, dossier)
        case RecordSealBreach(vehicle=vehicle, finding=finding):
            return (vehicle, finding) in dossier.breaches
        case _:
            return True


def evolve(period: Period, event: SealEvent) -> Period:
    """Take one event into account."""
    if isinstance(event, SealPlanned):
        return Planned(Dossier(event))
    if not isinstance(period, Known):
        return period
    dossier = period.dossier
    match event:
        case SealOpened(at=at):
            return Open(replace(dossier, opened_at=at))
        case SealCancelled(reason=reason):
            return Cancelled(dossier, reason)
        case SealClosed() | SealReportPublished():
            return (Closed if isinstance(event, SealClosed) else Reported)(dossier)
        case _:
            return replace(period, dossier=_noted(dossier, event))


def _noted(
    dossier: Dossier,
    event: ExemptionGranted | SealStartChecked | SealBreached | SealBreachWithdrawn,
) -> Dossier:
    match event:
        case ExemptionGranted():
            window = seal_exemptions.window(event)
            return replace(dossier, exemptions=(*dossier.exemptions, window))
        case SealStartChecked(checks=checks):
            places = {check.vehicle: _place(check) for check in checks}
            return replace(dossier, places={**dossier.places, **places})
        case SealBreached(vehicle=car, finding=finding, moved_at=moved_at):
            return replace(dossier, breaches={**dossier.breaches, (car, finding): moved_at})
        case SealBreachWithdrawn(vehicle=car, finding=finding):
            others = {it: at for it, at in dossier.breaches.items() if it != (car, finding)}
            return replace(dossier, breaches=others)


seal: Decider[SealCommand, SealEvent, Period] = Decider(
    initial=Unknown(), decide=decide, evolve=evolve
)
"""The legal moves of a sealed period (封存停驶期)."""

"""Who may keep a driver's dossier, and whom he is suspended by (停驾, 恢复)."""

from dataclasses import replace

from fleet.people import driver_refusals as refuse
from fleet.people.driver_commands import (
    OnDriver,
    ReinstateDriver,
    StandingCommand,
    SuspendDriver,
)
from fleet.people.driver_events import (
    DriverReinstated,
    DriverSuspended,
    StandingEvent,
)
from fleet.people.driver_stages import Dossier
from fleet.people.rules import POINTS
from fleet.policy import authority
from fleet.policy.grounds import Grounds

OFFICE = ("CENTRE", "BUREAU")
"""They keep every dossier of their region."""

UNIT = ("UNIT_CLERK", "UNIT_LEADER")
"""They keep those of their own unit."""

HIMSELF = "DRIVER"
"""He signs what is his to sign."""


def may(command: OnDriver, unit: str, *roles: str) -> None:
    """Let only these roles say it: a unit of its own drivers, a driver of himself.

    Args:
        command: What is said.
        unit: Whose driver it is about.
        roles: Who may.

    Raises:
        Refused: If the speaker may not.

    Source:
        Handbook 2.
    """
    authority.require(command.brief, *roles)
    actor = command.brief.actor
    if actor.role in UNIT and actor.unit not in ("", unit):
        raise refuse.other_unit(command.driver, unit, actor.unit)
    if actor.role == HIMSELF and actor.person != command.driver:
        raise refuse.not_himself(command.driver, actor.person)


def decide(command: StandingCommand, file: Dossier) -> list[StandingEvent]:
    """Answer a command about whether he may drive at all.

    Raises:
        Refused: If a rule forbids it.

    Source:
        R095.
    """
    match command:
        case SuspendDriver():
            may(command, file.unit, *OFFICE, "UNIT_LEADER")
            if file.suspended == command.document:
                return []
            return [suspended(command, file, "DECISION", command.reason, command.document)]
        case ReinstateDriver():
            may(command, file.unit, *OFFICE)
            return _reinstated(command, file)


def evolve(file: Dossier, event: StandingEvent) -> Dossier:
    """Take one event into account."""
    match event:
        case DriverSuspended(document=document):
            return replace(file, suspended=document)
        case DriverReinstated():
            return replace(file, suspended="")


def suspended(
    command: OnDriver, file: Dossier, cause: str, reason: str, document: str
) -> DriverSuspended:
    """He may not drive any more."""
    return DriverSuspended(
        driver=command.driver,
        unit=file.unit,
        cause=cause,
        reason=reason,
        document=document,
        qualification=replace(file, suspended=document).qualification,
        by=command.brief.actor.person,
        at=command.at,
    )


def _reinstated(command: ReinstateDriver, file: Dossier) -> list[StandingEvent]:
    if not file.suspended:
        return []
    policy = command.brief.shelf.in_force(file.jurisdiction, command.at)
    points = file.qualification.points
    asked = {"points": points, "suspended": False}
    if not POINTS.holds(policy, asked):
        raise refuse.too_many_points(command.driver, points, policy)
    return [
        DriverReinstated(
            driver=command.driver,
            unit=file.unit,
            evidence=command.evidence,
            qualification=replace(file, suspended="").qualification,
            grounds=Grounds.of(policy, POINTS, **asked),
            by=command.brief.actor.person,
            at=command.at,
        )
    ]

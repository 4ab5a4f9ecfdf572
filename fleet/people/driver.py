"""A driver (驾驶员): one dossier, from the first day to the last.

Papers are in `papers`, suspension in `standing`, the yearly appraisal in `appraisal`.
"""

from dataclasses import replace

from fleet.decider import Decider
from fleet.people import appraisal, papers, standing
from fleet.people import driver_refusals as refuse
from fleet.people.driver_commands import (
    DriverCommand,
    PaperCommand,
    RecordTraining,
    RegisterDriver,
    StandingCommand,
    UpdateDriver,
)
from fleet.people.driver_events import (
    DriverEvent,
    DriverRegistered,
    DriverUpdated,
    PaperEvent,
    StandingEvent,
)
from fleet.people.driver_stages import Dossier, Driver, Unknown
from fleet.people.qualification import Qualification
from fleet.people.standing import OFFICE, UNIT, may
from fleet.policy import authority


def decide(command: DriverCommand, driver: Driver) -> list[DriverEvent]:
    """Answer a command with the events that follow from it; none when the wish is already true.

    Raises:
        Refused: If a rule forbids it.

    Source:
        R095-R099, R101; handbook 4.
    """
    if not isinstance(command, RecordTraining):  # the session has asked who may hold it
        authority.check(command.brief)
    if isinstance(command, RegisterDriver):
        return _registered(command, driver)
    if isinstance(driver, Unknown):
        raise refuse.unknown(command.driver)
    if isinstance(command, UpdateDriver):
        return _updated(command, driver)
    if isinstance(command, PaperCommand):
        return papers.decide(command, driver)
    if isinstance(command, StandingCommand):
        return [*standing.decide(command, driver)]
    return [*appraisal.decide(command, driver)]


def evolve(driver: Driver, event: DriverEvent) -> Driver:
    """Take one event into account."""
    if isinstance(event, DriverRegistered):
        return Dossier(event.name, event.unit, event.phone, event.employed_on, event.jurisdiction)
    if isinstance(driver, Unknown):
        return driver
    if isinstance(event, DriverUpdated):
        known = replace(driver, name=event.name, phone=event.phone)
        return replace(known, unit=event.unit, jurisdiction=event.jurisdiction)
    if isinstance(event, PaperEvent):
        return papers.evolve(driver, event)
    if isinstance(event, StandingEvent):
        return standing.evolve(driver, event)
    return appraisal.evolve(driver, event)


def _registered(command: RegisterDriver, driver: Driver) -> list[DriverEvent]:
    may(command, command.unit, *OFFICE, *UNIT)
    said = command.name, command.unit, command.phone, command.employed_on
    if isinstance(driver, Dossier):
        if said == (driver.name, driver.unit, driver.phone, driver.employed_on):
            return []
        raise refuse.differs(command.driver)
    if not command.unit_jurisdiction:
        raise refuse.unit_unknown(command.unit)
    return [
        DriverRegistered(
            driver=command.driver,
            unit=command.unit,
            name=command.name,
            phone=command.phone,
            employed_on=command.employed_on,
            jurisdiction=command.unit_jurisdiction,
            qualification=Qualification(),
            by=command.brief.actor.person,
            at=command.at,
        )
    ]


def _updated(command: UpdateDriver, file: Dossier) -> list[DriverEvent]:
    """A unit corrects name and phone; who works where is for the office to say."""
    moves = command.unit not in (None, file.unit)
    may(command, file.unit, *OFFICE, *(() if moves else UNIT))
    if moves and not command.unit_jurisdiction:
        raise refuse.unit_unknown(str(command.unit))
    updated = DriverUpdated(
        driver=command.driver,
        unit=command.unit or file.unit,
        name=command.name or file.name,
        phone=file.phone if command.phone is None else command.phone,
        jurisdiction=command.unit_jurisdiction if moves else file.jurisdiction,
        from_unit=file.unit,
        by=command.brief.actor.person,
        at=command.at,
    )
    return [] if evolve(file, updated) == file else [updated]


driver: Decider[DriverCommand, DriverEvent, Driver] = Decider(
    initial=Unknown(), decide=decide, evolve=evolve
)
"""What is said to a driver's dossier, and what becomes of it."""

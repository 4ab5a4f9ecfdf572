"""What follows in the same save when a driver's dossier changes or a session is held."""

from collections.abc import Callable, Iterable
from typing import Any

from fleet.decider import Event
from fleet.people.driver_commands import RecordTraining
from fleet.people.driver_events import (
    DriverRegistered,
    DriverReinstated,
    DriverSuspended,
    DriverUpdated,
    LicenceRecorded,
    PledgeSigned,
)
from fleet.people.driver_schedule_words import QualifyDriver
from fleet.people.training import TrainingHeld
from fleet.reactions.streams import AnySaid, to_driver, to_driver_schedule, to_unit

Qualifying = DriverRegistered | LicenceRecorded | PledgeSigned | DriverSuspended | DriverReinstated


def _registered(event: DriverRegistered) -> Iterable[AnySaid]:
    return [to_unit(event.unit), *_qualified(event)]


def _updated(event: DriverUpdated) -> Iterable[AnySaid]:
    return [to_unit(event.unit)] if event.unit != event.from_unit else []


def _qualified(event: Qualifying) -> Iterable[AnySaid]:
    """Whoever is to drive is asked again whether he may (R095, R096)."""
    told = {"driver": event.driver, "at": event.at}
    return [to_driver_schedule(QualifyDriver(qualification=event.qualification, **told))]


def _held(event: TrainingHeld) -> Iterable[AnySaid]:
    """Everybody who was there has it in his dossier (R097, R099)."""
    for attendee in event.attendees:
        attended = RecordTraining(
            driver=attendee,
            session=event.session,
            kind=event.kind,
            trainer_body=event.trainer_body,
            held_on=event.held_on,
            hours=event.hours,
            contest=event.contest,
            at=event.at,
        )
        yield to_driver(attended)


PEOPLE: dict[type[Event], Callable[[Any], Iterable[AnySaid]]] = {
    DriverRegistered: _registered,
    DriverUpdated: _updated,
    LicenceRecorded: _qualified,
    PledgeSigned: _qualified,
    DriverSuspended: _qualified,
    DriverReinstated: _qualified,
    TrainingHeld: _held,
}

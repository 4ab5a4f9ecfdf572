"""The sessions (培训活动): which of the four activities, when, by whom, and how many took part."""

from dataclasses import dataclass
from datetime import date

from fleet.decider import Entry
from fleet.people.training import TrainingHeld
from projections.projection import Projection


@dataclass(frozen=True, slots=True)
class Training:
    """One row a session."""

    session: str
    jurisdiction: str
    kind: str
    title: str
    trainer_body: str
    held_on: date
    hours: int
    attendees: int
    contest: bool


def _key(entry: Entry) -> str | None:
    return entry.event.session if isinstance(entry.event, TrainingHeld) else None


def _evolve(row: Training | None, entry: Entry) -> Training | None:
    match entry.event:
        case TrainingHeld() as it:
            what = (it.session, it.jurisdiction, it.kind, it.title, it.trainer_body)
            return Training(*what, it.held_on, it.hours, len(it.attendees), it.contest)
        case _:
            return row


view = Projection("trainings", version=1, row=Training, key=_key, evolve=_evolve)

"""The drivers (驾驶员): licence, pledge, training and stars of each."""

from dataclasses import dataclass, field, replace

from fleet.decider import Entry, Event
from fleet.people import driver_events as told
from fleet.people.qualification import Qualification
from projections.projection import Projection


@dataclass(frozen=True, slots=True)
class Driver:
    """One row a driver.

    Attributes:
        qualification: Whether he may drive: licence, pledges, points, suspension.
        rules_read: How many documents of the rule book he has read.
        attended: Year -> sessions he took part in.
        contests: Year -> contests among them.
        period: The last appraisal; empty: none yet.
        stars: What it came to; None: none yet.
        hundredths: The score behind the stars: 8725 is 87.25.
    """

    driver: str
    name: str
    unit: str
    jurisdiction: str
    qualification: Qualification
    rules_read: int = 0
    attended: dict[int, int] = field(default_factory=dict)
    contests: dict[int, int] = field(default_factory=dict)
    period: str = ""
    stars: int | None = None
    hundredths: int | None = None


def _key(entry: Entry) -> str | None:
    return entry.event.driver if isinstance(entry.event, told.OfDriver) else None


def _evolve(row: Driver | None, entry: Entry) -> Driver | None:
    match entry.event:
        case told.DriverRegistered() as it:
            return Driver(it.driver, it.name, it.unit, it.jurisdiction, it.qualification)
        case event:
            return _told(row, event) if row else None


def _told(row: Driver, event: Event) -> Driver:
    match event:
        case told.DriverUpdated(name=name, unit=unit, jurisdiction=where):
            return replace(row, name=name, unit=unit, jurisdiction=where)
        case (
            told.LicenceRecorded(qualification=now)
            | told.PledgeSigned(qualification=now)
            | told.DriverSuspended(qualification=now)
            | told.DriverReinstated(qualification=now)
        ):
            return replace(row, qualification=now)
        case _:
            return _learned(row, event)


def _learned(row: Driver, event: Event) -> Driver:
    match event:
        case told.RuleAcknowledged(acknowledged=count):
            return replace(row, rules_read=count)
        case told.TrainingRecorded(year=year, attended=attended, contests=contests):
            took, won = row.attended | {year: attended}, row.contests | {year: contests}
            return replace(row, attended=took, contests=won)
        case told.StarsAwarded(period=period, stars=stars, hundredths=score):
            newer = period >= row.period
            return replace(row, period=period, stars=stars, hundredths=score) if newer else row
        case _:
            return row


view = Projection("drivers", version=1, row=Driver, key=_key, evolve=_evolve)

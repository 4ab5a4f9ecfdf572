"""What comes into a driver's dossier: licence, pledge, read rules, sessions."""

from dataclasses import replace

from fleet.people import driver_refusals as refuse
from fleet.people.driver_commands import (
    AcknowledgeRule,
    PaperCommand,
    RecordLicence,
    RecordTraining,
    SignPledge,
)
from fleet.people.driver_events import (
    DriverEvent,
    LicenceRecorded,
    PaperEvent,
    PledgeSigned,
    RuleAcknowledged,
    TrainingRecorded,
)
from fleet.people.driver_stages import Attendance, Dossier, DrivingLicence
from fleet.people.rules import POINTS
from fleet.people.standing import HIMSELF, OFFICE, UNIT, may, suspended
from fleet.policy.grounds import Grounds


def decide(command: PaperCommand, file: Dossier) -> list[DriverEvent]:
    """Answer a command that brings a paper.

    Raises:
        Refused: If a rule forbids it.

    Source:
        R095-R097, R099, R101.
    """
    match command:
        case RecordLicence():
            may(command, file.unit, *OFFICE, *UNIT)
            return _licence(command, file)
        case SignPledge():
            may(command, file.unit, *OFFICE, *UNIT, HIMSELF)
            return _pledge(command, file)
        case AcknowledgeRule():
            may(command, file.unit, *OFFICE, *UNIT, HIMSELF)
            return _read(command, file)
        case RecordTraining():
            return _attended(command, file)


def evolve(file: Dossier, event: PaperEvent) -> Dossier:
    """Take one paper into account."""
    match event:
        case LicenceRecorded():
            return replace(file, licence=_as_recorded(event))
        case PledgeSigned(year=year, sha256=sha256):
            return replace(file, pledges={**file.pledges, year: sha256})
        case RuleAcknowledged(document=document, version=version):
            versions = file.read.get(document, frozenset()) | {version}
            return replace(file, read={**file.read, document: versions})
        case TrainingRecorded(session=session, year=year, contest=contest):
            known = {**file.sessions, session: Attendance(year, contest)}
            return replace(file, sessions=known)


def _as_recorded(paper: RecordLicence | LicenceRecorded) -> DrivingLicence:
    classes = tuple(sorted(set(paper.classes)))
    return DrivingLicence(paper.number, classes, paper.valid_until, paper.points, paper.sha256)


def _licence(command: RecordLicence, file: Dossier) -> list[DriverEvent]:
    paper = _as_recorded(command)
    if paper == file.licence:
        return []
    policy = command.brief.shelf.in_force(file.jurisdiction, command.at)
    full = {"points": paper.points, "suspended": True}
    over = POINTS.holds(policy, full)
    known = replace(file, licence=paper)
    recorded = LicenceRecorded(
        driver=command.driver,
        unit=file.unit,
        number=paper.number,
        classes=paper.classes,
        valid_until=paper.valid_until,
        points=paper.points,
        sha256=paper.sha256,
        grounds=Grounds.of(policy, POINTS, points=paper.points, suspended=over),
        qualification=known.qualification,
        by=command.brief.actor.person,
        at=command.at,
    )
    if not over or file.suspended:
        return [recorded]
    reason = f"记分 {paper.points} 分"
    return [recorded, suspended(command, known, "POINTS", reason, paper.number)]


def _pledge(command: SignPledge, file: Dossier) -> list[DriverEvent]:
    known = file.pledges.get(command.year)
    if known == command.sha256:
        return []
    if known is not None:
        raise refuse.pledge_differs(command.driver, command.year)
    policy = command.brief.shelf.in_force(file.jurisdiction, command.at)
    year = policy.jurisdiction.day(command.at).year
    if command.year not in (year, year + 1):
        raise refuse.pledge_year(command.driver, command.year, year)
    pledges = {**file.pledges, command.year: command.sha256}
    return [
        PledgeSigned(
            driver=command.driver,
            unit=file.unit,
            year=command.year,
            sha256=command.sha256,
            qualification=replace(file, pledges=pledges).qualification,
            by=command.brief.actor.person,
            at=command.at,
        )
    ]


def _read(command: AcknowledgeRule, file: Dossier) -> list[DriverEvent]:
    if command.version in file.read.get(command.document, ()):
        return []
    if command.version not in command.published:
        raise refuse.no_such_version(
            command.driver, command.document, command.version, command.published
        )
    return [
        RuleAcknowledged(
            driver=command.driver,
            unit=file.unit,
            document=command.document,
            version=command.version,
            acknowledged=len({*file.read, command.document}),
            by=command.brief.actor.person,
            at=command.at,
        )
    ]


def _attended(command: RecordTraining, file: Dossier) -> list[DriverEvent]:
    """Said by the session: whoever may hold it may say who was there."""
    if command.session in file.sessions:
        return []
    year = command.held_on.year
    before = [it for it in file.sessions.values() if it.year == year]
    return [
        TrainingRecorded(
            driver=command.driver,
            unit=file.unit,
            session=command.session,
            kind=command.kind,
            trainer_body=command.trainer_body,
            held_on=command.held_on,
            hours=command.hours,
            contest=command.contest,
            year=year,
            attended=len(before) + 1,
            contests=sum(it.contest for it in before) + command.contest,
            by=command.brief.actor.person,
            at=command.at,
        )
    ]

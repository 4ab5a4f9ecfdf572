"""A spot check (随机抽检, 线上+线下): a list, a start value, a draw, findings, two signatures.

Unplanned --PlanCampaign--> Planned --DrawSample--> Drawn --RecordFinding ... SignOff--> SignedOff
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from fleet.decider import Decider
from fleet.policy import authority
from fleet.policy.calendar import Unannounced, known
from fleet.supervision import spot_check_refusals as refuse
from fleet.supervision.sample import drawn, list_hash
from fleet.supervision.spot_check_words import (
    CampaignPlanned,
    CampaignSigned,
    CampaignSignedOff,
    CheckFindingRecorded,
    DrawSample,
    Line,
    PlanCampaign,
    RecordFinding,
    SampleDrawn,
    SignOff,
    SpotCheckCommand,
    SpotCheckEvent,
)

_TWO = 2  # bodies sign


@dataclass(frozen=True, slots=True)
class Unplanned:
    """Nobody has planned it."""


@dataclass(frozen=True, slots=True)
class Planned:
    """It can be drawn."""

    planned: CampaignPlanned


@dataclass(frozen=True, slots=True)
class Drawn:
    """It is carried out.

    Attributes:
        lines: What was drawn, in order.
        findings: Line -> (result, finding, evidence, body).
        signatures: Body -> who signed.
    """

    planned: CampaignPlanned
    lines: tuple[Line, ...]
    findings: Mapping[Line, tuple[str, str, str, str]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    signatures: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class SignedOff:
    """It is over.

    Attributes:
        drawn: What it was.
    """

    drawn: Drawn


SpotCheck = Unplanned | Planned | Drawn | SignedOff


def decide(command: SpotCheckCommand, check: SpotCheck) -> list[SpotCheckEvent]:
    """Answer a command with the events that follow from it; none when the wish is already true.

    Raises:
        Refused: If a rule forbids it.

    Source:
        R076, R082, R083; A12.
    """
    authority.check(command.brief)
    match command, check:
        case PlanCampaign(), _:
            return _planned(command, check)
        case DrawSample(), Planned(planned):
            return [_sample(command, planned)]
        case DrawSample(), Drawn() | SignedOff():
            return []
        case RecordFinding(), Drawn():
            return _found(command, check)
        case SignOff(), Drawn():
            return _signed(command, check)
        case SignOff(), SignedOff(Drawn(signatures=signatures)) if (
            signatures.get(command.brief.actor.role) == command.brief.actor.person
        ):
            return []
        case _:
            raise refuse.out_of_order(command, type(check).__name__)


def _planned(command: PlanCampaign, check: SpotCheck) -> list[SpotCheckEvent]:
    authority.require(command.brief, "BUREAU", "DISCIPLINE")
    _check(command)
    planned = CampaignPlanned(
        **command.model_dump(exclude={*command.FACTS}),
        list_sha256=list_hash(command.lines),
        by=command.brief.actor.person,
    )
    stood = plan_of(check)
    if stood is None:
        return [planned]
    if _about(stood) == _about(planned):
        return []
    raise refuse.differs(command.campaign)


def plan_of(check: SpotCheck) -> CampaignPlanned | None:
    """Its plan; None where there is none."""
    match check:
        case Unplanned():
            return None
        case Planned(planned) | Drawn(planned) | SignedOff(Drawn(planned)):
            return planned


def _about(planned: CampaignPlanned) -> tuple[dict[str, object], set[str]]:
    """What the plan says; who told it when, and the order of list and bodies, are no part."""
    said = planned.model_dump(exclude={"at", "by", "lines", "bodies"})
    return said, {*planned.bodies}


def _check(command: PlanCampaign) -> None:
    needed = {"BUREAU", "DISCIPLINE"} if command.kind == "JOINT" else {"BUREAU"}
    if not needed <= {*command.bodies} or len({*command.bodies}) < _TWO:
        raise refuse.bodies(command)
    if command.size > len(command.lines):
        raise refuse.too_large(command)
    if command.kind == "JOINT":
        _check_days(command)
    for line in command.lines:
        if command.kind not in ("JOINT", line.mode):
            raise refuse.other_mode(command, line)


def _check_days(command: PlanCampaign) -> None:
    days = sorted({line.day for line in command.lines})
    years = {day.year for day in days}
    told = {it: known(command.calendars.get(it, Unannounced()), it) for it in sorted(years)}
    if worked := [day for day in days if told[day.year].is_workday(day)]:
        raise refuse.worked(command, worked)


def _of(command: SpotCheckCommand, planned: CampaignPlanned) -> dict[str, object]:
    where = planned.jurisdiction
    return {"campaign": command.campaign, "jurisdiction": where, "at": command.at}


def _sample(command: DrawSample, planned: CampaignPlanned) -> SampleDrawn:
    authority.require(command.brief, *planned.bodies)
    lines = drawn(planned.lines, planned.start_value, planned.size)
    return SampleDrawn(
        **_of(command, planned),
        start_value=planned.start_value,
        list_sha256=planned.list_sha256,
        size=planned.size,
        lines=lines,
        vehicles=_cars(lines),
        by=command.brief.actor.person,
    )


def _cars(lines: tuple[Line, ...]) -> int:
    return len({line.vehicle for line in lines})


def _found(command: RecordFinding, check: Drawn) -> list[SpotCheckEvent]:
    actor = command.brief.actor
    authority.require(command.brief, *check.planned.bodies)
    line = Line(vehicle=command.vehicle, day=command.day, mode=command.mode)
    if line not in check.lines:
        raise refuse.not_drawn(command)
    if command.mode == "ONLINE" and not command.evidence:
        raise refuse.evidence_missing(command)
    told = (command.result, command.finding, command.evidence, actor.role)
    if check.findings.get(line) == told:
        return []
    said = command.model_dump(exclude={"brief"}) | _of(command, check.planned)
    return [CheckFindingRecorded(**said, body=actor.role, by=actor.person)]


def _signed(command: SignOff, check: Drawn) -> list[SpotCheckEvent]:
    bodies, actor = check.planned.bodies, command.brief.actor
    authority.require(command.brief, *bodies)
    if left := [line for line in check.lines if line not in check.findings]:
        raise refuse.unchecked(command.campaign, len(left), left[0])
    if check.signatures.get(actor.role) == actor.person:
        return []
    if actor.person in check.signatures.values():
        raise refuse.same_person(command.campaign, actor.person)
    if actor.role in check.signatures:
        raise refuse.same_body(command.campaign, actor.role, check.signatures[actor.role])
    said = _of(command, check.planned)
    signed = CampaignSigned(**said, body=actor.role, by=actor.person)
    signatures = {**check.signatures, actor.role: actor.person}
    if {*bodies} > signatures.keys():
        return [signed]
    passed = sum(result == "PASS" for result, *_ in check.findings.values())
    counts = {"checks": len(check.lines), "vehicles": _cars(check.lines), "passed": passed}
    return [signed, CampaignSignedOff(**said, signatures=signatures, **counts)]


def evolve(check: SpotCheck, event: SpotCheckEvent) -> SpotCheck:
    """Take one event into account."""
    match event, check:
        case CampaignPlanned(), _:
            return Planned(event)
        case SampleDrawn(lines=lines), Planned(planned):
            return Drawn(planned, lines)
        case CheckFindingRecorded(), Drawn():
            line = Line.model_validate(event.model_dump(include={"vehicle", "day", "mode"}))
            told = (event.result, event.finding, event.evidence, event.body)
            return replace(check, findings={**check.findings, line: told})
        case CampaignSigned(body=body, by=by), Drawn():
            return replace(check, signatures={**check.signatures, body: by})
        case CampaignSignedOff(), Drawn():
            return SignedOff(check)
        case _:
            return check


spot_check: Decider[SpotCheckCommand, SpotCheckEvent, SpotCheck] = Decider(
    initial=Unplanned(), decide=decide, evolve=evolve
)
"""The legal moves of a spot check (随机抽检)."""

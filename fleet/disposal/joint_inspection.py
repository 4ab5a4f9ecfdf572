"""A joint inspection (联合督查) of retired cars: the bureau and at least one other body.

Unplanned --PlanInspection--> Planned --RecordInspectionFinding ... CompleteInspection--> Completed
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from fleet.decider import Decider, Event, Refused
from fleet.policy import authority
from fleet.policy.brief import Briefed
from fleet.terms import Code, Jurisdiction, Moment, Name, Text

Body = Literal["BUREAU", "FINANCE", "TRANSPORT", "TRAFFIC_POLICE", "DISCIPLINE"]


class _Said(Briefed):
    inspection: Code
    at: Moment


class PlanInspection(_Said):
    """These cases are looked at by these bodies."""

    jurisdiction: Jurisdiction
    cases: Annotated[tuple[Code, ...], Field(min_length=1, max_length=500)]
    bodies: Annotated[tuple[Body, ...], Field(min_length=1)]


class RecordInspectionFinding(_Said):
    """A body says what it found; the speaker's role is the body."""

    case: Code
    finding: Name


class CompleteInspection(_Said):
    """The inspection is over."""

    review_note: Text = ""


class InspectionPlanned(Event):
    """These cases are looked at."""

    TOPIC: ClassVar = "joint-inspection.planned"
    inspection: str
    jurisdiction: str
    cases: tuple[str, ...]
    bodies: tuple[str, ...]
    by: str
    at: Moment


class InspectionFindingRecorded(Event):
    """A body has looked at a case."""

    TOPIC: ClassVar = "joint-inspection.finding-recorded"
    inspection: str
    case: str
    body: str
    finding: str
    by: str
    at: Moment


class InspectionCompleted(Event):
    """All bodies have spoken."""

    TOPIC: ClassVar = "joint-inspection.completed"
    inspection: str
    review_note: str
    at: Moment


InspectionCommand = PlanInspection | RecordInspectionFinding | CompleteInspection
InspectionEvent = InspectionPlanned | InspectionFindingRecorded | InspectionCompleted


@dataclass(frozen=True, slots=True)
class Unplanned:
    """Nobody has planned it."""


@dataclass(frozen=True, slots=True)
class Planned:
    """Under way.

    Attributes:
        jurisdiction: Where.
        findings: (case, body) -> what was found.
    """

    jurisdiction: str
    cases: tuple[str, ...]
    bodies: tuple[str, ...]
    findings: Mapping[tuple[str, str], str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Completed:
    """Over.

    Attributes:
        plan: What it was, with all that was found.
    """

    plan: Planned


Inspection = Unplanned | Planned | Completed


def decide(command: InspectionCommand, inspection: Inspection) -> list[InspectionEvent]:
    """Answer a command with the events that follow from it; none when the wish is already true.

    Raises:
        Refused: If fewer than the bureau and one other body take part.

    Source:
        R118.
    """
    authority.check(command.brief)
    by = command.brief.actor.person
    match command, inspection:
        case PlanInspection(), Unplanned():
            _check_bodies(command.inspection, set(command.bodies))
            return [InspectionPlanned(**command.model_dump(exclude={"brief"}), by=by)]
        case PlanInspection(), Planned() | Completed():
            return _planned_again(command, inspection)
        case RecordInspectionFinding(), Planned():
            return _found(command, inspection)
        case CompleteInspection(review_note=note), Planned(findings=findings):
            _check_bodies(command.inspection, {body for _, body in findings})
            if not note:
                raise _without_note(command.inspection)
            said = {"inspection": command.inspection, "review_note": note, "at": command.at}
            return [InspectionCompleted(**said)]
        case CompleteInspection(), Completed():
            return []
        case _:
            raise _out_of_order(command, inspection)


def _planned_again(command: PlanInspection, known: Planned | Completed) -> list[InspectionEvent]:
    plan = known if isinstance(known, Planned) else known.plan
    told = (command.jurisdiction, {*command.cases}, {*command.bodies})
    if told != (plan.jurisdiction, {*plan.cases}, {*plan.bodies}):
        raise _differs(command.inspection)
    return []


def _found(command: RecordInspectionFinding, inspection: Planned) -> list[InspectionEvent]:
    authority.require(command.brief, *inspection.bodies)
    if command.case not in inspection.cases:
        raise _not_drawn(command.inspection, command.case)
    body = command.brief.actor.role
    if inspection.findings.get((command.case, body)) == command.finding:
        return []
    found = InspectionFindingRecorded(
        **command.model_dump(exclude={"brief"}), body=body, by=command.brief.actor.person
    )
    return [found]


def evolve(inspection: Inspection, event: InspectionEvent) -> Inspection:
    """Take one event into account."""
    match event:
        case InspectionPlanned(jurisdiction=jurisdiction, cases=cases, bodies=bodies):
            return Planned(jurisdiction, cases, bodies)
        case InspectionFindingRecorded(case=case, body=body, finding=finding):
            if not isinstance(inspection, Planned):
                return inspection
            return replace(inspection, findings={**inspection.findings, (case, body): finding})
        case InspectionCompleted():
            return Completed(inspection) if isinstance(inspection, Planned) else inspection


def _check_bodies(number: str, bodies: set[str]) -> None:
    if "BUREAU" in bodies and len(bodies) > 1:
        return
    raise Refused(
        "联合督查",
        "BodiesMissing",
        "R118",
        zh="联合督查 {inspection} 须有车管部门和至少一个其他部门，现有 {bodies}：请补充参加部门。",
        en="joint inspection {inspection} needs the bureau and at least one other body, "
        "it has {bodies}: add one.",
        inspection=number,
        bodies=", ".join(sorted(bodies)) or "-",
    )


def _differs(number: str) -> Refused:
    return Refused(
        "联合督查",
        "InspectionDiffers",
        "R118",
        zh="联合督查 {inspection} 已有计划且内容不同：请另编编号，或核对原计划。",
        en="joint inspection {inspection} is planned already and says something else: "
        "choose another number, or check it.",
        inspection=number,
    )


def _without_note(number: str) -> Refused:
    return Refused(
        "后期复盘",
        "ReviewNoteMissing",
        "R128",
        zh="联合督查 {inspection} 结束须写明复盘意见（review_note）。",
        en="joint inspection {inspection} ends with a review note only: write it (review_note).",
        inspection=number,
    )


def _not_drawn(number: str, case: str) -> Refused:
    return Refused(
        "联合督查",
        "CaseNotDrawn",
        "R118",
        zh="处置 {case} 不在联合督查 {inspection} 的清单中：请核对。",
        en="disposal {case} is not on the list of joint inspection {inspection}: check it.",
        inspection=number,
        case=case,
    )


def _out_of_order(command: InspectionCommand, inspection: Inspection) -> Refused:
    return Refused(
        "办理次序",
        "OutOfOrder",
        "R118",
        zh="联合督查 {inspection} 处于 {stage} 状态，不能办理 {command}：请先制定督查计划。",
        en="{command} does not follow {stage} (joint inspection {inspection}): plan it first.",
        inspection=command.inspection,
        stage=type(inspection).__name__,
        command=type(command).__name__,
    )


joint_inspection: Decider[InspectionCommand, InspectionEvent, Inspection] = Decider(
    initial=Unplanned(), decide=decide, evolve=evolve
)

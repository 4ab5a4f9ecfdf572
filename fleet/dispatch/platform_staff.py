"""Who dispatches on a platform, who is on duty there, and whom a veteran platform drives."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from fleet.decider import Event, Refused
from fleet.policy.authority import check, require
from fleet.policy.brief import Briefed
from fleet.terms import Code, Moment, Name


class AppointDispatcher(Briefed):
    """Somebody dispatches on this platform from now on."""

    platform: Code
    person: Name
    document: Name | None = None
    at: Moment


class DismissDispatcher(Briefed):
    """Somebody does not any more; his duty ends with it."""

    platform: Code
    person: Name
    at: Moment


class StartDuty(Briefed):
    """A dispatcher is on duty (值班): emergency orders can be opened by him."""

    platform: Code
    person: Name
    at: Moment


class EndDuty(Briefed):
    """A dispatcher goes off duty."""

    platform: Code
    person: Name
    at: Moment


class RegisterBeneficiary(Briefed):
    """A veteran cadre is driven by this platform.

    Attributes:
        person: The cadre.
        document: Who says that he is entitled.
    """

    platform: Code
    person: Name
    document: Name
    at: Moment


class RemoveBeneficiary(Briefed):
    """He is not any more."""

    platform: Code
    person: Name
    reason: Name
    at: Moment


class _OnPlatform(Event):
    platform: str
    person: str
    by: str
    body: str
    at: Moment


class DispatcherAppointed(_OnPlatform):
    """He dispatches here."""

    TOPIC: ClassVar = "platform.dispatcher-appointed"
    document: str | None = None


class DispatcherDismissed(_OnPlatform):
    """He does not any more."""

    TOPIC: ClassVar = "platform.dispatcher-dismissed"


class DutyStarted(_OnPlatform):
    """He is on duty."""

    TOPIC: ClassVar = "platform.duty-started"


class DutyEnded(_OnPlatform):
    """He is off duty."""

    TOPIC: ClassVar = "platform.duty-ended"


class BeneficiaryRegistered(_OnPlatform):
    """This platform drives him."""

    TOPIC: ClassVar = "platform.beneficiary-registered"
    document: str


class BeneficiaryRemoved(_OnPlatform):
    """It does not any more."""

    TOPIC: ClassVar = "platform.beneficiary-removed"
    reason: str


StaffCommand = (
    AppointDispatcher
    | DismissDispatcher
    | StartDuty
    | EndDuty
    | RegisterBeneficiary
    | RemoveBeneficiary
)
StaffEvent = (
    DispatcherAppointed
    | DispatcherDismissed
    | DutyStarted
    | DutyEnded
    | BeneficiaryRegistered
    | BeneficiaryRemoved
)


@dataclass(frozen=True, slots=True)
class Staff:
    """Who is known to a platform.

    Attributes:
        dispatchers: Who may dispatch.
        on_duty: Those of them who are on duty.
        beneficiaries: Cadre -> the document that entitles him.
    """

    dispatchers: frozenset[str] = frozenset()
    on_duty: frozenset[str] = frozenset()
    beneficiaries: Mapping[str, str] = field(default_factory=dict)


VETERAN_CADRE = "VETERAN_CADRE"


def decide(command: StaffCommand, staff: Staff, category: str | None) -> list[StaffEvent]:
    """Answer what is said about the people of a platform; the same again is nothing new.

    Args:
        command: What is said.
        staff: Who is known so far.
        category: What the platform's cars are kept for.

    Raises:
        Refused: If a rule forbids it.

    Source:
        R055: each platform has its own dispatchers and its own eligibility.
    """
    check(command.brief)
    match command:
        case StartDuty() | EndDuty():
            return _duty(command, staff)
        case AppointDispatcher() | DismissDispatcher():
            require(command.brief, "BUREAU", "CENTRE")
            return _dispatcher(command, staff)
        case RegisterBeneficiary() | RemoveBeneficiary():
            require(command.brief, "BUREAU", "CENTRE")
            return _beneficiary(command, staff, category)


def _duty(command: StartDuty | EndDuty, staff: Staff) -> list[StaffEvent]:
    """He says so himself, or the centre says it for him."""
    if command.brief.actor.person != command.person:
        require(command.brief, "BUREAU", "CENTRE")
    on = command.person in staff.on_duty
    if isinstance(command, EndDuty):
        return [DutyEnded(**_said(command))] if on else []
    if command.person not in staff.dispatchers:
        raise _no_dispatcher(command)
    return [] if on else [DutyStarted(**_said(command))]


def _dispatcher(command: AppointDispatcher | DismissDispatcher, staff: Staff) -> list[StaffEvent]:
    known = command.person in staff.dispatchers
    if isinstance(command, AppointDispatcher):
        told = _said(command) | {"document": command.document}
        return [] if known else [DispatcherAppointed(**told)]
    if not known:
        return []
    ended = [DutyEnded(**_said(command))] if command.person in staff.on_duty else []
    return [*ended, DispatcherDismissed(**_said(command))]


def _beneficiary(
    command: RegisterBeneficiary | RemoveBeneficiary, staff: Staff, category: str | None
) -> list[StaffEvent]:
    known = staff.beneficiaries.get(command.person)
    if isinstance(command, RemoveBeneficiary):
        told = _said(command) | {"reason": command.reason}
        return [] if known is None else [BeneficiaryRemoved(**told)]
    if category != VETERAN_CADRE:
        raise _for_no_cadre(command, category)
    told = _said(command) | {"document": command.document}
    return [] if known == command.document else [BeneficiaryRegistered(**told)]


def _said(command: StaffCommand) -> dict[str, Any]:
    actor = command.brief.actor
    return {
        "platform": command.platform,
        "person": command.person,
        "by": actor.person,
        "body": actor.role,
        "at": command.at,
    }


def evolve(staff: Staff, event: StaffEvent) -> Staff:
    """Take one event into account."""
    who = event.person
    match event:
        case DispatcherAppointed():
            return replace(staff, dispatchers=staff.dispatchers | {who})
        case DispatcherDismissed():
            return replace(staff, dispatchers=staff.dispatchers - {who})
        case DutyStarted():
            return replace(staff, on_duty=staff.on_duty | {who})
        case DutyEnded():
            return replace(staff, on_duty=staff.on_duty - {who})
        case BeneficiaryRegistered(document=document):
            return replace(staff, beneficiaries={**staff.beneficiaries, who: document})
        case BeneficiaryRemoved():
            left = {each: paper for each, paper in staff.beneficiaries.items() if each != who}
            return replace(staff, beneficiaries=left)


def _no_dispatcher(command: StartDuty) -> Refused:
    return Refused(
        "平台调度",
        "NotADispatcher",
        "R055",
        zh="{person} 不是平台 {platform} 的调度员，不能值班：请先任命。",
        en="{person} is no dispatcher of platform {platform} and cannot go on duty: "
        "appoint him first.",
        person=command.person,
        platform=command.platform,
    )


def _for_no_cadre(command: RegisterBeneficiary, category: str | None) -> Refused:
    return Refused(
        "服务对象",
        "PlatformHasNoBeneficiaries",
        "R055",
        zh="平台 {platform}（{category}）不服务离退休老干部，{person} 不能登记："
        "请在老干部服务平台登记。",
        en="platform {platform} ({category}) does not drive veteran cadres, {person} cannot be "
        "registered: use the platform of veteran cadres.",
        person=command.person,
        platform=command.platform,
        category=category or "-",
    )

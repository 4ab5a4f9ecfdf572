"""The plan of a year (年度计划): which approved indicators are bought, and how many are NEVs.

Unopened --OpenPlanYear--> Open --ApprovePlan--> Approved --AmendPlan--> Approved
"""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from fleet.decider import Decider, Event, Refused
from fleet.planning.rules import NEV_SHARE
from fleet.policy import authority
from fleet.policy.brief import Briefed
from fleet.policy.grounds import Grounds
from fleet.policy.policy_set import PolicySet
from fleet.terms import Code, Jurisdiction, Moment

Year = Annotated[int, Field(ge=2000, le=2200)]


class PlanEntry(BaseModel):
    """What an indicator says of itself when a plan is decided.

    Attributes:
        approved: Whether it is approved, or further.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    indicator: str
    kind: str
    slot: str
    plan_year: int
    jurisdiction: str = ""
    nev: bool
    approved: bool


class _Said(Briefed):
    jurisdiction: Jurisdiction
    year: Year
    at: Moment

    @property
    def plan(self) -> str:
        """The plan's name: `330100-2026`."""
        return f"{self.jurisdiction}-{self.year}"


class OpenPlanYear(_Said):
    """Indicators of this year are collected."""


class _Listed(_Said):
    """Attributes: entries: What the indicators say of themselves."""

    FACTS: ClassVar = Briefed.FACTS | {"entries"}

    indicators: tuple[Code, ...]
    entries: tuple[PlanEntry, ...] = ()


class ApprovePlan(_Listed):
    """These indicators are the year's plan."""


class AmendPlan(_Listed):
    """The plan is now this list; it holds those of before, and more."""


class PlanYearOpened(Event):
    """Indicators of this year are collected."""

    TOPIC: ClassVar = "year-plan.opened"
    plan: str
    jurisdiction: str
    year: int
    at: Moment


class _Decided(Event):
    """Attributes: renewals, additions, nev: How many of each the plan has."""

    plan: str
    indicators: tuple[str, ...]
    renewals: int
    additions: int
    nev: int
    grounds: Grounds
    by: str
    at: Moment


class PlanApproved(_Decided):
    """So many cars are bought in the year."""

    TOPIC: ClassVar = "year-plan.approved"


class PlanAmended(_Decided):
    """The same, after a change."""

    TOPIC: ClassVar = "year-plan.amended"


PlanCommand = OpenPlanYear | ApprovePlan | AmendPlan
PlanEvent = PlanYearOpened | PlanApproved | PlanAmended


@dataclass(frozen=True, slots=True)
class Unopened:
    """Nobody plans that year yet."""


@dataclass(frozen=True, slots=True)
class Open:
    """Indicators are collected."""


@dataclass(frozen=True, slots=True)
class Approved:
    """This is what is bought."""

    indicators: tuple[str, ...]


YearPlan = Unopened | Open | Approved


def decide(command: PlanCommand, plan: YearPlan) -> list[PlanEvent]:
    """Answer a command with the events that follow from it; none when the wish is already true.

    Raises:
        Refused: If too few of the cars are NEVs, or an indicator does not belong there.

    Source:
        R043; handbook 4 (YearPlan), B23.
    """
    authority.check(command.brief)
    match command, plan:
        case OpenPlanYear(), Unopened():
            said = {"jurisdiction": command.jurisdiction, "year": command.year}
            return [PlanYearOpened(plan=command.plan, at=command.at, **said)]
        case OpenPlanYear(), _:
            return []
        case ((ApprovePlan() | AmendPlan()), Approved(indicators=known)) if set(known) == set(
            command.indicators
        ):
            return []
        case ApprovePlan(), Open():
            return [PlanApproved(**_decided(command))]
        case AmendPlan(), Approved(indicators=known) if set(known) <= set(command.indicators):
            return [PlanAmended(**_decided(command))]
        case _:
            raise _out_of_order(command, plan)


def _decided(command: ApprovePlan | AmendPlan) -> dict[str, object]:
    authority.require(command.brief, "BUREAU", "FINANCE")
    policy = command.brief.shelf.in_force(command.jurisdiction, command.at)
    for entry in command.entries:
        elsewhere = entry.jurisdiction not in ("", command.jurisdiction)
        if not entry.approved or entry.plan_year != command.year or elsewhere:
            raise _unfit(command, entry)
    if len({entry.slot for entry in command.entries}) < len(command.entries):
        raise _same_slot(command)
    nev = sum(entry.nev for entry in command.entries)
    asked = {"nev": nev, "purchases": len(command.entries)}
    if not NEV_SHARE.holds(policy, asked):
        raise _too_few(command, nev, policy)
    kinds = [entry.kind for entry in command.entries]
    return {
        "plan": command.plan,
        "at": command.at,
        "indicators": tuple(entry.indicator for entry in command.entries),
        "renewals": kinds.count("RENEWAL"),
        "additions": kinds.count("ADDITION"),
        "nev": nev,
        "grounds": Grounds.of(policy, NEV_SHARE, **asked),
        "by": command.brief.actor.person,
    }


def evolve(_: YearPlan, event: PlanEvent) -> YearPlan:
    """Take one event into account."""
    match event:
        case PlanYearOpened():
            return Open()
        case PlanApproved(indicators=indicators) | PlanAmended(indicators=indicators):
            return Approved(indicators)


def _too_few(command: ApprovePlan | AmendPlan, nev: int, policy: PolicySet) -> Refused:
    total = len(command.entries)
    return Refused(
        "新能源汽车配备比例",
        "NevShareTooLow",
        "R043",
        zh="{plan} 计划购置 {total} 辆，其中新能源 {nev} 辆，至少需要 {needed} 辆（{share}）："
        "请调整车型后再批。",
        en="plan {plan} buys {total} cars, {nev} of them NEVs; {needed} are needed ({share}): "
        "change the cars before it is approved.",
        plan=command.plan,
        total=total,
        nev=nev,
        needed=policy.nev.needed(total),
        share=f"{policy.nev.min_share_of_year * 100:.0f}%",
    ).raising("PROC-05", policy.reference)


def _unfit(command: ApprovePlan | AmendPlan, entry: PlanEntry) -> Refused:
    return Refused(
        "先指标后预算",
        "PlanEntryUnfit",
        "R026",
        zh="指标 {indicator} 不能列入 {plan}：尚未批准，或属于 {year} 年度。请先批准或移出。",
        en="indicator {indicator} cannot be in plan {plan}: it is not approved, or of {year}: "
        "approve it first, or leave it out.",
        indicator=entry.indicator,
        plan=command.plan,
        year=entry.plan_year,
    )


def _same_slot(command: ApprovePlan | AmendPlan) -> Refused:
    return Refused(
        "一编一指标",
        "SlotPlannedTwice",
        "R049",
        zh="{plan} 中有两个指标对应同一编制：请核对清单。",
        en="two indicators of plan {plan} are for the same slot: check the list.",
        plan=command.plan,
    )


def _out_of_order(command: PlanCommand, plan: YearPlan) -> Refused:
    return Refused(
        "办理次序",
        "OutOfOrder",
        "R043",
        zh="{plan} 处于 {stage} 状态，不能办理 {command}：请先开启年度计划；已批计划只能增补。",
        en="{command} does not follow {stage} (plan {plan}): open the year first; "
        "an approved plan can only be added to.",
        plan=command.plan,
        stage=type(plan).__name__,
        command=type(command).__name__,
    )


year_plan: Decider[PlanCommand, PlanEvent, YearPlan] = Decider(
    initial=Unopened(), decide=decide, evolve=evolve
)

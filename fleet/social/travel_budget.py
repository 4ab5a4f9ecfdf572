"""A unit's yearly travel budget (公务交通年度报销额度): money instead of cars.

Unallotted --AllotBudget--> Allotted; claims never exceed the cap.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Annotated, ClassVar

from pydantic import Field

from fleet.decider import Command, Decider, Event, Refused
from fleet.policy.authority import check, require
from fleet.policy.brief import Briefed
from fleet.policy.grounds import Grounds
from fleet.social.rules import NEW_UNIT
from fleet.terms import ZONE, Code, Fen, Moment, Name, UnitCode

Year = Annotated[int, Field(ge=2000, le=2999)]
"""A calendar year, by the clock of Hangzhou."""

Amount = Annotated[int, Field(ge=1, le=10**13)]
"""Money in fen (1/100 yuan), more than nothing."""


class AllotBudget(Briefed):
    """A unit gets its yearly cap.

    Attributes:
        unit: Which.
        year: For which year.
        cap_fen: How much, fen; None: what the policy says.
        document: Who says so.
    """

    unit: UnitCode
    year: Year
    cap_fen: Fen | None = None
    document: Name | None = None
    at: Moment


class AllotToNewUnit(Briefed):
    """A unit has been registered: one founded after the baseline gets money, not slots (R009).

    Attributes:
        unit: Which.
        year: In which it was founded: the first year it needs the money for.
        created_on: The day it was founded.
    """

    unit: UnitCode
    year: Year
    created_on: date


class PostClaim(Command):
    """Somebody claims travel money.

    Attributes:
        claim: Number of the claim; never used again.
        amount_fen: How much, fen.
    """

    unit: UnitCode
    year: Year
    claim: Code
    amount_fen: Amount
    at: Moment


class ReverseClaim(Command):
    """A claim was wrong.

    Attributes:
        claim: Number of the claim.
        reason: Why.
    """

    unit: UnitCode
    year: Year
    claim: Code
    reason: Name
    at: Moment


class TravelBudgetAllotted(Event):
    """A unit may claim so much in a year.

    Attributes:
        cap_fen: How much, fen.
        warn_percent: From this share of the cap on finance is warned.
    """

    TOPIC: ClassVar = "travel-budget.allotted"
    unit: str
    year: int
    cap_fen: int
    warn_percent: int
    document: str | None = None
    grounds: Grounds
    at: Moment


class ClaimPosted(Event):
    """Money is spent.

    Attributes:
        amount_fen: By this claim, fen.
        spent_fen: By all claims of the year, this one too, fen.
        cap_fen: What may be spent, fen.
        warned: This claim crosses the line at which finance is warned (RENT-04).
        exhausted: This claim uses up the cap (RENT-04 becomes RED).
    """

    TOPIC: ClassVar = "travel-budget.claim-posted"
    unit: str
    year: int
    claim: str
    amount_fen: int
    spent_fen: int
    cap_fen: int
    warned: bool = False
    exhausted: bool = False
    at: Moment


class ClaimReversed(Event):
    """The money of a claim may be spent again.

    Attributes:
        amount_fen: That the claim had been for, fen.
        spent_fen: By all claims that are left, fen.
        eased: What is spent falls below the line of the warning.
    """

    TOPIC: ClassVar = "travel-budget.claim-reversed"
    unit: str
    year: int
    claim: str
    reason: str
    amount_fen: int
    spent_fen: int
    cap_fen: int
    eased: bool = False
    at: Moment


TravelBudgetCommand = AllotBudget | AllotToNewUnit | PostClaim | ReverseClaim
TravelBudgetEvent = TravelBudgetAllotted | ClaimPosted | ClaimReversed


@dataclass(frozen=True, slots=True)
class Unallotted:
    """The unit has no budget in this year."""


@dataclass(frozen=True, slots=True)
class Allotted:
    """The unit may claim.

    Attributes:
        cap_fen: What may be spent, fen.
        warn_percent: From this share on finance is warned.
        policy: Under which the cap was set.
        claims: Number -> fen; what has been reversed is 0.
    """

    cap_fen: int
    warn_percent: int
    policy: str
    claims: Mapping[str, int] = field(default_factory=dict)

    @property
    def spent_fen(self) -> int:
        """By all claims, fen."""
        return sum(self.claims.values())

    def near(self, spent_fen: int) -> bool:
        """Whether so much is at or above the line of the warning."""
        return 100 * spent_fen >= self.warn_percent * self.cap_fen


TravelBudget = Unallotted | Allotted


def decide(command: TravelBudgetCommand, budget: TravelBudget) -> list[TravelBudgetEvent]:
    """Answer a command to a travel budget.

    Raises:
        Refused: If a rule forbids it.

    Source:
        R009, R010.
    """
    match command:
        case AllotBudget():
            check(command.brief)
            require(command.brief, "BUREAU", "FINANCE")
            return _allot(command, budget)
        case AllotToNewUnit():
            return _allot_new(command) if isinstance(budget, Unallotted) else []
        case PostClaim():
            return _post(command, _allotted(command, budget))
        case ReverseClaim():
            return _reverse(command, _allotted(command, budget))


def evolve(budget: TravelBudget, event: TravelBudgetEvent) -> TravelBudget:
    """Take one event into account."""
    match event:
        case TravelBudgetAllotted():
            return Allotted(event.cap_fen, event.warn_percent, event.grounds.policy)
        case ClaimPosted(claim=claim, amount_fen=amount):
            return _claimed(budget, claim, amount)
        case ClaimReversed(claim=claim):
            return _claimed(budget, claim, 0)


def _claimed(budget: TravelBudget, claim: str, amount_fen: int) -> TravelBudget:
    known = budget if isinstance(budget, Allotted) else Allotted(0, 100, "")
    return replace(known, claims={**known.claims, claim: amount_fen})


def _allot(command: AllotBudget, budget: TravelBudget) -> list[TravelBudgetEvent]:
    policy = command.brief.shelf.in_force(command.brief.jurisdiction, command.at)
    cap = policy.travel_budget.yearly_cap_fen if command.cap_fen is None else command.cap_fen
    if isinstance(budget, Allotted):
        if cap != budget.cap_fen:
            raise _fixed(command, budget, cap)
        return []
    return [
        TravelBudgetAllotted(
            unit=command.unit,
            year=command.year,
            cap_fen=cap,
            warn_percent=policy.travel_budget.warn_percent,
            document=command.document,
            grounds=Grounds.of(policy, cap_fen=cap),
            at=command.at,
        )
    ]


def _allot_new(command: AllotToNewUnit) -> list[TravelBudgetEvent]:
    """Nothing follows for a unit that is older than the baseline, or than every policy."""
    at = datetime.combine(command.created_on, time(), ZONE)
    try:
        policy = command.brief.shelf.in_force(command.brief.jurisdiction, at)
    except Refused:
        return []
    asked = {"unit_created": command.created_on.isoformat()}
    if not NEW_UNIT.holds(policy, asked):
        return []
    return [
        TravelBudgetAllotted(
            unit=command.unit,
            year=command.year,
            cap_fen=policy.travel_budget.yearly_cap_fen,
            warn_percent=policy.travel_budget.warn_percent,
            grounds=Grounds.of(policy, NEW_UNIT, **asked),
            at=at,
        )
    ]


def _post(command: PostClaim, budget: Allotted) -> list[TravelBudgetEvent]:
    known = budget.claims.get(command.claim)
    if known == command.amount_fen:
        return []
    if known is not None:
        raise _claim_used(command, known)
    before = budget.spent_fen
    spent = before + command.amount_fen
    if spent > budget.cap_fen:
        raise _above_cap(command, budget)
    return [
        ClaimPosted(
            **dict(command),
            spent_fen=spent,
            cap_fen=budget.cap_fen,
            warned=budget.near(spent) and not budget.near(before),
            exhausted=spent == budget.cap_fen,
        )
    ]


def _reverse(command: ReverseClaim, budget: Allotted) -> list[TravelBudgetEvent]:
    amount = budget.claims.get(command.claim)
    if amount is None:
        raise _claim_unknown(command)
    if amount == 0:
        return []
    before = budget.spent_fen
    spent = before - amount
    return [
        ClaimReversed(
            **dict(command),
            amount_fen=amount,
            spent_fen=spent,
            cap_fen=budget.cap_fen,
            eased=budget.near(before) and not budget.near(spent),
        )
    ]


def _yuan(fen: int) -> str:
    """As it is written on paper: 2000.00."""
    return f"{fen // 100}.{fen % 100:02}"


def _above_cap(told: PostClaim, budget: Allotted) -> Refused:
    return Refused(
        "公务交通经费限额",
        "CapExceeded",
        "R010",
        zh="单位 {unit} {year} 年限额 {cap} 元，已报销 {spent} 元，还可报销 {left} 元，"
        "不能再报销 {amount} 元：请调整金额或申请追加经费。",
        en="unit {unit} may spend {cap} yuan in {year} and has spent {spent}; {left} are left, "
        "not {amount}: claim less, or ask for more budget.",
        unit=told.unit,
        year=told.year,
        cap=_yuan(budget.cap_fen),
        spent=_yuan(budget.spent_fen),
        left=_yuan(budget.cap_fen - budget.spent_fen),
        amount=_yuan(told.amount_fen),
    ).raising("", budget.policy)


def _claim_used(told: PostClaim, known: int) -> Refused:
    return Refused(
        "一单一报",
        "ClaimReversed" if known == 0 else "ClaimDiffers",
        "R010",
        zh="报销单 {claim} {state_zh}，不能再次报销：请使用新的单号。",
        en="claim {claim} {state}: use a new number.",
        claim=told.claim,
        state="has been reversed" if known == 0 else f"was for {_yuan(known)} yuan",
        state_zh="已冲销" if known == 0 else f"已报销 {_yuan(known)} 元",
    )


def _claim_unknown(told: ReverseClaim) -> Refused:
    return Refused(
        "一单一报",
        "ClaimUnknown",
        "R010",
        zh="单位 {unit} {year} 年没有报销单 {claim}：请核对单号。",
        en="unit {unit} has no claim {claim} in {year}: check its number.",
        unit=told.unit,
        year=told.year,
        claim=told.claim,
    )


def _allotted(told: PostClaim | ReverseClaim, budget: TravelBudget) -> Allotted:
    if isinstance(budget, Allotted):
        return budget
    raise Refused(
        "公务交通经费限额",
        "BudgetNotAllotted",
        "R010",
        zh="单位 {unit} {year} 年没有公务交通经费限额：请先核定。",
        en="unit {unit} has no travel budget for {year}: allot one first.",
        unit=told.unit,
        year=told.year,
    )


def _fixed(told: AllotBudget, budget: Allotted, cap: int) -> Refused:
    return Refused(
        "公务交通经费限额",
        "BudgetAllotted",
        "R010",
        zh="单位 {unit} {year} 年限额已核定为 {cap} 元，不能改为 {wished} 元：请核对。",
        en="the travel budget of unit {unit} for {year} is {cap} yuan, not {wished}: "
        "check the amount.",
        unit=told.unit,
        year=told.year,
        cap=_yuan(budget.cap_fen),
        wished=_yuan(cap),
    )


travel_budget: Decider[TravelBudgetCommand, TravelBudgetEvent, TravelBudget] = Decider(
    initial=Unallotted(), decide=decide, evolve=evolve
)

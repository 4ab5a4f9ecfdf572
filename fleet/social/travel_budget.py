"""A unit's yearly travel budget (公务交通年度报销额度): money instead of cars.

Unallotted --AllotBudget--> Allotted; claims never exceed the cap, which a new decision may raise.
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
from fleet.social import travel_budget_refusals as refuse
from fleet.social.rules import NEW_UNIT
from fleet.terms import ZONE, Code, Fen, Moment, Name, UnitCode

Year = Annotated[int, Field(ge=2000, le=2999)]
"""A calendar year, by the clock of Hangzhou."""

Amount = Annotated[int, Field(ge=1, le=10**13)]
"""Money in fen (1/100 yuan), more than nothing."""


class AllotBudget(Briefed):
    """A unit gets its yearly cap, or more of it by another decision (追加经费).

    Attributes:
        unit: Which.
        year: For which year.
        cap_fen: How much, fen; None: what the policy says.
        document: Who says so; a higher cap needs one of its own.
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


class ReplaceClaim(Command):
    """What a claim amounts to is known now, whatever it was for before.

    Attributes:
        claim: Number of the claim.
        amount_fen: How much, fen; 0: nothing of it is left.
        reason: Why.
    """

    unit: UnitCode
    year: Year
    claim: Code
    amount_fen: Fen
    reason: Name
    at: Moment


class TravelBudgetAllotted(Event):
    """A unit may claim so much in a year.

    Attributes:
        cap_fen: How much, fen.
        warn_percent: From this share of the cap on finance is warned.
        eased: What is spent is below the line of the warning again.
    """

    TOPIC: ClassVar = "travel-budget.allotted"
    unit: str
    year: int
    cap_fen: int
    warn_percent: int
    document: str | None = None
    grounds: Grounds
    eased: bool = False
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


TravelBudgetCommand = AllotBudget | AllotToNewUnit | PostClaim | ReverseClaim | ReplaceClaim
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
        document: Who said so.
    """

    cap_fen: int
    warn_percent: int
    policy: str
    claims: Mapping[str, int] = field(default_factory=dict)
    document: str | None = None

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
        case ReplaceClaim():
            return _replace(command, _allotted(command, budget))


def evolve(budget: TravelBudget, event: TravelBudgetEvent) -> TravelBudget:
    """Take one event into account."""
    match event:
        case TravelBudgetAllotted():
            claims = budget.claims if isinstance(budget, Allotted) else {}
            terms = (event.cap_fen, event.warn_percent, event.grounds.policy)
            return Allotted(*terms, claims, event.document)
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
        if cap == budget.cap_fen:
            return []
        if cap < budget.cap_fen or command.document in (None, budget.document):
            raise refuse.fixed(command.unit, command.year, budget.cap_fen, cap)
    allotted = TravelBudgetAllotted(
        unit=command.unit,
        year=command.year,
        cap_fen=cap,
        warn_percent=policy.travel_budget.warn_percent,
        document=command.document,
        grounds=Grounds.of(policy, cap_fen=cap),
        at=command.at,
    )
    return [allotted.model_copy(update={"eased": _eased(budget, allotted)})]


def _eased(budget: TravelBudget, event: TravelBudgetAllotted) -> bool:
    """Whether the warning of before does not hold any more."""
    match budget, evolve(budget, event):
        case Allotted(spent_fen=spent) as before, Allotted() as after:
            return before.near(spent) and not after.near(spent)
        case _:
            return False


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
        raise refuse.claim_used(command.claim, known)
    before = budget.spent_fen
    spent = before + command.amount_fen
    if spent > budget.cap_fen:
        money = (budget.cap_fen, before, command.amount_fen)
        raise refuse.above_cap(command.unit, command.year, money, budget.policy)
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
        raise refuse.claim_unknown(command.unit, command.year, command.claim)
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


def _replace(command: ReplaceClaim, budget: Allotted) -> list[TravelBudgetEvent]:
    """Reversed and posted again in one: only what comes of both is warned of."""
    known, amount = budget.claims.get(command.claim, 0), command.amount_fen
    if known == amount:
        return []
    before, rest = budget.spent_fen, replace(budget, claims={**budget.claims, command.claim: 0})
    spent = rest.spent_fen + amount
    if spent > budget.cap_fen:
        money = (budget.cap_fen, rest.spent_fen, amount)
        raise refuse.above_cap(command.unit, command.year, money, budget.policy)
    said = command.model_dump(exclude={"amount_fen", "reason"}) | {"cap_fen": budget.cap_fen}
    events: list[TravelBudgetEvent] = []
    if known:
        eased = budget.near(before) and not budget.near(spent)
        gone = {"amount_fen": known, "spent_fen": rest.spent_fen, "reason": command.reason}
        events.append(ClaimReversed(**said, **gone, eased=eased))
    if amount:
        warned = budget.near(spent) and not budget.near(before)
        told = {"amount_fen": amount, "spent_fen": spent, "warned": warned}
        events.append(ClaimPosted(**said, **told, exhausted=spent == budget.cap_fen))
    return events


def _allotted(told: PostClaim | ReverseClaim | ReplaceClaim, budget: TravelBudget) -> Allotted:
    if isinstance(budget, Allotted):
        return budget
    raise refuse.not_allotted(told.unit, told.year)


travel_budget: Decider[TravelBudgetCommand, TravelBudgetEvent, TravelBudget] = Decider(
    initial=Unallotted(), decide=decide, evolve=evolve
)

"""A special check (专项检查) because of the season or the weather: typhoon, snow, summer heat.

Unordered --OrderSpecialCheck--> Ordered; one task for each car of its districts follows.
"""

from dataclasses import dataclass
from datetime import timedelta

from fleet.decider import Decider, Refused
from fleet.inspection import rules
from fleet.inspection.check_refusals import unknown_items
from fleet.inspection.periods import DAILY
from fleet.inspection.special_words import Campaign, OrderSpecialCheck, SpecialCheckOrdered
from fleet.policy import authority
from fleet.policy.grounds import Grounds
from fleet.policy.policy_set import PolicySet


@dataclass(frozen=True, slots=True)
class Unordered:
    """Nobody has ordered it."""


@dataclass(frozen=True, slots=True)
class Ordered:
    """It is to be done."""

    told: SpecialCheckOrdered

    @property
    def campaign(self) -> Campaign:
        """What its tasks have to know."""
        told = self.told
        return Campaign(told.begins_at, told.due_until, told.items, told.districts)


SpecialCheck = Unordered | Ordered


def decide(command: OrderSpecialCheck, known: SpecialCheck) -> list[SpecialCheckOrdered]:
    """Order it; the same again is nothing new.

    Raises:
        Refused: If a rule forbids it.

    Source:
        R093 (根据季节和天气特性有针对性地开展专项检查).
    """
    authority.check(command.brief)
    authority.require(command.brief, "BUREAU", "CENTRE")
    if isinstance(known, Ordered):
        if _said(known.told) == _said(command):
            return []
        raise _differs(command)
    if command.last_day < command.first_day:
        raise _ends_before(command)
    policy = command.brief.shelf.in_force(command.jurisdiction, command.at)
    if unknown := rules.unknown(policy, command.items):
        raise unknown_items(command.campaign, unknown, policy)
    return [_ordered(command, policy)]


def _said(told: OrderSpecialCheck | SpecialCheckOrdered) -> tuple[object, ...]:
    days = told.first_day, told.last_day
    return told.jurisdiction, told.name, told.occasion, told.districts, *days, told.document


def _ordered(command: OrderSpecialCheck, policy: PolicySet) -> SpecialCheckOrdered:
    items = command.items or rules.needed(policy, DAILY)
    said = command.model_dump(exclude={"brief", "items"})
    begins = policy.jurisdiction.begins
    return SpecialCheckOrdered(
        **said,
        items=items,
        begins_at=begins(command.first_day),
        due_until=begins(command.last_day + timedelta(days=1)),
        grounds=Grounds.of(policy, rules.AMONG_THE_ITEMS, items=[*items]),
        by=command.brief.actor.person,
    )


def _differs(command: OrderSpecialCheck) -> Refused:
    return Refused(
        "专项检查",
        "CampaignDiffers",
        "R093",
        zh="专项检查 {campaign} 已下达且内容不同：请另编编号。",
        en="special check {campaign} was ordered and says something else: choose another number.",
        campaign=command.campaign,
    )


def _ends_before(command: OrderSpecialCheck) -> Refused:
    return Refused(
        "专项检查",
        "EndsBeforeItBegins",
        "R093",
        zh="专项检查 {campaign} 的最后一天 {last} 早于第一天 {first}：请核对日期。",
        en="special check {campaign} ends on {last}, before it begins on {first}: "
        "look at the days.",
        campaign=command.campaign,
        first=command.first_day.isoformat(),
        last=command.last_day.isoformat(),
    )


def evolve(_: SpecialCheck, event: SpecialCheckOrdered) -> SpecialCheck:
    """Take the one event into account."""
    return Ordered(event)


special_check: Decider[OrderSpecialCheck, SpecialCheckOrdered, SpecialCheck] = Decider(
    initial=Unordered(), decide=decide, evolve=evolve
)
"""What can be said to a special check."""

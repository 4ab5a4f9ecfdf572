"""An indicator on its way, and the people who speak about it."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import reduce
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from fleet.decider import Refused
from fleet.planning import indicator_commands as said
from fleet.planning.indicator import indicator
from fleet.planning.indicator_events import IndicatorEvent
from fleet.planning.indicator_stages import Indicator
from fleet.policy.brief import Actor, Brief
from fleet.policy.policy_set import PolicySet
from fleet.policy.shelf import Shelf
from fleet.policy.specification import Specification

CITY, REFERENCE = "330100", "cn-zj-hangzhou@2021-11-01"
_CONTENT: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[1] / "policy/hangzhou.yaml").read_text("utf-8")
)


def at(text: str) -> datetime:
    """A local time."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai"))


def policy(**chapters: dict[str, Any]) -> PolicySet:
    """The policy of the city, with some chapters changed in part."""
    changed = {name: {**_CONTENT.get(name, {}), **told} for name, told in chapters.items()}
    return PolicySet.model_validate(_CONTENT | changed)


def brief(person: str, role: str, unit: str = "", rules: PolicySet | None = None) -> Brief:
    """What the desk lays beside a command."""
    return Brief(Actor(person, role, unit), CITY, Shelf({CITY: (rules or policy(),)}))


CLERK, BUREAU = brief("钱文", "UNIT_CLERK", "A"), brief("孙立", "BUREAU")
FINANCE, OTHER = brief("周敏", "FINANCE"), brief("吴用", "UNIT_CLERK", "B")
JUNE, JULY = at("2025-06-02 09:00:00"), at("2025-07-01 09:00:00")
MARCH = at("2026-03-02 09:00:00")
SEDAN = Specification(body="SEDAN", energy="PETROL", origin="DOMESTIC_BRAND", displacement_ml=1500)
ELECTRIC = SEDAN.model_copy(update={"energy": "BATTERY", "displacement_ml": None})
NOTES = said.Notes(need="执法", cost="修不起", energy="省油", pooling="可共用")
PRICE = 11_800_000
FORM: dict[str, Any] = {
    "unit": "A",
    "kind": "RENEWAL",
    "slot": "S1",
    "vehicle": "C1",
    "category": "LAW_ENFORCEMENT",
    "plan_year": 2026,
    "track": "GENERAL",
    "specification": SEDAN,
    "price_fen": PRICE,
    "notes": NOTES,
    "unit_jurisdiction": CITY,
    "unit_sector": "PARTY_GOV",
    "first_registered": date(2014, 3, 2),
}
ADDITION: dict[str, Any] = {"kind": "ADDITION", "vehicle": None, "first_registered": None}


def say(command: type[Any], who: Brief = CLERK, when: datetime = JULY, /, **fields: Any) -> Any:  # noqa: ANN401 - of the class that was asked for
    """A command to the indicator I1."""
    return command(indicator="I1", at=when, brief=who, **fields)


def draft(who: Brief = CLERK, when: datetime = JUNE, /, **changes: Any) -> said.DraftIndicator:  # noqa: ANN401 - of any field
    """The draft, with some fields changed."""
    drafted: said.DraftIndicator = say(said.DraftIndicator, who, when, **(FORM | changes))
    return drafted


def after(*commands: said.IndicatorCommand) -> Indicator:
    """The indicator after these commands."""
    state = indicator.initial
    for command in commands:
        state = reduce(indicator.evolve, indicator.decide(command, state), state)
    return state


def answer(state: Indicator, command: said.IndicatorCommand) -> list[IndicatorEvent]:
    """What follows."""
    return indicator.decide(command, state)


def refused(state: Indicator, command: said.IndicatorCommand) -> Refused:
    """Why not."""
    with pytest.raises(Refused) as refusal:
        indicator.decide(command, state)
    assert refusal.value.say("zh")
    assert refusal.value.say("en")
    return refusal.value


ASSESSED = say(said.AssessCondition, BUREAU, grade="POOR", document="鉴1")
SUBMITTED = say(said.SubmitIndicator)
REVIEWED = say(said.StartReview, BUREAU)
YES_FINANCE = say(said.RecordFinanceDecision, FINANCE, positive=True)
YES_BUREAU = say(said.RecordBureauDecision, BUREAU, positive=True)
APPROVED = say(said.ApproveIndicator, FINANCE)
CITED = say(said.CiteBudget, FINANCE, line="L1")
BUDGETED = say(said.LinkBudget, FINANCE, line="L1")
RELEASED = say(said.IssueExecutionDocument, FINANCE, line="L1", document="执1")
ENTERED = say(said.EnterPurchase, purchase="P1", slot="S1", kind="RENEWAL", vehicle="C1")
CONSUMED = say(said.ConsumeIndicator, purchase="P1")

WAY: tuple[said.IndicatorCommand, ...] = (
    draft(),
    ASSESSED,
    SUBMITTED,
    REVIEWED,
    YES_FINANCE,
    YES_BUREAU,
    APPROVED,
    CITED,
    BUDGETED,
    RELEASED,
    ENTERED,
    CONSUMED,
)
"""The whole way, in order."""


def until(command: said.IndicatorCommand, first: said.DraftIndicator | None = None) -> Indicator:
    """The indicator after the way up to a command, this one included."""
    steps = [*WAY[: WAY.index(command) + 1]]
    return after(*([first] if first else steps[:1]), *steps[1:])


def kinds(events: Iterable[IndicatorEvent]) -> list[str]:
    """The names of what happened."""
    return [type(event).__name__ for event in events]

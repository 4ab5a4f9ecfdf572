"""Every refusal, word for word: what is wrong, the values, and what to do next."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from fleet.decider import Refused
from fleet.planning import indicator_commands as said
from fleet.planning import indicator_stages as stages
from fleet.planning.year_plan import AmendPlan, ApprovePlan
from tests.fleet.planning import drafts as d
from tests.fleet.planning import test_budget_line as line
from tests.fleet.planning import test_year_plan as plan
from tests.fleet.planning.drafts import after, draft, refused, say, until

SAID = json.loads((Path(__file__).parent / "refusals.json").read_text("utf-8"))
NOBODY = stages.Unknown()
EXPIRE = say(said.ExpireIndicator, d.CLERK, d.at("2027-01-01 00:00:00"))
DISPOSAL = say(said.CiteExecutable, case="D1", document="执1", vehicle="C1")
PLAN = say(said.EnterPlan, plan="330100-2026")
OPINION = say(said.AttachOpinion, opinion="意1")
GOOD = say(said.AssessCondition, d.BUREAU, grade="GOOD", document="鉴2")
NO = d.YES_FINANCE.model_copy(update={"positive": False})
FULL = (*d.WAY[:-1], DISPOSAL, PLAN)


def other(command: said.IndicatorCommand, **change: object) -> said.IndicatorCommand:
    """The same, with some fields changed."""
    return command.model_copy(update=change)


def reviewed(*papers: said.IndicatorCommand, **change: object) -> stages.Indicator:
    """Under review with both decisions, after these papers."""
    decided = (d.SUBMITTED, d.REVIEWED, d.YES_FINANCE, d.YES_BUREAU)
    return after(draft(**change), *papers, *decided)


CASES: dict[str, Callable[[], Refused]] = {
    "nobody": lambda: refused(NOBODY, d.SUBMITTED),
    "paper too late": lambda: refused(until(d.APPROVED), OPINION),
    "correction too late": lambda: refused(until(d.SUBMITTED), say(said.CorrectIndicator)),
    "review too early": lambda: refused(after(draft()), d.REVIEWED),
    "plan too early": lambda: refused(until(d.YES_BUREAU), PLAN),
    "purchase too early": lambda: refused(until(d.BUDGETED), d.ENTERED),
    "disposal too early": lambda: refused(until(d.BUDGETED), DISPOSAL),
    "budget too early": lambda: refused(until(d.REVIEWED), d.CITED),
    "differs": lambda: refused(after(draft()), draft(price_fen=1)),
    "late": lambda: refused(until(d.ASSESSED), say(said.SubmitIndicator, d.CLERK, d.MARCH)),
    "young at the end of the year": lambda: refused(
        after(draft(first_registered=date(2019, 1, 1))), d.SUBMITTED
    ),
    "young at the decision": lambda: refused(
        reviewed(d.ASSESSED, first_registered=date(2018, 3, 3)),
        say(said.ApproveIndicator, d.FINANCE, d.MARCH),
    ),
    "no birthday": lambda: refused(after(draft(first_registered=None)), d.SUBMITTED),
    "no old car": lambda: refused(NOBODY, draft(vehicle=None)),
    "old car of an addition": lambda: refused(NOBODY, draft(kind="ADDITION")),
    "track": lambda: refused(NOBODY, draft(track="X")),
    "no sector": lambda: refused(NOBODY, draft(unit_sector=None)),
    "opinion at the submission": lambda: refused(after(draft(special_case=True)), d.SUBMITTED),
    "notes": lambda: refused(reviewed(d.ASSESSED, notes=said.Notes(need="x")), d.APPROVED),
    "imported": lambda: refused(
        reviewed(d.ASSESSED, specification=d.SEDAN.model_copy(update={"origin": "IMPORTED"})),
        d.APPROVED,
    ),
    "fit": lambda: refused(reviewed(GOOD), d.APPROVED),
    "not assessed": lambda: refused(reviewed(), d.APPROVED),
    "gate": lambda: refused(
        until(d.YES_BUREAU), say(said.ApproveIndicator, d.FINANCE, unfinished=("D1", "D2"))
    ),
    "undecided": lambda: refused(until(d.REVIEWED), d.APPROVED),
    "no": lambda: refused(
        after(draft(), d.ASSESSED, d.SUBMITTED, d.REVIEWED, NO, d.YES_BUREAU), d.APPROVED
    ),
    "same person": lambda: refused(
        until(d.YES_FINANCE), other(d.YES_BUREAU, brief=d.brief("周敏", "BUREAU"))
    ),
    "same body": lambda: refused(until(d.YES_FINANCE), NO),
    "lead": lambda: refused(until(d.REVIEWED), d.YES_BUREAU),
    "applicant": lambda: refused(until(d.SUBMITTED), say(said.WithdrawIndicator, d.OTHER)),
    "line": lambda: refused(after(*FULL), other(d.CITED, line="L2")),
    "plan": lambda: refused(after(*FULL), other(PLAN, plan="330100-2027")),
    "purchase": lambda: refused(after(*FULL), other(d.ENTERED, purchase="P2")),
    "disposal": lambda: refused(after(*FULL), other(DISPOSAL, case="D2")),
    "unit of the line": lambda: refused(until(d.APPROVED), other(d.CITED, unit="B")),
    "year of the line": lambda: refused(until(d.APPROVED), other(d.CITED, year=2027)),
    "slot of the purchase": lambda: refused(until(d.RELEASED), other(d.ENTERED, slot="S2")),
    "kind of the purchase": lambda: refused(until(d.RELEASED), other(d.ENTERED, kind="ADDITION")),
    "document": lambda: refused(until(d.RELEASED), other(DISPOSAL, document="执2")),
    "vehicle": lambda: refused(until(d.RELEASED), other(DISPOSAL, vehicle="C2")),
    "another line is approved": lambda: refused(until(d.CITED), other(d.BUDGETED, line="L2")),
    "another line is released": lambda: refused(until(d.BUDGETED), other(d.RELEASED, line="L2")),
    "another purchase": lambda: refused(until(d.ENTERED), other(d.CONSUMED, purchase="P2")),
    "year": lambda: refused(until(d.APPROVED), other(EXPIRE, at=d.MARCH)),
    "under way": lambda: refused(until(d.ENTERED), EXPIRE),
    "no indicator": lambda: line.refused(line.REQUEST.model_copy(update={"indicator": None})),
    "more cars": lambda: line.refused(line.REQUEST.model_copy(update={"cars": 2})),
    "line out of order": lambda: line.refused(line.APPROVE),
    "share": lambda: plan.refused(plan.listed(ApprovePlan, plan.entries(27, 8, 6)), plan.OPENED),
    "entry": lambda: plan.refused(
        plan.listed(ApprovePlan, plan.entries(1, 1, plan_year=2027)), plan.OPENED
    ),
    "slot twice": lambda: plan.refused(
        plan.listed(ApprovePlan, plan.entries(2, 2, slot="S1")), plan.OPENED
    ),
    "plan out of order": lambda: plan.refused(plan.listed(AmendPlan, plan.entries(1, 1))),
}


def told_in_full(no: Refused) -> dict[str, object]:
    """All that is said."""
    return {
        "rule": no.rule,
        "code": no.code,
        "basis": no.basis,
        "alert": no.alert,
        "policy": no.policy,
        "zh": no.say("zh"),
        "en": no.say("en"),
        "values": no.values,
    }


@pytest.mark.parametrize("name", CASES)
def test_a_refusal_says_what_is_wrong_and_what_to_do(name: str) -> None:
    assert told_in_full(CASES[name]()) == SAID[name]


def test_every_refusal_that_is_written_down_is_told() -> None:
    assert CASES.keys() == SAID.keys()

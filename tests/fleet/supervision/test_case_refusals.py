"""Every refusal about an alert case, word for word: what is wrong, the values, what to do next."""

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from fleet.decider import Refused
from fleet.policy.brief import NOBODY
from fleet.supervision.case_commands import DisciplineResult, DismissalReason, FindingClass
from tests.fleet.supervision.casework import (
    DAY,
    MINUTE,
    NOW,
    RAISED,
    acknowledge,
    ask,
    by,
    confirm,
    dismiss,
    escalate,
    explain,
    feedback,
    order,
    other,
    raised,
    rectify,
    refer,
    refusal,
    reopen,
    told,
    until,
    void,
)

SAID = json.loads((Path(__file__).parent / "case_refusals.json").read_text("utf-8"))
MANAGED = other(confirm, finding_class="MANAGEMENT")
REOPENED = told(dismiss, reopen, ask, explain, dismiss, past=until(explain))

CASES: dict[str, Callable[[], Refused]] = {
    "out of order": lambda: refusal(explain, until(acknowledge)),
    "two stages": lambda: refusal(escalate, until(acknowledge)),
    "unknown": lambda: refusal(rectify),
    "facts": lambda: refusal(by(void, "陈", "UNIT_CLERK"), [RAISED]),
    "nobody for facts": lambda: refusal(by(void, "", "UNIT_CLERK"), [RAISED]),
    "in time": lambda: refusal(other(escalate, at=NOW), [RAISED]),
    "officer": lambda: refusal(acknowledge, told(other(raised, officer="方"))),
    "nobody": lambda: refusal(other(acknowledge, brief=NOBODY, officer="方"), [RAISED]),
    "another unit": lambda: refusal(by(acknowledge, "孙", "UNIT_CLERK", "B"), [RAISED]),
    "own case": lambda: refusal(by(dismiss, "陈", "BUREAU"), until(explain)),
    "late": lambda: refusal(other(explain, at=NOW + DAY + MINUTE), until(ask)),
    "no breach": lambda: refusal(refer, told(MANAGED, past=until(explain))),
    "past": lambda: refusal(other(order, due_on=date(2025, 3, 9)), until(confirm)),
    "nothing new": lambda: refusal(other(reopen, reason="再看"), REOPENED),
    "rule": lambda: refusal(other(raised, code="USE-99")),
    "role": lambda: refusal(by(feedback, "王", "BUREAU"), until(refer)),
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


def test_codes_are_spelled_in_one_way_and_values_in_another() -> None:
    assert all(re.fullmatch(r"([A-Z][a-z]+)+", told["code"]) for told in SAID.values())
    assert all(re.fullmatch(r"([A-Z][a-z]+)+", each) for each in get_args(DismissalReason))
    listed = (*get_args(FindingClass), *get_args(DisciplineResult))
    assert all(re.fullmatch(r"[A-Z_]+", each) for each in listed)


def test_every_refusal_that_is_written_down_is_told() -> None:
    assert CASES.keys() == SAID.keys()

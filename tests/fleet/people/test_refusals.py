"""Every refusal about drivers, word for word: what is wrong, the values, and what to do next."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from fleet.decider import Refused
from fleet.people.rule_book import rule_book
from fleet.people.training import training
from tests.fleet.people.crew import (
    CENTRE,
    MEASURED,
    OTHER_DIGEST,
    acknowledge,
    award,
    brief,
    licence,
    local,
    no,
    other,
    pledge,
    refusal,
    register,
    reinstate,
    score,
    scores,
    told,
    update,
)
from tests.fleet.people.test_appraisal import ALL
from tests.fleet.people.test_rule_book import PUBLISHED, publish
from tests.fleet.people.test_training import HELD, hold

SAID = json.loads((Path(__file__).parent / "refusals.json").read_text("utf-8"))
EARLY = local("2026-01-01 08:00")

CASES: dict[str, Callable[[], Refused]] = {
    "unknown": lambda: refusal(pledge),
    "differs": lambda: refusal(other(register, name="李四"), told()),
    "unit unknown": lambda: refusal(other(register, unit_jurisdiction="")),
    "move to nowhere": lambda: refusal(other(update, brief=CENTRE, unit="B2"), told()),
    "other unit": lambda: refusal(other(update, brief=brief("q", "UNIT_CLERK", "B2")), told()),
    "not himself": lambda: refusal(other(pledge, brief=brief("D2", "DRIVER")), told()),
    "pledge year": lambda: refusal(other(pledge, year=2025), told()),
    "pledge": lambda: refusal(other(pledge, sha256=OTHER_DIGEST), told(pledge)),
    "points": lambda: refusal(reinstate, told(other(licence, points=13))),
    "version": lambda: refusal(other(acknowledge, version="1", published=("2", "3")), told()),
    "no version": lambda: refusal(other(acknowledge, version="1", published=()), told()),
    "dimension": lambda: refusal(other(score, dimension="looks"), told()),
    "not measured": lambda: refusal(other(score, dimension="safety"), told()),
    "nobody": lambda: refusal(other(score, evidence=(MEASURED,)), told()),
    "own score": lambda: refusal(other(score, brief=brief("D1", "CENTRE")), told()),
    "closed": lambda: refusal(other(score, score=1), told(*ALL, award)),
    "missing": lambda: refusal(award, told(*scores(ability=1, safety=2))),
    "not over": lambda: refusal(
        other(award, period="2026-01", at=EARLY),
        told(*(other(one, period="2026-01") for one in ALL)),
    ),
    "activity": lambda: no(lambda: training.decide(other(hold, kind="聚餐"), training.initial)),
    "not held": lambda: no(
        lambda: training.decide(other(hold, held_on=date(2026, 3, 11)), training.initial)
    ),
    "session": lambda: no(lambda: training.decide(other(hold, hours=9), HELD)),
    "document": lambda: no(
        lambda: rule_book.decide(other(publish, document=11), rule_book.initial)
    ),
    "text": lambda: no(
        lambda: rule_book.decide(other(publish, sha256=OTHER_DIGEST), rule_book.fold([PUBLISHED]))
    ),
}


def told_in_full(refused: Refused) -> dict[str, object]:
    """All that is said."""
    return {
        "rule": refused.rule,
        "code": refused.code,
        "basis": refused.basis,
        "alert": refused.alert,
        "policy": refused.policy,
        "zh": refused.say("zh"),
        "en": refused.say("en"),
        "values": refused.values,
    }


@pytest.mark.parametrize("name", CASES)
def test_a_refusal_says_what_is_wrong_and_what_to_do(name: str) -> None:
    assert told_in_full(CASES[name]()) == SAID[name]


def test_every_refusal_that_is_written_down_is_told() -> None:
    assert CASES.keys() == SAID.keys()

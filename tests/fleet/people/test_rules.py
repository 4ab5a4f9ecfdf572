"""What is asked of a policy about drivers, asked again years later."""

from typing import Any

import pytest

from fleet.people.rules import (
    ACTIVITY,
    EVIDENCE,
    POINTS,
    RULE_DOCUMENTS,
    RULES,
    STARS,
    hundredths,
)
from fleet.policy.grounds import Rule
from tests.fleet.policy.sample import HANGZHOU

EVEN = dict.fromkeys(("ability", "discipline", "attitude", "performance", "safety"), 90)
FOUR = {name: points for name, points in EVEN.items() if name != "safety"}

ASKED: list[tuple[Rule, dict[str, Any], bool]] = [
    (POINTS, {"points": 11, "suspended": False}, True),
    (POINTS, {"points": 11, "suspended": True}, False),
    (POINTS, {"points": 12, "suspended": True}, True),
    (POINTS, {"points": 12, "suspended": False}, False),
    (EVIDENCE, {"dimension": "safety", "kinds": ["FINDING"]}, True),
    (EVIDENCE, {"dimension": "safety", "kinds": ["DOCUMENT", "TELEMETRY"]}, True),
    (EVIDENCE, {"dimension": "safety", "kinds": ["PERSON"]}, False),
    (EVIDENCE, {"dimension": "safety", "kinds": []}, False),
    (EVIDENCE, {"dimension": "ability", "kinds": ["PERSON"]}, True),
    (EVIDENCE, {"dimension": "ability", "kinds": ["TELEMETRY"]}, False),
    (EVIDENCE, {"dimension": "appearance", "kinds": ["PERSON"]}, False),
    (STARS, {"scores": EVEN, "hundredths": 9000, "stars": 5}, True),
    (STARS, {"scores": EVEN, "hundredths": 9000, "stars": 4}, False),
    (STARS, {"scores": EVEN, "hundredths": 9001, "stars": 5}, False),
    (STARS, {"scores": FOUR, "hundredths": 6750, "stars": 2}, False),
    (STARS, {"scores": EVEN | {"looks": 1}, "hundredths": 9000, "stars": 5}, False),
    (RULE_DOCUMENTS, {"document": 10}, True),
    (RULE_DOCUMENTS, {"document": 11}, False),
    (ACTIVITY, {"kind": "SKILL_CONTEST"}, True),
    (ACTIVITY, {"kind": "技能大比武"}, False),
]


@pytest.mark.proves("R033")
@pytest.mark.parametrize(("rule", "inputs", "holds"), ASKED)
def test_a_rule_is_asked_with_what_was_stored(
    rule: Rule,
    inputs: dict[str, Any],
    holds: bool,  # noqa: FBT001 - the answer
) -> None:
    assert rule.holds(HANGZHOU, inputs) is holds
    assert RULES[rule.name] is rule


def test_a_score_is_weighed() -> None:
    assert hundredths({"a": 75, "b": 25}, {"a": 90, "b": 50}) == 8000
    assert list(RULES) == ["R095", "R098", "R097", "R101", "R107"]

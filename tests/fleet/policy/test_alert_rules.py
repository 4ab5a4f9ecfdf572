"""The rules of the alert catalogue are those of the specification, and each is complete."""

import json
from pathlib import Path

import pytest

from fleet.decider import Refused
from fleet.policy.alert_rules import ALERT_RULES, GRAVITY, Severity, alert_rule, graver

SPECIFIED = Path(__file__).parents[4] / "shared/domain/alerts.json"
HOUR, DAY = 60, 24 * 60
ROLES = {
    "unit clerk -> fleet centre": (("UNIT_CLERK", "CENTRE"), "BUREAU", False),
    "unit + centre": (("UNIT_CLERK", "CENTRE"), "BUREAU", False),
    "fleet centre": (("CENTRE",), "BUREAU", False),
    "centre device desk": (("CENTRE",), "BUREAU", True),
    "bureau vehicle office": (("BUREAU",), "BUREAU", False),
    "bureau + discipline inspection": (("BUREAU",), "DISCIPLINE", False),
    "finance": (("FINANCE",), "BUREAU", False),
    "finance + unit": (("FINANCE",), "BUREAU", False),
    "finance + discipline": (("FINANCE",), "DISCIPLINE", False),
    "operator": (("OPERATOR",), "BUREAU", True),
    "auditor + operator": (("OPERATOR",), "DISCIPLINE", True),
    "auditor": (("BUREAU",), "DISCIPLINE", True),
}
TERMS = {
    "USE-01": (30, DAY, 3 * DAY),
    "USE-02": (HOUR, None, None),
    "USE-03": (None, DAY, None),
    "USE-07": (None, None, 5 * DAY),
    "USE-12": (None, None, HOUR),
    "SEAL-03": (None, None, 4 * HOUR),
    "SEAL-04": (None, None, None),
    "TERM-01": (4 * HOUR, None, 3 * DAY),
    "COST-02": (DAY, None, None),
    "COST-11": (None, None, 31 * DAY),
    "SAFE-01": (None, None, 31 * DAY),
    "SAFE-02": (None, None, DAY),
    "SAFE-03": (30, None, None),
    "SAFE-04": (None, None, 15 * DAY),
    "QUOT-01": (None, None, 30 * DAY),
    "IND-01": (None, None, None),
    "COMP-01": (DAY, None, None),
    "UTIL-01": (None, None, 92 * DAY),
}


@pytest.mark.proves("R085")
@pytest.mark.proves("R086")
def test_the_catalogue_is_that_of_the_specification() -> None:
    assert len(ALERT_RULES) == 79
    if not SPECIFIED.exists():
        return
    told = json.loads(SPECIFIED.read_text("utf-8"))
    assert [each["code"] for each in told] == [*ALERT_RULES]
    for each in told:
        rule = ALERT_RULES[each["code"]]
        assert (rule.severity, rule.sla, rule.basis) == tuple(each[it] for it in KEYS)
        handling = (rule.handling.handlers, rule.handling.verifier, rule.handling.desk)
        assert handling == ROLES[each["handler"]]


KEYS = ("severity", "sla", "basis")


@pytest.mark.parametrize("severity", GRAVITY)
def test_each_severity_begins_some_rules(severity: Severity) -> None:
    count = sum(rule.severity == severity for rule in ALERT_RULES.values())
    assert count == {"RED": 22, "AMBER": 48, "BLUE": 9}[severity]


@pytest.mark.parametrize("code", TERMS)
def test_the_words_of_the_catalogue_become_minutes(code: str) -> None:
    rule = alert_rule(code)
    assert (rule.acknowledge, rule.explain, rule.decide) == TERMS[code]


@pytest.mark.parametrize("code", ALERT_RULES)
def test_every_rule_names_who_answers_and_who_verifies_and_no_auditor(code: str) -> None:
    rule = ALERT_RULES[code]
    assert rule.handling.handlers
    assert rule.handling.verifier in {"BUREAU", "DISCIPLINE"}
    assert "AUDIT" not in (*rule.handling.handlers, rule.handling.verifier)
    unsaid = ("at ", "before ", "info")
    terms = (rule.acknowledge, rule.explain, rule.decide)
    assert any(terms) or rule.sla.startswith(unsaid)


def test_a_code_that_nobody_knows_has_no_rule() -> None:
    with pytest.raises(Refused) as no:
        alert_rule("USE-99")
    assert no.value.values == {"alert": "USE-99"}


def test_the_graver_of_two() -> None:
    assert GRAVITY == ("BLUE", "AMBER", "RED")
    assert [graver("BLUE", "RED"), graver("RED", "AMBER"), graver("AMBER", "BLUE")] == [
        "RED",
        "RED",
        "AMBER",
    ]

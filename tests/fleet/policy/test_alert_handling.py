"""What a policy says on alerts: who answers, how soon, and what is only to be seen."""

import pytest
from pydantic import ValidationError

from fleet.policy.alert_rules import ALERT_RULES, Severity
from fleet.policy.using import Acknowledging, AlertHandling, Terms
from tests.fleet.policy.sample import HANGZHOU

HOUR, DAY = 60, 24 * 60
PLAIN = AlertHandling()


def test_hangzhou_changes_nothing() -> None:
    assert HANGZHOU.alerts.model_dump(exclude={"basis"}) == PLAIN.model_dump(exclude={"basis"})
    assert PLAIN.basis == "design"
    assert PLAIN.dedupe_window == 60


@pytest.mark.proves("R085")
def test_four_alerts_are_only_to_be_seen() -> None:
    seen = {code for code in ALERT_RULES if not PLAIN.opens(code)}
    assert seen == {"QUOT-04", "IND-01", "IND-04", "RENT-04"}


def test_a_policy_may_close_a_case_and_open_none() -> None:
    told = AlertHandling(sla={"USE-02": 0, "USE-03": 1})
    assert [told.opens(code) for code in ("USE-01", "USE-02", "USE-03")] == [True, False, True]


def test_the_ladder_ends_with_the_supervisors() -> None:
    assert PLAIN.ladder("USE-01") == ("UNIT_CLERK", "CENTRE", "BUREAU", "DISCIPLINE")
    assert PLAIN.ladder("QUOT-01") == ("BUREAU", "DISCIPLINE")
    assert PLAIN.ladder("COST-02") == ("FINANCE", "BUREAU", "DISCIPLINE")


def test_the_auditor_handles_nothing() -> None:
    assert PLAIN.handlers == {"DATA-02": "OPERATOR", "DATA-03": "BUREAU"}
    assert PLAIN.ladder("DATA-02") == ("OPERATOR", "BUREAU", "DISCIPLINE")
    assert AlertHandling(handlers={"DATA-02": "CENTRE"}).ladder("DATA-02")[0] == "CENTRE"


@pytest.mark.parametrize(
    ("code", "severity", "terms"),
    [
        ("USE-01", "RED", (30, DAY, 3 * DAY)),
        ("USE-03", "AMBER", (DAY, DAY, 3 * DAY)),
        ("IND-02", "RED", (HOUR, DAY, 3 * DAY)),
        ("TERM-03", "BLUE", (3 * DAY, DAY, 5 * DAY)),
        ("USE-12", "AMBER", (HOUR, DAY, HOUR)),
        ("USE-10", "AMBER", (DAY, 3 * DAY, 3 * DAY)),
        ("SEAL-03", "RED", (HOUR, DAY, 4 * HOUR)),
        ("SEAL-04", "AMBER", (DAY, DAY, 3 * DAY)),
    ],
)
def test_what_the_rule_does_not_say_the_policy_does(
    code: str, severity: Severity, terms: tuple[int, int, int]
) -> None:
    assert PLAIN.terms(code, severity) == Terms(*terms)


def test_a_policy_sets_other_times() -> None:
    acknowledge = {"RED": 1, "AMBER": 2, "BLUE": 3}
    told = AlertHandling(
        sla={"USE-01": 48, "USE-02": 1},
        acknowledge_minutes=Acknowledging(**acknowledge),
        explain_hours=2,
        decide_days=1,
    )
    assert told.terms("USE-01", "RED") == (30, DAY, 2 * DAY)
    assert told.terms("USE-02", "AMBER") == (HOUR, 2 * HOUR, HOUR)
    assert told.terms("SEAL-04", "AMBER") == (2, 2 * HOUR, DAY)


def test_what_is_settled_by_papers_is_dismissed_before_anybody_has_seen_it() -> None:
    assert PLAIN.settled == (
        "DISP-01", "GEO-03", "INSP-02", "INSP-03", "INSP-05", "INSP-06", "INSP-07", "TERM-05",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["dedupe_window", "explain_hours", "decide_days"])
def test_no_time_is_nothing(name: str) -> None:
    with pytest.raises(ValidationError):
        AlertHandling.model_validate({name: 0})

"""What was asked of a policy is asked again, from what was stored alone."""

from datetime import date

import pytest

from fleet.disposal.disposal_events import DisposalApproved, DisposalRequested
from fleet.disposal.rules import RULES
from fleet.policy.grounds import Grounds
from tests.fleet.disposal.registry import HANGZHOU, close, until


def stored() -> list[Grounds]:
    """The grounds of a whole disposal, as they are read from the ledger."""
    past = [type(event).model_validate_json(event.model_dump_json()) for event in until(close)]
    rested = (DisposalRequested, DisposalApproved)
    return [event.grounds for event in past if isinstance(event, rested)]


@pytest.mark.proves("R033")
def test_each_decision_is_judged_again_years_later() -> None:
    asked = [(name, grounds) for grounds in stored() for name in grounds.rules]
    assert [name for name, _ in asked] == list(RULES)
    assert all(RULES[name].holds(HANGZHOU, grounds.inputs) for name, grounds in asked)
    assert {grounds.policy for grounds in stored()} == {HANGZHOU.reference}


@pytest.mark.proves("R110")
@pytest.mark.parametrize("missing", ["indicator", "execution_document"])
def test_a_replacement_without_one_paper_does_not_hold(missing: str) -> None:
    asked = {"ground": "REPLACEMENT", "indicator": "I1", "execution_document": "执1"}
    assert RULES["R110"].holds(HANGZHOU, asked)
    assert not RULES["R110"].holds(HANGZHOU, asked | {missing: None})


@pytest.mark.proves("R110")
def test_a_ground_that_the_policy_does_not_know_does_not_hold() -> None:
    assert not RULES["R110"].holds(HANGZHOU, {"ground": "PROMOTION", "document": "令1"})


@pytest.mark.proves("R116")
@pytest.mark.parametrize("day", [9, 10, 11])
def test_one_day_more_or_fewer_than_a_year_does_not_hold(day: int) -> None:
    asked = {"approved_at": "2025-03-09T16:00:00+00:00"}
    due_on = date(2026, 3, day).isoformat()
    assert RULES["R116"].holds(HANGZHOU, asked | {"due_on": due_on}) is (day == 10)

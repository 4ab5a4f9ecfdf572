"""What supervision asked of a policy can be asked again from what was stored."""

from typing import Any

import pytest

from fleet.supervision.rules import DAYS_OFF, IN_TIME, RULES
from tests.fleet.supervision.sealing import GRANTED, HANGZHOU, PLANNED


def test_the_rules_have_names() -> None:
    assert {"R076": DAYS_OFF, "R078": IN_TIME} == RULES


@pytest.mark.parametrize("event", [PLANNED, GRANTED])
def test_a_decision_is_the_same_when_it_is_asked_again(event: Any) -> None:  # noqa: ANN401 - either
    grounds = event.grounds
    assert [RULES[name].holds(HANGZHOU, grounds.inputs) for name in grounds.rules] == [True]


@pytest.mark.proves("R076")
@pytest.mark.parametrize(
    ("work", "makeup", "off"),
    [
        ([], [], True),
        (["2026-10-08"], [], False),
        ([], ["2026-02-14"], False),
        (["2026-10-08"], ["2026-02-14"], False),
    ],
)
def test_only_days_off_are_sealed(work: list[str], makeup: list[str], *, off: bool) -> None:
    assert DAYS_OFF.holds(HANGZHOU, {"work": work, "makeup": makeup}) is off


@pytest.mark.parametrize(
    ("filed_at", "holds"),
    [("2026-10-03T00:00:00+00:00", True), ("2026-10-03T00:00:01+00:00", False)],
)
def test_a_late_exemption_comes_within_a_day(filed_at: str, *, holds: bool) -> None:
    asked = {"begins_at": "2026-10-02T00:00:00+00:00", "filed_at": filed_at}
    assert IN_TIME.holds(HANGZHOU, asked) is holds

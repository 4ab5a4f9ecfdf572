"""A refused command is kept once, as a fact of supervision."""

from datetime import UTC, datetime

from fleet.supervision.attempt import CommandRefused, RecordAttempt, attempt
from tests.given import Given

given = Given(attempt)
REFUSED = CommandRefused(
    attempt="x1",
    command="RequestBudget",
    said={"line": "B28"},
    rule="先指标后预算",
    code="IndicatorMissing",
    basis="R026",
    values={"line": "B28"},
    zh="没有指标",
    en="no indicator",
    at=datetime(2026, 3, 2, tzinfo=UTC),
)


def test_what_somebody_wanted_is_kept() -> None:
    given().when(RecordAttempt(refused=REFUSED)).then(REFUSED)


def test_the_same_attempt_is_kept_once() -> None:
    given(REFUSED).when(RecordAttempt(refused=REFUSED)).then()

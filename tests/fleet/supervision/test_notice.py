"""A notice stands once for each rule and subject, and gathers evidence."""

from datetime import UTC, datetime
from typing import Any

import pytest

from fleet.supervision.notice import (
    NoticeEvent,
    NoticeRaised,
    NoticeRepeated,
    NoticeWithdrawn,
    RaiseNotice,
    Standing,
    WithdrawNotice,
    notice,
)
from tests.given import Given

given: Given[Any, Any, Any] = Given(notice)
AT = datetime(2026, 3, 2, tzinfo=UTC)
KEY = "quot-01:slot:S1"
OF: dict[str, Any] = {"notice": KEY, "code": "QUOT-01", "at": AT}
SAID: dict[str, Any] = {"subject": "slot:S1", "unit": "A", "vehicle": "C1", "policy": ""}
RAISE = RaiseNotice(**OF, **SAID, inputs={"slot": "S1"}, evidence="e1")
AGAIN = RAISE.model_copy(update={"evidence": "e2"})
WITHDRAW = WithdrawNotice(notice=KEY, reason="settled", at=AT)
RAISED = NoticeRaised(**OF, **SAID, inputs={"slot": "S1"}, evidence="e1")
REPEATED = NoticeRepeated(**OF, times=2, inputs={"slot": "S1"}, evidence="e2")
WITHDRAWN = NoticeWithdrawn(**OF, reason="settled")


def test_what_the_papers_say_is_raised() -> None:
    given().when(RAISE).then(RAISED)


def test_another_piece_of_evidence_repeats_it() -> None:
    given(RAISED).when(AGAIN).then(REPEATED)


def test_every_repetition_is_counted() -> None:
    third = AGAIN.model_copy(update={"evidence": "e3"})
    told = REPEATED.model_copy(update={"times": 3, "evidence": "e3"})
    given(RAISED, REPEATED).when(third).then(told)


def test_the_same_evidence_twice_is_nothing_new() -> None:
    given(RAISED, REPEATED).when(RAISE).then()
    given(RAISED, REPEATED).when(AGAIN).then()


def test_what_is_no_longer_so_is_withdrawn() -> None:
    given(RAISED).when(WITHDRAW).then(WITHDRAWN)


def test_what_does_not_stand_cannot_be_withdrawn() -> None:
    given().when(WITHDRAW).then()
    given(RAISED, WITHDRAWN).when(WITHDRAW).then()


def second(event: NoticeEvent) -> NoticeEvent:
    """The same, of its second raising."""
    return event.model_copy(update={"raising": 2})


@pytest.mark.proves("R085")
def test_what_was_withdrawn_is_raised_again_as_another_question() -> None:
    given(RAISED, WITHDRAWN).when(RAISE).then(second(RAISED))
    past = (RAISED, WITHDRAWN, second(RAISED))
    given(*past).when(AGAIN).then(second(REPEATED))
    given(*past).when(RAISE).then()
    given(*past).when(WITHDRAW).then(second(WITHDRAWN))
    third = RAISED.model_copy(update={"raising": 3})
    given(*past, second(REPEATED), second(WITHDRAWN)).when(RAISE).then(third)


def test_what_older_releases_raised_again_was_not_counted() -> None:
    given(RAISED, WITHDRAWN, RAISED).when(WITHDRAW).then(WITHDRAWN)
    given(RAISED, WITHDRAWN, RAISED, WITHDRAWN).when(RAISE).then(second(RAISED))


def test_a_repetition_whose_beginning_is_lost_still_stands() -> None:
    assert notice.fold([WITHDRAWN, REPEATED]) == Standing("QUOT-01", ("e2",), 1)

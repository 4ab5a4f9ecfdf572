"""Every step of an alert case, with what exactly is written down."""

from datetime import date
from typing import Any

import pytest

from fleet.supervision.alert_case import alert_case
from fleet.supervision.case_commands import AlertCaseCommand
from fleet.supervision.case_events import (
    AlertAcknowledged,
    AlertClosed,
    AlertDismissed,
    AlertEscalated,
    AlertReopened,
    DisciplineFeedbackRecorded,
    ExplanationRequested,
    ExplanationSubmitted,
    FindingConfirmed,
    FindingReferred,
    RectificationOrdered,
    RectificationRejected,
    RectificationSubmitted,
)
from fleet.supervision.case_evidence import papers_sha256
from tests.fleet.supervision.casework import (
    ACK_BY,
    DAY,
    MINUTE,
    NOW,
    OF,
    PAPER,
    PHOTO,
    RAISED,
    acknowledge,
    ask,
    ask_above,
    by,
    close,
    confirm,
    dismiss,
    escalate,
    escalate_again,
    explain,
    feedback,
    file,
    given,
    order,
    other,
    raised,
    rectify,
    refer,
    refusal,
    reject,
    reopen,
    take_over,
    told,
    until,
)

CHEN: dict[str, Any] = OF | {"by": "陈", "role": "UNIT_CLERK"}
WU: dict[str, Any] = OF | {"by": "吴", "role": "UNIT_LEADER"}
WANG: dict[str, Any] = OF | {"by": "王", "role": "BUREAU"}
ZHENG: dict[str, Any] = OF | {"by": "郑", "role": "DISCIPLINE"}
PAPERS: dict[str, Any] = {"documents": (PAPER,)}


@pytest.mark.proves("R085")
@pytest.mark.proves("R086")
@pytest.mark.proves("USE-01")
def test_an_alert_says_its_rule_its_version_its_policy_and_what_it_was_measured_with() -> None:
    given().when(raised).then(RAISED)
    assert RAISED.grounds.policy == "cn-zj-hangzhou@2021-11-01"


def test_its_handler_acknowledges_it() -> None:
    given(RAISED).when(acknowledge).then(AlertAcknowledged(**CHEN))


def test_the_units_leader_may_do_it_for_the_clerk() -> None:
    leader = by(acknowledge, "吴", "UNIT_LEADER", "A")
    given(RAISED).when(leader).then(AlertAcknowledged(**WU))
    past = told(leader, past=[RAISED])
    assert (file(past).handler, file(past).level) == ("UNIT_CLERK", 0)
    assert told(by(ask, "吴", "UNIT_LEADER"), past=past)


def test_what_is_not_acknowledged_in_time_goes_to_the_next_above() -> None:
    missed = {"missed": "ACKNOWLEDGE", "limit": ACK_BY, "level": 1, "handler": "CENTRE"}
    given(RAISED).when(escalate).then(AlertEscalated(**OF | {"at": ACK_BY}, **missed))
    assert refusal(other(escalate, at=ACK_BY - MINUTE / 60), [RAISED]).code == "StillInTime"


@pytest.mark.parametrize("role", ["CENTRE", "BUREAU", "DISCIPLINE"])
def test_after_that_the_next_above_or_one_above_him_acknowledges(role: str) -> None:
    past = told(escalate, by(take_over, "何", role), past=[RAISED])
    assert past[-1] == AlertAcknowledged(**OF, by="何", role=role)
    assert (file(past).handler, {*file(past).hands}) == (role, {"何"})
    assert file(past).raised.ladder[file(past).level] == role


def test_after_that_the_clerk_is_too_late() -> None:
    assert refusal(acknowledge, told(escalate, past=[RAISED])).code == "RoleMayNot"


def test_the_unit_and_the_driver_get_the_evidence_and_a_day() -> None:
    asked = {"note": "谁用的车？", "explain_by": NOW + DAY}
    digest = {"evidence_sha256": RAISED.evidence_sha256}
    given(*until(acknowledge)).when(ask).then(ExplanationRequested(**CHEN, **asked, **digest))


def test_they_answer_with_documents() -> None:
    given(*until(ask)).when(explain).then(ExplanationSubmitted(**WU, text="送文件", **PAPERS))


def test_they_may_answer_until_the_last_moment_and_not_after_it() -> None:
    assert told(other(explain, at=NOW + DAY), past=until(ask))
    assert refusal(other(explain, at=NOW + DAY + MINUTE), until(ask)).code == "ExplanationLate"


def test_who_does_not_answer_in_time_is_asked_by_the_next_above() -> None:
    missed = {"missed": "EXPLANATION", "limit": NOW + DAY, "level": 1, "handler": "CENTRE"}
    late = AlertEscalated(**OF | {"at": NOW + DAY}, **missed)
    given(*until(ask)).when(escalate_again).then(late)
    past = told(escalate_again, take_over, ask_above, explain, past=until(ask))
    assert file(past).hands == {"陈", "何", "吴"}


def test_the_ladder_ends_with_discipline_inspection() -> None:
    past = told(escalate, by(take_over, "郑", "DISCIPLINE"), past=[RAISED])
    past = told(by(ask, "郑", "DISCIPLINE"), escalate_again, past=past)
    assert (file(past).level, file(past).handler) == (3, "DISCIPLINE")


def test_another_dismisses_it_with_a_reason() -> None:
    said = {"reason": "WorkNeed", "note": "有任务"}
    given(*until(explain)).when(dismiss).then(AlertDismissed(**WANG, **said))


def test_another_confirms_it_and_says_what_it_was() -> None:
    said = {"finding_class": "SUSPECTED_DISCIPLINE", "note": "私用"}
    given(*until(explain)).when(confirm).then(FindingConfirmed(**WANG, **said))
    assert file(until(confirm)).finding_class == "SUSPECTED_DISCIPLINE"


def test_a_suspected_breach_of_discipline_is_referred() -> None:
    given(*until(confirm)).when(refer).then(FindingReferred(**WANG, document="移1号"))


def test_nothing_else_is_referred() -> None:
    past = told(other(confirm, finding_class="MANAGEMENT"), past=until(explain))
    assert refusal(refer, past).code == "NotSuspectedBreach"


def test_discipline_inspection_answers_with_a_code() -> None:
    answered = DisciplineFeedbackRecorded(**ZHENG, result="CRITICISM")
    given(*until(refer)).when(feedback).then(answered)


def test_it_has_to_be_put_right_by_a_day() -> None:
    plan = {"plan": "学习制度", "due_on": date(2025, 3, 20)}
    given(*until(confirm)).when(order).then(RectificationOrdered(**WANG, **plan))


def test_that_day_may_be_today_and_not_yesterday() -> None:
    assert told(other(order, due_on=date(2025, 3, 10)), past=until(confirm))
    assert refusal(other(order, due_on=date(2025, 3, 9)), until(confirm)).code == "DueInThePast"


def test_today_is_the_day_in_the_office() -> None:
    evening = other(order, due_on=date(2025, 3, 10), at=NOW.replace(hour=16))
    assert refusal(evening, until(confirm)).values["today"] == "2025-03-11"


def test_the_unit_shows_that_it_was_put_right() -> None:
    shown = RectificationSubmitted(**WU, text="已整改", **PAPERS)
    given(*until(feedback)).when(rectify).then(shown)


def test_what_was_not_put_right_goes_back() -> None:
    rejected = RectificationRejected(**WANG, reason="未见记录")
    given(*until(rectify)).when(reject).then(rejected)
    assert told(reject, other(rectify, text="再整改"), close, past=until(rectify))


def test_what_is_accepted_is_closed() -> None:
    given(*until(rectify)).when(close).then(AlertClosed(**WANG, note="通过"))


@pytest.mark.parametrize("role", ["BUREAU", "DISCIPLINE"])
def test_a_supervisor_opens_it_again_with_new_evidence(role: str) -> None:
    past = told(dismiss, past=until(explain))
    shown = {"documents": (PHOTO,), "sha256": papers_sha256([PHOTO]), "source": ""}
    again = AlertReopened(**OF, by="郑", role=role, reason="有照片", **shown)
    given(*past).when(by(reopen, "郑", role)).then(again)


def test_it_begins_again_in_the_hands_of_its_handler_and_nobody_is_forgotten() -> None:
    past = told(dismiss, reopen, past=until(explain))
    assert (file(past).handler, file(past).finding_class) == ("UNIT_CLERK", "")
    assert file(past).sources == {"supervision:34"}
    assert ({*file(past).hands}, file(past).times) == ({"陈", "吴"}, 2)
    assert told(ask, explain, confirm, past=past)


def test_the_same_paper_opens_nothing_twice() -> None:
    past = told(dismiss, reopen, ask, explain, dismiss, past=until(explain))
    assert refusal(other(reopen, reason="再看"), past).code == "NoNewEvidence"
    assert told(other(reopen, documents=(PHOTO, PAPER)), past=past)


REPEATS: tuple[tuple[AlertCaseCommand, ...], ...] = (
    (acknowledge,), (ask,), (explain,), (confirm,), (refer,), (feedback,), (rectify,), (close,),
)  # fmt: skip


@pytest.mark.parametrize("said", [each[0] for each in REPEATS], ids=lambda it: type(it).__name__)
def test_what_was_said_already_changes_nothing(said: AlertCaseCommand) -> None:
    given(*until(said)).when(said).then()
    given(*until(said)).when(other(said, at=NOW + DAY)).then()


def test_the_same_words_of_another_are_no_repeat() -> None:
    assert refusal(by(acknowledge, "吴", "UNIT_LEADER"), until(acknowledge)).code == "OutOfOrder"
    assert refusal(other(confirm, note="公务"), until(confirm)).code == "OutOfOrder"


def test_it_is_escalated_once() -> None:
    given(*told(escalate, past=[RAISED])).when(other(escalate, at=NOW + DAY)).then()


def test_a_case_that_nobody_has_raised_has_no_past() -> None:
    assert alert_case.fold(until(close)[1:]) == alert_case.initial

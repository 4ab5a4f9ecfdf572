"""What facts do to an alert case, and what they cannot."""

import hashlib
import json
from typing import Any

import pytest

from fleet.decider import Event
from fleet.desk.reconsider import reconsider
from fleet.policy.brief import Actor, Brief
from fleet.policy.policy_set import PolicySet
from fleet.policy.shelf import Shelf
from fleet.supervision.case_commands import AlertCaseCommand
from fleet.supervision.case_events import (
    AlertAutoDismissed,
    AlertCaseEvent,
    AlertRaised,
    AlertReopened,
    EvidenceMerged,
    EvidencePassedOn,
)
from fleet.supervision.case_evidence import papers_sha256, said_sha256, withdrawn_sha256
from fleet.supervision.case_raising import PAPERS
from tests.fleet.supervision.casework import (
    CITY,
    DAY,
    FIXES,
    HANGZHOU,
    HOUR,
    KEY,
    MINUTE,
    MORE,
    MOVED,
    NOW,
    OF,
    PAPER,
    PHOTO,
    RAISED,
    REFERENCE,
    SHELF,
    acknowledge,
    by,
    close,
    confirm,
    dismiss,
    escalate,
    explain,
    feedback,
    file,
    given,
    merge,
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

MERGED = EvidenceMerged(
    **OF | {"at": NOW + HOUR},
    severity="RED",
    begins_at=MOVED,
    ends_at=NOW,
    inputs={"metres": "900"},
    evidence=(FIXES, MORE),
    sha256=said_sha256(merge),
    source="supervision:35",
    times=2,
    folded=False,
)
REOPENED = AlertReopened(
    **OF,
    by="",
    role="",
    reason="facts",
    documents=(),
    source="supervision:40",
    sha256=RAISED.evidence_sha256,
)
again = other(raised, source="supervision:40")


def like(**alerts: object) -> Brief:
    """A program's brief under Hangzhou's policy with other words on alerts."""
    content = HANGZHOU.content
    policy = PolicySet.model_validate(content | {"alerts": content["alerts"] | alerts})
    return Brief(Actor("reactions"), CITY, Shelf({CITY: (policy,)}))


def first(command: AlertCaseCommand) -> AlertRaised:
    """How the case begins."""
    [event] = told(command)
    assert isinstance(event, AlertRaised)
    return event


def _plain(told_of: object) -> str:
    written = json.dumps(told_of, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()


@pytest.mark.proves("R085")
def test_anybody_can_compute_the_hash_of_the_evidence_again() -> None:
    window = {"begins_at": "2025-03-10T01:55:00Z", "ends_at": "2025-03-10T02:00:00Z"}
    evidence = [FIXES.model_dump(), MORE.model_dump()]
    assert MERGED.sha256 == _plain({**window, "inputs": {"metres": "900"}, "evidence": evidence})
    withdrawn = {"withdrawn": "evidence_changed", "source": "supervision:36"}
    assert withdrawn_sha256("evidence_changed", "supervision:36") == _plain(withdrawn)
    papers = {"documents": ["ab" * 32, "cd" * 32]}
    assert papers_sha256([PHOTO, PAPER, PHOTO]) == _plain(papers)


def test_what_the_command_says_of_its_unit_goes_before_the_cars_owner() -> None:
    assert first(other(raised, unit="B")).unit == "B"
    assert first(other(raised, owner="")).unit == ""


def test_a_rule_that_begins_amber_can_be_red_from_the_beginning() -> None:
    amber = other(raised, code="INSP-06")
    assert (first(amber).severity, first(amber).acknowledge_by) == ("AMBER", NOW + DAY)
    red = first(other(amber, severity="RED"))
    assert (red.severity, red.acknowledge_by) == ("RED", NOW + HOUR)
    assert red.grounds.inputs["severity"] == "RED"


@pytest.mark.parametrize("code", ["QUOT-04", "IND-01", "IND-04", "RENT-04"])
def test_what_is_only_to_be_seen_is_no_case(code: str) -> None:
    given().when(other(raised, code=code)).then()


def test_the_policy_may_say_that_an_alert_is_only_to_be_seen() -> None:
    given().when(other(raised, brief=like(sla={"USE-01": 0}))).then()


def test_the_policy_says_who_handles_it_and_how_soon() -> None:
    told_of = {"handlers": {"USE-01": "CENTRE"}, "sla": {"USE-01": 2}, "dedupe_window": 5}
    begun = first(other(raised, brief=like(**told_of)))
    assert begun.ladder == ("CENTRE", "BUREAU", "DISCIPLINE")
    assert (begun.decide_by, begun.dedupe_minutes) == (NOW + 2 * HOUR, 5)
    assert file([begun]).handler == "CENTRE"


@pytest.mark.proves("DATA-02")
@pytest.mark.proves("DATA-03")
@pytest.mark.parametrize(("code", "handler"), [("DATA-02", "OPERATOR"), ("DATA-03", "BUREAU")])
def test_the_auditor_handles_nothing(code: str, handler: str) -> None:
    begun = first(other(raised, code=code))
    assert (begun.ladder[0], begun.verifier, begun.desk) == (handler, "DISCIPLINE", True)
    assert "AUDIT" not in begun.ladder


def test_where_no_policy_is_published_the_question_is_asked_all_the_same() -> None:
    nothing = Brief(Actor("reactions"), "", Shelf())
    begun = first(other(raised, brief=nothing, jurisdiction=""))
    assert (begun.grounds.policy, begun.grounds.rules) == ("", ())
    assert begun.grounds.inputs == RAISED.grounds.inputs
    assert (begun.ladder, begun.acknowledge_by) == (RAISED.ladder, RAISED.acknowledge_by)
    assert reconsider(begun, SHELF) == {}


@pytest.mark.proves("R033")
def test_its_policy_still_says_so_years_later() -> None:
    assert reconsider(RAISED, SHELF) == {"B17": True, "B9": True, "PM10": True}


@pytest.mark.parametrize(
    ("inputs", "rule"),
    [
        ({"code": "IND-01"}, "B17"),
        ({"ladder": ["AUDIT"]}, "B9"),
        ({"terms": [31, 1440, 4320]}, "PM10"),
    ],
)
def test_another_answer_would_not_stand(inputs: dict[str, Any], rule: str) -> None:
    grounds = RAISED.grounds.model_copy(update={"inputs": RAISED.grounds.inputs | inputs})
    event: Event = RAISED.model_copy(update={"grounds": grounds})
    assert reconsider(event, SHELF)[rule] is False


def test_an_open_case_runs_on_as_it_began() -> None:
    past = [RAISED.model_copy(update={"dedupe_minutes": 600, "explain_minutes": 5})]
    assert told(other(merge, brief=like()), past=past)[-1] == MERGED.model_copy(
        update={"folded": True}
    )
    assert RAISED.grounds.policy == REFERENCE


@pytest.mark.proves("R085")
@pytest.mark.parametrize("where", [raised, acknowledge, explain, confirm, refer, feedback, rectify])
def test_more_evidence_is_added_to_every_open_case(where: AlertCaseCommand) -> None:
    past = until(where)
    given(*past).when(merge).then(MERGED)
    after = file(told(merge, past=past))
    assert (after.raised, after.last) == (RAISED, file(past).last)
    assert (after.times, after.listed_at) == (2, NOW + HOUR)


def test_evidence_that_comes_soon_after_the_last_is_only_counted() -> None:
    soon = other(merge, at=NOW + HOUR - MINUTE / 60)
    past = told(soon, past=[RAISED])
    assert past[-1] == MERGED.model_copy(update={"at": soon.at, "folded": True})
    later = other(merge, at=NOW + HOUR, ends_at=NOW + HOUR, source="supervision:36")
    [*_, third] = told(later, past=past)
    assert isinstance(third, EvidenceMerged)
    assert (third.times, third.folded) == (3, False)
    fourth = told(other(later, ends_at=None, at=NOW + HOUR, source="s:4"), past=[*past, third])[-1]
    assert isinstance(fourth, EvidenceMerged)
    assert (fourth.times, fourth.folded) == (4, True)


def test_the_same_evidence_once_more_is_nothing_new() -> None:
    given(RAISED).when(raised).then()
    given(RAISED).when(again).then()
    given(RAISED, MERGED).when(other(merge, source="supervision:50")).then()
    given(RAISED, MERGED).when(other(merge, inputs={"metres": "999"})).then()


def test_evidence_without_a_source_counts_by_what_it_shows() -> None:
    past = told(other(raised, source=""))
    assert len(told(other(merge, source=""), past=past)) == 2
    assert file(past).sources == frozenset()
    assert file(told(other(merge, source=""), past=past)).sources == frozenset()
    assert file(past).last == past[0]


def test_raised_again_with_other_evidence_it_is_the_same_case() -> None:
    more = other(raised, evidence=(FIXES, MORE), source="supervision:40", at=NOW + HOUR)
    [_, event] = told(more, past=[RAISED])
    assert isinstance(event, EvidenceMerged)
    assert (event.case, event.sha256, event.ends_at) == (KEY, said_sha256(more), None)


def test_a_graver_fact_makes_it_graver_and_a_lighter_one_does_not_make_it_lighter() -> None:
    blue = other(raised, code="INSP-06", severity="BLUE")
    red = other(merge, severity="RED")
    light = other(merge, severity="AMBER", source="supervision:36", ends_at=None)
    said = [event.severity for event in told(blue, red, light) if hasattr(event, "severity")]
    assert said == ["BLUE", "RED", "RED"]
    assert file(told(blue, red)).severity == "RED"
    assert file(told(blue, merge)).severity == "BLUE"


@pytest.mark.proves("R085")
def test_later_facts_dismiss_what_nobody_has_seen() -> None:
    gone = AlertAutoDismissed(
        **OF, reason="evidence_changed", merged_into="", source="supervision:36"
    )
    given(RAISED).when(void).then(gone)
    other_case = other(void, merged_into="use-01:C1:2")
    given(RAISED).when(other_case).then(gone.model_copy(update={"merged_into": "use-01:C1:2"}))


def test_notices_are_dismissed_only_where_the_policy_says_so() -> None:
    due = other(raised, code="DISP-01", rule_version=PAPERS)
    over = other(raised, code="DISP-02", rule_version=PAPERS)
    assert (first(due).auto_dismiss, first(over).auto_dismiss) == (True, False)
    assert first(other(over, brief=like(settled=["DISP-02"]))).auto_dismiss is True
    assert isinstance(told(over, void)[-1], EvidenceMerged)


WITHDRAWN = MERGED.model_copy(
    update={
        "at": NOW,
        "begins_at": None,
        "ends_at": None,
        "inputs": {},
        "evidence": (),
        "sha256": withdrawn_sha256("evidence_changed", "supervision:36"),
        "source": "supervision:36",
        "folded": True,
        "withdrawn": "evidence_changed",
    }
)


@pytest.mark.parametrize("where", [acknowledge, explain, confirm, refer, feedback, rectify])
def test_what_somebody_has_seen_is_judged_by_people(where: AlertCaseCommand) -> None:
    given(*until(where)).when(void).then(WITHDRAWN)
    given(*until(where), WITHDRAWN).when(void).then()


def test_an_escalated_case_is_judged_by_people_too() -> None:
    given(*told(escalate, past=[RAISED])).when(void).then(WITHDRAWN)
    into = other(void, merged_into="use-01:C1:2")
    merged_into = WITHDRAWN.model_copy(update={"inputs": {"merged_into": "use-01:C1:2"}})
    given(*until(acknowledge)).when(into).then(merged_into)


def test_what_is_over_is_not_dismissed_again() -> None:
    for past in (until(close), until(explain, dismiss), until(raised, void)):
        given(*past).when(void).then()
    given().when(void).then()
    given().when(merge).then()


@pytest.mark.proves("R085")
def test_facts_open_again_what_facts_have_dismissed() -> None:
    past = until(raised, void)
    given(*past).when(again).then(REOPENED)
    assert file([*past, REOPENED]).times == 2
    assert file([*past, REOPENED]).sources == {f"supervision:{n}" for n in (34, 36, 40)}
    later = REOPENED.model_copy(update={"at": NOW + DAY})
    assert file([*past, later]).listed_at == NOW + DAY
    given(*past).when(raised).then()
    given(*past, REOPENED).when(again).then()
    given(*past, REOPENED).when(void).then()
    given(*past).when(other(again, source="supervision:36")).then()


def test_whatever_facts_say_opens_again_what_facts_have_dismissed() -> None:
    reopened = REOPENED.model_copy(
        update={"at": merge.at, "source": merge.source, "sha256": said_sha256(merge)}
    )
    given(*until(raised, void)).when(merge).then(reopened)


PASSED_ON = EvidencePassedOn(
    **OF | {"at": NOW + HOUR},
    successor=f"{KEY}#2",
    subject=f"finding:{KEY}",
    rule_version="use-01@1",
    severity=None,
    begins_at=MOVED,
    ends_at=NOW,
    inputs={"metres": "900"},
    evidence=(FIXES, MORE),
    sha256=said_sha256(merge),
    source="supervision:35",
    late=False,
    withdrawn="",
    merged_into="",
)
JUDGED = (until(close), until(explain, dismiss))


@pytest.mark.proves("R085")
@pytest.mark.parametrize("past", JUDGED)
def test_what_comes_after_a_verdict_is_a_question_of_its_own(past: list[AlertCaseEvent]) -> None:
    given(*past).when(merge).then(PASSED_ON)
    given(*past).when(again).then()
    after = file([*past, PASSED_ON])
    judged = file(past)
    assert (after.successor, judged.successor) == (f"{KEY}#2", "")
    assert (after.severity, after.times, after.last) == (judged.severity, 1, judged.last)
    given(*past, PASSED_ON).when(merge).then()
    given(*past, PASSED_ON).when(other(merge, source="supervision:50")).then()
    given(*past, PASSED_ON).when(other(merge, inputs={"metres": "999"})).then()


@pytest.mark.parametrize("past", JUDGED)
def test_all_that_is_said_is_passed_on(past: list[AlertCaseEvent]) -> None:
    more = other(again, evidence=(MORE,), severity="AMBER", late=True, at=NOW + HOUR)
    said: dict[str, Any] = {
        "severity": "AMBER",
        "ends_at": None,
        "inputs": {"metres": "812"},
        "late": True,
    }
    said |= {"evidence": (MORE,), "sha256": said_sha256(more), "source": "supervision:40"}
    given(*past).when(more).then(PASSED_ON.model_copy(update=said))
    second = PASSED_ON.model_copy(update={**said, "case": f"{KEY}#2", "successor": f"{KEY}#3"})
    renamed = [event.model_copy(update={"case": f"{KEY}#2"}) for event in past]
    given(*renamed).when(other(more, case=f"{KEY}#2")).then(second)


GONE = PASSED_ON.model_copy(
    update={
        "at": NOW,
        "begins_at": None,
        "ends_at": None,
        "inputs": {},
        "evidence": (),
        "sha256": withdrawn_sha256("evidence_changed", "supervision:36"),
        "source": "supervision:36",
        "withdrawn": "evidence_changed",
    }
)


@pytest.mark.parametrize("past", JUDGED)
def test_that_it_is_no_longer_so_is_passed_on_to_who_asks(past: list[AlertCaseEvent]) -> None:
    given(*past, PASSED_ON).when(void).then(GONE)
    given(*past, PASSED_ON, GONE).when(void).then()
    into = GONE.model_copy(update={"merged_into": "use-01:C1:2"})
    given(*past, PASSED_ON).when(other(void, merged_into="use-01:C1:2")).then(into)


def test_a_case_that_a_supervisor_opens_again_answers_for_itself_too() -> None:
    past = told(reopen, past=[*until(explain, dismiss), PASSED_ON])
    [merged] = told(other(merge, ends_at=None, source="supervision:50"), past=past)[len(past) :]
    assert isinstance(merged, EvidenceMerged)
    given(*past).when(void).then(GONE, WITHDRAWN.model_copy(update={"times": 3}))


@pytest.mark.parametrize("command", [raised, merge, void], ids=lambda it: type(it).__name__)
def test_people_do_not_speak_for_facts(command: AlertCaseCommand) -> None:
    assert refusal(by(command, "陈", "UNIT_CLERK"), [RAISED]).code == "FactsOnly"
    assert refusal(by(command, "陈", "UNIT_CLERK")).code == "FactsOnly"


def test_a_rule_that_nobody_knows_raises_nothing() -> None:
    assert refusal(other(raised, code="USE-99")).code == "UnknownAlert"

"""An alert from the question to its answer: through the desk and both ledgers."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from fleet.decider import Command, Decider, Entry, Event
from fleet.desk.commands import parse, say_quietly
from fleet.ledger.envelope import entry_of
from fleet.ledger.handle import handle, load
from fleet.ledger.saying import Said, Saying
from fleet.reactions.cases import cases
from fleet.reactions.deadlines_cases import deadlines
from fleet.reactions.due import Due
from fleet.supervision.alert_case import alert_case
from fleet.supervision.case_stages import AlertCase, Dismissed, OpenedAlert
from fleet.supervision.finding import (
    Evidence,
    Finding,
    FindingAmended,
    FindingOpened,
    FindingVoided,
)
from tests.scenarios.office import BUREAU, CLERK, HANGZHOU, Office, topics

CENTRE = {"person": "何军", "role": "CENTRE"}
CHIEF = {"person": "王芳", "role": "BUREAU"}
DISCIPLINE = {"person": "郑直", "role": "DISCIPLINE"}
LEADER = {"person": "吴领导", "role": "UNIT_LEADER", "unit": "U"}
PAPER = [{"number": "说明1号", "sha256": "ab" * 32}]
PHOTO = [{"number": "照片1号", "sha256": "cd" * 32}]
KEY = "use-01:C1:1767578400000"


class Tell(Command):
    """What telemetry has found."""

    events: tuple[Any, ...]


facts: Decider[Tell, Event, None] = Decider(
    initial=None, decide=lambda command, _: [*command.events], evolve=lambda *_: None
)


@dataclass(slots=True)
class Watch:
    """Brings to the cases what the facts say, and looks at the clock."""

    office: Office
    seen: int = 0
    dates: dict[str, Due] = field(default_factory=dict)

    def find(self, *events: Event) -> None:
        """Telemetry writes into the supervision ledger."""
        said: Said[Any, Any, Any] = Said(f"finding:{KEY}", facts, Tell(events=events))
        handle(self.office.ledger.supervision, said, saying=Saying("gongche"))
        self.react()

    def react(self) -> list[Entry]:
        """Answer all that is new there."""
        written = []
        for entry in self._new():
            self.seen = entry.position
            for each in cases(entry, self.office.now):
                written += self.tell(dict(each.wire or {}))
        return written

    def tell(self, wire: dict[str, Any]) -> list[Entry]:
        """A program says it."""
        written = say_quietly(self.office.ledger, parse({**wire, "actor": "reactions"}))
        self.note(written)
        return written

    def note(self, written: list[Entry]) -> None:
        """Keep the dates."""
        for due in (due for entry in written for due in deadlines(entry)):
            if isinstance(due, Due):
                self.dates[due.key] = due
            else:
                self.dates = {k: it for k, it in self.dates.items() if not k.startswith(due.prefix)}

    def come(self, now: datetime) -> list[Entry]:
        """Say what is due."""
        due = [each for each in self.dates.values() if each.at <= now]
        self.dates = {each.key: each for each in self.dates.values() if each.at > now}
        return [entry for each in due for entry in self.tell(dict(each.wire or {}))]

    def say(self, command: str, actor: dict[str, str], **fields: Any) -> list[Entry]:  # noqa: ANN401 - of any command
        """A person speaks on the case."""
        written = self.office.say(command, actor, case=KEY, **fields)
        self.note(written)
        return written

    def case(self, key: str = KEY) -> AlertCase:
        """Where it stands."""
        return load(self.office.ledger, f"alert-case:{key}", alert_case)

    def _new(self) -> Iterator[Entry]:
        recorder = self.office.ledger.supervision.recorder
        found = recorder.select_notifications(start=self.seen + 1, limit=1000)
        for row in recorder.rows([each.id for each in found]):
            yield entry_of("supervision", row)


@pytest.fixture
def watch(office: Office) -> Watch:
    """A car of unit U in service."""
    office.open("U")
    office.slots("U", "S1")
    office.car("1", "U", "S1")
    return Watch(office)


def moved(office: Office, **change: object) -> Finding:
    """The car moved without an order."""
    fixes = Evidence(kind="fixes", range="a/b", rows=3, digest="ab" * 32)
    told: dict[str, Any] = {"finding_id": KEY, "code": "USE-01", "vehicle": "C1", "fixes": 3}
    ends: dict[str, Any] = {"until_lo": None, "until": None, "until_confirmed": None}
    return Finding(
        **{**told, **ends, **change},
        since_lo=None,
        since=office.now,
        confirmed=office.now,
        return_fixes=0,
        flags=("open",),
        rule_version="use-01@1",
        inputs={"metres": "812"},
        evidence=(fixes,),
    )


def explained(watch: Watch) -> None:
    """Seen, asked, answered."""
    watch.find(FindingOpened(finding=moved(watch.office)))
    watch.say("AcknowledgeAlert", CLERK)
    watch.say("RequestExplanation", CLERK)
    watch.say("SubmitExplanation", LEADER, text="送文件", documents=PAPER)


@pytest.mark.proves("R085")
@pytest.mark.proves("R086")
@pytest.mark.proves("USE-01")
def test_a_case_from_the_question_to_its_end(watch: Watch) -> None:
    explained(watch)
    watch.office.refused(
        "ConfirmFinding", {**CLERK, "role": "BUREAU"}, case=KEY, finding_class="MANAGEMENT"
    )
    watch.say("ConfirmFinding", BUREAU, finding_class="SUSPECTED_DISCIPLINE")
    watch.say("ReferToDiscipline", BUREAU, document="移1号")
    watch.say("RecordDisciplineFeedback", DISCIPLINE, result="CRITICISM")
    watch.say("SubmitRectification", LEADER, text="已整改", documents=PAPER)
    assert topics(watch.say("CloseAlert", CHIEF)) == ["alert-case.closed"]
    assert [refused.code for refused in watch.office.attempts()] == ["VerifierIsHandler"]
    assert watch.dates == {}


@pytest.mark.proves("R085")
def test_an_alert_shows_rule_version_policy_inputs_and_place(watch: Watch) -> None:
    watch.find(FindingOpened(finding=moved(watch.office)))
    case = watch.case()
    assert isinstance(case, OpenedAlert)
    told = case.file.raised
    assert (told.code, told.rule_version, told.inputs) == ("USE-01", "use-01@1", {"metres": "812"})
    assert told.grounds.policy == "cn-zj-hangzhou@2021-11-01"
    assert (told.unit, told.jurisdiction, told.officer) == ("U", HANGZHOU, "")
    assert told.source == "supervision:1"


def test_nobody_answers_what_nobody_asks(watch: Watch) -> None:
    no = watch.office.refused("AcknowledgeAlert", CLERK, case=KEY)
    assert (no.code, no.values["stage"]) == ("OutOfOrder", "Unraised")


@pytest.mark.proves("R085")
def test_later_facts_are_added_and_never_make_a_second_case(watch: Watch) -> None:
    found = moved(watch.office)
    watch.find(FindingOpened(finding=found))
    ended = found.model_copy(update={"until": found.since + timedelta(hours=1)})
    watch.find(FindingAmended(finding=ended), FindingAmended(finding=ended))
    case = watch.case()
    assert isinstance(case, OpenedAlert)
    assert case.file.times == 2
    watch.find(FindingVoided(finding=ended, reason="late_order"))
    assert isinstance(watch.case(), Dismissed)
    assert watch.dates == {}
    watch.find(FindingOpened(finding=found))
    assert type(watch.case()).__name__ == "Acknowledged"


@pytest.mark.proves("R085")
def test_a_case_that_is_dismissed_and_opened_again_by_a_supervisor(watch: Watch) -> None:
    explained(watch)
    watch.say("DismissAlert", CHIEF, reason="WorkNeed", note="任务单补登")
    watch.office.refused("ReopenAlert", CLERK, case=KEY, reason="不服", documents=PHOTO)
    watch.say("ReopenAlert", DISCIPLINE, reason="有照片", documents=PHOTO)
    watch.say("RequestExplanation", CLERK)
    watch.say("SubmitExplanation", LEADER, text="私用", documents=PAPER)
    assert topics(watch.say("ConfirmFinding", CHIEF, finding_class="MANAGEMENT")) == [
        "alert-case.finding-confirmed"
    ]


@pytest.mark.proves("R085")
def test_a_case_that_the_clock_escalates_twice(watch: Watch) -> None:
    watch.find(FindingOpened(finding=moved(watch.office)))
    begun = watch.office.now
    assert watch.come(begun + timedelta(minutes=29)) == []
    assert topics(watch.come(begun + timedelta(minutes=30))) == ["alert-case.escalated"]
    assert watch.office.refused("AcknowledgeAlert", CLERK, case=KEY).code == "RoleMayNot"
    watch.say("AcknowledgeAlert", CENTRE)
    watch.say("RequestExplanation", CENTRE)
    asked = watch.office.now
    assert watch.come(asked + timedelta(hours=23)) == []
    [late] = watch.come(asked + timedelta(hours=24))
    assert getattr(late.event, "handler", "") == "BUREAU"
    assert topics(watch.say("AcknowledgeAlert", BUREAU)) == ["alert-case.acknowledged"]


@pytest.mark.proves("QUOT-02")
def test_what_a_rule_refuses_is_a_question_too(watch: Watch) -> None:
    book = {"jurisdiction": HANGZHOU, "sector": "PARTY_GOV", "ceiling": 2000}
    watch.office.refused("RaiseCeiling", BUREAU, **book)
    watch.react()
    key = f"quot-02:quota-book:{HANGZHOU}-PARTY_GOV"
    case = watch.case(key)
    assert isinstance(case, OpenedAlert)
    assert (case.file.raised.code, case.file.handler) == ("QUOT-02", "BUREAU")
    watch.office.refused("RaiseCeiling", CHIEF, **book)
    watch.react()
    again = watch.case(key)
    assert isinstance(again, OpenedAlert)
    assert again.file.times == 2


@pytest.mark.proves("R085")
def test_what_is_only_to_be_seen_is_no_case(watch: Watch) -> None:
    office = watch.office
    office.indicator("I1", "U", "S1", vehicle="C1", plan_year=2026)
    office.refused("SubmitIndicator", indicator="I1", at="2027-03-01T00:00:00Z")
    watch.react()
    assert [notice.code for notice in office.notices()] == ["IND-01"]
    assert not isinstance(watch.case("ind-01:indicator:I1"), OpenedAlert)


@pytest.mark.proves("R085")
def test_of_a_confidential_car_only_the_named_officer_hears(watch: Watch) -> None:
    listed = {"jurisdiction": HANGZHOU, "officer": "方正", "document": "密1号"}
    watch.office.say("ListVehicle", BUREAU, vehicle="C1", **listed)
    watch.find(FindingOpened(finding=moved(watch.office)))
    assert watch.office.refused("AcknowledgeAlert", CLERK, case=KEY).code == "NamedOfficerOnly"
    watch.office.say("ListVehicle", BUREAU, vehicle="C1", **{**listed, "officer": "冯任"})
    officer = {"person": "冯任", "role": "CENTRE"}
    assert topics(watch.say("AcknowledgeAlert", officer)) == ["alert-case.acknowledged"]

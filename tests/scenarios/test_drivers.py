"""A driver's year: registered, licensed, pledged, trained, appraised, suspended."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from fleet.decider import Event, Refused
from fleet.desk.commands import Misspoken, parse, say
from fleet.desk.reconsider import reconsider
from fleet.ledger.handle import handle, load
from fleet.ledger.saying import Said, Saying
from fleet.people.driver import driver
from fleet.people.driver_events import RuleAcknowledged, StarsAwarded, TrainingRecorded
from fleet.people.driver_schedule import driver_schedule
from fleet.people.driver_schedule_words import DriverQualified, ReserveDriver
from fleet.people.driver_stages import Dossier
from fleet.policy.policies import policies, shelved
from fleet.reactions.due import Notice
from fleet.reactions.notices_schedules import notices
from tests.scenarios.office import BUREAU, CLERK, DIGEST, HANGZHOU, Office, local

CENTRE = {"person": "郑洁", "role": "CENTRE"}
LEADER = {"person": "何军", "role": "UNIT_LEADER", "unit": "U"}
LICENCE = {"number": "3301", "classes": ["C1"], "valid_until": "2027-05-31", "sha256": DIGEST}
SHARE = {"kind": "PERSON", "reference": "何军"}
TRACK = {"kind": "TELEMETRY", "reference": "2025", "digest": DIGEST}
FIVE = {"ability": 90, "discipline": 95, "attitude": 90, "performance": 88, "safety": 91}


@pytest.fixture
def crew(office: Office) -> Office:
    """Unit U has driver D1, with a licence."""
    office.publish()
    office.unit("U")
    said = {"name": "张三", "unit": "U", "employed_on": "2019-07-01"}
    office.say("RegisterDriver", CLERK, driver="D1", **said)
    office.say("RecordLicence", CLERK, driver="D1", **LICENCE)
    return office


def reserve(office: Office, day: str = "2026-03-10", **more: Any) -> list[Event]:  # noqa: ANN401 - of the command
    """Give the driver an order of a morning."""
    times = {"begins_at": local(f"{day} 09:00"), "ends_at": local(f"{day} 11:00")}
    said = {"driver": "D1", "order": "O1", "unit": "U", "at": office.now, **times, **more}
    command = ReserveDriver.model_validate(said)
    told = Said("driver-schedule:D1", driver_schedule, command)
    return [entry.event for entry in handle(office.ledger, told, saying=Saying("test"))]


def no(office: Office, day: str, **more: Any) -> Refused:  # noqa: ANN401 - of the command
    """Try to; a rule says no."""
    with pytest.raises(Refused) as refused:
        reserve(office, day, **more)
    return refused.value


def dossier(office: Office) -> Dossier:
    """What is known of the driver."""
    known = load(office.ledger, "driver:D1", driver)
    assert isinstance(known, Dossier)
    return known


def appraised(office: Office) -> StarsAwarded:
    """Score all five dimensions and award the stars."""
    for name, points in FIVE.items():
        evidence: list[Mapping[str, str]] = [TRACK if name == "safety" else SHARE]
        said = {"dimension": name, "score": points, "evidence": evidence}
        office.say("ScoreDimension", LEADER, driver="D1", period="2025", **said)
    [entry] = office.say("AwardStars", CENTRE, driver="D1", period="2025")
    assert isinstance(entry.event, StarsAwarded)
    return entry.event


@pytest.mark.proves("R096")
@pytest.mark.proves("SAFE-05")
def test_no_pledge_no_assignment_from_the_first_day_of_the_year(crew: Office) -> None:
    refused = no(crew, "2026-01-05")
    assert (refused.code, refused.alert) == ("PledgeMissing", "SAFE-05")
    crew.say("SignPledge", CLERK, driver="D1", year=2026, sha256=DIGEST)
    assert reserve(crew, "2026-01-05")
    assert no(crew, "2027-01-01", order="O2").code == "PledgeMissing"


@pytest.mark.proves("R095")
@pytest.mark.proves("SAFE-05")
def test_an_expired_licence_blocks_the_assignment(crew: Office) -> None:
    crew.say("SignPledge", CLERK, driver="D1", year=2026, sha256=DIGEST)
    crew.say("RecordLicence", CLERK, driver="D1", **LICENCE | {"valid_until": "2026-03-09"})
    refused = no(crew, "2026-03-10")
    assert (refused.code, refused.alert) == ("LicenceExpired", "SAFE-05")
    assert no(crew, "2026-03-09", classes=("A1",)).code == "LicenceClassWrong"
    assert reserve(crew, "2026-03-09", classes=("A1", "C1"))


@pytest.mark.proves("SAFE-05")
def test_an_assigned_driver_who_is_suspended_raises_an_alert(crew: Office) -> None:
    crew.say("SignPledge", CLERK, driver="D1", year=2026, sha256=DIGEST)
    reserve(crew)
    written = crew.say("SuspendDriver", CENTRE, driver="D1", reason="酒驾", document="停1号")
    raised = [it for entry in written for it in notices(entry)]
    assert [it.code for it in raised if isinstance(it, Notice)] == ["SAFE-05"]
    again = crew.say("ReinstateDriver", CENTRE, driver="D1", evidence="复训1号")
    assert again[-1].event.model_dump()["covered"] == ("O1",)
    full = crew.say("RecordLicence", CLERK, driver="D1", **LICENCE, points=12)
    told = [entry.event for entry in full if isinstance(entry.event, DriverQualified)]
    assert [event.qualification.suspended for event in told] == [False, True]
    assert [len(event.uncovered) for event in told] == [0, 1]


@pytest.mark.proves("R100")
@pytest.mark.proves("R107")
def test_a_session_with_the_traffic_police(crew: Office) -> None:
    said = {"kind": "交通安全知识大讲堂", "trainer_body": "TRAFFIC_POLICE", "hours": 2}
    said |= {"session": "T1", "jurisdiction": HANGZHOU, "held_on": "2026-01-04"}
    written = crew.say("HoldTraining", CENTRE, attendees=["D1"], **said)
    [recorded] = [it.event for it in written if isinstance(it.event, TrainingRecorded)]
    assert (recorded.kind, recorded.trainer_body) == ("SAFETY_LECTURE", "TRAFFIC_POLICE")
    assert (recorded.attended, recorded.unit, recorded.by) == (1, "U", "郑洁")
    told = {**said, "session": "T2"}
    refused = crew.refused("HoldTraining", CENTRE, attendees=["D1", "D9"], **told)
    assert (refused.code, refused.values["driver"]) == ("DriverUnknown", "D9")


@pytest.mark.proves("R101")
def test_a_driver_reads_the_nearest_rule_book_that_has_the_document(crew: Office) -> None:
    district = {"person": "吴敏", "role": "UNIT_LEADER", "unit": "X"}
    where = {"name": "单位X", "jurisdiction": "330106", "sector": "PARTY_GOV"}
    crew.say("RegisterUnit", BUREAU, unit="X", **where)
    crew.say("UpdateDriver", CENTRE, driver="D1", unit="X")
    read = {"driver": "D1", "document": 3, "version": "2026"}
    assert crew.refused("AcknowledgeRule", district, **read).code == "NoSuchVersion"
    paper = {"document": 3, "title": "停放", "version": "2026", "sha256": DIGEST}
    crew.say("PublishRuleDocument", CENTRE, jurisdiction=HANGZHOU, **paper)
    [entry] = crew.say("AcknowledgeRule", district, **read)
    assert isinstance(entry.event, RuleAcknowledged)
    own = paper | {"version": "西湖2026"}
    crew.say("PublishRuleDocument", CENTRE, jurisdiction="330106", **own)
    assert crew.refused("AcknowledgeRule", district, **read | {"document": 4}).code
    crew.say("AcknowledgeRule", district, **read | {"version": "西湖2026"})
    assert dossier(crew).read == {3: {"2026", "西湖2026"}}


@pytest.mark.proves("R097")
@pytest.mark.proves("R098")
def test_five_dimensions_make_five_stars(crew: Office) -> None:
    stars = appraised(crew)
    assert (stars.hundredths, stars.stars) == (9085, 5)


@pytest.mark.proves("R033")
def test_decisions_about_a_driver_are_the_same_when_asked_again(crew: Office) -> None:
    crew.say("RecordLicence", CLERK, driver="D1", **LICENCE, points=12)
    crew.say("RecordLicence", CLERK, driver="D1", **LICENCE)
    crew.say("ReinstateDriver", CENTRE, driver="D1", evidence="复训1号")
    paper = {"document": 3, "title": "停放", "version": "2026", "sha256": DIGEST}
    crew.say("PublishRuleDocument", CENTRE, jurisdiction=HANGZHOU, **paper)
    said = {"session": "T1", "jurisdiction": HANGZHOU, "held_on": "2026-01-04", "hours": 2}
    lecture = {"kind": "技能大比武", "trainer_body": "CENTRE", "attendees": ["D1"]}
    crew.say("HoldTraining", CENTRE, **said, **lecture)
    appraised(crew)
    known = {HANGZHOU: load(crew.ledger, f"policy:{HANGZHOU}", policies)}
    asked = [reconsider(entry.event, shelved(known)) for entry in crew.entries]
    answers = {name for answer in asked for name, holds in answer.items() if holds}
    assert answers == {"R095", "R097", "R098", "R101", "R107"}
    assert all(holds for answer in asked for holds in answer.values())


def test_an_appraisal_goes_on_where_it_began(crew: Office) -> None:
    said = {"dimension": "ability", "score": 90, "evidence": [SHARE], "period": "2025"}
    crew.say("ScoreDimension", CENTRE, driver="D1", **said)
    crew.publish("cn-zj-hangzhou-xihu@2025-01-01")
    where = {"name": "单位X", "jurisdiction": "330106", "sector": "PARTY_GOV"}
    crew.say("RegisterUnit", BUREAU, unit="X", **where)
    crew.say("UpdateDriver", CENTRE, driver="D1", unit="X")
    [entry] = crew.say("ScoreDimension", CENTRE, driver="D1", **said | {"score": 91})
    policy = {"policy": "cn-zj-hangzhou@2021-11-01"}
    assert entry.event.model_dump()["grounds"].items() >= policy.items()
    [fresh] = crew.say("ScoreDimension", CENTRE, driver="D1", **said | {"period": "2024"})
    assert fresh.event.model_dump()["grounds"]["policy"] == "cn-zj-hangzhou-xihu@2025-01-01"


@pytest.mark.parametrize("command", ["AwardStars", "UpdateDriver", "SignPledge"])
def test_nobody_is_what_nobody_registered(office: Office, command: str) -> None:
    office.publish()
    more: dict[str, dict[str, Any]] = {
        "AwardStars": {"period": "2025"},
        "UpdateDriver": {"phone": "1"},
        "SignPledge": {"year": 2026, "sha256": DIGEST},
    }
    assert office.refused(command, CENTRE, driver="D9", **more[command]).code == "DriverUnknown"


def test_what_the_desk_looks_up_nobody_says(office: Office) -> None:
    wire = {"command": "AcknowledgeRule", "driver": "D1", "document": 1, "version": "1"}
    wire |= {"actor": CENTRE, "at": datetime(2026, 1, 5, tzinfo=UTC).isoformat()}
    with pytest.raises(Misspoken, match="published"):
        say(office.ledger, parse(wire | {"published": ["1"]}))

"""S11: a spot check replays: the same 272 lines from the same start value and list."""

from datetime import UTC, datetime
from typing import Any

import pytest

from fleet.ledger.handle import load
from fleet.supervision.spot_check import Drawn, SignedOff, spot_check
from fleet.supervision.spot_check_words import CampaignPlanned, CampaignSignedOff, SampleDrawn
from tests.scenarios.office import BUREAU, HANGZHOU, Office, topics
from tests.scenarios.seals import announce

DISCIPLINE = {"person": "顾正", "role": "DISCIPLINE"}
HOLIDAY = ("2021-10-01", "2021-10-02", "2021-10-03")
LINES = [
    {"vehicle": f"C{car}", "day": day, "mode": "ONLINE" if car % 2 else "ONSITE"}
    for car in range(162)
    for day in HOLIDAY
]


def campaign(number: str, lines: list[dict[str, str]] = LINES) -> dict[str, Any]:
    """The plan."""
    return {
        "campaign": number,
        "jurisdiction": HANGZHOU,
        "scope": "国庆节公务用车督查",
        "kind": "JOINT",
        "bodies": ["BUREAU", "DISCIPLINE"],
        "start_value": 20_210_930,
        "size": 272,
        "lines": lines,
    }


def drawn(office: Office, number: str, lines: list[dict[str, str]] = LINES) -> SampleDrawn:
    """The draw of a plan."""
    (planned,) = office.say("PlanCampaign", BUREAU, **campaign(number, lines))
    (entry,) = office.say("DrawSample", DISCIPLINE, campaign=number)
    assert isinstance(planned.event, CampaignPlanned)
    assert isinstance(entry.event, SampleDrawn)
    assert planned.event.list_sha256 == entry.event.list_sha256
    return entry.event


def begun(office: Office) -> None:
    """The calendar of 2021 is known."""
    office.now = datetime(2021, 11, 1, 1, tzinfo=UTC)
    office.publish()
    announce(office, 2021)


@pytest.mark.proves("R082")
@pytest.mark.proves("R083")
def test_the_same_272_lines_in_the_same_order(office: Office) -> None:
    begun(office)
    first, second = drawn(office, "K1"), drawn(office, "K2", LINES[::-1])
    assert len(first.lines) == first.size == 272
    assert first.lines == second.lines
    assert first.vehicles == len({line.vehicle for line in first.lines}) < 162 + 1
    assert {line.mode for line in first.lines} == {"ONLINE", "ONSITE"}
    known = load(office.ledger, "spot-check:K1", spot_check)
    assert isinstance(known, Drawn)
    assert known.lines == first.lines
    assert office.say("DrawSample", BUREAU, campaign="K1") == []


@pytest.mark.proves("R083")
def test_a_list_that_differs_in_one_row_cannot_pass_for_the_first(office: Office) -> None:
    begun(office)
    changed = [*LINES[:-1], {**LINES[-1], "vehicle": "C999"}]
    first, second = drawn(office, "K1"), drawn(office, "K2", changed)
    assert first.list_sha256 != second.list_sha256
    assert first.lines != second.lines
    no = office.refused("PlanCampaign", BUREAU, **campaign("K1", changed))
    assert no.code == "CampaignDiffers"


@pytest.mark.proves("R076")
@pytest.mark.proves("R082")
def test_two_bodies_sign_what_was_found(office: Office) -> None:
    begun(office)
    office.say("PlanCampaign", BUREAU, **(campaign("K1") | {"size": 3}))
    (entry,) = office.say("DrawSample", BUREAU, campaign="K1")
    assert isinstance(entry.event, SampleDrawn)
    for line in entry.event.lines:
        said = {"result": "PASS", "finding": "良好", "evidence": "轨迹"}
        office.say("RecordFinding", BUREAU, campaign="K1", **line.model_dump(mode="json"), **said)
    assert topics(office.say("SignOff", BUREAU, campaign="K1")) == ["spot-check.signed"]
    _, over = office.say("SignOff", DISCIPLINE, campaign="K1")
    assert isinstance(over.event, CampaignSignedOff)
    assert (over.event.checks, over.event.passed) == (3, 3)
    assert isinstance(load(office.ledger, "spot-check:K1", spot_check), SignedOff)

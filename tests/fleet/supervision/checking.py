"""The people, lists and papers of the spot checks that are told here."""

from datetime import date
from typing import Any

import pytest

from fleet.decider import Refused
from fleet.supervision.sample import drawn, list_hash
from fleet.supervision.spot_check import spot_check
from fleet.supervision.spot_check_words import (
    CampaignPlanned,
    CampaignSigned,
    CampaignSignedOff,
    CheckFindingRecorded,
    DrawSample,
    Line,
    PlanCampaign,
    RecordFinding,
    SampleDrawn,
    SignOff,
    SpotCheckCommand,
    SpotCheckEvent,
)
from tests.fleet.supervision.sealing import BUREAU, CALENDARS, CITY, SOON, brief
from tests.given import Given

DISCIPLINE = brief("gu", "DISCIPLINE")
FIRST, SECOND = date(2026, 10, 1), date(2026, 10, 2)
LINES = (
    Line(vehicle="V1", day=FIRST, mode="ONLINE"),
    Line(vehicle="V2", day=FIRST, mode="ONSITE"),
    Line(vehicle="V1", day=SECOND, mode="ONSITE"),
)
SAID: dict[str, Any] = {"campaign": "K1", "at": SOON}
OF: dict[str, Any] = {**SAID, "jurisdiction": CITY}
WHAT: dict[str, Any] = {
    "scope": "国庆节用车",
    "kind": "JOINT",
    "bodies": ("BUREAU", "DISCIPLINE"),
    "start_value": 20_210_930,
    "size": 2,
    "lines": LINES,
}
TAKEN = drawn(LINES, 20_210_930, 2)

plan = PlanCampaign(**OF, **WHAT, brief=BUREAU, calendars=CALENDARS)
draw = DrawSample(**SAID, brief=BUREAU)
sign = SignOff(**SAID, brief=BUREAU)
countersign = SignOff(**SAID, brief=DISCIPLINE)

PLANNED = CampaignPlanned(**OF, **WHAT, list_sha256=list_hash(LINES), by="wang")
DRAWN = SampleDrawn(
    **OF,
    start_value=20_210_930,
    list_sha256=list_hash(LINES),
    size=2,
    lines=TAKEN,
    vehicles=len({line.vehicle for line in TAKEN}),
    by="wang",
)


def record(line: Line, **change: object) -> RecordFinding:
    """A finding about a line."""
    told = {"result": "PASS", "finding": "已封存", "evidence": "轨迹1", "brief": BUREAU}
    return RecordFinding.model_validate({**SAID, **line.model_dump(), **told}).model_copy(
        update={"brief": BUREAU, **change}
    )


def recorded(line: Line, **change: object) -> CheckFindingRecorded:
    """What follows from it."""
    told = {"result": "PASS", "finding": "已封存", "evidence": "轨迹1"}
    said = {**OF, **line.model_dump(), **told, "body": "BUREAU", "by": "wang", **change}
    return CheckFindingRecorded.model_validate(said)


DONE: tuple[SpotCheckEvent, ...] = (PLANNED, DRAWN, *map(recorded, TAKEN))
SIGNED = CampaignSigned(**OF, body="BUREAU", by="wang")
ALSO = CampaignSigned(**OF, body="DISCIPLINE", by="gu")
OVER = CampaignSignedOff(
    **OF,
    signatures={"BUREAU": "wang", "DISCIPLINE": "gu"},
    checks=2,
    vehicles=DRAWN.vehicles,
    passed=2,
)
given = Given(spot_check)


def refusal(command: SpotCheckCommand, *past: SpotCheckEvent) -> Refused:
    """Why it says no."""
    with pytest.raises(Refused) as no:
        spot_check.decide(command, spot_check.fold(past))
    return no.value

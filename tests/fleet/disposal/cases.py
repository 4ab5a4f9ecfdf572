"""A disposal case on its way, and the people who sign it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import reduce
from typing import Any
from uuid import UUID

import pytest

from fleet.decider import Refused
from fleet.disposal import disposal_commands as said
from fleet.disposal.disposal import disposal
from fleet.disposal.disposal_events import DisposalEvent
from fleet.disposal.disposal_stages import Case
from fleet.policy.brief import Brief
from tests.fleet.planning.drafts import BUREAU, CITY, CLERK, FINANCE, at, brief

APPROVED_AT = at("2025-03-10 10:00:00")
REQUESTED_AT = at("2025-03-01 09:00:00")
WRITTEN_OFF_AT = at("2025-03-12 09:00:00")
BEFORE = UUID("00000000-0000-4000-8000-000000000007")
DIGEST = "ab" * 32
OF_CASE = {"case": "D1", "vehicle": "C1", "unit": "A"}
PLACE: dict[str, Any] = {
    "vehicle": "C1",
    "unit": "A",
    "slot": "S1",
    "category": "LAW_ENFORCEMENT",
    "ground": "REPLACEMENT",
    "unit_jurisdiction": CITY,
}
RESULT: dict[str, Any] = {
    "certificate": "回1",
    "sha256": DIGEST,
    "plate": "浙A1",
    "vin": "LSVAA4182E2184841",
}


def say(
    command: type[Any],
    who: Brief = CLERK,
    when: datetime = APPROVED_AT,
    /,
    **fields: Any,  # noqa: ANN401 - of any command
) -> Any:  # noqa: ANN401 - of the class that was asked for
    """A command to the case D1."""
    return command(case="D1", at=when, brief=who, **fields)


def draft(**changes: Any) -> Any:  # noqa: ANN401 - of any field
    """The draft, with some fields changed."""
    return say(said.DraftDisposal, CLERK, REQUESTED_AT, **(PLACE | changes))


REQUEST = say(said.RequestDisposal, CLERK, REQUESTED_AT, indicator="I1", execution_document="执1")
SIGN_FINANCE, SIGN_BUREAU = say(said.ApproveDisposal, FINANCE), say(said.ApproveDisposal, BUREAU)
ASSET = say(said.ApproveAssetDisposal, FINANCE, document="资1", predecessor=BEFORE)
WRITE_OFF = say(said.WriteOffAsset, CLERK, WRITTEN_OFF_AT, document="销1", predecessor=BEFORE)
SEAL = say(said.SealForDisposal, place="停车场")
START = say(said.StartPhysicalDisposal, mode="SCRAP")
END = say(said.RecordDisposalResult, **RESULT)
CLOSE = say(said.CloseDisposal, review_note="应早联系")
WAY = (draft(), REQUEST, SIGN_FINANCE, SIGN_BUREAU, ASSET, WRITE_OFF, SEAL, START, END, CLOSE)
"""The whole way, in order."""

OVERDUE = say(said.MarkOverdue, CLERK, at("2026-03-11 00:00:00"))
LATE = say(said.StartPhysicalDisposal, mode="SCRAP", reason="排队")


def after(*commands: Any) -> Case:  # noqa: ANN401 - commands of a case
    """The case after these commands."""
    state = disposal.initial
    for command in commands:
        state = reduce(disposal.evolve, disposal.decide(command, state), state)
    return state


def until(command: Any) -> Case:  # noqa: ANN401 - a command of the way
    """The case after the way up to a command, this one included."""
    return after(*WAY[: WAY.index(command) + 1])


def answer(state: Case, command: Any) -> list[DisposalEvent]:  # noqa: ANN401 - of a case
    """What follows."""
    return disposal.decide(command, state)


def refused(state: Case, command: Any) -> Refused:  # noqa: ANN401 - of a case
    """Why not."""
    with pytest.raises(Refused) as refusal:
        disposal.decide(command, state)
    assert refusal.value.say("zh")
    assert refusal.value.say("en")
    return refusal.value


def kinds(events: Iterable[DisposalEvent]) -> list[str]:
    """The names of what happened."""
    return [type(event).__name__ for event in events]


def changed(command: Any, **fields: Any) -> Any:  # noqa: ANN401 - of a case
    """The same with other words."""
    return command.model_copy(update=fields)


DAY = timedelta(days=1)
STRANGER = brief("方宁", "BUREAU")

"""Every refusal about a disposal, word for word: what is wrong, the values, and what to do next."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from fleet.decider import Refused
from tests.fleet.disposal import test_joint_inspection as inspecting
from tests.fleet.disposal.registry import (
    BUREAU,
    SOONER,
    approve,
    approve_asset,
    brief,
    cite,
    close,
    countersign,
    draft,
    end,
    mark,
    other,
    pair,
    refusal,
    report,
    request,
    sample,
    seal,
    sell,
    start,
    told,
    unsafe,
    until,
    withdraw,
    write_off,
)
from tests.fleet.disposal.registry import auction as sale

SAID = json.loads((Path(__file__).parent / "refusals.json").read_text("utf-8"))
PLANNED, FOUND, ALSO = inspecting.PLANNED, inspecting.FOUND, inspecting.ALSO
_planned = inspecting.refusal
GONE = [event.model_copy(update={"slot": None}) if event.TOPIC == "disposal.drafted" else event
        for event in until(write_off)]  # fmt: skip

CASES: dict[str, Callable[[], Refused]] = {
    "out of order": lambda: refusal(approve_asset, until(approve)),
    "unknown": lambda: refusal(pair),
    "differs": lambda: refusal(other(draft, vehicle="V2"), until(draft)),
    "unknown ground": lambda: refusal(other(draft, ground="PROMOTION")),
    "no papers": lambda: refusal(
        other(request, indicator=None, execution_document=None), until(draft)
    ),
    "no document": lambda: refusal(request, told(unsafe)),
    "person": lambda: refusal(other(countersign, brief=brief("wang", "FINANCE")), until(approve)),
    "body": lambda: refusal(other(approve, brief=brief("zhou", "BUREAU")), until(approve)),
    "lead": lambda: refusal(countersign, until(request)),
    "early": lambda: refusal(other(approve, at=SOONER), until(request)),
    "leave": lambda: refusal(other(withdraw, brief=BUREAU), until(countersign)),
    "not written off": lambda: refusal(pair, until(approve_asset)),
    "paired": lambda: refusal(other(pair, purchase="P2"), until(write_off, pair)),
    "slot": lambda: refusal(other(pair, slot="S2"), until(write_off)),
    "no slot": lambda: refusal(pair, GONE),
    "no indicator": lambda: refusal(
        pair,
        told(
            *(unsafe, other(request, indicator=None, execution_document=None, document="检1")),
            *(approve, countersign, approve_asset, write_off),
        ),
    ),
    "vehicle": lambda: refusal(other(cite, vehicle="V2"), until(countersign)),
    "in time": lambda: refusal(other(mark, at=SOONER), until(seal)),
    "late": lambda: refusal(start, until(seal, mark)),
    "certificate": lambda: refusal(other(end, sha256=None), until(start)),
    "proceeds": lambda: refusal(other(sell, buyer=""), until(seal, sale)),
    "review": lambda: refusal(other(close, review_note=""), until(end)),
    "answer": lambda: refusal(close, until(end, sample, other(sample, inspection="J2"))),
    "alive": lambda: refusal(other(report, seen_at=SOONER), until(write_off)),
    "bodies": lambda: _planned(other(inspecting.plan, bodies=("TRANSPORT", "FINANCE"))),
    "nobody": lambda: _planned(inspecting.complete, PLANNED),
    "another plan": lambda: _planned(other(inspecting.plan, cases=("D1",)), PLANNED),
    "inspection's lesson": lambda: _planned(
        other(inspecting.complete, review_note=""), PLANNED, FOUND, ALSO
    ),
    "not drawn": lambda: _planned(other(inspecting.record, case="D3"), PLANNED),
    "no plan": lambda: _planned(inspecting.record),
}


def told_in_full(no: Refused) -> dict[str, object]:
    """All that is said."""
    return {
        "rule": no.rule,
        "code": no.code,
        "basis": no.basis,
        "alert": no.alert,
        "policy": no.policy,
        "zh": no.say("zh"),
        "en": no.say("en"),
        "values": no.values,
    }


@pytest.mark.parametrize("name", CASES)
def test_a_refusal_says_what_is_wrong_and_what_to_do(name: str) -> None:
    assert told_in_full(CASES[name]()) == SAID[name]


def test_every_refusal_that_is_written_down_is_told() -> None:
    assert CASES.keys() == SAID.keys()

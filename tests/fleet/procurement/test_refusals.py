"""Every refusal, word for word: what is wrong, the values, and what to do next."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from fleet.decider import Refused
from fleet.procurement.cloud_record import CloudRecordTaken, TakeCloudRecord, cloud_record
from fleet.procurement.quotes import Quote
from tests.fleet.procurement.office import (
    CAP_FEN,
    CAR,
    FOREIGN,
    JOINT,
    QUOTE,
    accept,
    allowed,
    apply,
    approve,
    brief,
    cancel,
    certify,
    check,
    close,
    contract,
    deliver,
    draft,
    other,
    quoted,
    refusal,
    refuse,
    register,
    told,
    until,
)

SAID = json.loads((Path(__file__).parent / "refusals.json").read_text("utf-8"))
ADDITION = other(draft, kind="ADDITION", vehicle=None)
SKIPPING = (QUOTE, Quote(vendor="丙行", specification=JOINT, price_fen=1))


def _contracted(**change: object) -> Callable[[], Refused]:
    car = CAR.model_validate(dict(CAR) | change)
    return lambda: refusal(other(contract, specification=car), until(certify))


def _reused() -> Refused:
    past = CloudRecordTaken(kind="delivery", external_id="E3", purchase="P1")
    take = TakeCloudRecord(kind="delivery", external_id="E3", purchase="P2")
    with pytest.raises(Refused) as no:
        cloud_record.decide(take, cloud_record.fold([past]))
    return no.value


def _unmeasured() -> Refused:
    battery = CAR.model_copy(update={"energy": "BATTERY"})
    begun = told(other(draft, category="VETERAN_CADRE"), quoted(battery), check)
    steps = [step for step in until(certify) if step.TOPIC.endswith(("approved", "issued"))]
    return refusal(contract, [*begun, *steps])


CASES: dict[str, Callable[[], Refused]] = {
    "differs": lambda: refusal(other(draft, slot="S2"), until(draft)),
    "unknown": lambda: refusal(apply),
    "indicator": lambda: refusal(apply, told(other(draft, indicator=None))),
    "addition": lambda: refusal(apply, told(ADDITION)),
    "write-off": lambda: refusal(other(apply, case=None), until(draft)),
    "write-off of nothing": lambda: refusal(
        other(apply, predecessor=None), told(other(draft, vehicle=None))
    ),
    "early": lambda: refusal(other(apply, at="2027-02-28T00:00:00Z"), until(draft)),
    "skip": lambda: refusal(other(apply, quotes=SKIPPING, chosen=1), until(draft)),
    "person": lambda: refusal(approve, until(approve)),
    "body": lambda: refusal(other(approve, brief=brief("zhou", "BUREAU")), until(approve)),
    "leave": lambda: refusal(other(allowed, document=None), until(certify)),
    "order": lambda: refusal(cancel, until(check)),
    "price": lambda: refusal(other(contract, price_fen=CAP_FEN + 1), until(certify)),
    "displacement": _contracted(displacement_ml=1801),
    "no displacement": _contracted(displacement_ml=None),
    "class": _contracted(body="LARGE_BUS"),
    "trim": _contracted(trim=("天窗", "真皮")),
    "imported": lambda: refusal(other(contract, specification=FOREIGN), until(certify)),
    "joint venture": lambda: refusal(other(contract, specification=JOINT), until(certify)),
    "no standard": _unmeasured,
    "kind": _contracted(body="MPV"),
    "dearer": lambda: refusal(
        other(contract, price_fen=2),
        [
            step.model_copy(update={"price_fen": 1}) if step.TOPIC == "purchase.approved" else step
            for step in until(certify)
        ],
    ),
    "delivery": lambda: refusal(
        other(deliver, specification=CAR.model_copy(update={"trim": ("天窗",)})), until(contract)
    ),
    "taken up": lambda: refusal(refuse, told(register, past=until(deliver))),
    "not there": lambda: refusal(register, until(contract)),
    "nothing": lambda: refusal(register),
    "another car": lambda: refusal(other(register, slot="S2"), until(accept)),
    "not registered": lambda: refusal(close, until(accept)),
    "review": lambda: refusal(other(close, review_note=""), until(register)),
    "reused": _reused,
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

"""Every refusal about seals, listed cars and spot checks, word for word."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from fleet.decider import Refused
from fleet.supervision.seal_calendar import seal_calendar
from tests.fleet.supervision import checking
from tests.fleet.supervision import test_restricted_list as listing
from tests.fleet.supervision import test_seal_calendar as entering
from tests.fleet.supervision.checking import DONE, DRAWN, LINES, SIGNED, TAKEN, record
from tests.fleet.supervision.sealing import (
    BEGIN,
    CANCELLED,
    END,
    GRANTED,
    OPENED,
    PLANNED,
    SECOND,
    breach,
    brief,
    exempt,
    finish,
    look,
    other,
    plan,
    publish,
    refusal,
    start,
    withdraw,
)

SAID = json.loads((Path(__file__).parent / "supervision_refusals.json").read_text("utf-8"))
STOOD = (PLANNED, OPENED)
TAKEN_BY = checking.PLANNED
_check = checking.refusal


def _overlap() -> Refused:
    with pytest.raises(Refused) as no:
        seal_calendar.decide(entering.another(), seal_calendar.fold([entering.ENTERED]))
    return no.value


CASES: dict[str, Callable[[], Refused]] = {
    "out of order": lambda: refusal(publish, *STOOD),
    "not planned": lambda: refusal(start),
    "differs": lambda: refusal(other(plan, name="中秋节"), PLANNED),
    "called off": lambda: refusal(plan, PLANNED, CANCELLED),
    "facts": lambda: refusal(other(breach, brief=brief("chen", "BUREAU")), *STOOD),
    "nobody for facts": lambda: refusal(other(withdraw, brief=brief("", "UNIT_CLERK")), *STOOD),
    "worked": lambda: refusal(other(plan, last_day=date(2026, 10, 9))),
    "too early": lambda: refusal(other(start, at=BEGIN - SECOND), PLANNED),
    "not over": lambda: refusal(other(finish, at=END - SECOND), *STOOD),
    "filed back": lambda: refusal(other(exempt, at=BEGIN - SECOND), *STOOD),
    "own approval": lambda: refusal(other(exempt, approver="wang"), PLANNED),
    "another region": lambda: refusal(other(exempt, vehicle_jurisdiction="330106"), PLANNED),
    "nobody's car": lambda: refusal(other(exempt, vehicle_jurisdiction=""), PLANNED),
    "window": lambda: refusal(other(exempt, ends_at=END + SECOND), PLANNED),
    "exempt twice": lambda: refusal(other(exempt, document="豁2"), PLANNED, GRANTED),
    "too late": lambda: refusal(other(exempt, at=END - SECOND), *STOOD),
    "not open": lambda: refusal(other(exempt, at=END), PLANNED),
    "moved before": lambda: refusal(other(breach, moved_at=BEGIN - SECOND), *STOOD),
    "moved exempt": lambda: refusal(
        other(breach, vehicle="V1", moved_at=GRANTED.begins_at), PLANNED, GRANTED, OPENED
    ),
    "checked before": lambda: refusal(look, PLANNED),
    "overlap": _overlap,
    "listed elsewhere": lambda: listing.refusal(
        other(listing.enlist, vehicle_jurisdiction="330106")
    ),
    "listed nowhere": lambda: listing.refusal(other(listing.enlist, vehicle_jurisdiction="")),
    "check out of order": lambda: _check(checking.sign, TAKEN_BY),
    "check not planned": lambda: _check(checking.draw),
    "check is over": lambda: _check(record(TAKEN[0]), *DONE, SIGNED, checking.ALSO, checking.OVER),
    "another check": lambda: _check(other(checking.plan, size=1), TAKEN_BY),
    "bodies": lambda: _check(other(checking.plan, bodies=("FINANCE", "BUREAU"))),
    "check worked": lambda: _check(
        other(
            checking.plan,
            lines=tuple(
                line.model_copy(update={"day": date(2026, 10, day)})
                for line, day in zip(LINES, (9, 8, 7), strict=True)
            ),
        )
    ),
    "mode": lambda: _check(other(checking.plan, kind="ONLINE")),
    "sample": lambda: _check(other(checking.plan, size=4)),
    "not drawn": lambda: _check(record(TAKEN[0], vehicle="V9"), TAKEN_BY, DRAWN),
    "evidence": lambda: _check(record(TAKEN[0], evidence=""), TAKEN_BY, DRAWN),
    "unchecked": lambda: _check(checking.sign, TAKEN_BY, DRAWN),
    "person": lambda: _check(
        other(checking.sign, brief=brief("wang", "DISCIPLINE")), *DONE, SIGNED
    ),
    "body": lambda: _check(other(checking.sign, brief=brief("zhou", "BUREAU")), *DONE, SIGNED),
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

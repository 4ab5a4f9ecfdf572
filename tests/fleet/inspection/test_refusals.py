"""Every refusal about checks and repairs, word for word."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from fleet.decider import Refused
from fleet.inspection.check import check
from fleet.inspection.special_check import special_check
from fleet.inspection.special_words import Campaign
from fleet.inspection.work_order import work_order
from tests.fleet.inspection import test_check as checks
from tests.fleet.inspection import test_special_check as campaigns
from tests.fleet.inspection import test_work_order as repairs
from tests.fleet.inspection.workshop import CITY, GOOD, NOW, brief, in_full, other, refusal, told

SAID = json.loads((Path(__file__).parent / "refusals.json").read_text("utf-8"))
HERE = Campaign(NOW, checks.END, ("BRAKES",), (CITY,))
special = other(checks.monthly, kind="SPECIAL", period="2", campaign=HERE)
SOONER = NOW - timedelta(hours=1)

CASES: dict[str, Callable[[], Refused]] = {
    "nobody asked": lambda: refusal(check, checks.done),
    "waived": lambda: refusal(check, checks.done, [checks.MONTHLY, checks.waived()]),
    "done": lambda: refusal(check, checks.waive, [checks.MONTHLY, checks.completed()]),
    "left": lambda: refusal(check, other(checks.monthly, in_service=False)),
    "no campaign": lambda: refusal(check, other(special, campaign=None)),
    "elsewhere": lambda: refusal(
        check, other(special, campaign=Campaign(NOW, checks.END, (), ("滨江区", "330106")))
    ),
    "early": lambda: refusal(
        check, other(checks.done, at=NOW - timedelta(days=9)), [checks.MONTHLY]
    ),
    "running": lambda: refusal(check, other(checks.miss, at=NOW), [checks.MONTHLY]),
    "unknown items": lambda: refusal(
        check, other(checks.done, results=GOOD | {"WINGS": "PASS"}), [checks.MONTHLY]
    ),
    "items": lambda: refusal(check, other(checks.done, results={}), [checks.MONTHLY]),
    "self-check": lambda: refusal(
        check, other(checks.entered, workshop_record=None), [checks.QUARTERLY]
    ),
    "again": lambda: refusal(
        check, other(checks.done, inspector="李"), [checks.MONTHLY, checks.completed()]
    ),
    "no paper": lambda: refusal(check, other(checks.waive, document=None), [checks.MONTHLY]),
    "name": lambda: refusal(
        check,
        other(special, vehicle="V-SPECIAL-1"),
        told(check, other(special, vehicle="V", period="1-SPECIAL-2")),
    ),
    "campaign differs": lambda: refusal(
        special_check, other(campaigns.order, name="又"), told(special_check, campaigns.order)
    ),
    "ends before": lambda: refusal(
        special_check, other(campaigns.order, last_day=date(2026, 8, 31))
    ),
    "out of order": lambda: refusal(work_order, repairs.finish, [repairs.OPENED]),
    "repair differs": lambda: refusal(
        work_order, other(repairs.repair, vendor="乙"), [repairs.OPENED]
    ),
    "no car": lambda: refusal(work_order, other(repairs.repair, unit="")),
    "vendor": lambda: refusal(work_order, other(repairs.repair, designated=False)),
    "warranty": lambda: refusal(work_order, other(repairs.repair, covers=("BATTERY", "WHOLE"))),
    "own": lambda: refusal(
        work_order,
        other(repairs.approve, brief=brief("zhao", "UNIT_LEADER")),
        [repairs.OPENED],
    ),
    "backwards": lambda: refusal(work_order, other(repairs.approve, at=SOONER), [repairs.OPENED]),
    "invoice first": lambda: refusal(work_order, repairs.bill, [repairs.OPENED]),
    "invoice early": lambda: refusal(
        work_order, other(repairs.bill, issued_at=SOONER), [repairs.OPENED, repairs.APPROVED]
    ),
    "two invoices": lambda: refusal(
        work_order,
        other(repairs.bill, invoice="票2"),
        [repairs.OPENED, repairs.APPROVED, repairs.INVOICED],
    ),
    "not ordered": lambda: refusal(
        work_order,
        other(repairs.finish, items_passed=("TYRES", "LIGHTS")),
        [repairs.OPENED, repairs.APPROVED],
    ),
    "opened": lambda: refusal(
        work_order, repairs.reject, [repairs.OPENED, repairs.APPROVED, repairs.COMPLETED]
    ),
    "rejected": lambda: refusal(work_order, repairs.approve, [repairs.OPENED, repairs.REJECTED]),
    "approved": lambda: refusal(work_order, repairs.reject, [repairs.OPENED, repairs.APPROVED]),
    "not opened": lambda: refusal(work_order, repairs.approve),
}


@pytest.mark.parametrize("name", CASES)
def test_a_refusal_says_what_is_wrong_and_what_to_do(name: str) -> None:
    assert in_full(CASES[name]()) == SAID[name]


def test_every_refusal_that_is_written_down_is_told() -> None:
    assert CASES.keys() == SAID.keys()

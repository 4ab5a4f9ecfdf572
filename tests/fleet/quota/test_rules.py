"""Each rule can be asked again from what a decision has stored."""

import json

import pytest

from fleet.policy.grounds import Grounds
from fleet.quota.book import BookCommand, book
from fleet.quota.rules import RULES, slots_for
from tests.fleet.quota.city import policy
from tests.fleet.quota.test_allocation import adjust, five, transfer
from tests.fleet.quota.test_authorisation import NEEDED, STAFFED, grant, granted, heads
from tests.fleet.quota.test_ceiling import authorise, lower, open_book, opened

PAPERS = {"application": "申1号", "review": "审1号"}


@pytest.mark.proves("R003")
@pytest.mark.parametrize(
    "command",
    [
        lower,
        transfer,
        grant.model_copy(update={"document": "另一个"}),
        adjust(80, "S1"),
        authorise(9),
        authorise(9, baseline=False, exception=granted.document),
        authorise(9, **NEEDED, **PAPERS),
        authorise(9, **STAFFED, unit="C"),
    ],
)
def test_a_decision_is_asked_again_from_its_grounds(command: BookCommand) -> None:
    staffed = heads.model_copy(update={"unit": "C"})
    known = book.fold([opened, *five, granted, staffed])
    [event] = book.decide(command, known)
    stored = json.loads(event.model_dump_json())
    grounds = Grounds.model_validate(stored["grounds"])
    assert all(RULES[name].holds(policy(), grounds.inputs) for name in grounds.rules)


def test_an_opening_is_asked_again_from_its_grounds() -> None:
    assert book.decide(open_book, book.initial) == [opened]
    asked = opened.grounds.inputs
    assert RULES["R002"].holds(policy(), asked)
    for change in ({"ceiling": 1017}, {"sector": "OTHER"}, {"jurisdiction": "330200"}):
        assert not RULES["R002"].holds(policy(), asked | change)
    assert not RULES["R002"].holds(policy(), asked | {"sector": "OTHER", "ceiling": None})


@pytest.mark.parametrize(
    ("rule", "good", "bad"),
    [
        ("R001", {"open": 5, "ceiling": 5}, {"open": 6, "ceiling": 5}),
        ("R008", {"ceiling": 5, "previous": 5}, {"ceiling": 6, "previous": 5}),
        (
            "R004",
            {"category": "EMERGENCY_SUPPORT", "left": 1},
            {"category": "VETERAN_CADRE", "left": 0},
        ),
        (
            "R005",
            {"category": "LAW_ENFORCEMENT", "headcount": 40, "authorised": 2},
            {"category": "LAW_ENFORCEMENT", "headcount": 39, "authorised": 2},
        ),
        ("R006", {"application": "a", "review": "b"}, {"application": "a", "review": None}),
        ("R009", {"unit_created": "2018-12-31"}, {"unit_created": "2019-01-01"}),
        ("R009", {"unit_created": None}, {"unit_created": "2022-03-01"}),
    ],
)
def test_a_rule_has_a_border(rule: str, good: dict[str, object], bad: dict[str, object]) -> None:
    assert RULES[rule].holds(policy(), good) is True
    assert RULES[rule].holds(policy(), bad) is False


def test_a_category_that_grows_otherwise_needs_no_exception() -> None:
    assert RULES["R004"].holds(policy(), {"category": "SPECIAL_TECH", "left": 0})


def test_so_many_people_are_good_for_so_many_slots() -> None:
    assert [slots_for(policy(), "LAW_ENFORCEMENT", heads) for heads in (19, 20, 40)] == [0, 1, 2]
    assert slots_for(policy(), "EMERGENCY_SUPPORT", 100) is None
    asked = {"category": "EMERGENCY_SUPPORT", "headcount": 100, "authorised": 0}
    assert not RULES["R005"].holds(policy(), asked)


@pytest.mark.proves("R009")
def test_new_units_get_slots_where_the_policy_says_so() -> None:
    lenient = policy(quota={"new_unit_gets_slots": True})
    assert RULES["R009"].holds(lenient, {"unit_created": "2022-03-01"})

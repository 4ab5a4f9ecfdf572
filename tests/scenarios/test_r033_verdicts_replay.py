"""Every approval keeps what it rests on, and is the same when it is asked again years later."""

from datetime import UTC, datetime

import pytest

from fleet.desk.reconsider import reconsider
from fleet.ledger.handle import load
from fleet.organisation.unit import UnitRegistered
from fleet.planning.indicator import indicator
from fleet.planning.indicator_stages import Drafted
from fleet.policy.policies import policies, shelved
from fleet.policy.shelf import Shelf
from tests.scenarios.office import HANGZHOU, Office


def shelf(office: Office) -> Shelf:
    """All that Hangzhou has published."""
    return shelved({HANGZHOU: load(office.ledger, f"policy:{HANGZHOU}", policies)})


@pytest.mark.proves("R033")
def test_every_decision_of_the_loop_is_the_same_under_its_own_version(office: Office) -> None:
    office.now = datetime(2025, 6, 2, 1, tzinfo=UTC)
    office.open("A")
    office.slots("A", "S1")
    office.car("1", "A", "S1")
    office.indicator("I1", "A", "S1", vehicle="C1")
    office.approve("I1")
    office.budget("I1", "A")
    office.publish("cn-zj-hangzhou@2025-01-01")
    office.dispose("D1", "C1", "A", "S1", "I1")
    office.draft("P1", "A", "S1", "I1", vehicle="C1")
    office.apply("P1", "D1")
    office.buy("P1", "N1")
    asked = [answer for it in office.entries if (answer := reconsider(it.event, shelf(office)))]
    assert len(asked) > 8
    assert {verdict for answer in asked for verdict in answer.values()} == {True}


@pytest.mark.proves("R033")
def test_an_open_case_runs_on_the_version_it_was_opened_under(office: Office) -> None:
    office.now = datetime(2024, 6, 3, 1, tzinfo=UTC)
    office.open("A")
    office.slots("A", "S1", "S2")
    office.indicator("I1", "A", "S1", plan_year=2025)
    office.publish("cn-zj-hangzhou@2025-01-01")
    office.now = datetime(2025, 6, 2, 1, tzinfo=UTC)
    office.indicator("I2", "A", "S2")
    cited = [load(office.ledger, f"indicator:I{n}", indicator) for n in (1, 2)]
    assert [it.form.policy for it in cited if isinstance(it, Drafted)] == [
        "cn-zj-hangzhou@2021-11-01",
        "cn-zj-hangzhou@2025-01-01",
    ]


def test_what_no_rule_was_asked_about_has_nothing_to_be_asked_again() -> None:
    unit = UnitRegistered(unit="A", name="甲", jurisdiction=HANGZHOU)
    assert reconsider(unit, Shelf()) == {}

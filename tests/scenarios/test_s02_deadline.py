"""S02: the indicator deadline, to the second."""

import pytest

from fleet.ledger.handle import load
from fleet.planning.indicator import indicator
from fleet.planning.indicator_stages import Draft, Submitted
from tests.scenarios.office import Office, local


@pytest.fixture
def drafted(office: Office) -> Office:
    """A unit with an eligible car and a draft for plan year 2026."""
    office.open("A")
    office.slots("A", "S1")
    office.car("1", "A", "S1")
    office.indicator("I1", "A", "S1", vehicle="C1")
    return office


@pytest.mark.proves("R027")
@pytest.mark.proves("IND-01")
def test_one_second_after_the_deadline_is_too_late(drafted: Office) -> None:
    refusal = drafted.refused("SubmitIndicator", indicator="I1", at=local("2025-08-01 00:00:00"))
    assert (refusal.code, refusal.policy) == ("DeadlinePassed", "cn-zj-hangzhou@2021-11-01")
    assert isinstance(load(drafted.ledger, "indicator:I1", indicator), Draft)
    [notice] = drafted.notices()
    assert (notice.code, notice.policy) == ("IND-01", "cn-zj-hangzhou@2021-11-01")
    assert notice.inputs["now"] == "2025-08-01 00:00:00+08:00"


@pytest.mark.proves("R027")
def test_the_last_second_is_in_time(drafted: Office) -> None:
    drafted.say("SubmitIndicator", indicator="I1", at=local("2025-07-31 23:59:59"))
    assert isinstance(load(drafted.ledger, "indicator:I1", indicator), Submitted)
    assert drafted.attempts() == []


@pytest.mark.proves("R054")
def test_a_district_with_a_deadline_of_its_own_needs_no_other_code(office: Office) -> None:
    office.publish("cn-zj-hangzhou@2021-11-01", "cn-zj-hangzhou-xihu@2025-01-01")
    xihu = {"jurisdiction": "330106", "sector": "PARTY_GOV"}
    bureau = {"person": "方宁", "role": "BUREAU", "jurisdiction": "330106"}
    office.say("OpenBook", bureau, document="区车改1号", **xihu)
    office.say("RegisterUnit", bureau, unit="X", name="西湖区档案局", **xihu)
    slot = {"slot": "X1", "unit": "X", "category": "LAW_ENFORCEMENT", "baseline": True}
    office.say("AuthoriseSlot", bureau, **slot, **xihu)
    office.indicator("I1", "X", "X1")
    late = office.refused("SubmitIndicator", indicator="I1", at=local("2025-07-01 00:00:00"))
    assert (late.code, late.values["last"]) == ("DeadlinePassed", "2025-06-30")
    office.say("SubmitIndicator", indicator="I1", at=local("2025-06-30 23:59:59"))


@pytest.mark.proves("R011")
def test_a_district_acts_on_its_own_units_only(drafted: Office) -> None:
    stranger = {"person": "方宁", "role": "BUREAU", "jurisdiction": "330106"}
    assert drafted.refused("StartReview", stranger, indicator="I1").code == "OutsideJurisdiction"

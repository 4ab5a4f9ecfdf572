"""The plan of a year: approved indicators, and enough new-energy vehicles among them."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fleet.decider import Refused
from fleet.planning.rules import NEV_SHARE
from fleet.planning.year_plan import (
    AmendPlan,
    ApprovePlan,
    OpenPlanYear,
    PlanAmended,
    PlanApproved,
    PlanEntry,
    PlanYearOpened,
    year_plan,
)
from fleet.policy.grounds import Grounds
from tests.fleet.planning.drafts import BUREAU, CITY, CLERK, FINANCE, REFERENCE, policy

NOW = datetime(2025, 11, 3, 1, tzinfo=UTC)
OPEN = OpenPlanYear(jurisdiction=CITY, year=2026, at=NOW, brief=BUREAU)
OPENED = PlanYearOpened(plan="330100-2026", jurisdiction=CITY, year=2026, at=NOW)


def entries(
    total: int, nev: int, additions: int = 0, /, **changes: object
) -> tuple[PlanEntry, ...]:
    """So many indicators, so many of them new-energy vehicles, so many additions."""
    return tuple(
        PlanEntry.model_validate(
            {
                "indicator": f"I{n}",
                "kind": "ADDITION" if n < additions else "RENEWAL",
                "slot": f"S{n}",
                "plan_year": 2026,
                "nev": n < nev,
                "approved": True,
                **changes,
            }
        )
        for n in range(total)
    )


def listed(command: type[Any], listed: tuple[PlanEntry, ...], **more: Any) -> Any:  # noqa: ANN401 - of either class
    """Approve or amend with these."""
    numbers = tuple(entry.indicator for entry in listed)
    said = {"jurisdiction": CITY, "year": 2026, "at": NOW, "brief": BUREAU, **more}
    return command(indicators=numbers, entries=listed, **said)


def decided(command: Any, *past: Any) -> list[Any]:  # noqa: ANN401 - of a plan
    return [*year_plan.decide(command, year_plan.fold(past))]


def refused(command: Any, *past: Any) -> Refused:  # noqa: ANN401 - of a plan
    with pytest.raises(Refused) as refusal:
        decided(command, *past)
    assert refusal.value.say("zh")
    assert refusal.value.say("en")
    return refusal.value


def test_a_year_is_opened_once() -> None:
    assert decided(OPEN) == [OPENED]
    assert decided(OPEN, OPENED) == []


@pytest.mark.proves("R043")
def test_an_approved_plan_says_how_many_of_each_it_buys() -> None:
    [approved] = decided(listed(ApprovePlan, entries(27, 9, 6)), OPENED)
    grounds = Grounds.of(policy(), NEV_SHARE, nev=9, purchases=27)
    assert approved == PlanApproved(
        plan="330100-2026",
        indicators=tuple(f"I{n}" for n in range(27)),
        renewals=21,
        additions=6,
        nev=9,
        grounds=grounds,
        by="孙立",
        at=NOW,
    )


@pytest.mark.proves("R043")
@pytest.mark.proves("PROC-05")
@given(st.integers(1, 60), st.integers(0, 60))
@example(27, 8)
@example(27, 9)
@example(10, 3)
def test_thirty_percent_of_the_years_purchases_are_new_energy(total: int, nev: int) -> None:
    command = listed(ApprovePlan, entries(total, nev))
    if 10 * min(nev, total) >= 3 * total:
        assert len(decided(command, OPENED)) == 1
        return
    refusal = refused(command, OPENED)
    assert (refusal.code, refusal.alert, refusal.policy) == (
        "NevShareTooLow",
        "PROC-05",
        REFERENCE,
    )
    needed = refusal.values["needed"]
    assert isinstance(needed, int)
    assert 10 * needed >= 3 * total > 10 * (needed - 1)
    assert refusal.values["share"] == "30%"


@pytest.mark.parametrize("change", [{"approved": False}, {"plan_year": 2027}])
def test_only_approved_indicators_of_the_year_are_planned(change: dict[str, object]) -> None:
    refusal = refused(listed(ApprovePlan, entries(3, 3, **change)), OPENED)
    assert (refusal.code, refusal.values["indicator"]) == ("PlanEntryUnfit", "I0")


def test_a_slot_is_planned_once() -> None:
    assert refused(listed(ApprovePlan, entries(2, 2, slot="S1")), OPENED).code == "SlotPlannedTwice"


@pytest.mark.proves("R043")
def test_an_amendment_holds_what_was_approved_and_is_measured_anew() -> None:
    [approved] = decided(listed(ApprovePlan, entries(3, 1)), OPENED)
    past = (OPENED, approved)
    assert decided(listed(ApprovePlan, entries(3, 1)), *past) == []
    assert refused(listed(AmendPlan, entries(4, 1)), *past).code == "NevShareTooLow"
    [amended] = decided(listed(AmendPlan, entries(4, 2)), *past)
    assert isinstance(amended, PlanAmended)
    assert (amended.nev, len(amended.indicators)) == (2, 4)
    assert decided(listed(AmendPlan, entries(4, 2)), *past, amended) == []
    assert refused(listed(AmendPlan, entries(2, 2)), *past).code == "OutOfOrder"
    assert refused(listed(ApprovePlan, entries(4, 4)), *past).values["stage"] == "Approved"


def test_a_plan_is_approved_after_its_year_is_opened_by_one_of_the_bodies() -> None:
    refusal = refused(listed(ApprovePlan, entries(1, 1)))
    assert (refusal.code, refusal.values["stage"]) == ("OutOfOrder", "Unopened")
    clerk = listed(ApprovePlan, entries(1, 1), brief=CLERK)
    assert refused(clerk, OPENED).code == "RoleMayNot"


def test_finance_approves_a_plan_too() -> None:
    [approved] = decided(listed(ApprovePlan, entries(1, 1), brief=FINANCE), OPENED)
    assert approved.by == "周敏"

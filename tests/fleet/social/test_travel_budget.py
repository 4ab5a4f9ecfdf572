"""Money instead of cars: allotted once a year, claimed up to the cap."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given as each
from hypothesis import strategies as st

from fleet.decider import Refused
from fleet.policy.grounds import Grounds
from fleet.social.rules import RULES
from fleet.social.travel_budget import (
    AllotBudget,
    Allotted,
    AllotToNewUnit,
    ClaimPosted,
    ClaimReversed,
    PostClaim,
    ReplaceClaim,
    ReverseClaim,
    TravelBudgetAllotted,
    TravelBudgetCommand,
    TravelBudgetEvent,
    travel_budget,
)
from tests.fleet.quota.city import BUREAU, CLERK, FINANCE, REFERENCE, brief, policy, refusal
from tests.given import Given

NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)
BUDGET: dict[str, Any] = {"unit": "N1", "year": 2027}
CAP = 6_000_000

given = Given(travel_budget)
allot = AllotBudget(**BUDGET, brief=FINANCE, cap_fen=CAP, document="财〔2027〕1号", at=NOW)
allotted = TravelBudgetAllotted(
    **BUDGET,
    cap_fen=CAP,
    warn_percent=90,
    document="财〔2027〕1号",
    grounds=Grounds(policy=REFERENCE, inputs={"cap_fen": CAP}),
    at=NOW,
)
founded = AllotToNewUnit(unit="N1", year=2022, created_on=date(2022, 3, 1), brief=CLERK)
granted = TravelBudgetAllotted(
    unit="N1",
    year=2022,
    cap_fen=CAP,
    warn_percent=90,
    grounds=Grounds(
        policy=REFERENCE, rules=("R009-budget",), inputs={"unit_created": "2022-03-01"}
    ),
    at=datetime(2022, 2, 28, 16, tzinfo=UTC),
)


def claim(number: int, yuan: int) -> PostClaim:
    """A claim of so many yuan."""
    return PostClaim(**BUDGET, claim=f"C{number}", amount_fen=100 * yuan, at=NOW)


def posted(number: int, yuan: int, spent: int, **flags: bool) -> ClaimPosted:
    """What follows; `spent` in yuan too."""
    money = {"amount_fen": 100 * yuan, "spent_fen": 100 * spent, "cap_fen": CAP}
    return ClaimPosted(**BUDGET, claim=f"C{number}", **money, **flags, at=NOW)


def reverse(number: int) -> ReverseClaim:
    """The claim was wrong."""
    return ReverseClaim(**BUDGET, claim=f"C{number}", reason="重复报销", at=NOW)


def reversed_(number: int, yuan: int, spent: int, **flags: bool) -> ClaimReversed:
    """What follows; `spent` in yuan too."""
    money = {"amount_fen": 100 * yuan, "spent_fen": 100 * spent, "cap_fen": CAP}
    told = {"claim": f"C{number}", "reason": "重复报销"}
    return ClaimReversed(**BUDGET, **told, **money, **flags, at=NOW)


def refused(command: TravelBudgetCommand, *past: TravelBudgetEvent) -> Refused:
    """The answer to a command after this past."""
    return refusal(lambda: travel_budget.decide(command, travel_budget.fold(past)))


@pytest.mark.proves("R010")
def test_58000_of_60000_are_spent() -> None:
    past = (allotted, posted(1, 58_000, 58_000, warned=True))
    no = refused(claim(2, 3_000), *past)
    assert (no.rule, no.code, no.basis) == ("公务交通经费限额", "CapExceeded", "R010")
    money = {"cap": "60000.00", "spent": "58000.00", "left": "2000.00", "amount": "3000.00"}
    assert no.values == {**BUDGET, **money}
    assert (no.alert, no.policy) == ("", REFERENCE)
    given(*past).when(claim(2, 2_000)).then(posted(2, 2_000, 60_000, exhausted=True))


@pytest.mark.proves("RENT-04")
def test_finance_is_warned_once_at_90_percent() -> None:
    given(allotted).when(claim(1, 53_999)).then(posted(1, 53_999, 53_999))
    given(allotted).when(claim(1, 54_000)).then(posted(1, 54_000, 54_000, warned=True))
    past = (allotted, posted(1, 53_999, 53_999))
    given(*past).when(claim(2, 1)).then(posted(2, 1, 54_000, warned=True))
    past = (allotted, posted(1, 54_000, 54_000, warned=True))
    given(*past).when(claim(2, 1)).then(posted(2, 1, 54_001))
    given(allotted).when(claim(1, 60_000)).then(
        posted(1, 60_000, 60_000, warned=True, exhausted=True),
    )


@pytest.mark.proves("RENT-04")
def test_a_reversal_eases_the_warning() -> None:
    past = (allotted, posted(1, 54_000, 54_000), posted(2, 1, 54_001))
    given(*past).when(reverse(2)).then(reversed_(2, 1, 54_000))
    given(*past).when(reverse(1)).then(reversed_(1, 54_000, 1, eased=True))
    past = (allotted, posted(1, 1, 1), posted(2, 2, 3))
    given(*past).when(reverse(2)).then(reversed_(2, 2, 1))


def test_cents_are_shown_as_two_digits() -> None:
    odd = claim(1, 1).model_copy(update={"amount_fen": CAP + 1_05})
    assert refused(odd, allotted).values["amount"] == "60001.05"


def test_a_claim_counts_once() -> None:
    past = (allotted, posted(1, 100, 100))
    given(*past).when(claim(1, 100)).then()
    no = refused(claim(1, 200), *past)
    assert (no.rule, no.code, no.basis) == ("一单一报", "ClaimDiffers", "R010")
    wanted = {"claim": "C1", "state": "was for 100.00 yuan", "state_zh": "已报销 100.00 元"}
    assert no.values == wanted


def test_a_reversed_claim_is_not_used_again() -> None:
    past = (allotted, posted(1, 100, 100), reversed_(1, 100, 0))
    given(*past).when(reverse(1)).then()
    given(*past).when(claim(2, 60_000)).then(
        posted(2, 60_000, 60_000, warned=True, exhausted=True),
    )
    no = refused(claim(1, 100), *past)
    assert (no.rule, no.code, no.basis) == ("一单一报", "ClaimReversed", "R010")
    wanted = {"claim": "C1", "state": "has been reversed", "state_zh": "已冲销"}
    assert no.values == wanted


def test_only_a_known_claim_is_reversed() -> None:
    no = refused(reverse(1), allotted)
    assert (no.rule, no.code, no.basis) == ("一单一报", "ClaimUnknown", "R010")
    assert no.values == {**BUDGET, "claim": "C1"}


@pytest.mark.parametrize("command", [claim(1, 1), reverse(1)])
def test_nothing_is_claimed_before_a_budget_is_allotted(command: TravelBudgetCommand) -> None:
    no = refused(command)
    assert (no.rule, no.code, no.basis) == ("公务交通经费限额", "BudgetNotAllotted", "R010")
    assert no.values == BUDGET


RAISED = allot.model_copy(update={"cap_fen": CAP + 100, "document": "财〔2027〕9号"})
NO = {"cap": "60000.00", "wished": "60001.00"}


@pytest.mark.proves("R010")
@pytest.mark.parametrize("document", [None, "财〔2027〕1号"])
def test_a_budget_is_allotted_once_a_year(document: str | None) -> None:
    given().when(allot).then(allotted)
    given(allotted).when(allot).then()
    no = refused(RAISED.model_copy(update={"document": document}), allotted)
    assert (no.rule, no.code, no.basis) == ("公务交通经费限额", "BudgetAllotted", "R010")
    assert no.values == {**BUDGET, **NO}
    assert no.say("zh") == (
        "单位 N1 2027 年限额已核定为 60000.00 元，不能改为 60001.00 元："
        "请核对；追加须凭新的批准文件，不得调减。"
    )
    assert no.say("en") == (
        "the travel budget of unit N1 for 2027 is 60000.00 yuan, not 60001.00: check the amount; "
        "more is allotted by a document of its own, less is not."
    )


@pytest.mark.proves("R010")
def test_another_decision_raises_it_and_what_is_spent_stays_spent() -> None:
    raised = allotted.model_copy(
        update={
            "cap_fen": CAP + 100,
            "document": "财〔2027〕9号",
            "grounds": Grounds(policy=REFERENCE, inputs={"cap_fen": CAP + 100}),
        }
    )
    past = (allotted, posted(1, 60_000, 60_000, warned=True, exhausted=True))
    given(*past).when(RAISED).then(raised)
    assert travel_budget.fold([*past, raised]) == Allotted(
        CAP + 100, 90, REFERENCE, {"C1": CAP}, "财〔2027〕9号"
    )
    given(*past, raised).when(RAISED).then()
    less = RAISED.model_copy(update={"cap_fen": CAP, "document": "财〔2027〕10号"})
    assert refused(less, *past, raised).code == "BudgetAllotted"


@pytest.mark.proves("RENT-04")
@pytest.mark.parametrize(
    ("spent", "cap", "eased"),
    [(54_000, CAP + 1, True), (54_000, CAP, False), (53_999, 2 * CAP, False)],
)
def test_a_raised_cap_eases_the_warning(spent: int, cap: int, *, eased: bool) -> None:
    smaller = allotted.model_copy(update={"cap_fen": CAP - 100})
    budget = travel_budget.fold((smaller, posted(1, spent, spent)))
    [event] = travel_budget.decide(RAISED.model_copy(update={"cap_fen": cap}), budget)
    assert isinstance(event, TravelBudgetAllotted)
    assert event.eased is eased


def replaced(number: int, fen: int) -> ReplaceClaim:
    """What a claim came to is known."""
    return ReplaceClaim(**BUDGET, claim=f"C{number}", amount_fen=fen, reason="重复报销", at=NOW)


@pytest.mark.proves("R020")
def test_what_a_claim_came_to_takes_its_place() -> None:
    past = (allotted, posted(1, 300, 300), posted(2, 100, 400))
    given(*past).when(replaced(1, 30_000)).then()
    given(*past).when(replaced(1, 20_000)).then(reversed_(1, 300, 100), posted(1, 200, 300))
    given(*past).when(replaced(1, 40_000)).then(reversed_(1, 300, 100), posted(1, 400, 500))
    given(*past).when(replaced(1, 0)).then(reversed_(1, 300, 100))
    given(*past).when(replaced(3, 20_000)).then(posted(3, 200, 600))
    given(*past).when(replaced(3, 0)).then()
    changed: list[TravelBudgetEvent] = [*past, reversed_(1, 300, 100), posted(1, 200, 300)]
    claims = {"C1": 20_000, "C2": 10_000}
    document = allotted.document
    assert travel_budget.fold(changed) == Allotted(CAP, 90, REFERENCE, claims, document)
    assert refused(replaced(1, 1)).code == "BudgetNotAllotted"


@pytest.mark.proves("R020")
def test_it_may_cost_what_is_left_and_what_was_held_for_it() -> None:
    past = (allotted, posted(1, 300, 300), posted(2, 100, 400))
    full = posted(1, 59_900, 60_000, warned=True, exhausted=True)
    given(*past).when(replaced(1, 5_990_000)).then(reversed_(1, 300, 100), full)
    no = refused(replaced(1, 5_990_001), *past)
    assert (no.code, no.policy) == ("CapExceeded", REFERENCE)
    money = {"cap": "60000.00", "spent": "100.00", "left": "59900.00", "amount": "59900.01"}
    assert no.values == {**BUDGET, **money}


@pytest.mark.proves("RENT-04")
def test_only_what_comes_of_it_is_warned_of() -> None:
    past = (allotted, posted(1, 54_000, 54_000, warned=True), posted(2, 1, 54_001))
    given(*past).when(replaced(1, 5_399_900)).then(
        reversed_(1, 54_000, 1), posted(1, 53_999, 54_000)
    )
    given(*past).when(replaced(1, 5_399_899)).then(
        reversed_(1, 54_000, 1, eased=True),
        posted(1, 1, 2).model_copy(update={"amount_fen": 5_399_899, "spent_fen": 5_399_999}),
    )


def test_a_budget_without_an_amount_is_that_of_the_policy() -> None:
    unsaid = allot.model_copy(update={"cap_fen": None, "brief": BUREAU})
    given().when(unsaid).then(allotted)
    nothing = allot.model_copy(update={"cap_fen": 0})
    [event] = travel_budget.decide(nothing, travel_budget.initial)
    assert isinstance(event, TravelBudgetAllotted)
    assert event.cap_fen == 0


def test_the_line_of_the_warning_is_that_of_the_policy() -> None:
    careful = brief("FINANCE", policy(travel_budget={"warn_percent": 50}))
    past = travel_budget.decide(allot.model_copy(update={"brief": careful}), travel_budget.initial)
    given(*past).when(claim(1, 30_000)).then(posted(1, 30_000, 30_000, warned=True))


def test_only_the_bureau_and_finance_allot() -> None:
    given().when(allot.model_copy(update={"brief": CLERK})).refused("职责权限")


@pytest.mark.proves("R009")
def test_a_unit_founded_after_the_baseline_gets_a_budget() -> None:
    given().when(founded).then(granted)
    given(granted).when(founded).then()
    given(allotted).when(founded).then()


@pytest.mark.proves("R009")
@pytest.mark.parametrize("day", [date(2018, 12, 31), date(1949, 10, 1), date(2019, 1, 1)])
def test_no_budget_for_an_old_unit_or_one_older_than_every_policy(day: date) -> None:
    given().when(founded.model_copy(update={"created_on": day})).then()


@pytest.mark.proves("R009")
def test_the_border_is_the_day_of_the_baseline() -> None:
    late = brief(rules=policy(quota={"baseline_date": date(2022, 3, 1)}))
    given().when(founded.model_copy(update={"brief": late})).then()
    asked = {"unit_created": "2019-01-01"}
    assert RULES["R009-budget"].holds(policy(), asked)
    assert not RULES["R009-budget"].holds(policy(), {"unit_created": "2018-12-31"})
    lenient = policy(quota={"new_unit_gets_slots": True})
    assert RULES["R009-budget"].holds(lenient, asked) is False


@pytest.mark.proves("R010")
@each(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 40_000), st.booleans()), max_size=15))
def test_claims_never_exceed_the_cap(said: list[tuple[int, int, bool]]) -> None:
    past: list[TravelBudgetEvent] = [allotted]
    for number, yuan, wrong in said:
        command = reverse(number) if wrong else claim(number, yuan)
        try:
            past += travel_budget.decide(command, travel_budget.fold(past))
        except Refused:
            continue
    known = travel_budget.fold(past)
    assert isinstance(known, Allotted)
    assert 0 <= known.spent_fen <= known.cap_fen
    if isinstance(past[-1], ClaimPosted | ClaimReversed):
        assert past[-1].spent_fen == known.spent_fen


def test_what_is_claimed_without_a_budget_is_still_taken_into_account() -> None:
    assert travel_budget.fold([posted(1, 1, 1)]) == Allotted(0, 100, "", {"C1": 100})

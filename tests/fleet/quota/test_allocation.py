"""Slots follow the work: they move with a function, and change with the staff."""

from datetime import date
from typing import Any

import pytest

from fleet.policy.grounds import Grounds
from fleet.quota.allocation import (
    AdjustHeadcount,
    HeadcountAdjusted,
    SlotsTransferred,
    TransferSlots,
)
from fleet.quota.authorisation import SlotRetired
from fleet.quota.book import BookEvent, book
from fleet.quota.stages import Heads, Opened
from tests.fleet.quota.city import BUREAU, CITY, CLERK, FINANCE, REFERENCE, refusal
from tests.fleet.quota.test_ceiling import BOOK, given, opened, slot

LAW = {"category": "LAW_ENFORCEMENT"}
FACTS = {"unit_sector": "PARTY_GOV", "unit_jurisdiction": CITY}

transfer = TransferSlots(
    **BOOK,
    brief=BUREAU,
    slots=("S1", "S2"),
    from_unit="A",
    to_unit="B",
    document="编办〔2027〕3号",
    **FACTS,
)
transferred = SlotsTransferred(
    **BOOK,
    slots=("S1", "S2"),
    from_unit="A",
    to_unit="B",
    document="编办〔2027〕3号",
    grounds=Grounds(policy=REFERENCE, rules=("R009",), inputs={"unit_created": None}),
)
five = tuple(slot(number, **LAW) for number in range(1, 6))
ALL = ("S1", "S2", "S3", "S4", "S5")


def adjust(headcount: int, *occupied: str, **more: object) -> AdjustHeadcount:
    """The staff of unit A is so many now."""
    told: dict[str, Any] = {"unit": "A", "category": "执法执勤用车", "document": "编办", **more}
    return AdjustHeadcount(**BOOK, brief=BUREAU, headcount=headcount, occupied=occupied, **told)


def adjusted(headcount: int, authorised: int, **more: object) -> HeadcountAdjusted:
    """What follows."""
    asked = {**LAW, "headcount": headcount, "authorised": authorised}
    told: dict[str, Any] = {"unit": "A", **LAW, "document": "编办", **more}
    grounds = Grounds(policy=REFERENCE, rules=("R005",), inputs=asked)
    numbers = {"headcount": headcount, "authorised": authorised}
    return HeadcountAdjusted(**BOOK, **numbers, **told, grounds=grounds)


@pytest.mark.proves("R007")
def test_slots_move_with_the_function() -> None:
    given(opened, slot(1), slot(2), slot(3)).when(transfer).then(transferred)
    twice = transfer.model_copy(update={"slots": ("S1", "S2", "S1")})
    given(opened, slot(1), slot(2)).when(twice).then(transferred)


@pytest.mark.proves("R007")
def test_moving_them_twice_changes_nothing() -> None:
    given(opened, slot(1), slot(2), transferred).when(transfer).then()


@pytest.mark.proves("R007")
def test_all_of_them_move_or_none() -> None:
    past = (opened, slot(1), slot(2, unit="C"), slot(3, unit="B"))
    asked = transfer.model_copy(update={"slots": ("S1", "S2", "S3")})
    no = refusal(lambda: book.decide(asked, book.fold(past)))
    assert (no.rule, no.code, no.basis) == ("车随职能走", "SlotNotHeld", "R007")
    assert no.values == {"slots": "S2, S3", "unit": "A"}


def test_only_open_slots_move() -> None:
    gone = SlotRetired(**BOOK, slot="S2", unit="A", **LAW, document=None)
    known = book.fold([opened, slot(1)])
    no = refusal(lambda: book.decide(transfer, known))
    assert (no.code, no.values["slot"]) == ("SlotUnknown", "S2")
    later = book.fold([opened, slot(1), slot(2), gone])
    no = refusal(lambda: book.decide(transfer, later))
    assert (no.code, no.values["slot"]) == ("SlotRetired", "S2")


@pytest.mark.proves("R009")
@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"unit_created": date(2022, 3, 1)}, "NewUnitGetsBudget"),
        ({"unit_sector": "INSTITUTION"}, "UnitOfOtherBook"),
        ({"unit_jurisdiction": "330106"}, "UnitOfOtherBook"),
    ],
)
def test_slots_move_to_an_old_unit_of_the_same_book(facts: dict[str, Any], code: str) -> None:
    known = book.fold([opened, slot(1), slot(2)])
    no = refusal(lambda: book.decide(transfer.model_copy(update=facts), known))
    assert (no.code, no.values["unit"]) == (code, "B")


@pytest.mark.parametrize("command", [transfer, adjust(1)])
def test_only_the_bureau_and_finance_allocate(command: TransferSlots | AdjustHeadcount) -> None:
    given(opened, *five).when(command.model_copy(update={"brief": CLERK})).refused("职责权限")
    assert book.decide(command.model_copy(update={"brief": FINANCE}), book.fold([opened, *five]))


@pytest.mark.proves("R005")
@pytest.mark.proves("QUOT-01")
def test_a_car_held_above_the_headcount_is_one_too_many() -> None:
    down = adjusted(80, 4, excess=("S5",))
    given(opened, *five).when(adjust(80, *ALL)).then(down)
    known = book.fold([opened, *five, down])
    assert isinstance(known, Opened)
    assert known.of("A", "LAW_ENFORCEMENT") == ("S1", "S2", "S3", "S4")
    assert (known.over("A", "LAW_ENFORCEMENT"), known.counted) == (("S5",), 5)


@pytest.mark.proves("R005")
def test_the_headcount_is_rounded_down() -> None:
    given(opened, *five).when(adjust(100, *ALL)).then(adjusted(100, 5))
    given(opened, *five).when(adjust(99, *ALL)).then(adjusted(99, 4, excess=("S5",)))


@pytest.mark.proves("R005")
def test_vacant_slots_go_first_and_the_newest_before_others() -> None:
    down = adjusted(40, 2, retired=("S4", "S2"), excess=("S5",))
    given(opened, *five).when(adjust(40, "S1", "S3", "S5")).then(down)
    known = book.fold([opened, *five, down])
    assert isinstance(known, Opened)
    assert list(known.slots) == ["S1", "S3", "S5"]
    assert known.retired == {"S2", "S4"}
    given(opened, *five).when(adjust(80, "S1")).then(adjusted(80, 4, retired=("S5",)))


@pytest.mark.proves("R005")
def test_more_staff_lifts_what_was_too_many() -> None:
    past: tuple[BookEvent, ...] = (opened, *five, adjusted(40, 2, excess=("S5", "S4", "S3")))
    given(*past).when(adjust(80, *ALL)).then(adjusted(80, 4, lifted=("S3", "S4")))
    given(*past).when(adjust(100, *ALL)).then(adjusted(100, 5, lifted=("S3", "S4", "S5")))
    given(*past).when(adjust(20, *ALL)).then(adjusted(20, 1, excess=("S2",)))
    known = book.fold([*past, adjusted(80, 4, lifted=("S3", "S4"))])
    assert isinstance(known, Opened)
    assert known.excess == {"S5"}


@pytest.mark.proves("R005")
def test_what_was_too_many_goes_as_soon_as_it_is_vacant() -> None:
    past: tuple[BookEvent, ...] = (opened, *five, adjusted(80, 4, excess=("S5",)))
    given(*past).when(adjust(79, *ALL[:4])).then(
        adjusted(79, 3, retired=("S5",), excess=("S4",)),
    )
    known = book.fold([*past, adjusted(79, 3, retired=("S5",), excess=("S4",))])
    assert isinstance(known, Opened)
    assert known.excess == {"S4"}


def test_saying_the_headcount_twice_changes_nothing() -> None:
    past: tuple[BookEvent, ...] = (opened, *five, adjusted(80, 4, excess=("S5",)))
    given(*past).when(adjust(80, *ALL)).then()
    given(*past).when(adjust(81, *ALL)).then(adjusted(81, 4))
    given(opened).when(adjust(0)).then(adjusted(0, 0))
    given(opened, adjusted(0, 0)).when(adjust(0)).then()


def test_headcounts_are_kept_apart() -> None:
    other = adjusted(20, 1).model_copy(update={"unit": "B"})
    known = book.fold([opened, *five, slot(6, unit="B", **LAW), adjusted(80, 4), other])
    assert isinstance(known, Opened)
    heads = {("A", "LAW_ENFORCEMENT"): Heads(80, 4), ("B", "LAW_ENFORCEMENT"): Heads(20, 1)}
    assert known.heads == heads
    assert book.decide(adjust(80, *ALL), known) == [adjusted(80, 4, excess=("S5",))]


@pytest.mark.proves("R005")
@pytest.mark.parametrize("category", ["EMERGENCY_SUPPORT", "SPECIAL_TECH", "ADMIN_ENFORCEMENT"])
def test_only_some_categories_follow_the_headcount(category: str) -> None:
    no = refusal(lambda: book.decide(adjust(80, category=category), book.fold([opened])))
    assert (no.rule, no.code, no.basis) == ("按人员编制增减核定", "NotHeadcountLinked", "R005")
    assert no.values["policy"] == no.policy == REFERENCE
    assert str(no.values["category"]).endswith("车")
    assert no.alert == ""


def test_a_transfer_leaves_the_rest_of_the_book_alone() -> None:
    known = book.fold([opened, slot(1), slot(3), slot(2), transferred])
    assert isinstance(known, Opened)
    units = {number: right.unit for number, right in known.slots.items()}
    assert list(units.items()) == [("S1", "B"), ("S3", "A"), ("S2", "B")]

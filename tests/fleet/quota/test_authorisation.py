"""Slots come and go as their category allows."""

from datetime import date
from typing import Any

import pytest

from fleet.decider import Refused
from fleet.policy.grounds import Grounds
from fleet.quota.allocation import HeadcountAdjusted
from fleet.quota.authorisation import (
    AuthoriseException,
    AuthoriseSlot,
    BaselineRecorded,
    ExceptionAuthorised,
    RecordBaseline,
    RetireSlot,
    SlotAuthorised,
    SlotRetired,
)
from fleet.quota.book import BookCommand, BookEvent, book
from fleet.quota.ceiling import QuotaBookOpened
from fleet.quota.stages import Allowance, Opened
from tests.fleet.quota.city import BUREAU, CITY, CLERK, FINANCE, REFERENCE, brief, policy, refusal
from tests.fleet.quota.test_ceiling import BOOK, authorise, given, opened, slot

DOCUMENT = "杭机管〔2027〕8号"
NEEDED = {"category": "SPECIAL_TECH", "baseline": False}
STAFFED = {"category": "LAW_ENFORCEMENT", "baseline": False}

grant = AuthoriseException(
    **BOOK, brief=BUREAU, category="应急保障用车", document=DOCUMENT, slots=1
)
granted = ExceptionAuthorised(
    **BOOK,
    category="EMERGENCY_SUPPORT",
    document=DOCUMENT,
    slots=1,
    grounds=Grounds(policy=REFERENCE, inputs={"category": "EMERGENCY_SUPPORT", "slots": 1}),
)
record = RecordBaseline(**BOOK, brief=BUREAU, retained=1, document="杭车改〔2016〕1号")
recorded = BaselineRecorded(**BOOK, retained=1, document="杭车改〔2016〕1号")
retire = RetireSlot(**BOOK, brief=BUREAU, slot="S1", document="杭机管〔2027〕9号")
retired = SlotRetired(
    **BOOK, slot="S1", unit="A", category="EMERGENCY_SUPPORT", document="杭机管〔2027〕9号"
)
heads = HeadcountAdjusted(
    **BOOK,
    unit="A",
    category="LAW_ENFORCEMENT",
    headcount=45,
    authorised=2,
    document="编办〔2027〕1号",
    grounds=Grounds(policy=REFERENCE),
)


def refused(command: BookCommand, *past: BookEvent) -> Refused:
    """The answer to a command after this past."""
    return refusal(lambda: book.decide(command, book.fold([opened, *past])))


def grounds_of(command: AuthoriseSlot, *past: BookEvent) -> Grounds:
    """On what the slot that follows rests."""
    [event] = book.decide(command, book.fold([opened, *past]))
    assert isinstance(event, SlotAuthorised)
    return event.grounds


@pytest.mark.proves("R003")
def test_a_baseline_slot_is_authorised() -> None:
    asked: dict[str, Any] = {"open": 1, "ceiling": 1018, "unit_created": None}
    grounds = Grounds(policy=REFERENCE, rules=("R001", "R009"), inputs=asked)
    given(opened).when(authorise(1)).then(slot(1).model_copy(update={"grounds": grounds}))


def test_a_category_may_be_called_by_its_name_or_an_alias() -> None:
    for name in ("LAW_ENFORCEMENT", "执法执勤用车", "执勤执法用车"):
        [event] = book.decide(authorise(1, category=name), Opened(9))
        assert isinstance(event, SlotAuthorised)
        assert event.category == "LAW_ENFORCEMENT"
    given(opened).when(authorise(1, category="领导用车")).refused("类别目录")


def test_authorising_twice_changes_nothing() -> None:
    given(opened, slot(1)).when(authorise(1, category="应急保障用车")).then()


@pytest.mark.parametrize("other", [{"unit": "B"}, {"category": "SPECIAL_TECH"}, {"baseline": 0}])
def test_a_slot_is_not_described_in_two_ways(other: dict[str, Any]) -> None:
    no = refused(authorise(1, **other), slot(1))
    assert (no.rule, no.code, no.basis) == ("一车一编", "SlotDiffers", "R003")
    assert no.values == {"slot": "S1", "unit": "A", "category": "EMERGENCY_SUPPORT"}


@pytest.mark.proves("R003")
def test_the_baseline_is_recorded_once_it_is_complete() -> None:
    given(opened, slot(1)).when(record).then(recorded)
    given(opened, slot(1), recorded).when(record).then()
    no = refused(record, slot(1), slot(2), slot(3, category="SPECIAL_TECH", baseline=False))
    assert (no.code, no.basis) == ("BaselineIncomplete", "R003")
    assert (no.rule, no.values) == ("车改核定数为基准", {"counted": 2, "retained": 1})
    given(opened).when(record).refused("车改核定数为基准")


@pytest.mark.proves("R003")
def test_a_recorded_baseline_is_never_edited() -> None:
    no = refused(record.model_copy(update={"retained": 2}), slot(1), recorded, slot(2))
    assert (no.code, no.basis) == ("BaselineDiffers", "R003")
    assert (no.rule, no.values) == ("车改核定数为基准", {"known": 1, "retained": 2})
    no = refused(authorise(2), slot(1), recorded)
    assert (no.code, no.basis) == ("BaselineClosed", "R003")
    assert (no.rule, no.values) == ("车改核定数为基准", {"baseline": 1, "slot": "S2"})
    empty = recorded.model_copy(update={"retained": 0})
    given(opened, empty).when(authorise(1)).refused("车改核定数为基准")


@pytest.mark.proves("R004")
@pytest.mark.parametrize("category", ["EMERGENCY_SUPPORT", "VETERAN_CADRE"])
def test_no_new_slots_in_a_category_that_does_not_grow(category: str) -> None:
    no = refused(authorise(1, category=category, baseline=False), recorded)
    assert (no.rule, no.code, no.basis) == ("原则上不再新增编制", "NoNewSlots", "R004")
    assert (no.values["exception"], no.values["left"]) == ("-", 0)
    assert no.values["category"] == policy().categories[category].zh
    assert (no.alert, no.policy) == ("", REFERENCE)


@pytest.mark.proves("R004")
@pytest.mark.proves("QUOT-04")
def test_an_exception_with_a_document_passes_and_is_told() -> None:
    wish = authorise(2, baseline=False, exception=DOCUMENT)
    asked: dict[str, Any] = {"open": 1, "ceiling": 1018, "unit_created": None}
    asked |= {"category": "EMERGENCY_SUPPORT", "left": 1}
    grounds = Grounds(policy=REFERENCE, rules=("R001", "R009", "R004"), inputs=asked)
    told = {"baseline": False, "exception": DOCUMENT, "grounds": grounds}
    given(opened, granted).when(wish).then(slot(2).model_copy(update=told))


@pytest.mark.proves("R004")
def test_an_exception_is_used_up() -> None:
    used = slot(2, baseline=False, exception=DOCUMENT)
    wish = authorise(3, baseline=False, exception=DOCUMENT)
    no = refused(wish, granted, used)
    assert (no.code, no.values["exception"], no.values["left"]) == ("NoNewSlots", DOCUMENT, 0)
    two = granted.model_copy(update={"slots": 2})
    assert grounds_of(wish, two, used).inputs["left"] == 1


def test_an_exception_is_for_one_category() -> None:
    wish = authorise(2, category="VETERAN_CADRE", baseline=False, exception=DOCUMENT)
    assert refused(wish, granted).code == "NoNewSlots"


def test_an_exception_is_authorised_once() -> None:
    given(opened).when(grant).then(granted)
    given(opened, granted, slot(2, exception=DOCUMENT)).when(grant).then()
    for other in ({"slots": 2}, {"category": "VETERAN_CADRE"}):
        no = refused(grant.model_copy(update=other), granted)
        assert (no.rule, no.code, no.basis) == ("例外增编", "ExceptionDiffers", "R004")
        wanted = {"document": DOCUMENT, "category": "EMERGENCY_SUPPORT", "slots": 1}
        assert no.values == wanted


def test_exceptions_are_remembered_apart() -> None:
    other = granted.model_copy(update={"document": "二", "slots": 3})
    known = book.fold([opened, granted, other, slot(1, exception="二")])
    assert isinstance(known, Opened)
    wanted = {DOCUMENT: Allowance("EMERGENCY_SUPPORT", 1, 1)}
    assert known.exceptions == wanted | {"二": Allowance("EMERGENCY_SUPPORT", 2, 3)}


@pytest.mark.proves("R004")
def test_only_the_bureau_makes_exceptions() -> None:
    given(opened).when(grant.model_copy(update={"brief": FINANCE})).refused("职责权限")


@pytest.mark.parametrize("command", [authorise(1), record])
def test_only_the_bureau_and_finance_authorise(command: AuthoriseSlot | RecordBaseline) -> None:
    asked = command.model_copy(update={"brief": CLERK})
    given(opened, slot(1)).when(asked).refused("职责权限")
    assert book.decide(authorise(1).model_copy(update={"brief": FINANCE}), Opened(1))
    asked = record.model_copy(update={"brief": FINANCE})
    given(opened, slot(1)).when(asked).then(recorded)


@pytest.mark.proves("R005")
def test_so_many_slots_as_the_staff_is_good_for() -> None:
    held = slot(1, **STAFFED)
    grounds = grounds_of(authorise(2, **STAFFED), heads, held)
    assert grounds.rules == ("R001", "R009", "R005")
    asked = {"category": "LAW_ENFORCEMENT", "headcount": 45, "authorised": 2}
    assert grounds.inputs == {"open": 2, "ceiling": 1018, "unit_created": None, **asked}
    no = refused(authorise(3, **STAFFED), heads, held, slot(2, **STAFFED))
    assert (no.rule, no.code, no.basis) == ("按人员编制增减核定", "HeadcountExceeded", "R005")
    assert no.values == {"unit": "A", "headcount": 45, "allowed": 2, "held": 2}
    assert (no.alert, no.policy) == ("", REFERENCE)


@pytest.mark.proves("R005")
def test_nobody_told_the_headcount() -> None:
    no = refused(authorise(1, **STAFFED), heads.model_copy(update={"unit": "B"}))
    assert (no.rule, no.code, no.basis) == ("按人员编制增减核定", "HeadcountMissing", "R005")
    assert no.values == {"unit": "A", "category": "执法执勤用车"}
    assert (no.alert, no.policy) == ("", REFERENCE)


@pytest.mark.proves("R005")
def test_a_category_without_a_ratio_does_not_grow() -> None:
    other = {"category": "ADMIN_ENFORCEMENT"}
    no = refused(authorise(1, **STAFFED | other), heads.model_copy(update=other))
    assert (no.code, no.values["allowed"]) == ("HeadcountExceeded", 0)


@pytest.mark.proves("R006")
@pytest.mark.parametrize("missing", ["application", "review"])
def test_no_slot_by_need_without_application_and_review(missing: str) -> None:
    papers = {"application": "申〔2027〕1号", "review": "财审〔2027〕1号"}
    no = refused(authorise(1, **NEEDED, **papers | {missing: None}))
    assert (no.rule, no.code, no.basis) == ("财政部门专题研究审核", "ReviewMissing", "R006")
    wanted = papers | {missing: "-", "category": "特种专业技术用车"}
    assert (no.values, no.alert, no.policy) == (wanted, "", REFERENCE)


@pytest.mark.proves("R006")
def test_a_slot_by_reviewed_need_keeps_its_papers() -> None:
    papers = {"application": "申〔2027〕1号", "review": "财审〔2027〕1号"}
    wish = authorise(1, **NEEDED, **papers, exception="例外")
    [event] = book.decide(wish, book.fold([opened]))
    asked = {"open": 0, "ceiling": 1018, "unit_created": None, "category": "SPECIAL_TECH"}
    rules = ("R001", "R009", "R006")
    grounds = Grounds(policy=REFERENCE, rules=rules, inputs=asked | papers)
    told = {**NEEDED, **papers, "counted": False, "grounds": grounds}
    assert event == slot(1).model_copy(update=told)


@pytest.mark.proves("R009")
def test_a_new_unit_gets_no_slots() -> None:
    no = refused(authorise(1, unit_created=date(2022, 3, 1)))
    assert (no.rule, no.code, no.basis) == ("新设单位不核编制", "NewUnitGetsBudget", "R009")
    wanted = {"unit": "A", "created": "2022-03-01", "baseline": "2018-12-31"}
    assert (no.values, no.alert, no.policy) == (wanted, "", REFERENCE)


@pytest.mark.proves("R009")
def test_a_unit_founded_on_the_day_of_the_baseline_is_old() -> None:
    assert grounds_of(authorise(1, unit_created=date(2018, 12, 31)))
    no = refused(authorise(1, unit_created=date(2019, 1, 1)))
    assert no.code == "NewUnitGetsBudget"
    lenient = brief(rules=policy(quota={"new_unit_gets_slots": True}))
    wish = authorise(1, unit_created=date(2019, 1, 1)).model_copy(update={"brief": lenient})
    assert grounds_of(wish).inputs["unit_created"] == "2019-01-01"


@pytest.mark.proves("R002")
@pytest.mark.proves("R053")
@pytest.mark.parametrize(
    "unit", [{"unit_sector": "INSTITUTION"}, {"unit_sector": None}, {"unit_jurisdiction": "330106"}]
)
def test_a_unit_has_slots_in_its_own_book_only(unit: dict[str, Any]) -> None:
    no = refused(authorise(1).model_copy(update=unit))
    assert (no.rule, no.code, no.basis) == ("分簿管理", "UnitOfOtherBook", "R002, R053")
    own = {"unit_sector": "PARTY_GOV", "unit_jurisdiction": CITY} | unit
    shown = {name: value or "-" for name, value in own.items()}
    assert no.values == {"unit": "A", "jurisdiction": CITY, "sector": "PARTY_GOV", **shown}
    unsaid = authorise(1).model_copy(update={"unit_jurisdiction": ""})
    assert refused(unsaid).values["unit_jurisdiction"] == "-"


def test_a_slot_is_retired_for_ever() -> None:
    given(opened, slot(1)).when(retire).then(retired)
    given(opened, slot(1), retired).when(retire).then()
    no = refused(authorise(1), slot(1), retired)
    assert (no.rule, no.code, no.basis) == ("一车一编", "SlotRetired", "R003")
    assert no.values["slot"] == "S1"
    assert "is retired" in no.say("en")
    assert "已注销" in no.say("zh")


def test_only_a_slot_of_the_book_is_retired() -> None:
    no = refused(retire, slot(2))
    assert (no.rule, no.code, no.basis) == ("一车一编", "SlotUnknown", "R003")
    assert no.values["slot"] == "S1"
    assert "not in this book" in no.say("en")
    assert "不在本编制簿中" in no.say("zh")


def test_a_retired_slot_makes_room() -> None:
    small: QuotaBookOpened = opened.model_copy(update={"ceiling": 1})
    given(small, slot(1), retired).when(authorise(2)).then(
        *book.decide(authorise(2), Opened(1)),
    )


@pytest.mark.proves("R005")
def test_a_slot_is_retired_by_a_body_and_one_too_many_by_the_rule() -> None:
    nobody = retire.model_copy(update={"brief": CLERK})
    assert refused(nobody, slot(1)).code == "RoleMayNot"
    fewer = heads.model_copy(update={"category": "EMERGENCY_SUPPORT", "excess": ("S1",)})
    given(opened, slot(1), fewer).when(nobody).then(retired)

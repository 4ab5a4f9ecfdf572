"""The way to the write-off: the request, two signatures, finance, the asset card."""

from datetime import date, timedelta

import pytest
from hypothesis import example
from hypothesis import given as each
from hypothesis import strategies as st

from fleet.disposal.disposal import disposal
from fleet.disposal.disposal_commands import DisposalCommand
from fleet.disposal.disposal_events import (
    AssetDisposalApproved,
    AssetWrittenOff,
    DisposalApproved,
    DisposalDrafted,
    DisposalRejected,
    DisposalRequested,
    DisposalSigned,
    DisposalWithdrawn,
)
from fleet.policy.grounds import Grounds
from tests.fleet.disposal.registry import (
    APPROVAL,
    ASSET_APPROVAL,
    BUREAU,
    CLERK,
    FINANCE,
    HANGZHOU,
    NOW,
    OF,
    REFERENCE,
    SOONER,
    allowed,
    approve,
    approve_asset,
    brief,
    countersign,
    draft,
    given,
    local,
    other,
    refusal,
    reject,
    request,
    told,
    unsafe,
    until,
    withdraw,
    write_off,
)

DRAFTED = DisposalDrafted(
    **OF,
    slot="S1",
    category="EMERGENCY_SUPPORT",
    ground="REPLACEMENT",
    jurisdiction="330100",
    policy=REFERENCE,
    by="chen",
)
PAPERS = {"indicator": "I1", "execution_document": "执1", "document": None}
GROUNDS = Grounds(policy=REFERENCE, rules=("R110",), inputs={"ground": "REPLACEMENT", **PAPERS})
REQUESTED = DisposalRequested(
    **OF, slot="S1", ground="REPLACEMENT", **PAPERS, grounds=GROUNDS, by="chen"
)
YEAR = {"approved_at": "2025-03-10T02:00:00+00:00", "due_on": "2026-03-10"}
APPROVED = DisposalApproved(
    **OF,
    slot="S1",
    signatures={"BUREAU": "wang", "FINANCE": "li"},
    due_on=date(2026, 3, 10),
    due_until=local("2026-03-11 00:00"),
    warned_at=(
        local("2025-12-10 00:00"),
        local("2026-01-09 00:00"),
        local("2026-02-08 00:00"),
    ),
    warn_days=(90, 60, 30),
    grounds=Grounds(policy=REFERENCE, rules=("R116",), inputs=YEAR),
)


@pytest.mark.proves("R033")
def test_a_draft_stays_with_the_policy_of_its_day() -> None:
    given().when(draft).then(DRAFTED)


@pytest.mark.parametrize("past", [until(draft), until(request), until(write_off)])
def test_the_same_draft_again_changes_nothing(past: list[DisposalDrafted]) -> None:
    given(*past).when(draft).then()


@pytest.mark.parametrize(
    "change",
    [
        {"vehicle": "V2"},
        {"unit": "A2"},
        {"slot": "S2"},
        {"category": "LAW_ENFORCEMENT"},
        {"ground": "SAFETY"},
    ],
)
def test_a_case_is_about_one_car(change: dict[str, object]) -> None:
    assert refusal(other(draft, **change), until(draft)).code == "DisposalDiffers"


def test_a_draft_cannot_be_moved_elsewhere() -> None:
    elsewhere = DRAFTED.model_copy(update={"jurisdiction": "330106"})
    assert refusal(draft, [elsewhere]).code == "DisposalDiffers"


@pytest.mark.proves("R011")
def test_another_region_has_no_say() -> None:
    stranger = other(request, brief=brief("zhou", "UNIT_CLERK", "330200"))
    given(DRAFTED).when(stranger).refused("分级管理")


@pytest.mark.proves("R110")
def test_a_replacement_shows_its_indicator_and_its_execution_document() -> None:
    given(DRAFTED).when(request).then(REQUESTED)


@pytest.mark.proves("R110")
@pytest.mark.parametrize("missing", ["indicator", "execution_document"])
def test_without_one_of_both_there_is_no_replacement(missing: str) -> None:
    no = refusal(other(request, **{missing: None}), until(draft))
    assert (no.code, no.values["missing"], no.policy) == ("PapersMissing", missing, REFERENCE)


@pytest.mark.proves("R110")
@pytest.mark.parametrize("ground", ["SAFETY", "EARLY", "TRANSFER"])
def test_another_ground_shows_a_document_of_its_own(ground: str) -> None:
    drafted = told(other(draft, ground=ground))
    bare = other(request, indicator=None, execution_document=None)
    assert refusal(bare, drafted).values["missing"] == "document"
    [requested] = disposal.decide(other(bare, document="检1"), disposal.fold(drafted))
    assert isinstance(requested, DisposalRequested)
    assert (requested.ground, requested.document, requested.indicator) == (ground, "检1", None)


@pytest.mark.parametrize(
    "change", [{"indicator": "I2"}, {"execution_document": "执2"}, {"document": "检1"}]
)
def test_other_papers_are_not_the_same_request(change: dict[str, object]) -> None:
    assert refusal(other(request, **change), until(request)).code == "OutOfOrder"


def test_the_same_document_again_is_the_same_request() -> None:
    asked = other(request, indicator=None, execution_document=None, document="检1")
    given(*told(unsafe, asked)).when(asked).then()


@pytest.mark.proves("R015")
def test_one_signature_approves_nothing() -> None:
    given(DRAFTED, REQUESTED).when(approve).then(DisposalSigned(**OF, by="wang", body="BUREAU"))


@pytest.mark.proves("R015")
@pytest.mark.proves("R116")
def test_with_the_second_signature_the_year_begins() -> None:
    second = DisposalSigned(**OF, by="li", body="FINANCE")
    given(*until(approve)).when(countersign).then(second, APPROVED)


@pytest.mark.proves("R012")
@pytest.mark.proves("R013")
@pytest.mark.parametrize(
    ("category", "lead", "follower"),
    [("CONFIDENTIAL_COMMS", BUREAU, FINANCE), ("LAW_ENFORCEMENT", FINANCE, BUREAU)],
)
def test_the_leading_body_signs_first(category: str, lead: object, follower: object) -> None:
    past = told(other(draft, category=category), request)
    no = refusal(other(approve, brief=follower), past)
    assert no.code == "LeadDecidesFirst"
    first = told(other(approve, brief=lead), past=past)
    after = told(other(approve, brief=follower), past=first)
    assert isinstance(after[-1], DisposalApproved)


def test_the_same_signature_again_is_none() -> None:
    given(*until(approve)).when(approve).then()


@pytest.mark.proves("R015")
def test_one_person_does_not_sign_for_two_bodies() -> None:
    same = other(countersign, brief=brief("wang", "FINANCE"))
    no = refusal(same, until(approve))
    assert (no.rule, no.code, no.values["person"]) == ("双人双审", "SamePersonTwice", "wang")


@pytest.mark.proves("R015")
def test_two_people_of_one_body_are_one_signature() -> None:
    no = refusal(other(approve, brief=brief("zhou", "BUREAU")), until(approve))
    assert (no.rule, no.code, no.values["body"]) == ("双人双审", "SameBodyTwice", "BUREAU")


@pytest.mark.parametrize("command", [approve, reject])
def test_a_unit_does_not_decide_on_its_own_wish(command: DisposalCommand) -> None:
    assert refusal(other(command, brief=CLERK), until(request)).code == "RoleMayNot"


@pytest.mark.parametrize("said_by", [BUREAU, FINANCE])
def test_either_body_may_say_no(said_by: object) -> None:
    no = other(reject, brief=said_by)
    by = no.brief.actor.person
    given(*until(request)).when(no).then(
        DisposalRejected(**OF, indicator="I1", reason="仍可使用", by=by)
    )


def test_a_wish_is_withdrawn_without_ado() -> None:
    told_so = DisposalWithdrawn(
        **OF, indicator="I1", reason="不再申请", document=None, approved=False, by="chen"
    )
    given(*until(request)).when(withdraw).then(told_so)


def test_an_approval_is_withdrawn_with_a_document() -> None:
    given(*until(countersign)).when(withdraw).refused("职责权限")
    bare = other(withdraw, brief=BUREAU)
    given(*until(countersign)).when(bare).refused("批准后撤回须有批文")
    off = DisposalWithdrawn(
        **OF, indicator="I1", reason="不再申请", document="撤1", approved=True, by="wang"
    )
    given(*until(countersign)).when(allowed).then(off)


@pytest.mark.proves("R111")
@pytest.mark.proves("R114")
def test_finance_approves_the_act_on_the_asset_after_the_disposal() -> None:
    told_so = AssetDisposalApproved(
        **OF, document="资1", predecessor=APPROVAL, policy=REFERENCE, by="li"
    )
    given(*until(countersign)).when(approve_asset).then(told_so)


@pytest.mark.proves("R111")
def test_before_that_it_is_out_of_order() -> None:
    no = refusal(approve_asset, until(approve))
    assert (no.rule, no.code, no.values["stage"]) == ("办理次序", "OutOfOrder", "Requested")


@pytest.mark.proves("R111")
def test_the_bureau_does_not_approve_the_act_on_the_asset() -> None:
    assert refusal(other(approve_asset, brief=BUREAU), until(countersign)).code == "RoleMayNot"


@pytest.mark.proves("R112")
@pytest.mark.proves("R114")
def test_the_write_off_names_the_asset_approval_and_frees_the_slot() -> None:
    told_so = AssetWrittenOff(
        **OF, document="销1", predecessor=ASSET_APPROVAL, policy=REFERENCE, by="chen", slot="S1"
    )
    given(*until(approve_asset)).when(write_off).then(told_so)


@pytest.mark.proves("R112")
@pytest.mark.parametrize(
    ("before", "command"),
    [
        (request, approve),
        (request, reject),
        (request, withdraw),
        (approve, countersign),
        (countersign, approve_asset),
        (countersign, allowed),
        (approve_asset, write_off),
    ],
)
def test_no_step_is_older_than_the_one_before(
    before: DisposalCommand, command: DisposalCommand
) -> None:
    no = refusal(other(command, at=SOONER), until(before))
    assert (no.rule, no.code) == ("办理次序", "EarlierThanBefore")
    assert (no.values["before"], no.values["told"]) == (NOW.isoformat(), SOONER.isoformat())


@pytest.mark.proves("R116")
@each(st.dates(date(2022, 1, 1), date(2030, 1, 1)))
@example(date(2024, 2, 29))
@example(date(2024, 2, 28))
@example(date(2023, 3, 1))
def test_a_year_ends_on_the_same_local_day(day: date) -> None:
    last_second = local(f"{day}T23:59:59")
    begun = told(*(other(step, at=last_second) for step in (draft, request, approve)))
    approved = disposal.decide(other(countersign, at=last_second), disposal.fold(begun))[-1]
    assert isinstance(approved, DisposalApproved)
    leap = (day.month, day.day) == (2, 29)
    due = date(day.year + 1, 3, 1) if leap else day.replace(year=day.year + 1)
    assert approved.due_on == due
    assert approved.due_until == local(f"{due + timedelta(days=1)}T00:00")
    warned = [HANGZHOU.jurisdiction.day(at) for at in approved.warned_at]
    assert warned == [due - timedelta(days=days) for days in (90, 60, 30)]

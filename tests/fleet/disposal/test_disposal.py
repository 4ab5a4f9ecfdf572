"""A disposal case: four steps in order, one year, proof of the end."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleet.decider import Refused
from fleet.disposal import disposal_commands as said
from fleet.disposal import disposal_events as told
from fleet.disposal import disposal_stages as stages
from fleet.disposal.disposal import disposal
from fleet.disposal.disposal_machine import MACHINE
from fleet.disposal.rules import RULES
from fleet.policy.brief import Actor
from tests.fleet.disposal.cases import (
    APPROVED_AT,
    ASSET,
    BEFORE,
    CLOSE,
    DAY,
    DIGEST,
    END,
    LATE,
    OF_CASE,
    OVERDUE,
    REQUEST,
    REQUESTED_AT,
    RESULT,
    SEAL,
    SIGN_BUREAU,
    SIGN_FINANCE,
    START,
    WAY,
    WRITE_OFF,
    WRITTEN_OFF_AT,
    after,
    answer,
    changed,
    draft,
    kinds,
    refused,
    say,
    until,
)
from tests.fleet.planning.drafts import BUREAU, CLERK, FINANCE, at, brief, policy

REFERENCE = "cn-zj-hangzhou@2021-11-01"
REJECT = say(said.RejectDisposal, BUREAU, reason="车况良好")
WITHDRAW = say(said.WithdrawDisposal, reason="不换了", document="撤1")


@pytest.mark.proves("R033")
def test_a_draft_keeps_the_policy_of_its_day() -> None:
    [drafted] = answer(stages.Unknown(), draft(category="执勤执法用车"))
    assert drafted == told.DisposalDrafted(
        **OF_CASE,
        at=REQUESTED_AT,
        slot="S1",
        category="LAW_ENFORCEMENT",
        ground="REPLACEMENT",
        jurisdiction="330100",
        policy=REFERENCE,
        by="钱文",
    )
    assert answer(after(draft()), draft()) == []
    assert refused(after(draft()), draft(slot="S2")).code == "DisposalDiffers"
    assert answer(until(REQUEST), draft()) == []


def test_a_ground_is_one_of_the_policy() -> None:
    refusal = refused(stages.Unknown(), draft(ground="BOREDOM"))
    assert (refusal.code, refusal.policy) == ("UnknownGround", REFERENCE)
    assert refusal.values["known"] == "REPLACEMENT, SAFETY, EARLY, TRANSFER"


@pytest.mark.proves("R110")
@pytest.mark.parametrize(
    ("ground", "papers", "missing"),
    [
        ("REPLACEMENT", {"indicator": "I1"}, "execution_document"),
        ("REPLACEMENT", {"execution_document": "执1"}, "indicator"),
        ("REPLACEMENT", {"document": "检1"}, "indicator, execution_document"),
        ("SAFETY", {"indicator": "I1", "execution_document": "执1"}, "document"),
    ],
)
def test_each_ground_needs_its_papers(ground: str, papers: dict[str, str], missing: str) -> None:
    refusal = refused(after(draft(ground=ground)), say(said.RequestDisposal, **papers))
    assert (refusal.code, refusal.policy) == ("PapersMissing", REFERENCE)
    assert (refusal.values["missing"], refusal.values["ground"]) == (missing, ground)


@pytest.mark.proves("R110")
def test_a_request_says_on_what_it_rests() -> None:
    [requested] = answer(after(draft()), REQUEST)
    assert isinstance(requested, told.DisposalRequested)
    assert (requested.indicator, requested.execution_document) == ("I1", "执1")
    assert (requested.slot, requested.ground, requested.by) == ("S1", "REPLACEMENT", "钱文")
    assert requested.grounds.rules == ("R110",)
    assert RULES["R110"].holds(policy(), requested.grounds.inputs)
    assert answer(until(REQUEST), REQUEST) == []
    assert refused(until(REQUEST), changed(REQUEST, indicator="I2")).code == "OutOfOrder"
    other = say(said.RequestDisposal, document="检1")
    assert kinds(answer(after(draft(ground="SAFETY")), other)) == ["DisposalRequested"]
    assert answer(after(draft(ground="SAFETY"), other), other) == []


@pytest.mark.proves("R015")
def test_two_bodies_sign_the_leading_one_first() -> None:
    assert refused(until(REQUEST), SIGN_BUREAU).code == "LeadDecidesFirst"
    [signed] = answer(until(REQUEST), SIGN_FINANCE)
    assert signed == told.DisposalSigned(**OF_CASE, at=APPROVED_AT, by="周敏", body="FINANCE")
    assert answer(until(SIGN_FINANCE), SIGN_FINANCE) == []
    both = say(said.ApproveDisposal, brief("周敏", "BUREAU"))
    assert refused(until(SIGN_FINANCE), both).code == "SamePersonTwice"
    colleague = say(said.ApproveDisposal, brief("周二", "FINANCE"))
    assert refused(until(SIGN_FINANCE), colleague).code == "SameBodyTwice"
    assert refused(until(REQUEST), say(said.ApproveDisposal, CLERK)).code == "RoleMayNot"


@pytest.mark.proves("R116")
@pytest.mark.parametrize(
    ("approved", "due"), [("2025-03-10", "2026-03-10"), ("2024-02-29", "2025-03-01")]
)
def test_the_second_signature_starts_the_year(approved: str, due: str) -> None:
    early = at("2024-01-02 09:00:00")
    states = after(changed(draft(), at=early), changed(REQUEST, at=early))
    when = at(f"{approved} 23:30:00")
    first = answer(states, changed(SIGN_FINANCE, at=when))
    [signed, approval] = answer(disposal.evolve(states, first[0]), changed(SIGN_BUREAU, at=when))
    assert isinstance(signed, told.DisposalSigned)
    assert isinstance(approval, told.DisposalApproved)
    assert approval.due_on == date.fromisoformat(due)
    assert approval.due_until == at(f"{due} 00:00:00") + DAY
    assert approval.signatures == {"FINANCE": "周敏", "BUREAU": "孙立"}
    assert RULES["R116"].holds(policy(), approval.grounds.inputs)
    assert not RULES["R116"].holds(policy(), {**approval.grounds.inputs, "due_on": "2030-01-01"})


@pytest.mark.proves("R116")
@pytest.mark.proves("DISP-01")
def test_the_reminders_are_ninety_sixty_and_thirty_days_before() -> None:
    [_, approval] = answer(until(SIGN_FINANCE), SIGN_BUREAU)
    assert isinstance(approval, told.DisposalApproved)
    days = ["2025-12-10", "2026-01-09", "2026-02-08"]
    assert approval.warned_at == tuple(at(f"{day} 00:00:00") for day in days)
    assert (approval.warn_days, approval.slot) == ((90, 60, 30), "S1")


def test_a_rejection_and_a_withdrawal_end_it() -> None:
    [rejected] = answer(until(REQUEST), REJECT)
    assert rejected.model_dump(include={"reason", "by"}) == {"reason": "车况良好", "by": "孙立"}
    assert refused(until(REQUEST), changed(REJECT, brief=CLERK)).code == "RoleMayNot"
    [withdrawn] = answer(until(REQUEST), changed(WITHDRAW, document=None))
    assert isinstance(withdrawn, told.DisposalWithdrawn)
    assert (withdrawn.approved, withdrawn.by, withdrawn.reason) == (False, "钱文", "不换了")
    assert answer(after(*WAY[:2], REJECT), REJECT) == []
    assert answer(after(*WAY[:2], WITHDRAW), WITHDRAW) == []


def test_an_approved_disposal_is_withdrawn_with_a_document_only() -> None:
    refusal = refused(until(SIGN_BUREAU), changed(WITHDRAW, document=None))
    assert refusal.code == "DocumentMissing"
    [withdrawn] = answer(until(SIGN_BUREAU), WITHDRAW)
    assert isinstance(withdrawn, told.DisposalWithdrawn)
    assert (withdrawn.approved, withdrawn.document) == (True, "撤1")


@pytest.mark.proves("R111")
@pytest.mark.proves("R114")
def test_finance_approves_the_asset_after_the_disposal_and_names_the_step_before() -> None:
    assert refused(until(REQUEST), ASSET).code == "OutOfOrder"
    [approved] = answer(until(SIGN_BUREAU), ASSET)
    said_so = {"document": "资1", "predecessor": BEFORE, "policy": REFERENCE, "by": "周敏"}
    assert approved == told.AssetDisposalApproved(**OF_CASE, at=APPROVED_AT, **said_so)
    assert refused(until(SIGN_BUREAU), changed(ASSET, brief=BUREAU)).code == "RoleMayNot"
    [off] = answer(until(ASSET), WRITE_OFF)
    said_so |= {"document": "销1", "by": "钱文"}
    assert off == told.AssetWrittenOff(**OF_CASE, at=WRITTEN_OFF_AT, slot="S1", **said_so)


@pytest.mark.proves("R112")
@pytest.mark.parametrize(
    ("command", "before"), [(SIGN_FINANCE, REQUEST), (ASSET, SIGN_BUREAU), (WRITE_OFF, ASSET)]
)
def test_no_step_is_older_than_the_one_before(command: Any, before: Any) -> None:  # noqa: ANN401 - of a case
    same, older = changed(command, at=before.at), changed(command, at=before.at - DAY / 86_400)
    assert answer(until(before), same)
    refusal = refused(until(before), older)
    assert (refusal.code, refusal.values["before"]) == (
        "EarlierThanBefore",
        before.at.isoformat(),
    )


@pytest.mark.proves("R114")
@given(st.lists(st.sampled_from(WAY[1:]), max_size=12))
def test_no_sequence_of_commands_leaves_a_step_out(commands: list[Any]) -> None:
    state: stages.Case = after(draft())
    happened: list[str] = []
    for command in commands:
        try:
            events = disposal.decide(command, state)
        except Refused:
            continue
        for event in events:
            happened.append(type(event).__name__)
            state = disposal.evolve(state, event)
    chain = ["DisposalApproved", "AssetDisposalApproved", "AssetWrittenOff"]
    seen = [name for name in happened if name in chain]
    assert seen == chain[: len(seen)]


@pytest.mark.proves("R116")
@pytest.mark.proves("DISP-02")
@pytest.mark.parametrize("stage", [SIGN_BUREAU, ASSET, WRITE_OFF, SEAL, START])
def test_a_case_is_overdue_on_the_day_after_its_last_one(stage: Any) -> None:  # noqa: ANN401 - of a case
    in_time = changed(OVERDUE, at=at("2026-03-10 23:59:59"))
    refusal = refused(until(stage), in_time)
    assert (refusal.code, refusal.values["due_on"]) == ("NotOverdue", "2026-03-10")
    [overdue] = answer(until(stage), OVERDUE)
    assert overdue == told.DisposalOverdue(**OF_CASE, at=OVERDUE.at, due_on=date(2026, 3, 10))
    late = after(*WAY[: WAY.index(stage) + 1], OVERDUE)
    assert isinstance(late, stages.Opened)
    assert late.file.overdue
    assert answer(late, OVERDUE) == []


@pytest.mark.proves("R116")
def test_only_a_running_year_can_pass() -> None:
    for stage in (REQUEST, END, CLOSE):
        assert refused(until(stage), OVERDUE).code == "OutOfOrder"
    assert refused(stages.Unknown(), OVERDUE).values["stage"] == "Unknown"


@pytest.mark.proves("R116")
@pytest.mark.parametrize("stage", [SIGN_BUREAU, ASSET, WRITE_OFF])
def test_a_case_that_is_late_before_it_is_sealed_is_overdue_at_once(stage: Any) -> None:  # noqa: ANN401 - of a case
    place = WAY.index(stage) + 1
    late = after(*WAY[:place], OVERDUE)
    assert type(late) is type(until(stage))
    rest = [changed(each, at=OVERDUE.at) for each in WAY[place:7]]
    assert isinstance(after(*WAY[:place], OVERDUE, *rest), stages.Overdue)


@pytest.mark.proves("R116")
def test_a_late_start_says_why_and_the_flag_is_never_forgotten() -> None:
    late = after(*WAY[:7], OVERDUE)
    refusal = refused(late, START)
    assert (refusal.code, refusal.values["due_on"]) == ("LateReasonMissing", "2026-03-10")
    [started] = answer(late, LATE)
    assert started.model_dump(include={"mode", "reason"}) == {"mode": "SCRAP", "reason": "排队"}
    ended = after(*WAY[:7], OVERDUE, LATE, END, CLOSE)
    assert isinstance(ended, stages.Closed)
    assert ended.file.overdue
    [recorded] = answer(after(*WAY[:7], OVERDUE, LATE), END)
    assert isinstance(recorded, told.DisposalResultRecorded)
    assert recorded.overdue


@pytest.mark.proves("R117")
@pytest.mark.parametrize("missing", ["certificate", "sha256", "plate"])
def test_there_is_no_end_without_proof(missing: str) -> None:
    assert refused(until(START), changed(END, **{missing: None})).code == "CertificateMissing"


@pytest.mark.proves("R117")
def test_the_end_is_recorded_with_its_proof() -> None:
    [ended] = answer(until(START), END)
    assert ended == told.DisposalResultRecorded(
        **OF_CASE,
        at=APPROVED_AT,
        mode="SCRAP",
        certificate="回1",
        sha256=DIGEST,
        plate="浙A1",
        vin="LSVAA4182E2184841",
        proceeds_fen=0,
        buyer="",
        overdue=False,
        proceeds_until=None,
        proceeds_within_days=30,
    )
    assert answer(until(END), END) == []
    assert answer(until(CLOSE), END) == []
    assert refused(until(END), changed(END, certificate="回2")).code == "OutOfOrder"


@pytest.mark.proves("DISP-04")
@pytest.mark.parametrize("mode", ["AUCTION", "TRADE_IN"])
def test_a_sale_brings_money_that_has_to_be_paid_in(mode: str) -> None:
    sold = after(*WAY[:7], changed(START, mode=mode))
    for gap in ({"proceeds_fen": 0}, {"buyer": ""}):
        refusal = refused(sold, changed(END, **({"proceeds_fen": 5, "buyer": "某"} | gap)))
        assert (refusal.code, refusal.values["mode"]) == ("ProceedsMissing", mode)
    [ended] = answer(sold, changed(END, proceeds_fen=5, buyer="某"))
    assert isinstance(ended, told.DisposalResultRecorded)
    assert ended.proceeds_until == at("2025-04-10 00:00:00")
    assert (ended.proceeds_fen, ended.buyer) == (5, "某")


@pytest.mark.proves("R128")
def test_a_file_is_closed_with_a_lesson() -> None:
    assert refused(until(END), changed(CLOSE, review_note="")).code == "ReviewNoteMissing"
    [closed] = answer(until(END), CLOSE)
    said_so = {"review_note": "应早联系", "answer": "", "overdue": False}
    assert closed == told.DisposalClosed(**OF_CASE, at=APPROVED_AT, **said_so)
    assert answer(until(CLOSE), CLOSE) == []


def test_sealing_and_starting_again_is_nothing_new() -> None:
    [sealed] = answer(until(WRITE_OFF), SEAL)
    assert sealed == told.RetiredVehicleSealed(**OF_CASE, at=APPROVED_AT, place="停车场")
    assert answer(until(SEAL), SEAL) == []
    assert answer(after(*WAY[:7], OVERDUE), SEAL) == []
    assert answer(until(START), START) == []
    assert answer(after(*WAY[:7], OVERDUE, LATE), LATE) == []
    assert refused(until(START), changed(START, mode="AUCTION")).code == "OutOfOrder"


@pytest.mark.proves("R011")
def test_a_district_says_nothing_about_the_citys_cases() -> None:
    stranger = replace(FINANCE, actor=Actor("方宁", "FINANCE", jurisdiction="330106"))
    assert refused(until(REQUEST), changed(SIGN_FINANCE, brief=stranger)).code == (
        "OutsideJurisdiction"
    )


def test_what_nobody_has_drafted_stays_so() -> None:
    [requested] = answer(after(draft()), REQUEST)
    assert disposal.evolve(stages.Unknown(), requested) == stages.Unknown()
    assert RESULT["sha256"] == DIGEST


STATES = {
    "Draft": after(draft()),
    "Requested": until(SIGN_FINANCE),
    "Rejected": after(*WAY[:2], REJECT),
    "Withdrawn": after(*WAY[:2], WITHDRAW),
    "DisposalApproved": until(SIGN_BUREAU),
    "AssetApproved": until(ASSET),
    "WrittenOff": until(WRITE_OFF),
    "Sealed": until(SEAL),
    "InDisposal": until(START),
    "Overdue": after(*WAY[:7], OVERDUE),
    "InDisposalLate": after(*WAY[:7], OVERDUE, LATE),
    "Completed": until(END),
    "Closed": until(CLOSE),
}
MOVES = {
    type(command).__name__: changed(command, at=OVERDUE.at)
    for command in (
        REQUEST,
        SIGN_BUREAU,
        REJECT,
        WITHDRAW,
        ASSET,
        WRITE_OFF,
        SEAL,
        LATE,
        END,
        CLOSE,
    )
}


def not_done(state: stages.Case, command: Any) -> str:  # noqa: ANN401 - of a case
    """How a command that moves nothing is answered."""
    try:
        return "" if answer(state, command) else "nothing"
    except Refused as refusal:
        return refusal.code


@pytest.mark.parametrize("stage", STATES)
@pytest.mark.parametrize("command", MOVES)
def test_the_table_of_moves_is_what_happens(stage: str, command: str) -> None:
    assert type(STATES[stage]).__name__ == stage
    moves = [it for it in MACHINE.moves if (it.source, it.command) == (stage, command)]
    if not moves:
        assert not_done(STATES[stage], MOVES[command]) in ("nothing", "OutOfOrder")
        return
    [move] = moves
    *_, event = answer(STATES[stage], MOVES[command])
    assert type(event).__name__ == move.event
    assert type(disposal.evolve(STATES[stage], event)).__name__ == move.target

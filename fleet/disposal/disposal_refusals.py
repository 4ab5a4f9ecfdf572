"""Why a disposal case says no."""

from datetime import date, datetime

from fleet.decider import Command, Refused
from fleet.disposal.disposal_stages import Case, File
from fleet.policy.policy_set import PolicySet

_STAGES = {
    "Unknown": "未起草",
    "Draft": "草稿",
    "Requested": "已申请",
    "Rejected": "不同意",
    "Withdrawn": "已撤回",
    "DisposalApproved": "已批准处置",
    "AssetApproved": "资产处置已批",
    "WrittenOff": "已核销",
    "Sealed": "已封存",
    "InDisposal": "处置中",
    "Overdue": "已逾期",
    "InDisposalLate": "逾期处置中",
    "Completed": "已处置",
    "Closed": "已结案",
}


def out_of_order(command: Command, number: str, case: Case) -> Refused:
    """The steps are taken one after the other."""
    stage = type(case).__name__
    return Refused(
        "办理次序",
        "OutOfOrder",
        "R111, R112, R114",
        zh="处置 {case} 处于“{stage_zh}”状态，不能办理 {command}：请按"
        "“车辆处置审批、资产处置审批、资产核销、购置申请”的次序逐步办理。",
        en="{command} does not follow {stage} (disposal {case}): take the steps in order: "
        "disposal approval, asset approval, write-off, purchase.",
        case=number,
        stage=stage,
        stage_zh=_STAGES[stage],
        command=type(command).__name__,
    )


def differs(number: str) -> Refused:
    """It is there, and says something else."""
    return Refused(
        "一车一档",
        "DisposalDiffers",
        "R108",
        zh="处置 {case} 已存在且内容不同：请另编编号，或核对原件。",
        en="disposal {case} exists and says something else: choose another number, or check it.",
        case=number,
    )


def unknown_ground(ground: str, policy: PolicySet) -> Refused:
    """The policy has no such ground."""
    return Refused(
        "处置事由",
        "UnknownGround",
        "R110, B4",
        zh="{policy} 没有处置事由 {ground}：请从 {known} 中选择。",
        en="{policy} has no ground {ground}: choose one of {known}.",
        policy=policy.reference,
        ground=ground,
        known=", ".join(policy.disposal.grounds),
    ).raising("", policy.reference)


def papers_missing(number: str, ground: str, missing: tuple[str, ...], policy: str) -> Refused:
    """What the ground needs is not shown."""
    return Refused(
        "凭指标和执行书处置",
        "PapersMissing",
        "R110",
        zh="处置 {case}（{ground}）缺少 {missing}：请补齐年度更新指标、采购预算执行书或事由文件。",
        en="disposal {case} ({ground}) lacks {missing}: "
        "give the indicator and its execution document, or the paper of the ground.",
        case=number,
        ground=ground,
        missing=", ".join(missing),
    ).raising("", policy)


def same_person(number: str, person: str) -> Refused:
    """One person signs for two bodies."""
    return Refused(
        "双人双审",
        "SamePersonTwice",
        "R015",
        zh="{person} 已在处置 {case} 上签署，不能再签：请由另一部门的另一人签署。",
        en="{person} has signed disposal {case} already: let somebody of the other body sign.",
        case=number,
        person=person,
    )


def same_body(number: str, body: str) -> Refused:
    """Two people of one body sign."""
    return Refused(
        "双人双审",
        "SameBodyTwice",
        "R015",
        zh="{body} 已在处置 {case} 上签署：请由另一部门签署。",
        en="{body} has signed disposal {case} already: let the other body sign.",
        case=number,
        body=body,
    )


def lead_first(number: str, lead: str, told: str) -> Refused:
    """The leading body signs first."""
    return Refused(
        "牵头部门先审",
        "LeadDecidesFirst",
        "R012, R013",
        zh="处置 {case} 由 {lead} 牵头：请待其签署后再由 {told} 签署。",
        en="{lead} leads on disposal {case}: it signs before {told}.",
        case=number,
        lead=lead,
        told=told,
    )


def earlier_than_before(number: str, before: datetime, told: datetime) -> Refused:
    """A step cannot be older than the one before it."""
    return Refused(
        "办理次序",
        "EarlierThanBefore",
        "R112",
        zh="处置 {case} 的上一步办于 {before}，本步不能早于它（{told}）：请核对时间。",
        en="the step before of disposal {case} was taken at {before}, this one cannot be earlier "
        "({told}): check the time.",
        case=number,
        before=before.isoformat(),
        told=told.isoformat(),
    )


def needs_document(number: str) -> Refused:
    """An approved disposal is withdrawn with a document only."""
    return Refused(
        "批准后撤回须有批文",
        "DocumentMissing",
        "R114",
        zh="处置 {case} 已批准：撤回须附批准撤回的文号。",
        en="disposal {case} is approved: give the document that allows its withdrawal.",
        case=number,
    )


def not_written_off(number: str, slot: str) -> Refused:
    """A purchase wants to rest on a write-off that has not happened."""
    return Refused(
        "退一补一",
        "WriteOffMissing",
        "R108",
        zh="处置 {case} 尚未核销，编制 {slot} 不能补充：请先完成资产核销。",
        en="disposal {case} is not written off, slot {slot} cannot be filled: write it off first.",
        case=number,
        slot=slot,
    ).raising("PROC-04")


def already_paired(number: str, known: str, told: str) -> Refused:
    """One write-off, one purchase."""
    return Refused(
        "处置退编一辆购置补充一辆",
        "AlreadyPaired",
        "R113",
        zh="处置 {case} 的核销已用于购置 {known}，不能再用于 {told}：请核对，或另行核销。",
        en="the write-off of disposal {case} backs purchase {known} already, not {told}: "
        "check it, or write another car off.",
        case=number,
        known=known,
        told=told,
    )


def other_slot(number: str, known: str | None, told: str) -> Refused:
    """The write-off freed another slot."""
    return Refused(
        "退一补一",
        "SlotDiffers",
        "R108",
        zh="处置 {case} 腾出的编制是 {known}，不是 {told}：请核对编制编号。",
        en="disposal {case} frees slot {known}, not {told}: check the slot.",
        case=number,
        known=known or "-",
        told=told,
    )


def backs_no_renewal(number: str, ground: str) -> Refused:
    """Without an indicator it makes no room for a new car."""
    return Refused(
        "凭指标和执行书处置",
        "IndicatorNotCited",
        "R110, B4",
        zh="处置 {case}（{ground}）未引用更新指标，不能据以购置：请先补引指标（CiteIndicator）。",
        en="disposal {case} ({ground}) cites no indicator and backs no purchase: "
        "cite one first (CiteIndicator).",
        case=number,
        ground=ground,
    )


def other_vehicle(number: str, known: str, told: str) -> Refused:
    """The case is about another car."""
    return Refused(
        "一车一档",
        "VehicleDiffers",
        "R108",
        zh="处置 {case} 对应车辆 {known}，不是 {told}：请核对。",
        en="disposal {case} is about vehicle {known}, not {told}: check it.",
        case=number,
        known=known,
        told=told,
    )


def not_overdue(number: str, due_on: date) -> Refused:
    """The year is not over."""
    return Refused(
        "一年内完成处置",
        "NotOverdue",
        "R116",
        zh="处置 {case} 的期限为 {due_on}，尚未逾期。",
        en="disposal {case} is due on {due_on}: it is not overdue yet.",
        case=number,
        due_on=due_on.isoformat(),
    )


def late_without_reason(number: str, due_on: date | None) -> Refused:
    """A late start needs a reason."""
    return Refused(
        "一年内完成处置",
        "LateReasonMissing",
        "R116",
        zh="处置 {case} 的期限 {due_on} 已过：请写明逾期原因。",
        en="disposal {case} was due on {due_on}: say why it is late.",
        case=number,
        due_on=due_on.isoformat() if due_on else "-",
    )


def certificate_missing(number: str) -> Refused:
    """Number, hash or plate is missing."""
    return Refused(
        "处置凭证",
        "CertificateMissing",
        "R117",
        zh="处置 {case} 缺少回收证明或成交记录的编号、文件摘要或注销的号牌：请补齐后再登记。",
        en="disposal {case} needs the certificate's number, the hash of its document and the "
        "plate that was cancelled: give all three.",
        case=number,
    )


def proceeds_missing(number: str, mode: str) -> Refused:
    """A sale brings something."""
    return Refused(
        "处置收入",
        "ProceedsMissing",
        "R117",
        zh="处置 {case} 的方式为 {mode}：请登记成交价款和受让方。",
        en="disposal {case} ends by {mode}: give the proceeds and the buyer.",
        case=number,
        mode=mode,
    )


def review_missing(number: str) -> Refused:
    """后期复盘."""
    return Refused(
        "后期复盘",
        "ReviewNoteMissing",
        "R128",
        zh="处置 {case} 结案须写明复盘意见（review_note）。",
        en="disposal {case} is closed with a review note only: write it (review_note).",
        case=number,
    )


def answer_missing(number: str, inspections: tuple[str, ...]) -> Refused:
    """A joint inspection waits for an answer."""
    return Refused(
        "联合督查",
        "InspectionUnanswered",
        "R118",
        zh="处置 {case} 已列入联合督查 {inspections}：请先答复（answer）再结案。",
        en="disposal {case} was drawn by joint inspection {inspections}: "
        "answer it (answer) before you close.",
        case=number,
        inspections=", ".join(inspections),
    )


def before_write_off(number: str, file: File, seen_at: datetime) -> Refused:
    """It was in order to use it then."""
    return Refused(
        "退而不休",
        "BeforeWriteOff",
        "R109",
        zh="处置 {case} 的车辆 {vehicle} 于 {seen} 尚未核销：不属退而不休，请按使用管理办理。",
        en="vehicle {vehicle} of disposal {case} was not written off at {seen}: "
        "this is no use after retirement.",
        case=number,
        vehicle=file.vehicle,
        seen=seen_at.isoformat(),
    )

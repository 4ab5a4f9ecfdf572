"""Why an indicator says no."""

from datetime import date, datetime

from fleet.decider import Command, Refused
from fleet.planning.indicator_stages import Form
from fleet.policy.policy_set import PolicySet

_STAGES = {
    "Unknown": "未起草",
    "Draft": "草稿",
    "Submitted": "已申报",
    "UnderReview": "审核中",
    "Approved": "已批准",
    "Budgeted": "已列预算",
    "Executable": "可执行",
    "Rejected": "已退回不批",
    "Withdrawn": "已撤回",
    "Consumed": "已用结",
    "Expired": "已过期",
}


def out_of_order(command: Command, number: str, indicator: object) -> Refused:
    """The steps are taken one after the other."""
    stage = type(indicator).__name__
    return Refused(
        "办理次序",
        "OutOfOrder",
        "R026, R028",
        zh="指标 {indicator} 处于“{stage_zh}”状态，不能办理 {command}：请按流程逐步办理。",
        en="{command} does not follow {stage} (indicator {indicator}): take the steps in order.",
        indicator=number,
        stage=stage,
        stage_zh=_STAGES[stage],
        command=type(command).__name__,
    )


def not_approved(command: Command, number: str, indicator: object) -> Refused:
    """Money is asked for before the indicator is approved."""
    stage = type(indicator).__name__
    return Refused(
        "先指标后预算",
        "IndicatorNotApproved",
        "R026, R028",
        zh="指标 {indicator} 处于“{stage_zh}”状态，尚不能申请预算：请待指标批准后再申请。",
        en="indicator {indicator} is {stage}: wait for its approval before you ask for money "
        "({command}).",
        indicator=number,
        stage=stage,
        stage_zh=_STAGES[stage],
        command=type(command).__name__,
    ).raising("IND-02")


def differs(number: str) -> Refused:
    """It is there, and says something else."""
    return Refused(
        "一车一指标",
        "IndicatorDiffers",
        "R029",
        zh="指标 {indicator} 已存在且内容不同：请另编编号，或更正原件（CorrectIndicator）。",
        en="indicator {indicator} exists and says something else: "
        "choose another number, or correct it (CorrectIndicator).",
        indicator=number,
    )


def late(number: str, form: Form, at: datetime, policy: PolicySet) -> Refused:
    """The deadline has passed."""
    last = policy.renewal.deadline.day_for(form.plan_year)
    local = at.astimezone(policy.jurisdiction.tz)
    return Refused(
        "7月底前申请次年指标",
        "DeadlinePassed",
        "R027",
        zh="{year} 年指标 {indicator} 的申报截止日为 {last}（当地时间），现在是 {now}："
        "请列入下一年度申报。",
        en="indicators for {year} had to be sent by {last} local time, it is {now} "
        "(indicator {indicator}): ask for it next year.",
        indicator=number,
        unit=form.unit,
        year=form.plan_year,
        last=last.isoformat(),
        now=local.isoformat(sep=" ", timespec="seconds"),
    ).raising("IND-01", policy.reference)


def too_young(number: str, form: Form, on: date, policy: PolicySet) -> Refused:
    """The old car has not reached the age."""
    born = form.first_registered or on
    return Refused(
        "8年可更新",
        "BelowMinimumAge",
        "R035",
        zh="车辆 {vehicle} 于 {born} 注册登记，满 {years} 年之日为 {from_}，在 {on} 尚不能更新"
        "（指标 {indicator}）：请届时再报，或附安全隐患鉴定。",
        en="vehicle {vehicle} was first registered on {born} and can be replaced from {from_} on "
        "({years} years), not on {on} (indicator {indicator}): "
        "wait, or give the report that it is unsafe.",
        indicator=number,
        vehicle=form.vehicle or "-",
        unit=form.unit,
        born=born.isoformat(),
        years=policy.renewal.min_age_years,
        from_=policy.renewal.eligible_from(born).isoformat(),
        on=on.isoformat(),
    ).raising("IND-03", policy.reference)


def birthday_unknown(number: str, vehicle: str | None) -> Refused:
    """Nobody knows how old the car is."""
    return Refused(
        "一车一档",
        "FirstRegistrationUnknown",
        "R035",
        zh="指标 {indicator} 的旧车 {vehicle} 没有注册登记日期：请先补录车辆档案。",
        en="the old car {vehicle} of indicator {indicator} has no date of first registration: "
        "complete its dossier first.",
        indicator=number,
        vehicle=vehicle or "-",
    )


def vehicle_named_wrongly(number: str, kind: str) -> Refused:
    """A renewal names an old car, an addition does not."""
    return Refused(
        "更新与新增分开",
        "KindDiffers",
        "R049",
        zh="指标 {indicator} 为 {kind}：更新须写明旧车，新增不得写旧车，请更正。",
        en="indicator {indicator} is of kind {kind}: a renewal names the old car, an addition "
        "none; put that right.",
        indicator=number,
        kind=kind,
    )


def other_track(number: str, track: str, sector: str | None, known: str) -> Refused:
    """The track is not for this sector, or does not exist."""
    return Refused(
        "指标类型",
        "TrackUnfit",
        "R032",
        zh="指标 {indicator} 的类型 {track} 不适用于 {sector} 单位：可用类型为 {known}。",
        en="track {track} of indicator {indicator} is not for a unit of sector {sector}: "
        "choose one of {known}.",
        indicator=number,
        track=track,
        sector=sector or "-",
        known=known or "-",
    )


def opinion_missing(number: str, policy: PolicySet) -> Refused:
    """A special case without the supervising unit's opinion."""
    return Refused(
        "主管单位审核意见",
        "MissingSupervisorOpinion",
        "R016",
        zh="指标 {indicator} 属特殊情况用车：请先附主管单位审核意见（AttachOpinion）。",
        en="indicator {indicator} is a special case: "
        "attach the supervising unit's opinion first (AttachOpinion).",
        indicator=number,
    ).raising("", policy.reference)


def notes_missing(number: str, missing: tuple[str, ...]) -> Refused:
    """Not all four reasons are written."""
    return Refused(
        "业务需求、经济适用、节能环保、集约使用",
        "NotesMissing",
        "R046",
        zh="指标 {indicator} 缺少说明：{missing}。请补写后再批。",
        en="indicator {indicator} lacks the notes on {missing}: write them first.",
        indicator=number,
        missing=", ".join(missing),
    )


def imported(number: str, form: Form, policy: PolicySet) -> Refused:
    """No imported car is planned; there is no document that allows one."""
    return Refused(
        "不得配备进口车",
        "Imported",
        "R042",
        zh="指标 {indicator} 申请的是进口车（{brand}）：请退回补正，改为国产自主品牌。",
        en="indicator {indicator} asks for an imported car ({brand}): "
        "return it, so that a domestic brand is asked for.",
        indicator=number,
        brand=form.specification.brand or "-",
    ).raising("PROC-02", policy.reference)


def still_fit(number: str, form: Form, policy: PolicySet) -> Refused:
    """The old car can be used on."""
    return Refused(
        "能使用继续使用",
        "ContinueInUse",
        "R031",
        zh="车辆 {vehicle} 车况为 {condition}，应继续使用，指标 {indicator} 不予批准："
        "请下年度再评估。",
        en="vehicle {vehicle} is in condition {condition} and is to be used on "
        "(indicator {indicator}): assess it again next year.",
        indicator=number,
        vehicle=form.vehicle or "-",
        condition=form.condition,
    ).raising("", policy.reference)


def not_assessed(number: str, vehicle: str | None) -> Refused:
    """Nobody has looked at the old car."""
    return Refused(
        "能使用继续使用",
        "ConditionUnknown",
        "R031",
        zh="指标 {indicator} 的旧车 {vehicle} 尚未作车况鉴定：请先鉴定（AssessCondition）。",
        en="nobody has assessed the old car {vehicle} of indicator {indicator}: "
        "do so first (AssessCondition).",
        indicator=number,
        vehicle=vehicle or "-",
    )


def gate_closed(number: str, unit: str, cases: tuple[str, ...], policy: PolicySet) -> Refused:
    """The unit has unfinished disposals."""
    return Refused(
        "未完成处置的不予更新",
        "DisposalIncomplete",
        "R119",
        zh="单位 {unit} 还有未完成的处置 {cases}，指标 {indicator} 不予批准：请先完成处置。",
        en="unit {unit} has unfinished disposals ({cases}), indicator {indicator} cannot be "
        "approved: finish them first.",
        indicator=number,
        unit=unit,
        cases=", ".join(cases),
    ).raising("IND-04", policy.reference)


def undecided(number: str, waiting: tuple[str, ...]) -> Refused:
    """A body has not spoken."""
    return Refused(
        "会同审批",
        "DecisionMissing",
        "R015",
        zh="指标 {indicator} 还缺 {waiting} 的意见：请待各方审核后再批。",
        en="{waiting} has not decided on indicator {indicator}: wait for it.",
        indicator=number,
        waiting=", ".join(waiting),
    )


def said_no(number: str, bodies: tuple[str, ...]) -> Refused:
    """A body has said no."""
    return Refused(
        "会同审批",
        "DecisionNegative",
        "R015",
        zh="{bodies} 不同意指标 {indicator}：请办理不批（RejectIndicator）或退回补正。",
        en="{bodies} said no to indicator {indicator}: reject it (RejectIndicator) or return it.",
        indicator=number,
        bodies=", ".join(bodies),
    )


def same_person(number: str, person: str) -> Refused:
    """One person speaks for two bodies, or about his own wish."""
    return Refused(
        "双人双审",
        "SamePersonTwice",
        "R015",
        zh="{person} 已在指标 {indicator} 上签署或申报，不能再审：请由另一人审核。",
        en="{person} has signed or drafted indicator {indicator} already: let somebody "
        "else decide.",
        indicator=number,
        person=person,
    )


def same_body(number: str, body: str) -> Refused:
    """A body speaks once, unless the indicator was returned in between."""
    return Refused(
        "双人双审",
        "SameBodyTwice",
        "R015",
        zh="{body} 已对指标 {indicator} 作出决定：如须改变，请先退回补正（ReturnForCorrection）。",
        en="{body} has decided on indicator {indicator} already: "
        "to change that, return it first (ReturnForCorrection).",
        indicator=number,
        body=body,
    )


def lead_first(number: str, lead: str, told: str) -> Refused:
    """The leading body speaks first."""
    return Refused(
        "牵头部门先审",
        "LeadDecidesFirst",
        "R012, R013",
        zh="指标 {indicator} 由 {lead} 牵头：请待其审核后再由 {told} 提出意见。",
        en="{lead} leads on indicator {indicator}: it decides before {told}.",
        indicator=number,
        lead=lead,
        told=told,
    )


def not_applicant(number: str, unit: str, person: str) -> Refused:
    """Only the unit that asked can withdraw."""
    return Refused(
        "职责权限",
        "NotApplicant",
        "R052",
        zh="指标 {indicator} 由单位 {unit} 申报，{person} 不能撤回：请由申报单位办理。",
        en="indicator {indicator} is unit {unit}'s: {person} cannot withdraw it.",
        indicator=number,
        unit=unit,
        person=person or "-",
    )


def used_already(number: str, what: str, known: str, told: str) -> Refused:
    """One indicator, one budget line, one purchase, one disposal."""
    return Refused(
        "一指标一用",
        "IndicatorUsed",
        "R029, R113",
        zh="指标 {indicator} 已用于 {what} {known}，不能再用于 {told}：请核对编号。",
        en="indicator {indicator} backs {what} {known} already, not {told}: check the number.",
        indicator=number,
        what=what,
        known=known,
        told=told,
    )


def says_otherwise(number: str, field: str, known: str, told: str) -> Refused:
    """What is cited is not what the indicator says."""
    return Refused(
        "指标相符",
        "IndicatorSaysOtherwise",
        "R110",
        zh="指标 {indicator} 的 {field} 是 {known}，不是 {told}：请核对。",
        en="{field} of indicator {indicator} is {known}, not {told}: check it.",
        indicator=number,
        field=field,
        known=known or "-",
        told=told or "-",
    )


def purchase_under_way(number: str, purchase: str) -> Refused:
    """A purchase on its strength was applied for in time."""
    return Refused(
        "年度有效",
        "PurchaseUnderWay",
        "R027",
        zh="购置 {purchase} 正在使用指标 {indicator}，不能作过期处理：请办结或取消该购置。",
        en="purchase {purchase} rests on indicator {indicator}, which cannot expire now: "
        "close the purchase, or cancel it.",
        indicator=number,
        purchase=purchase,
    )


def year_not_over(number: str, year: int) -> Refused:
    """It can still be used."""
    return Refused(
        "年度有效",
        "YearNotOver",
        "R027",
        zh="指标 {indicator} 在 {year} 年内有效：年度结束前不能作过期处理。",
        en="indicator {indicator} is good until the end of {year}: it cannot expire before.",
        indicator=number,
        year=year,
    )


def year_over(number: str, year: int) -> Refused:
    """Its plan year is over, and nothing is carried over."""
    return Refused(
        "年度有效",
        "YearOver",
        "R027",
        zh="指标 {indicator} 的计划年度 {year} 已过，不能再用：请列入下一年度申报。",
        en="the plan year {year} of indicator {indicator} is over: ask for the car next year.",
        indicator=number,
        year=year,
    )

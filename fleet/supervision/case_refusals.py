"""Why an alert case says no."""

from collections.abc import Iterable
from datetime import date, datetime

from fleet.decider import Command, Refused
from fleet.supervision.case_stages import AlertCase, CaseFile

_STAGES = {
    "Unraised": "未立案",
    "Raised": "待签收",
    "Escalated": "已升级",
    "Acknowledged": "已签收",
    "AwaitingExplanation": "待说明",
    "UnderVerification": "核查中",
    "Dismissed": "已排除",
    "Confirmed": "已核实",
    "Referred": "已移交纪检",
    "Rectifying": "整改中",
    "UnderAcceptance": "待验收",
    "Closed": "已办结",
}


def out_of_order(command: Command, number: str, case: AlertCase, takes: Iterable[str]) -> Refused:
    """The steps are taken one after the other."""
    stage = type(case).__name__
    wanted = [*takes]
    return Refused(
        "办理次序",
        "OutOfOrder",
        "R085",
        zh="预警 {case} 处于“{stage_zh}”状态，不能办理 {command}："
        "该步骤须在“{wanted_zh}”状态下办理。",
        en="{command} does not follow {stage} (alert {case}): it is said at {wanted}.",
        case=number,
        stage=stage,
        stage_zh=_STAGES[stage],
        command=type(command).__name__,
        wanted=", ".join(wanted),
        wanted_zh="、".join(_STAGES[name] for name in wanted),
    )


def facts_only(command: Command, person: str, role: str) -> Refused:
    """People do not raise, merge or dismiss in the name of the facts."""
    return Refused(
        "事实立案",
        "FactsOnly",
        "R085",
        zh="{command} 由系统依据事实办理，{person}（{role}）不能代为办理："
        "排除预警请走核查程序（DismissAlert）。",
        en="{command} follows from facts, {person} ({role}) may not say it: "
        "an alert is dismissed when it is verified (DismissAlert).",
        command=type(command).__name__,
        person=person or "-",
        role=role,
    )


def not_yet(number: str, limit: datetime) -> Refused:
    """There is still time."""
    return Refused(
        "逾期升级",
        "StillInTime",
        "R085",
        zh="预警 {case} 的办理期限为 {limit}，尚未到期，不能升级：请等待到期。",
        en="alert {case} may be answered until {limit}: it is not escalated before.",
        case=number,
        limit=limit.isoformat(),
    )


def officer_only(file: CaseFile, officer: str, person: str) -> Refused:
    """Only the named officer hears of a car on the restricted list."""
    return Refused(
        "涉密车辆专人办理",
        "NamedOfficerOnly",
        "handbook 10 rule 6",
        zh="预警 {case} 涉及限知名单车辆，只能由指定人员 {officer} 办理，"
        "{person} 无权办理：请转指定人员。",
        en="alert {case} is about a car on the restricted list: only {officer} deals with it, "
        "not {person}; hand it over.",
        case=file.raised.case,
        officer=officer,
        person=person or "-",
    )


def another_unit(file: CaseFile, unit: str) -> Refused:
    """A unit answers for its own cars."""
    return Refused(
        "谁使用谁负责",
        "AnotherUnit",
        "R121",
        zh="预警 {case} 属于单位 {owner}，单位 {unit} 不能办理：请由 {owner} 办理。",
        en="alert {case} belongs to unit {owner}, not to {unit}: let {owner} answer.",
        case=file.raised.case,
        owner=file.raised.unit,
        unit=unit,
    )


def handled_by_himself(file: CaseFile, person: str) -> Refused:
    """Who has dealt with it does not judge it."""
    return Refused(
        "经办与核查分离",
        "VerifierIsHandler",
        "handbook 5.6",
        zh="{person} 经办过预警 {case}，不能由其核查、排除或办结："
        "请由另一名核查人员（{verifier}）办理。",
        en="{person} has dealt with alert {case} and may not verify, dismiss or close it: "
        "let somebody else of {verifier} do so.",
        case=file.raised.case,
        person=person,
        verifier=file.raised.verifier,
    )


def explained_late(number: str, limit: datetime, at: datetime) -> Refused:
    """The time to explain is over; the case goes to the next above."""
    return Refused(
        "限期说明",
        "ExplanationLate",
        "R085",
        zh="预警 {case} 的说明期限为 {limit}，{at} 提交已逾期：请等待升级后的办理人重新要求说明。",
        en="alert {case} had to be explained by {limit}, not at {at}: "
        "it goes to the next above, who asks again.",
        case=number,
        limit=limit.isoformat(),
        at=at.isoformat(),
    )


def no_discipline(number: str, finding_class: str) -> Refused:
    """Only a suspected breach of discipline is referred."""
    return Refused(
        "移交纪检",
        "NotSuspectedBreach",
        "handbook 5.6",
        zh="预警 {case} 核实为 {finding_class}，不属涉嫌违纪（SUSPECTED_DISCIPLINE），"
        "不移交纪检：请责令整改（OrderRectification）。",
        en="alert {case} was confirmed as {finding_class}, not as SUSPECTED_DISCIPLINE: "
        "order that it be put right (OrderRectification).",
        case=number,
        finding_class=finding_class,
    )


def due_in_the_past(number: str, due_on: date, today: date) -> Refused:
    """What is past cannot be met."""
    return Refused(
        "限期整改",
        "DueInThePast",
        "handbook 5.6",
        zh="预警 {case} 的整改期限 {due_on} 早于下达日 {today}：请另定期限。",
        en="alert {case} is to be put right by {due_on}, which is before {today}: set a later day.",
        case=number,
        due_on=due_on.isoformat(),
        today=today.isoformat(),
    )


def nothing_new(number: str) -> Refused:
    """What is known already opens nothing again."""
    return Refused(
        "排除后复核",
        "NoNewEvidence",
        "handbook 5.6",
        zh="预警 {case} 已有这些证据：重新立案须提供新证据。",
        en="alert {case} has this evidence already: it is reopened with new evidence only.",
        case=number,
    )

"""Why a check says no."""

from datetime import datetime

from fleet.decider import Refused
from fleet.inspection.check_commands import CompleteCheck, MarkMissed, OnCheck, ScheduleCheck
from fleet.inspection.check_stages import Check, File
from fleet.policy.policy_set import PolicySet
from fleet.terms import ZONE

_STAGES = {
    "Unknown": "未安排",
    "Completed": "已完成",
    "Waived": "已免检",
}


def out_of_order(command: OnCheck, check: Check) -> Refused:
    """It does not stand there."""
    stage = type(check).__name__
    return Refused(
        "检查次序",
        "OutOfOrder",
        "R091",
        zh="检查 {check} 处于“{stage_zh}”状态，不能办理 {command}：请核对编号，或另行安排检查。",
        en="{command} does not follow {stage} (check {check}): "
        "look at its number, or schedule another check.",
        check=command.check,
        stage=stage,
        stage_zh=_STAGES[stage],
        command=type(command).__name__,
    )


def not_in_service(command: ScheduleCheck) -> Refused:
    """A car that nobody keeps is not checked."""
    return Refused(
        "在用车辆检查",
        "NotInService",
        "R091",
        zh="车辆 {vehicle} 不在用（单位 {unit}），不安排检查：请核对车辆编号。",
        en="vehicle {vehicle} is not in service (unit {unit}) and is not checked: "
        "look at its number.",
        vehicle=command.vehicle,
        unit=command.unit or "-",
    )


def no_campaign(command: ScheduleCheck) -> Refused:
    """Nobody has ordered that special check."""
    return Refused(
        "专项检查",
        "NoSuchCampaign",
        "R093",
        zh="没有专项检查 {campaign}：请先下达专项检查。",
        en="there is no special check {campaign}: order it first.",
        campaign=command.period,
    )


def elsewhere(command: ScheduleCheck, districts: tuple[str, ...]) -> Refused:
    """It is about cars of other districts."""
    return Refused(
        "专项检查",
        "OtherDistricts",
        "R093",
        zh="专项检查 {campaign} 只涉及 {districts}，车辆 {vehicle} 在 {district}：不必安排。",
        en="special check {campaign} is about {districts}, vehicle {vehicle} is in {district}: "
        "it need not be checked.",
        campaign=command.period,
        districts=", ".join(districts),
        vehicle=command.vehicle,
        district=command.district or command.brief.jurisdiction,
    )


def too_early(command: CompleteCheck, begins_at: datetime) -> Refused:
    """Its period has not begun."""
    return Refused(
        "按期检查",
        "TooEarly",
        "R091",
        zh="检查 {check} 自 {begins} 起方可进行：请在周期内检查。",
        en="check {check} can be done from {begins} on: do it within its period.",
        check=command.check,
        begins=_local(begins_at),
    )


def not_over(command: MarkMissed, due_until: datetime) -> Refused:
    """Its period still runs."""
    return Refused(
        "按期检查",
        "NotOver",
        "R091",
        zh="检查 {check} 的期限到 {due} 为止，尚未漏检。",
        en="check {check} can be done until {due} and is not missed yet.",
        check=command.check,
        due=_local(due_until),
    )


def unknown_items(check: str, items: tuple[str, ...], policy: PolicySet) -> Refused:
    """The policy has no such items."""
    return Refused(
        "检查项目",
        "UnknownItem",
        "R090",
        zh="{policy} 没有检查项目 {items}（{check}）：请从 {known} 中选择。",
        en="{policy} has no item {items} ({check}): choose from {known}.",
        check=check,
        policy=policy.reference,
        items=", ".join(items),
        known=", ".join(policy.inspection.items),
    ).raising("", policy.reference)


def items_missing(check: str, items: tuple[str, ...], policy: str) -> Refused:
    """Something was not looked at."""
    return Refused(
        "检查项目",
        "ItemsMissing",
        "R090, R091",
        zh="检查 {check} 缺少项目 {items}：请逐项检查后再登记。",
        en="check {check} leaves out {items}: look at all of them.",
        check=check,
        items=", ".join(items),
    ).raising("", policy)


def self_check(check: str, policy: str) -> Refused:
    """The quarterly check is a workshop's."""
    return Refused(
        "季度进厂检查",
        "SelfCheckNotEnough",
        "R092",
        zh="季度检查 {check} 须进厂，自查不能代替：请登记修理厂的检查记录编号。",
        en="the quarterly check {check} needs a workshop, a self-check does not do: "
        "give the number of the workshop's record.",
        check=check,
    ).raising("", policy)


def done_already(check: str, inspector: str) -> Refused:
    """It was done, with other results."""
    return Refused(
        "检查不重复",
        "AlreadyDone",
        "R091",
        zh="检查 {check} 已由 {inspector} 完成，结果不同：问题请开维修单，或另行安排检查。",
        en="check {check} was done by {inspector} with another result: "
        "open a work order for what was found since, or schedule another check.",
        check=check,
        inspector=inspector,
    )


def waiver_without_document(check: str) -> Refused:
    """Somebody has to allow it."""
    return Refused(
        "免检凭批准",
        "WaiverNeedsDocument",
        "R091",
        zh="检查 {check} 的车辆在用，免检须有批准文件：请填写文号。",
        en="the car of check {check} is in service: give the document that waives it.",
        check=check,
    )


def other_task(command: ScheduleCheck, file: File) -> Refused:
    """Two cars would share a name."""
    return Refused(
        "检查编号唯一",
        "CheckDiffers",
        "R091",
        zh="编号 {check} 已用于车辆 {vehicle} 的 {kind} {period}：请另编专项检查编号。",
        en="the name {check} belongs to vehicle {vehicle}, {kind} {period}: "
        "give the special check another number.",
        check=command.check,
        vehicle=file.vehicle,
        kind=file.kind,
        period=file.period,
    )


def _local(moment: datetime) -> str:
    return moment.astimezone(ZONE).isoformat(sep=" ", timespec="minutes")

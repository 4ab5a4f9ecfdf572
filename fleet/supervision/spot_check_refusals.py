"""Why a spot check says no."""

from collections.abc import Iterable
from datetime import date

from fleet.decider import Refused
from fleet.supervision.spot_check_words import Line, PlanCampaign, RecordFinding, SpotCheckCommand

_STAGES = {
    "Unplanned": "未计划",
    "Planned": "已计划",
    "Drawn": "已抽样",
    "SignedOff": "已签字",
}


def out_of_order(command: SpotCheckCommand, stage: str) -> Refused:
    """The steps are taken one after the other."""
    return Refused(
        "办理次序",
        "OutOfOrder",
        "R082, R083",
        zh="抽检 {campaign} 处于“{stage_zh}”状态，不能办理 {command}："
        "请按“计划、抽样、检查、签字”的次序办理。",
        en="{command} does not follow {stage} (spot check {campaign}): "
        "take the steps in order: plan, draw, check, sign.",
        campaign=command.campaign,
        stage=stage,
        stage_zh=_STAGES[stage],
        command=type(command).__name__,
    )


def differs(number: str) -> Refused:
    """It is there, and says something else."""
    return Refused(
        "随机抽检",
        "CampaignDiffers",
        "R083",
        zh="抽检 {campaign} 已有计划且内容不同：请另编编号，原清单和起始值不得更改。",
        en="spot check {campaign} is planned already and says something else: "
        "choose another number, its list and start value stand.",
        campaign=number,
    )


def bodies(command: PlanCampaign) -> Refused:
    """Two bodies at least; a joint one with discipline inspection."""
    return Refused(
        "会同纪检部门督查",
        "BodiesMissing",
        "R076",
        zh="抽检 {campaign}（{kind}）须有车管部门和至少一个其他部门，联合督查须有纪检部门，"
        "现有 {bodies}：请补充参加部门。",
        en="spot check {campaign} ({kind}) needs the bureau and one other body at least, a joint "
        "one needs DISCIPLINE; it has {bodies}: add one.",
        campaign=command.campaign,
        kind=command.kind,
        bodies=", ".join(sorted({*command.bodies})),
    )


def worked(command: PlanCampaign, days: Iterable[date]) -> Refused:
    """A joint check is held on days off."""
    return Refused(
        "节假日和双休日督查",
        "DayIsWorked",
        "R076",
        zh="联合督查 {campaign} 的清单含工作日（含调休上班日）{days}：请只列节假日和双休日。",
        en="joint spot check {campaign} lists days that are worked: {days}; "
        "list holidays and weekends only.",
        campaign=command.campaign,
        days=", ".join(day.isoformat() for day in days),
    )


def other_mode(command: PlanCampaign, line: Line) -> Refused:
    """An online check is no visit."""
    return Refused(
        "线上线下督查",
        "ModeDiffers",
        "R082",
        zh="抽检 {campaign} 的方式为 {kind}，清单中 {vehicle} 的方式为 {mode}：请改为同一方式，"
        "或计划联合督查（JOINT）。",
        en="spot check {campaign} is {kind}, its line for {vehicle} is {mode}: "
        "make them the same, or plan a joint one (JOINT).",
        campaign=command.campaign,
        kind=command.kind,
        vehicle=line.vehicle,
        mode=line.mode,
    )


def too_large(command: PlanCampaign) -> Refused:
    """More than there are cannot be drawn."""
    return Refused(
        "随机抽检",
        "SampleTooLarge",
        "R083",
        zh="抽检 {campaign} 的清单只有 {listed} 台次，不能抽取 {size} 台次："
        "请减少样本量或补充清单。",
        en="spot check {campaign} lists {listed} checks, {size} cannot be drawn: "
        "draw fewer, or list more.",
        campaign=command.campaign,
        listed=len(command.lines),
        size=command.size,
    )


def not_drawn(command: RecordFinding) -> Refused:
    """Only what was drawn is checked."""
    return Refused(
        "随机抽检",
        "LineNotDrawn",
        "R083",
        zh="车辆 {vehicle} {day}（{mode}）不在抽检 {campaign} 的样本中：请核对。",
        en="vehicle {vehicle} on {day} ({mode}) is not in the sample of spot check {campaign}: "
        "check it.",
        campaign=command.campaign,
        vehicle=command.vehicle,
        day=command.day.isoformat(),
        mode=command.mode,
    )


def evidence_missing(command: RecordFinding) -> Refused:
    """A check from the desk rests on something that can be looked up."""
    return Refused(
        "线上线下督查",
        "EvidenceMissing",
        "R082",
        zh="抽检 {campaign} 对车辆 {vehicle} 的线上检查须注明依据："
        "请填写轨迹或单据编号（evidence）。",
        en="the online check of vehicle {vehicle} (spot check {campaign}) rests on evidence: "
        "name the track or the paper (evidence).",
        campaign=command.campaign,
        vehicle=command.vehicle,
    )


def unchecked(number: str, left: int, first: Line) -> Refused:
    """Nobody signs what is not done."""
    return Refused(
        "随机抽检",
        "ChecksMissing",
        "R083",
        zh="抽检 {campaign} 还有 {left} 台次未检查（如 {vehicle} {day}）：请先登记检查结果再签字。",
        en="spot check {campaign} has {left} checks left (such as {vehicle} on {day}): "
        "record their findings before you sign.",
        campaign=number,
        left=left,
        vehicle=first.vehicle,
        day=first.day.isoformat(),
    )


def same_person(number: str, person: str) -> Refused:
    """One person signs for two bodies."""
    return Refused(
        "双人双审",
        "SamePersonTwice",
        "R076",
        zh="{person} 已在抽检 {campaign} 上签字，不能再签：请由另一部门的另一人签字。",
        en="{person} has signed spot check {campaign} already: "
        "let somebody of the other body sign.",
        campaign=number,
        person=person,
    )


def same_body(number: str, body: str, known: str) -> Refused:
    """Two people of one body sign."""
    return Refused(
        "双人双审",
        "SameBodyTwice",
        "R076",
        zh="{body} 已由 {known} 在抽检 {campaign} 上签字：请由另一部门签字。",
        en="{known} has signed spot check {campaign} for {body} already: let the other body sign.",
        campaign=number,
        body=body,
        known=known,
    )

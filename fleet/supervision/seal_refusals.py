"""Why a sealed period says no."""

from collections.abc import Iterable
from datetime import date, datetime

from fleet.decider import Command, Refused
from fleet.policy.policy_set import PolicySet
from fleet.supervision.seal_commands import AddExemption, RecordSealBreach
from fleet.supervision.seal_events import SealPlanned
from fleet.supervision.seal_stages import Exemption, Known, Period

_STAGES = {
    "Unknown": "未计划",
    "Planned": "已计划",
    "Open": "封存中",
    "Closed": "已解封",
    "Reported": "已通报",
    "Cancelled": "已取消",
}


def out_of_order(command: Command, number: str, period: Period | Known) -> Refused:
    """The steps are taken one after the other."""
    stage = type(period).__name__
    return Refused(
        "办理次序",
        "OutOfOrder",
        "R078",
        zh="封存期 {period} 处于“{stage_zh}”状态，不能办理 {command}：请按"
        "“计划、封存、解封、通报”的次序办理。",
        en="{command} does not follow {stage} (sealed period {period}): "
        "take the steps in order: plan, open, close, report.",
        period=number,
        stage=stage,
        stage_zh=_STAGES[stage],
        command=type(command).__name__,
    )


def differs(number: str) -> Refused:
    """It is there, and says something else."""
    return Refused(
        "封存停驶",
        "SealDiffers",
        "R078",
        zh="封存期 {period} 已存在且内容不同：请另编编号，或先取消原封存期。",
        en="sealed period {period} exists and says something else: "
        "choose another number, or cancel that one first.",
        period=number,
    )


def was_cancelled(number: str) -> Refused:
    """What was called off does not come back under its number."""
    return Refused(
        "封存停驶",
        "SealCancelled",
        "R078",
        zh="封存期 {period} 已取消，不再启用：请另编编号重新计划（如 {period}-2）。",
        en="sealed period {period} was cancelled and does not come back: "
        "plan these days under another number, such as {period}-2.",
        period=number,
    )


def facts_only(command: Command, person: str, role: str) -> Refused:
    """People do not check, breach or forgive in the name of the facts."""
    return Refused(
        "封存停驶",
        "FactsOnly",
        "R078",
        zh="{command} 由系统依据事实办理，{person}（{role}）不能代为办理：误报请走预警核查程序"
        "（DismissAlert），因工作需要请申报豁免（AddExemption）。",
        en="{command} follows from facts, {person} ({role}) may not say it: what was no breach is "
        "dismissed in its alert case (DismissAlert), what work needs is exempt (AddExemption).",
        command=type(command).__name__,
        person=person or "-",
        role=role,
    )


def works(number: str, days: Iterable[date], policy: PolicySet) -> Refused:
    """People work on these days."""
    return Refused(
        "封存停驶",
        "DayIsWorked",
        "R076, R078",
        zh="封存期 {period} 含工作日（含调休上班日）{days}：请只计划节假日和双休日。",
        en="sealed period {period} holds days that are worked: {days}; "
        "plan holidays and weekends only.",
        period=number,
        days=", ".join(day.isoformat() for day in days),
    ).raising("", policy.reference)


def too_early(command: Command, number: str, told: datetime, due: datetime) -> Refused:
    """Its moment has not come."""
    return Refused(
        "封存停驶",
        "TooEarly",
        "R078",
        zh="封存期 {period} 的 {command} 不能早于 {due}（所报时间 {told}）：请到时办理。",
        en="{command} of sealed period {period} is not due before {due} ({told} was told): "
        "wait until then.",
        period=number,
        command=type(command).__name__,
        due=due.isoformat(),
        told=told.isoformat(),
    )


def earlier_than_before(number: str, told: datetime, before: datetime) -> Refused:
    """Nobody files into the past of a period that has begun."""
    return Refused(
        "办理次序",
        "EarlierThanBefore",
        "R078",
        zh="封存期 {period} 已于 {before} 开始，本步不能早于它（{told}）：请按实际时间登记。",
        en="sealed period {period} was opened at {before}, this step cannot be earlier ({told}): "
        "give the time it was really taken.",
        period=number,
        before=before.isoformat(),
        told=told.isoformat(),
    )


def own_approval(command: AddExemption) -> Refused:
    """Nobody approves what he files himself."""
    return Refused(
        "双人双审",
        "SamePersonTwice",
        "R078",
        zh="{person} 不能既申报又批准车辆 {vehicle} 的封存豁免：请由另一人批准。",
        en="{person} cannot both file and approve the exemption of vehicle {vehicle}: "
        "let somebody else approve it.",
        person=command.approver,
        vehicle=command.vehicle,
    )


def elsewhere(command: AddExemption, jurisdiction: str) -> Refused:
    """The period does not seal this car."""
    return Refused(
        "封存豁免",
        "VehicleElsewhere",
        "R078",
        zh="车辆 {vehicle} 属于 {where}，不在封存期 {period}（{jurisdiction}）之内："
        "请核对车辆编号或封存期。",
        en="vehicle {vehicle} belongs to {where}, sealed period {period} is of {jurisdiction}: "
        "check the vehicle's number, or the period.",
        vehicle=command.vehicle,
        where=command.vehicle_jurisdiction or "-",
        period=command.period,
        jurisdiction=jurisdiction,
    )


def outside(command: AddExemption, planned: SealPlanned) -> Refused:
    """The window reaches out of the period."""
    return Refused(
        "封存豁免",
        "WindowOutside",
        "R078",
        zh="豁免时段 {begins} 至 {ends} 超出封存期 {period}（{first} 至 {last}）："
        "请只申报期内时段。",
        en="the window {begins} to {ends} reaches out of sealed period {period} "
        "({first} to {last}): ask for time inside it only.",
        period=command.period,
        begins=command.begins_at.isoformat(),
        ends=command.ends_at.isoformat(),
        first=planned.begins_at.isoformat(),
        last=planned.ends_at.isoformat(),
    )


def overlaps(command: AddExemption, known: Exemption) -> Refused:
    """A part of the window is granted already."""
    return Refused(
        "封存豁免",
        "ExemptionOverlaps",
        "R078",
        zh="车辆 {vehicle} 在封存期 {period} 已有豁免 {begins} 至 {ends}（批准人 {approver}）："
        "请只申报未覆盖的时段。",
        en="vehicle {vehicle} has an exemption in sealed period {period} already, "
        "{begins} to {ends} (approved by {approver}): ask for the time beside it only.",
        vehicle=command.vehicle,
        period=command.period,
        begins=known.begins_at.isoformat(),
        ends=known.ends_at.isoformat(),
        approver=known.approver,
    )


def too_late(command: AddExemption, policy: PolicySet) -> Refused:
    """An exemption is not filed as late as that."""
    return Refused(
        "封存豁免",
        "FiledTooLate",
        "R078",
        zh="车辆 {vehicle} 的豁免自 {begins} 起，于 {told} 补报，已超过 {hours} 小时：不再受理，"
        "请按违规用车说明情况。",
        en="the exemption of vehicle {vehicle} from {begins} was filed at {told}, more than "
        "{hours} hours late: it is not granted any more, explain the use in its alert case.",
        vehicle=command.vehicle,
        begins=command.begins_at.isoformat(),
        told=command.at.isoformat(),
        hours=policy.seal.late_exemption_hours,
    ).raising("", policy.reference)


def not_open(command: AddExemption) -> Refused:
    """Before it is opened nothing is late."""
    return Refused(
        "封存豁免",
        "NotOpenYet",
        "R078",
        zh="封存期 {period} 尚未开始封存，自 {begins} 起的豁免不能补报：请先办理封存（OpenSeal）。",
        en="sealed period {period} is not open, the exemption from {begins} cannot be filed late: "
        "open the period first (OpenSeal).",
        period=command.period,
        begins=command.begins_at.isoformat(),
    )


def moved_outside(command: RecordSealBreach, planned: SealPlanned) -> Refused:
    """The movement lies beside the period."""
    return Refused(
        "封存停驶",
        "MovedOutside",
        "R078",
        zh="{moved} 不在封存期 {period}（{begins} 至 {ends}）之内：请核对移动时间。",
        en="{moved} lies outside sealed period {period} ({begins} to {ends}): check when it moved.",
        period=command.period,
        moved=command.moved_at.isoformat(),
        begins=planned.begins_at.isoformat(),
        ends=planned.ends_at.isoformat(),
    )


def exempt(number: str, vehicle: str, moved_at: datetime) -> Refused:
    """It was allowed to move."""
    return Refused(
        "封存豁免",
        "VehicleExempt",
        "R078",
        zh="车辆 {vehicle} 在 {moved} 持有封存期 {period} 的豁免，不属违规动车：无需登记。",
        en="vehicle {vehicle} was exempt from sealed period {period} at {moved}: "
        "its movement is no breach, record nothing.",
        vehicle=vehicle,
        period=number,
        moved=moved_at.isoformat(),
    )

"""Why a vehicle in service says no: the guards of its moves."""

from fleet.decider import Refused
from fleet.policy import authority
from fleet.policy.brief import Brief
from fleet.vehicle.stages import Car, InBooks


def check_order(vehicle: str, known: str, told: str) -> None:
    """Let only the order act that has it.

    Raises:
        Refused: If it is promised to another one.
    """
    if known != told:
        raise Refused(
            "凭单用车",
            "OtherOrder",
            "R069",
            zh="车辆 {vehicle} 的派车单是 {known}，不是 {told}：请核对派车单。",
            en="vehicle {vehicle} is out for order {known}, not {told}: check the order.",
            vehicle=vehicle,
            known=known,
            told=told,
        )


def check_recalls(vehicle: str, car: Car) -> None:
    """Let nobody drive what its maker has stopped.

    Raises:
        Refused: If a recall stands that stops it.
    """
    if recalls := [recall for recall, stops in car.recalls.items() if stops]:
        raise Refused(
            "带病不上路",
            "RecallStands",
            "R069",
            zh="车辆 {vehicle} 有停驶召回 {recalls} 未处理：请先处理。",
            en="recall {recalls} forbids to drive vehicle {vehicle}: answer it first.",
            vehicle=vehicle,
            recalls=", ".join(recalls),
        )


def check_passed(vehicle: str, car: Car, *, alert: str = "") -> None:
    """Let nobody drive what failed a check.

    Args:
        vehicle: Its number.
        car: What the books say about it.
        alert: What the mere attempt raises.

    Raises:
        Refused: If a safety item has failed since it last passed.
    """
    if car.failed:
        raise Refused(
            "带病不上路",
            "SafetyItemFailed",
            "R094",
            zh="车辆 {vehicle} 的安全项目 {items} 未通过检查 {checks}：请修复并复检合格后使用。",
            en="{items} of vehicle {vehicle} failed in check {checks}: "
            "have them repaired and checked again first.",
            vehicle=vehicle,
            items=", ".join(sorted(car.failed)),
            checks=", ".join(sorted({*car.failed.values()})),
        ).raising(alert)


def check_fit(vehicle: str, car: Car, *, alert: str = "") -> None:
    """Let it out when nothing speaks against it; an alert goes with a failed item.

    Raises:
        Refused: If a safety item has failed, or a recall stops it.
    """
    check_passed(vehicle, car, alert=alert)
    check_recalls(vehicle, car)


def check_promised(vehicle: str, order: str, *, promised: bool) -> None:
    """Let only an order have it that its schedule knows.

    Raises:
        Refused: If the schedule has it for another one, or for nobody.
    """
    if not promised:
        raise Refused(
            "凭单用车",
            "OrderHasNoCar",
            "R069",
            zh="车辆 {vehicle} 的排期中没有派车单 {order}：请先派车。",
            en="the schedule of vehicle {vehicle} has no order {order}: assign it first.",
            vehicle=vehicle,
            order=order,
        )


def check_departure(vehicle: str, stage: InBooks, driver: str, evidence: str | None) -> None:
    """Let the named driver leave, when somebody saw it.

    Raises:
        Refused: If it is another driver, or nobody saw it.
    """
    known = getattr(stage, "driver", "")
    if known != driver or evidence is None:
        raise Refused(
            "人车对应",
            "DepartureUnproven",
            "R069",
            zh="车辆 {vehicle} 的驾驶员应为 {known}，所报 {driver}，凭据 {evidence}："
            "须由指定驾驶员领取钥匙或由终端确认出车。",
            en="{known} is to drive vehicle {vehicle}, {driver} was told, evidence {evidence}: "
            "the key must be handed out, or the terminal must have seen it start.",
            vehicle=vehicle,
            known=known,
            driver=driver,
            evidence=evidence or "-",
        )


def check_return(vehicle: str, car: Car, *, inside: bool, km: int | None) -> None:
    """Let it come back to its base, or with a note, and with a reading.

    Raises:
        Refused: If it stands elsewhere, or the reading is missing or fell.
    """
    if not inside or km is None or km < (car.odometer_km or 0):
        raise Refused(
            "回单位停放",
            "ReturnUnproven",
            "R069",
            zh="车辆 {vehicle} 还车须停在驻地围栏内（或注明停放地点和原因）并报里程"
            "（上次 {before}，所报 {km}）：请停回驻地并核对里程。",
            en="vehicle {vehicle} is back when it stands inside a home fence, or a note says where "
            "and why, with a reading (before {before}, told {km}): park it there and read the "
            "odometer.",
            vehicle=vehicle,
            before=car.odometer_km or 0,
            km="-" if km is None else km,
        )


def check_breakdown(vehicle: str, order: str, *, broken: bool) -> None:
    """Let it go from the road to a workshop when it broke down or crashed.

    Raises:
        Refused: If nobody reports that.
    """
    if not broken:
        raise Refused(
            "先还车后送修",
            "BreakdownNotReported",
            "R069",
            zh="车辆 {vehicle} 正执行派车单 {order}：途中送修须报告故障或事故，否则请先还车。",
            en="vehicle {vehicle} is out for order {order}: report the breakdown or crash, "
            "or bring it back first.",
            vehicle=vehicle,
            order=order,
        )


def check_workshop(vehicle: str, *, allowed: bool) -> None:
    """Let it go to a listed workshop, or with an exception.

    Raises:
        Refused: If it is neither.
    """
    if not allowed:
        raise Refused(
            "定点维修",
            "WorkshopNotDesignated",
            "R069",
            zh="车辆 {vehicle} 须送定点厂维修：请选择定点厂，或附例外批准。",
            en="vehicle {vehicle} goes to a designated workshop: "
            "choose one, or give the exception.",
            vehicle=vehicle,
        )


def check_safe(vehicle: str, *, safe: bool) -> None:
    """Let it out of the workshop when it is safe.

    Raises:
        Refused: If a safety item fails.
    """
    if not safe:
        raise Refused(
            "带病不上路",
            "SafetyItemFailed",
            "R069",
            zh="车辆 {vehicle} 的安全项目未通过：请继续维修。",
            en="a safety item of vehicle {vehicle} fails: keep it in the workshop.",
            vehicle=vehicle,
        )


def check_exempt(vehicle: str, *, exempt: bool) -> None:
    """Let an exempt car stay free.

    Raises:
        Refused: If it is on the exemption list.
    """
    if exempt:
        raise Refused(
            "封存停驶",
            "ExemptFromSeal",
            "B7",
            zh="车辆 {vehicle} 在免封存名单中，不予封存。",
            en="vehicle {vehicle} is on the exemption list and is not sealed.",
            vehicle=vehicle,
        )


def check_speaker(brief: Brief) -> None:
    """Of people let only the bureau seal and unseal cars, those of its own region.

    Programs, and records that say it in the same save, speak without a role.

    Raises:
        Refused: If it is somebody else.
    """
    authority.check(brief)
    if brief.actor.role:
        authority.require(brief, "BUREAU")


def check_unseal(vehicle: str, brief: Brief, *, over: bool, allowed_by: str | None) -> None:
    """Let it free when the period is over, or somebody else allows it with a reason.

    Raises:
        Refused: If neither is so.
    """
    if over:
        return
    if not allowed_by:
        raise Refused(
            "封存停驶",
            "SealStands",
            "B7",
            zh="车辆 {vehicle} 的封存期未满：紧急启用须写明批准人和事由。",
            en="the seal of vehicle {vehicle} stands: give approver and reason for an emergency.",
            vehicle=vehicle,
        )
    if allowed_by == brief.actor.person:
        raise Refused(
            "双人双审",
            "SamePersonTwice",
            "B7",
            zh="{person} 不能既提出又批准车辆 {vehicle} 的紧急启用：请由另一人批准。",
            en="{person} cannot both ask for vehicle {vehicle} before its seal is over and approve "
            "it: let somebody else approve it.",
            person=allowed_by,
            vehicle=vehicle,
        )


def check_evidence(vehicle: str, evidence: str | None) -> None:
    """Let it be used again when somebody shows that the cause is cleared.

    Raises:
        Refused: If nothing is shown.
    """
    if not evidence:
        raise Refused(
            "停用原因消除",
            "EvidenceMissing",
            "R069",
            zh="车辆 {vehicle} 恢复使用须附原因消除的凭据。",
            en="vehicle {vehicle} is used again when there is evidence that the cause is cleared.",
            vehicle=vehicle,
        )

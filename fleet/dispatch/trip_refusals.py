"""Why a car does not go on a dispatch order, and why its trip is not settled."""

from datetime import datetime

from fleet.decider import Refused
from fleet.dispatch.order_refusals import clock


def car_unknown(number: str, vehicle: str) -> Refused:
    """The books do not know it."""
    return Refused(
        "一车一档",
        "VehicleUnknown",
        "R060",
        zh="车辆 {vehicle} 未建档，不能派给派车单 {order}：请核对车辆编号。",
        en="vehicle {vehicle} is not in the books and cannot be given to order {order}: "
        "check its number.",
        order=number,
        vehicle=vehicle,
    )


def not_in_service(number: str, vehicle: str) -> Refused:
    """It is not commissioned, or gone."""
    return Refused(
        "在用车辆方可派车",
        "VehicleNotInService",
        "R060",
        zh="车辆 {vehicle} 不在用，不能派给派车单 {order}：请另派车辆。",
        en="vehicle {vehicle} is not in service and cannot be given to order {order}: "
        "choose another one.",
        order=number,
        vehicle=vehicle,
    )


def other_category(number: str, vehicle: str, category: str, asked: str) -> Refused:
    """Another kind of car was asked for."""
    return Refused(
        "专车专用",
        "CategoryDiffers",
        "R060",
        zh="派车单 {order} 申请 {asked} 车辆，{vehicle} 是 {category} 车辆：请另派车辆。",
        en="order {order} asks for a car kept for {asked}, {vehicle} is kept for {category}: "
        "choose another one.",
        order=number,
        vehicle=vehicle,
        category=category,
        asked=asked,
    )


def not_on_platform(number: str, vehicle: str, platform: str) -> Refused:
    """A platform sends its own cars."""
    return Refused(
        "平台归口",
        "VehicleNotOnPlatform",
        "R038, R055",
        zh="车辆 {vehicle} 不在平台 {platform} 上，不能派给派车单 {order}：请派平台车辆。",
        en="vehicle {vehicle} is not on platform {platform} and cannot be given to order {order}: "
        "choose one that is.",
        order=number,
        vehicle=vehicle,
        platform=platform,
    )


def other_units_car(number: str, vehicle: str, owner: str, unit: str, policy: str) -> Refused:
    """Another unit's car is used without a platform (换用、借用)."""
    return Refused(
        "不得换用借用下属单位车辆",
        "OtherUnitsCar",
        "R039",
        zh="车辆 {vehicle} 属于 {owner}，{unit} 不能直接使用（派车单 {order}）："
        "请用本单位车辆，或经平台统一调度。",
        en="vehicle {vehicle} belongs to {owner}, {unit} may not just use it (order {order}): "
        "use a car of the unit's own, or ask a platform.",
        order=number,
        vehicle=vehicle,
        owner=owner,
        unit=unit,
    ).raising("USE-10", policy)


def same_vehicle(number: str, vehicle: str) -> Refused:
    """What broke down cannot take over from itself."""
    return Refused(
        "途中换车",
        "SameVehicle",
        "R060",
        zh="派车单 {order} 已在用车辆 {vehicle}，途中换车须另派车辆：请选择其他车辆。",
        en="order {order} is on the road with vehicle {vehicle} already: choose another one to "
        "take over.",
        order=number,
        vehicle=vehicle,
    )


def wrong_driver(number: str, driver: str, told: str) -> Refused:
    """Somebody else drives."""
    return Refused(
        "驾驶员与派车单相符",
        "DriverDiffers",
        "R095",
        zh="派车单 {order} 的驾驶员是 {driver}，实际是 {told}：不得出车，请先办理改派。",
        en="order {order} is for driver {driver}, not for {told}: the car stays, "
        "have the order reassigned first.",
        order=number,
        driver=driver,
        told=told,
    ).raising("USE-09")


def not_its_driver(number: str, driver: str, person: str) -> Refused:
    """A driver tells of his own trips."""
    return Refused(
        "职责权限",
        "NotItsDriver",
        "R060",
        zh="派车单 {order} 由驾驶员 {driver} 驾驶，{person} 不能代报："
        "请由本人、用车单位或调度员登记。",
        en="driver {driver} drives on order {order}, {person} cannot tell of it: let the driver, "
        "the unit or the dispatcher do so.",
        order=number,
        driver=driver,
        person=person or "-",
    )


def failed_items(number: str, vehicle: str, items: tuple[str, ...]) -> Refused:
    """A car that failed its check stays (带病不上路)."""
    return Refused(
        "带病不上路",
        "SafetyItemsFailed",
        "R094",
        zh="车辆 {vehicle} 的安全项目 {items} 未合格，不得出车（派车单 {order}）：请修复并复检。",
        en="the safety items {items} of vehicle {vehicle} have failed, it stays (order {order}): "
        "have them repaired and checked again.",
        order=number,
        vehicle=vehicle,
        items=", ".join(items),
    ).raising("INSP-04")


def unproven(number: str) -> Refused:
    """Nothing tells that it left."""
    return Refused(
        "出车凭据",
        "NoteMissing",
        "R060",
        zh="派车单 {order} 人工登记出车须写明情况：请补写说明。",
        en="a departure on order {order} that only a person tells of needs a note: write it.",
        order=number,
    )


def too_early(number: str, ready_at: datetime, told: datetime) -> Refused:
    """The car is still somebody else's."""
    return Refused(
        "按时出车",
        "TooEarly",
        "R060",
        zh="派车单 {order} 最早可于 {ready_at} 出车，现在是 {told}：请按时出车，或改派。",
        en="on order {order} the car may leave at {ready_at} at the earliest, it is {told}: "
        "wait, or ask for another time.",
        order=number,
        ready_at=clock(ready_at),
        told=clock(told),
    )


def not_longer(number: str, ends_at: datetime, told: datetime) -> Refused:
    """An extension ends later."""
    return Refused(
        "延时须经批准",
        "NotLonger",
        "R060",
        zh="派车单 {order} 现到 {ends_at} 结束，延时须晚于此（所报 {told}）：请核对时间。",
        en="order {order} ends at {ends_at}, an extension ends later than that, not at {told}: "
        "check the time.",
        order=number,
        ends_at=clock(ends_at),
        told=clock(told),
    )


def no_reading(number: str) -> Refused:
    """Nobody has read the odometer."""
    return Refused(
        "还车登记",
        "OdometerMissing",
        "R060",
        zh="派车单 {order} 还车须登记里程表读数：请补报。",
        en="a return on order {order} needs a reading of the odometer: give it.",
        order=number,
    )


def reading_back(number: str, before: int, told: int) -> Refused:
    """An odometer does not run backwards."""
    return Refused(
        "还车登记",
        "OdometerRunsBack",
        "R060",
        zh="派车单 {order} 还车读数 {told} 公里小于出车读数 {before} 公里：请核对。",
        en="the reading of {told} km on order {order} is below the {before} km at its departure: "
        "check it.",
        order=number,
        before=before,
        told=told,
    )


def not_home(number: str) -> Refused:
    """It stands elsewhere, and nobody says why."""
    return Refused(
        "回单位停放",
        "ReturnUnexplained",
        "R077",
        zh="派车单 {order} 的车辆未停在驻地：请写明停放地点和原因。",
        en="the car of order {order} does not stand at home: write where it stands, and why.",
        order=number,
    )


def no_emergency(number: str) -> Refused:
    """Papers do not follow here."""
    return Refused(
        "应急补单",
        "NoEmergency",
        "R060",
        zh="派车单 {order} 不是应急派车单，不需要补单：请按一般程序办理。",
        en="order {order} is no emergency, no papers follow: go the usual way.",
        order=number,
    )


def papers_late(number: str, due: datetime) -> Refused:
    """They had to be there before."""
    return Refused(
        "应急补单",
        "PapersLate",
        "R060",
        zh="派车单 {order} 的补单期限 {due} 已过：本单作废，如已出车按无单用车处理。",
        en="the papers of order {order} were due by {due}: the order becomes void, and what was "
        "driven counts as driven without one.",
        order=number,
        due=clock(due),
    )


def papers_filed(number: str, document: str) -> Refused:
    """They are there already."""
    return Refused(
        "应急补单",
        "PapersFiled",
        "R060",
        zh="派车单 {order} 已补单（{document}）：不能重复补单或作废，请核对。",
        en="the papers of order {order} are there ({document}): neither file others nor void it, "
        "check the number.",
        order=number,
        document=document,
    )


def papers_missing(number: str, due: datetime) -> Refused:
    """Nothing goes on before they are there."""
    return Refused(
        "应急补单",
        "PapersMissing",
        "R060, B8",
        zh="应急派车单 {order} 尚未补单（期限 {due}）：请补单后再办，逾期作废。",
        en="the papers of emergency order {order} are missing (due by {due}): file them first, "
        "or it becomes void.",
        order=number,
        due=clock(due),
    )


def capacity(number: str, reason: str) -> Refused:
    """Society drives when no car is free, and for no other reason."""
    return Refused(
        "社会化保障",
        "CapacityReasonMissing",
        "R018",
        zh="派车单 {order} 转社会化保障的理由是 {reason}，只有运力不足（NO_CAPACITY）方可："
        "请派车，或写明运力不足。",
        en="{reason} does not send order {order} to a provider, only NO_CAPACITY does: "
        "assign a car, or say that none is free.",
        order=number,
        reason=reason,
    )


def no_budget(number: str, unit: str, year: int) -> Refused:
    """Nothing may be spent."""
    return Refused(
        "公务交通经费限额",
        "BudgetNotAllotted",
        "R020",
        zh="单位 {unit} {year} 年没有公务交通经费限额（派车单 {order}）：请先核定。",
        en="unit {unit} has no travel budget for {year} (order {order}): allot one first.",
        order=number,
        unit=unit,
        year=year,
    )


def budget_short(number: str, left_fen: int, told_fen: int) -> Refused:
    """It costs more than is left."""
    return Refused(
        "公务交通经费限额",
        "BudgetExceeded",
        "R020",
        zh="派车单 {order} 预计 {told} 元，预算只剩 {left} 元：请另选方式，或申请追加经费。",
        en="order {order} will cost {told} yuan, {left} are left: choose another way, "
        "or ask for more budget.",
        order=number,
        left=f"{left_fen / 100:.2f}",
        told=f"{told_fen / 100:.2f}",
    )


def no_invoice(number: str) -> Refused:
    """A provider is paid by invoice."""
    return Refused(
        "凭发票结算",
        "InvoiceMissing",
        "R020",
        zh="派车单 {order} 由社会车辆承运，结算须有发票号和金额（未成行的凭退单号按 0 元结算）："
        "请补报。",
        en="a provider drives order {order}: give the number and the amount of the invoice; "
        "of a ride that did not take place the number of its cancellation, and nothing.",
        order=number,
    )


def own_dispute(number: str, person: str) -> Refused:
    """Nobody decides about what he disputes himself."""
    return Refused(
        "审批与申请分离",
        "DisputantDecides",
        "R060",
        zh="{person} 对派车单 {order} 提出异议，不能自行裁定：请由他人裁定。",
        en="{person} disputes order {order} and cannot decide it: let somebody else do so.",
        order=number,
        person=person,
    )


def rated_by_driver(number: str, person: str) -> Refused:
    """The passenger rates, not the driver."""
    return Refused(
        "用车人评价",
        "DriverRates",
        "R060",
        zh="{person} 是派车单 {order} 的驾驶员，不能评价：请由用车人评价。",
        en="{person} drove order {order} and cannot rate it: let the passenger do so.",
        order=number,
        person=person,
    )

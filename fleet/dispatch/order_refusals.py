"""Why a dispatch order is not asked for, approved, or given a car."""

from datetime import datetime

from fleet.decider import Command, Refused
from fleet.dispatch.order_stages import Opened, Unknown
from fleet.terms import ZONE

_STAGES = {
    "Unknown": "未起草",
    "Draft": "草稿",
    "Requested": "待审批",
    "Approved": "已批准",
    "Rejected": "不同意",
    "Cancelled": "已取消",
    "Expired": "已失效",
    "Dispatched": "已派车",
    "Underway": "出车中",
    "Returned": "已还车",
    "Reconciled": "已核对",
    "Disputed": "有异议",
    "Outsourced": "社会化保障",
    "Settled": "已结算",
    "Closed": "已办结",
    "Voided": "已作废",
}


def clock(moment: datetime) -> str:
    """A moment as it is shown to people: `2025-03-10 09:00+08:00`."""
    return moment.astimezone(ZONE).isoformat(sep=" ", timespec="minutes")


def out_of_order(command: Command, number: str, order: Unknown | Opened) -> Refused:
    """The steps are taken one after the other."""
    stage = type(order).__name__
    return Refused(
        "办理次序",
        "OutOfOrder",
        "R060",
        zh="派车单 {order} 处于“{stage_zh}”状态，不能办理 {command}：请按"
        "“申请、审批、派车、出车、还车、核对、结算、评价”的次序逐步办理。",
        en="{command} does not follow {stage} (order {order}): take the steps in order: request, "
        "approval, car and driver, departure, return, comparison, account, rating.",
        order=number,
        stage=stage,
        stage_zh=_STAGES[stage],
        command=type(command).__name__,
    )


def earlier_than_before(number: str, before: datetime, told: datetime) -> Refused:
    """A step cannot be older than the one before it."""
    return Refused(
        "办理次序",
        "EarlierThanBefore",
        "R060",
        zh="派车单 {order} 的上一步办于 {before}，本步不能早于它（{told}）：请核对时间。",
        en="the step before of order {order} was taken at {before}, this one cannot be earlier "
        "({told}): check the time.",
        order=number,
        before=clock(before),
        told=clock(told),
    )


def differs(number: str) -> Refused:
    """It is there, and says something else."""
    return Refused(
        "一车一单",
        "OrderDiffers",
        "R060",
        zh="派车单 {order} 已存在且内容不同：请另编编号，或核对原单。",
        en="order {order} exists and says something else: choose another number, or check it.",
        order=number,
    )


def times_wrong(number: str, begins_at: datetime, ends_at: datetime) -> Refused:
    """It ends before it begins."""
    return Refused(
        "用车要素齐全",
        "TimesWrong",
        "R060",
        zh="派车单 {order} 的结束时间 {ends_at} 不晚于开始时间 {begins_at}：请改正。",
        en="order {order} ends at {ends_at}, not after its begin at {begins_at}: correct it.",
        order=number,
        begins_at=clock(begins_at),
        ends_at=clock(ends_at),
    )


def area_unfit(number: str, zh: str, en: str) -> Refused:
    """Nothing can be judged against this area."""
    return Refused(
        "用车要素齐全",
        "AreaUnfit",
        "R060, R075",
        zh="派车单 {order} 的活动区域不能使用：{reason_zh}。请重新绘制。",
        en="the area of order {order} cannot be used: {reason}. Draw it again.",
        order=number,
        reason=en,
        reason_zh=zh,
    )


def places_missing(number: str) -> Refused:
    """Nobody knows where it goes."""
    return Refused(
        "用车要素齐全",
        "PlacesMissing",
        "R060",
        zh="派车单 {order} 没有写明目的地：请补齐后再申请。",
        en="order {order} names no destination: say where it goes, then ask.",
        order=number,
    )


def people_missing(number: str, people: int, named: int) -> Refused:
    """More are named than ride."""
    return Refused(
        "用车要素齐全",
        "PeopleDiffer",
        "R060",
        zh="派车单 {order} 写明乘车 {people} 人，却列了 {named} 人：请核对。",
        en="order {order} says that {people} ride and names {named}: check it.",
        order=number,
        people=people,
        named=named,
    )


def begun(number: str, begins_at: datetime) -> Refused:
    """It asks for the past."""
    return Refused(
        "先申请后用车",
        "BeginPassed",
        "R060",
        zh="派车单 {order} 的开始时间 {begins_at} 已过：请改期，确属应急的先出车后补单。",
        en="order {order} was to begin at {begins_at}, which has passed: choose another time, "
        "or open an emergency order if it is one.",
        order=number,
        begins_at=clock(begins_at),
    )


def window_over(number: str, ends_at: datetime) -> Refused:
    """There is no time left to drive."""
    return Refused(
        "先申请后用车",
        "WindowOver",
        "R060",
        zh="派车单 {order} 的用车时间已于 {ends_at} 结束：请另行申请。",
        en="the time of order {order} was over at {ends_at}: ask for another one.",
        order=number,
        ends_at=clock(ends_at),
    )


def too_far_ahead(number: str, days: int, policy: str) -> Refused:
    """Cars are not booked for ever."""
    return Refused(
        "预约期限",
        "TooFarAhead",
        "R060",
        zh="派车单 {order} 超出预约期限：最多提前 {days} 天申请，请届时再办。",
        en="order {order} is too far ahead: cars are asked for {days} days ahead at most; "
        "ask again then.",
        order=number,
        days=days,
    ).raising("", policy)


def purpose_unfit(number: str, purpose: str, category: str, policy: str) -> Refused:
    """Cars of this category do not serve this purpose."""
    return Refused(
        "专车专用",
        "PurposeUnfit",
        "R055, R060",
        zh="派车单 {order} 的事由 {purpose} 不能使用 {category} 车辆：请改用相应类别的车辆。",
        en="cars kept for {category} do not serve {purpose} (order {order}): "
        "ask for a car of a category that does.",
        order=number,
        purpose=purpose,
        category=category,
    ).raising("", policy)


def platform_unknown(number: str, platform: str) -> Refused:
    """Nobody has opened it."""
    return Refused(
        "平台归口",
        "PlatformUnknown",
        "R055",
        zh="派车单 {order} 所用平台 {platform} 尚未设立：请核对平台编号，或先设立平台。",
        en="platform {platform} of order {order} is not open: check its number, or open it first.",
        order=number,
        platform=platform,
    )


def platform_elsewhere(number: str, platform: str, region: str) -> Refused:
    """Another region's platform serves its own."""
    return Refused(
        "分级管理",
        "PlatformElsewhere",
        "R057",
        zh="平台 {platform} 属于 {region}，不受理派车单 {order}：请使用本级或上级的平台。",
        en="platform {platform} belongs to {region} and does not serve order {order}: "
        "use one of your own region, or of one above it.",
        order=number,
        platform=platform,
        region=region,
    )


def not_registered(number: str, platform: str, beneficiary: str, policy: str) -> Refused:
    """The veterans' platform serves registered beneficiaries."""
    return Refused(
        "平台服务对象",
        "BeneficiaryNotRegistered",
        "R055",
        zh="{beneficiary} 不是平台 {platform} 登记的服务对象（派车单 {order}）：请先登记。",
        en="{beneficiary} is not registered with platform {platform} (order {order}): "
        "register the beneficiary first.",
        order=number,
        platform=platform,
        beneficiary=beneficiary,
    ).raising("", policy)


def approver_asks(number: str, person: str) -> Refused:
    """Nobody approves what he asked for himself."""
    return Refused(
        "审批与申请分离",
        "ApproverAsks",
        "R060",
        zh="{person} 是派车单 {order} 的申请人，不能审批：请由本单位其他负责人审批。",
        en="{person} asks for order {order} and cannot approve it: let somebody else do so.",
        order=number,
        person=person,
    )


def other_unit(number: str, unit: str, person: str, told: str) -> Refused:
    """Each unit speaks for itself."""
    return Refused(
        "职责权限",
        "OtherUnit",
        "R060",
        zh="{person} 属于 {told}，不能办理 {unit} 的派车单 {order}：请由 {unit} 的人员办理。",
        en="{person} of {told} may not act on order {order} of {unit}: let somebody of {unit}.",
        order=number,
        unit=unit,
        person=person,
        told=told,
    )


def not_requester(number: str, person: str) -> Refused:
    """Only who asked says that it is not needed."""
    return Refused(
        "职责权限",
        "NotRequester",
        "R060",
        zh="{person} 不是派车单 {order} 的申请人，不能取消：请由申请人取消，已派车的由调度取消。",
        en="{person} has not asked for order {order} and cannot cancel it: let who asked do so, "
        "or the dispatcher once it has a car.",
        order=number,
        person=person or "-",
    )


def reason_missing(number: str, reason: str, allowed: tuple[str, ...], policy: str) -> Refused:
    """A car of another unit needs a reason (换用借用)."""
    return Refused(
        "跨部门统一调度",
        "CrossUnitReasonMissing",
        "R039",
        zh="派车单 {order} 将使用其他单位的车辆，理由 {reason} 不在允许之列（{allowed}）："
        "请写明理由，或使用本单位车辆。",
        en="order {order} would use a car of another unit, and {reason} is no reason for that, "
        "only {allowed} are: give one of them, or use a car of the unit's own.",
        order=number,
        reason=reason or "-",
        allowed=", ".join(allowed) or "-",
    ).raising("USE-10", policy)


def sealed(number: str, names: tuple[str, ...], policy: str) -> Refused:
    """Cars stand still in a seal period, unless work needs one."""
    return Refused(
        "封存停驶",
        "SealPeriodCovers",
        "R078",
        zh="派车单 {order} 的用车时间在封存停驶期（{names}）内，且无豁免：请先办理工作需要豁免。",
        en="order {order} falls into a seal period ({names}) without an exemption: "
        "have one granted for the work first.",
        order=number,
        names=", ".join(names),
    ).raising("", policy)


def not_yet(number: str, due: datetime, told: datetime) -> Refused:
    """Its time has not come."""
    return Refused(
        "办理时限",
        "NotYet",
        "R060",
        zh="派车单 {order} 的期限是 {due}，现在（{told}）尚未到期：请到期后再办。",
        en="order {order} has time until {due}, it is {told}: wait until then.",
        order=number,
        due=clock(due),
        told=clock(told),
    )


def no_dispatcher(number: str, platform: str, person: str, role: str) -> Refused:
    """The fleet centre runs the platforms, with the dispatchers appointed to each."""
    return Refused(
        "平台统一调度",
        "NotDispatcher",
        "R055, R056",
        zh="{person}（{role}）不是平台 {platform} 的调度员，不能调度派车单 {order}："
        "请由机关车管中心或该平台的调度员办理。",
        en="{person} ({role}) does not dispatch on platform {platform} (order {order}): "
        "let the fleet centre or a dispatcher of that platform do so.",
        order=number,
        platform=platform,
        person=person or "-",
        role=role or "-",
    )


def not_on_duty(number: str, person: str) -> Refused:
    """An emergency is opened by the dispatcher on duty."""
    return Refused(
        "应急值班",
        "NotOnDuty",
        "R060",
        zh="{person} 当前不在值班，不能开具应急派车单 {order}：请由值班调度员办理。",
        en="{person} is not on duty and cannot open emergency order {order}: "
        "let the dispatcher on duty do so.",
        order=number,
        person=person or "-",
    )


def unknown_kind(number: str, kind: str, known: tuple[str, ...], policy: str) -> Refused:
    """Not everything is an emergency."""
    return Refused(
        "应急情形",
        "UnknownEmergency",
        "R060",
        zh="{kind} 不是规定的应急情形（派车单 {order}）：请从 {known} 中选择，或按一般程序申请。",
        en="{kind} is no emergency (order {order}): choose one of {known}, or go the usual way.",
        order=number,
        kind=kind,
        known=", ".join(known),
    ).raising("", policy)

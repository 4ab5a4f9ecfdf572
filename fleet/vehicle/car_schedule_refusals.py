"""Why a car's schedule says no."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from fleet.bookings import Booking
from fleet.decider import Refused
from fleet.terms import ZONE
from fleet.vehicle.car_schedule_words import CarSetsOff, ExtendCar, PaperEnd, ReserveCar

_CAUSES = {
    "safety": "安全项目未通过",
    "suspended": "停用",
    "maintenance": "维修",
    "withdrawn": "已退出使用",
    "transferred": "已调出",
}
_PAPERS = {"INSURANCE": "保险", "REGISTRATION": "行驶证"}


def _chinese(cause: str) -> str:
    kind, _, number = cause.partition(":")
    if kind == "paper":
        return f"{_PAPERS.get(number, number)}已过期"
    return _CAUSES.get(kind) or f"召回 {number}"


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone(ZONE):%Y-%m-%d %H:%M}"


def busy(vehicle: str, order: str, other: Booking[str]) -> Refused:
    """Another order has it."""
    return Refused(
        "一车一单",
        "CarBusy",
        "R060, R065",
        zh="车辆 {vehicle} 在 {begins} 至 {ends} 已派给 {other}（{unit}），不能再派给 {order}："
        "请另选车辆或时间。",
        en="vehicle {vehicle} is out for {other} ({unit}) from {begins} to {ends} and cannot go to "
        "{order}: choose another car or another time.",
        vehicle=vehicle,
        order=order,
        other=other.order,
        unit=other.terms,
        begins=_clock(other.begins_at),
        ends=_clock(other.ends_at),
    )


def has_it_already(command: ReserveCar, known: Booking[str]) -> Refused:
    """The order has it, for another time."""
    return Refused(
        "一车一单",
        "OrderHasCar",
        "R060",
        zh="派车单 {order} 在 {begins} 至 {ends} 已占用车辆 {vehicle}：请延长或先释放。",
        en="order {order} has vehicle {vehicle} from {begins} to {ends} already: "
        "extend that, or release it first.",
        vehicle=command.vehicle,
        order=command.order,
        begins=_clock(known.begins_at),
        ends=_clock(known.ends_at),
    )


def no_reservation(command: ExtendCar | CarSetsOff) -> Refused:
    """The order has nothing that could be extended, or leave."""
    return Refused(
        "一车一单",
        "OrderHasNoCar",
        "R060",
        zh="派车单 {order} 没有占用车辆 {vehicle}：请先派车。",
        en="order {order} does not have vehicle {vehicle}: assign it first.",
        vehicle=command.vehicle,
        order=command.order,
    )


def ends_before(vehicle: str, order: str, begins_at: datetime, ends_at: datetime) -> Refused:
    """A time that ends before it begins."""
    return Refused(
        "一车一单",
        "EndsBeforeItBegins",
        "R060",
        zh="派车单 {order} 占用车辆 {vehicle} 的时间 {begins} 至 {ends} 为空：请核对时间。",
        en="the time of order {order} on vehicle {vehicle} ({begins} to {ends}) is empty: "
        "check the times.",
        vehicle=vehicle,
        order=order,
        begins=_clock(begins_at),
        ends=_clock(ends_at),
    )


def not_in_service(command: ReserveCar) -> Refused:
    """Only what is in service is promised."""
    return Refused(
        "凭单用车",
        "CarNotInService",
        "R069",
        zh="车辆 {vehicle} 不在用，不能派给 {order}：请另选车辆。",
        en="vehicle {vehicle} is not in service and cannot go to {order}: choose another car.",
        vehicle=command.vehicle,
        order=command.order,
    )


def out(command: CarSetsOff, other: str) -> Refused:
    """It has not come back from another order."""
    return Refused(
        "一车一单",
        "CarOut",
        "R060, R065",
        zh="车辆 {vehicle} 正执行派车单 {other}，尚未还车，不能为 {order} 出车：请先登记还车。",
        en="vehicle {vehicle} is still out on {other} and cannot leave on {order}: "
        "record its return first.",
        vehicle=command.vehicle,
        order=command.order,
        other=other,
    )


def papers_end(
    command: ReserveCar | ExtendCar | CarSetsOff, ending: Iterable[PaperEnd], until: datetime
) -> Refused:
    """A paper of it is over before the order is."""
    kinds = {it.kind: it.until.isoformat() for it in sorted(ending, key=lambda it: it.kind)}
    return Refused(
        "证照有效",
        "PaperEnds",
        "R069",
        zh="车辆 {vehicle} 的证照（{papers_zh}）在 {until} 前失效，不能用于 {order}："
        "请先续期，或另选车辆。",
        en="papers of vehicle {vehicle} ({papers}) end before {until}, so it cannot be out on "
        "{order} until then: renew them first, or choose another car.",
        vehicle=command.vehicle,
        order=command.order,
        papers=", ".join(f"{kind} {day}" for kind, day in kinds.items()),
        papers_zh="、".join(f"{_PAPERS.get(kind, kind)} {day}" for kind, day in kinds.items()),
        until=_clock(until),
    )


def blocked(vehicle: str, order: str, causes: Mapping[str, datetime]) -> Refused:
    """Nobody gets it."""
    return Refused(
        "带病不上路",
        "CarBlocked",
        "R094",
        zh="车辆 {vehicle} 自 {since} 起不能派车（{causes_zh}），不能派给 {order}："
        "请先消除原因，或另选车辆。",
        en="vehicle {vehicle} goes to nobody since {since} ({causes}), nor to {order}: "
        "clear the cause first, or choose another car.",
        vehicle=vehicle,
        order=order,
        causes=", ".join(sorted(causes)),
        causes_zh="、".join(map(_chinese, sorted(causes))),
        since=_clock(min(causes.values())),
    )

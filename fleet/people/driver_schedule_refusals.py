"""Why a driver's schedule says no."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from fleet.bookings import Booking
from fleet.decider import Refused
from fleet.people.driver_schedule_words import ExtendDriver, ReserveDriver, SetOff
from fleet.people.qualification import Qualification
from fleet.terms import ZONE

_LACKING = {
    "DriverSuspended": ("已停驾", "is suspended"),
    "LicenceClassWrong": ("准驾车型不符", "has a licence of another class"),
    "LicenceExpired": ("驾驶证已过期", "has a licence that is not valid to the end"),
    "PledgeMissing": ("未签当年安全文明行车责任书", "has not signed the pledge of the year"),
}


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone(ZONE):%Y-%m-%d %H:%M}"


def busy(driver: str, order: str, other: Booking[Any]) -> Refused:
    """Another order has him."""
    return Refused(
        "一人一单",
        "DriverBusy",
        "R060, R065",
        zh="驾驶员 {driver} 在 {begins} 至 {ends} 已派给 {other}，不能再派给 {order}："
        "请另选驾驶员或时间。",
        en="driver {driver} is out for {other} from {begins} to {ends} and cannot go to {order}: "
        "choose another driver or another time.",
        driver=driver,
        order=order,
        other=other.order,
        begins=_clock(other.begins_at),
        ends=_clock(other.ends_at),
    )


def has_him_already(command: ReserveDriver, known: Booking[Any]) -> Refused:
    """The order has him, for another time."""
    return Refused(
        "一人一单",
        "OrderHasDriver",
        "R060",
        zh="派车单 {order} 在 {begins} 至 {ends} 已占用驾驶员 {driver}：请延长或先释放。",
        en="order {order} has driver {driver} from {begins} to {ends} already: "
        "extend that, or release him first.",
        driver=command.driver,
        order=command.order,
        begins=_clock(known.begins_at),
        ends=_clock(known.ends_at),
    )


def no_reservation(command: ExtendDriver | SetOff) -> Refused:
    """The order does not have him."""
    return Refused(
        "一人一单",
        "OrderHasNoDriver",
        "R060",
        zh="派车单 {order} 没有占用驾驶员 {driver}：请先派驾驶员。",
        en="order {order} does not have driver {driver}: assign him first.",
        driver=command.driver,
        order=command.order,
    )


def out(command: SetOff, other: str) -> Refused:
    """He has not come back from another order."""
    return Refused(
        "一人一单",
        "DriverOut",
        "R060, R065",
        zh="驾驶员 {driver} 正执行派车单 {other}，尚未还车，不能为 {order} 出车："
        "请先登记还车，或另派驾驶员。",
        en="driver {driver} is still out on {other} and cannot leave on {order}: "
        "record the return first, or choose another driver.",
        driver=command.driver,
        order=command.order,
        other=other,
    )


def ends_before(driver: str, order: str, begins_at: datetime, ends_at: datetime) -> Refused:
    """A time that ends before it begins."""
    return Refused(
        "一人一单",
        "EndsBeforeItBegins",
        "R060",
        zh="派车单 {order} 占用驾驶员 {driver} 的时间 {begins} 至 {ends} 为空：请核对时间。",
        en="the time of order {order} with driver {driver} ({begins} to {ends}) is empty: "
        "check the times.",
        driver=driver,
        order=order,
        begins=_clock(begins_at),
        ends=_clock(ends_at),
    )


def unknown(driver: str, wanted: Booking[Any]) -> Refused:
    """Nobody has registered him."""
    return Refused(
        "驾驶资格",
        "DriverUnknown",
        "R095",
        zh="没有驾驶员 {driver} 的档案，不能派给 {order}：请先登记驾驶员和驾驶证。",
        en="there is no dossier of driver {driver}, who cannot go to {order}: "
        "register him and his licence first.",
        driver=driver,
        order=wanted.order,
    ).raising("SAFE-05", wanted.terms.policy)


def unqualified(driver: str, wanted: Booking[Any], known: Qualification, code: str) -> Refused:
    """He may not drive this car at this time."""
    chinese, english = _LACKING[code]
    return Refused(
        "驾驶资格",
        code,
        "R095, R096",
        zh="驾驶员 {driver} {chinese}（准驾 {held}，需要 {needed}，有效期至 {until}，责任书年度 "
        "{pledged}），不能派给 {order}（至 {ends}）：请另派驾驶员，或先补办。",
        en="driver {driver} {english} (licence {held}, needed {needed}, valid until {until}, "
        "pledges {pledged}) and cannot go to {order} (until {ends}): "
        "choose another driver, or put it right first.",
        driver=driver,
        order=wanted.order,
        chinese=chinese,
        english=english,
        held=", ".join(known.classes) or "-",
        needed=", ".join(wanted.terms.classes) or "-",
        until=known.valid_until.isoformat() if known.valid_until else "-",
        pledged=", ".join(map(str, known.pledged)) or "-",
        ends=_clock(wanted.ends_at),
    ).raising("SAFE-05", wanted.terms.policy)


def without_rest(driver: str, wanted: Booking[Any], chain: Sequence[Booking[Any]]) -> Refused:
    """He would drive too long without a break."""
    return Refused(
        "防止疲劳驾驶",
        "RestMissing",
        "R094",
        zh="驾驶员 {driver} 接了 {order} 后将自 {begins} 连续出车至 {ends}（{orders}），"
        "超过 {hours} 小时而无 {minutes} 分钟休息：请另派驾驶员，或留出休息时间。",
        en="with {order}, driver {driver} would be out from {begins} to {ends} ({orders}), longer "
        "than {hours} h without a break of {minutes} min: choose another driver, or leave a break.",
        driver=driver,
        order=wanted.order,
        orders=", ".join(dict.fromkeys(each.order for each in chain)),
        begins=_clock(chain[0].begins_at),
        ends=_clock(chain[-1].ends_at),
        hours=wanted.terms.rest_chain_hours,
        minutes=wanted.terms.rest_break_minutes,
    ).raising("", wanted.terms.policy)

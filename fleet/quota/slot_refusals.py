"""Why a slot says no."""

from fleet.decider import Refused
from fleet.quota.slot_stages import Occupied, Reserved, Right


def unknown(slot: str) -> Refused:
    """No book has authorised it."""
    return Refused(
        "一车一编",
        "SlotUnknown",
        "R003",
        zh="编制 {slot} 未经核定：请先在编制簿中核定。",
        en="no book has authorised slot {slot}: have it authorised first.",
        slot=slot,
    )


def retired(slot: str) -> Refused:
    """It does not exist any more."""
    return Refused(
        "一车一编",
        "SlotRetired",
        "R003",
        zh="编制 {slot} 已注销：请使用其他编制。",
        en="slot {slot} is retired: use another one.",
        slot=slot,
    )


def other_book(slot: str, right: Right) -> Refused:
    """It exists, elsewhere or otherwise."""
    return Refused(
        "一车一编",
        "SlotDiffers",
        "R002",
        zh="编制 {slot} 已在编制簿 {book} 核定给单位 {unit}（{category}）：请使用其他编号。",
        en="slot {slot} is authorised in book {book} for unit {unit} ({category}): "
        "use another number.",
        slot=slot,
        book=right.book,
        unit=right.unit,
        category=right.category,
    )


def not_its_own(slot: str, right: Right, unit: str, category: str) -> Refused:
    """It was authorised for somebody or something else."""
    return Refused(
        "编随单位和类别",
        "SlotOfOtherUnit" if right.unit != unit else "SlotOfOtherCategory",
        "R003",
        zh="编制 {slot} 核定给单位 {unit}（{category}），不能用于单位 {told_unit}"
        "（{told_category}）：请使用本单位同类别的编制。",
        en="slot {slot} is authorised for unit {unit} ({category}), not for {told_unit} "
        "({told_category}): use a slot of that unit and category.",
        slot=slot,
        unit=right.unit,
        category=right.category,
        told_unit=unit,
        told_category=category,
    )


def occupied(slot: str, known: Occupied) -> Refused:
    """A car lives on it."""
    return Refused(
        "退一补一",
        "SlotOccupied",
        "R108, R113",
        zh="编制 {slot} 上的车辆 {vehicle} 尚未退编：请先办理处置审批和资产核销。",
        en="vehicle {vehicle} still lives on slot {slot}: have it disposed of and written off "
        "first.",
        slot=slot,
        vehicle=known.vehicle,
    )


def reserved(slot: str, known: Reserved) -> Refused:
    """A purchase will fill it."""
    return Refused(
        "退一补一",
        "AlreadyReserved",
        "R113",
        zh="编制 {slot} 已为采购 {purchase} 预留：请先办结或撤销该采购。",
        en="slot {slot} is reserved for purchase {purchase}: finish or cancel that one first.",
        slot=slot,
        purchase=known.purchase,
    )


def not_reserved(slot: str, purchase: str) -> Refused:
    """The purchase has not asked for it."""
    return Refused(
        "退一补一",
        "ReservationMissing",
        "R113",
        zh="编制 {slot} 没有为采购 {purchase} 预留：请先提出采购申请。",
        en="slot {slot} is not reserved for purchase {purchase}: apply for the purchase first.",
        slot=slot,
        purchase=purchase,
    )


def in_excess(slot: str, right: Right) -> Refused:
    """It is to go, not to be filled again."""
    return Refused(
        "超编不补",
        "SlotInExcess",
        "R005",
        zh="编制 {slot} 超出单位 {unit} 的核定数，只减不补：请使用其他编制。",
        en="slot {slot} is above what unit {unit} is authorised for and is not filled again: "
        "use another one.",
        slot=slot,
        unit=right.unit,
    )


def not_living_there(slot: str, vehicle: str, right: Right) -> Refused:
    """Another car lives on it, or none."""
    return Refused(
        "一车一编",
        "VehicleNotOnSlot",
        "R003",
        zh="车辆 {vehicle} 不在单位 {unit} 的编制 {slot} 上：请核对车辆和编制编号。",
        en="vehicle {vehicle} does not live on slot {slot} of unit {unit}: check both numbers.",
        slot=slot,
        vehicle=vehicle,
        unit=right.unit,
    )


def planned(slot: str, year: int, indicator: str) -> Refused:
    """One indicator a slot and year."""
    return Refused(
        "一编一标",
        "AlreadyPlanned",
        "R026",
        zh="编制 {slot} 在 {year} 年已有更新指标 {indicator}：请先办结或撤回该指标。",
        en="indicator {indicator} stands on slot {slot} for {year}: finish or withdraw it first.",
        slot=slot,
        year=year,
        indicator=indicator,
    )


def to_be_bought(slot: str, vehicle: str) -> Refused:
    """A slot that has been used is filled by a purchase."""
    return Refused(
        "退一补一",
        "PurchaseNeeded",
        "R108",
        zh="编制 {slot} 已使用过或已有指标，车辆 {vehicle} 不能直接接收：请经指标和购置补充。",
        en="slot {slot} was used before, or is asked for by an indicator: vehicle {vehicle} cannot "
        "simply be taken over; fill it by indicator and purchase.",
        slot=slot,
        vehicle=vehicle,
    )

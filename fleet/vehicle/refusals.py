"""Refusals that several parts of a vehicle's life share."""

from fleet.decider import Command, Refused
from fleet.vehicle.stages import Car, Vehicle

CHINESE = {
    "Unknown": "未登记",
    "Ordered": "已订购",
    "Registered": "已登记",
    "Equipped": "已装配",
    "Available": "在用",
    "Reserved": "已派未出",
    "OnTrip": "出车中",
    "InMaintenance": "维修中",
    "Sealed": "封存",
    "Suspended": "停用",
    "Withdrawn": "已退出使用",
    "WrittenOff": "已核销",
    "Disposed": "已处置",
    "TransferredOut": "已调出",
}
"""What the office calls the stages."""


def out_of_order(command: Command, vehicle_id: str, vehicle: Vehicle) -> Refused:
    """The steps are taken one after the other."""
    stage = type(vehicle).__name__
    return Refused(
        "办理次序",
        "OutOfOrder",
        "R052, R114",
        zh="车辆 {vehicle} 处于“{stage_zh}”状态，不能办理 {command}：请按流程逐步办理。",
        en="{command} does not follow {stage} (vehicle {vehicle}): take the steps in order.",
        vehicle=vehicle_id,
        stage=stage,
        stage_zh=CHINESE[stage],
        command=type(command).__name__,
    )


def already_in_books(vehicle_id: str, car: Car) -> Refused:
    """It is there, and described differently."""
    return Refused(
        "一车一档",
        "VehicleDiffers",
        "R069",
        zh="车辆 {vehicle} 已建档（号牌 {plate}，单位 {unit}，类别 {category}），与所报不符："
        "请核对编号，或办理变更。",
        en="vehicle {vehicle} is in the books with plate {plate}, unit {unit}, category {category} "
        "and other particulars than these: check the number, or have it changed.",
        vehicle=vehicle_id,
        plate=car.plate,
        unit=car.unit,
        category=car.category,
    )

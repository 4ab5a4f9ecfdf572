"""Why a repair says no."""

from datetime import datetime

from fleet.decider import Refused
from fleet.inspection.work_order_words import OpenWorkOrder, RecordInvoice, WorkOrderCommand
from fleet.terms import ZONE

_STAGES = {
    "Unknown": "未开单",
    "Opened": "待批准",
    "Approved": "已批准",
    "Rejected": "不同意",
    "Completed": "已完工",
}


def out_of_order(command: WorkOrderCommand, stage: str) -> Refused:
    """The steps are taken one after the other."""
    return Refused(
        "维修次序",
        "OutOfOrder",
        "R094",
        zh="维修单 {order} 处于“{stage_zh}”状态，不能办理 {command}：请按“开单、批准、完工”办理。",
        en="{command} does not follow {stage} (work order {order}): "
        "open it, let it be approved, complete it.",
        order=command.work_order,
        stage=stage,
        stage_zh=_STAGES[stage],
        command=type(command).__name__,
    )


def differs(command: OpenWorkOrder) -> Refused:
    """It is there, and says something else."""
    return Refused(
        "一车一档",
        "WorkOrderDiffers",
        "R094",
        zh="维修单 {order} 已存在且内容不同：请另编编号，或核对原件。",
        en="work order {order} exists and says something else: choose another number, or check it.",
        order=command.work_order,
    )


def unknown_vehicle(command: OpenWorkOrder) -> Refused:
    """Nobody keeps that car."""
    return Refused(
        "一车一档",
        "UnknownVehicle",
        "R069",
        zh="没有车辆 {vehicle} 的档案，不能开维修单 {order}：请核对车辆编号。",
        en="nobody keeps a vehicle {vehicle} (work order {order}): look at its number.",
        vehicle=command.vehicle,
        order=command.work_order,
    )


def vendor_not_listed(command: OpenWorkOrder) -> Refused:
    """Cars are repaired at designated workshops."""
    return Refused(
        "定点维修",
        "VendorNotListed",
        "R089",
        zh="{vendor} 不是定点维修单位（维修单 {order}）：请到定点单位维修，或填写批准例外的文号。",
        en="{vendor} is not a designated workshop (work order {order}): "
        "choose one, or give the document that allows this one.",
        vendor=command.vendor,
        order=command.work_order,
    )


def warranty_not_asked(command: OpenWorkOrder) -> Refused:
    """The maker may have to pay."""
    return Refused(
        "质保期内先问厂家",
        "WarrantyNotAsked",
        "handbook 4, 9",
        zh="车辆 {vehicle} 仍在质保期内（{covers}）：请先询问厂家，再开维修单 {order}。",
        en="vehicle {vehicle} is under warranty ({covers}): "
        "ask the maker first, then open work order {order}.",
        vehicle=command.vehicle,
        covers=", ".join(command.covers),
        order=command.work_order,
    )


def same_person(order: str, person: str) -> Refused:
    """Nobody approves his own repair."""
    return Refused(
        "经办与批准分开",
        "ApproverIsOpener",
        "R015",
        zh="维修单 {order} 由 {person} 开出，不能由其本人审批：请由他人审批。",
        en="{person} opened work order {order} and cannot decide on it: let somebody else.",
        order=order,
        person=person,
    )


def earlier(order: str, at: datetime, before: datetime) -> Refused:
    """Time does not run backwards."""
    return Refused(
        "维修次序",
        "EarlierThanBefore",
        "R094",
        zh="维修单 {order} 的上一步在 {before}，这一步不能早至 {at}：请核对时间。",
        en="the step before of work order {order} was at {before}, this one cannot be at {at}: "
        "look at the time.",
        order=order,
        at=_local(at),
        before=_local(before),
    )


def invoice_first(command: RecordInvoice, approved_at: datetime | None) -> Refused:
    """A repair is approved before it is invoiced."""
    return Refused(
        "先批准后结算",
        "InvoiceBeforeApproval",
        "handbook 4",
        zh="发票 {invoice} 开于 {issued}，维修单 {order} 的批准时间为 {approved}：须先批准后结算。",
        en="invoice {invoice} was written at {issued}, work order {order} was approved at "
        "{approved}: a repair is approved before it is invoiced.",
        invoice=command.invoice,
        issued=_local(command.issued_at),
        order=command.work_order,
        approved="-" if approved_at is None else _local(approved_at),
    )


def invoiced_already(command: RecordInvoice, invoice: str) -> Refused:
    """One repair, one invoice."""
    return Refused(
        "一单一票",
        "InvoiceDiffers",
        "handbook 4",
        zh="维修单 {order} 已登记发票 {known}，不能再登记 {told}：请核对票据。",
        en="work order {order} has invoice {known}, not {told}: look at the papers.",
        order=command.work_order,
        known=invoice,
        told=command.invoice,
    )


def not_ordered(order: str, items: tuple[str, ...], ordered: tuple[str, ...]) -> Refused:
    """What was not to be repaired is not passed by this order."""
    return Refused(
        "按单维修",
        "ItemNotOrdered",
        "R094",
        zh="维修单 {order} 没有项目 {items}（只有 {ordered}）：请另开维修单。",
        en="work order {order} has no item {items} (it has {ordered}): open another one.",
        order=order,
        items=", ".join(items),
        ordered=", ".join(ordered),
    )


def _local(moment: datetime) -> str:
    return moment.astimezone(ZONE).isoformat(sep=" ", timespec="minutes")

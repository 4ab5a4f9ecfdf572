"""Refusals that several steps of a purchase share, and what an answer has in common."""

from typing import Any

from fleet.decider import Refused
from fleet.machine import Machine
from fleet.policy.policy_set import PolicySet
from fleet.procurement.purchase_commands import PurchaseCommand
from fleet.procurement.quotes import Failure
from fleet.procurement.stages import CHINESE, File, Purchase, present

_RULES = {
    "PriceAboveStandard": (
        "配备标准",
        "R017",
        "价格 {price} 元高于标准 {cap} 元",
        "the price of {price} yuan is above the standard of {cap}",
    ),
    "DisplacementAboveStandard": (
        "配备标准",
        "R017",
        "排气量 {displacement_ml} 毫升高于标准 {cap_ml} 毫升",
        "the displacement of {displacement_ml} ml is above the standard of {cap_ml}",
    ),
    "DisplacementMissing": (
        "配备标准",
        "R017",
        "未填排气量（标准 {cap_ml} 毫升）",
        "the displacement is not said (the standard is {cap_ml} ml)",
    ),
    "ClassAboveStandard": (
        "配备标准",
        "R017",
        "{category} 没有 {body} 车型的配备标准",
        "the standard of {category} has no class {body}",
    ),
    "TrimAboveStandard": (
        "配备标准",
        "R017",
        "选装配置 {trim} 高于标准",
        "the extras {trim} are above the standard",
    ),
    "MissingStandard": (
        "配备标准",
        "B11",
        "{category} 没有配备标准",
        "there is no standard for {category}",
    ),
    "Imported": (
        "进口汽车坚决不批",
        "R042",
        "{brand} 是进口汽车，任何文件都不能例外",
        "{brand} is imported, and no document makes an exception",
    ),
    "JointVenture": (
        "合资品牌原则上不予批准",
        "R041",
        "{brand} 是合资品牌，没有例外批准文件",
        "{brand} is a joint-venture brand, and no document makes an exception",
    ),
}
"""Code -> rule, basis, and what is wrong in both languages."""


def shared(file: File) -> dict[str, Any]:
    """What every event from the application on says.

    Raises:
        LookupError: If nobody has applied.
    """
    applied = present(file.applied)
    names = ("purchase", "unit", "slot", "kind", "indicator", "case")
    return {name: getattr(applied, name) for name in names}


def yuan(fen: int) -> str:
    """An amount as people write it: 18000100 is `180001.00`."""
    return f"{fen // 100}.{fen % 100:02d}"


def not_begun(command: PurchaseCommand) -> Refused:
    """There is no such file."""
    return Refused(
        "先立项后购置",
        "PurchaseUnknown",
        "R049",
        zh="购置 {purchase} 尚未立项：请核对编号，或先建立购置事项。",
        en="purchase {purchase} is not known: check its number, or draft it first.",
        purchase=command.purchase,
    )


def out_of_order(command: PurchaseCommand, purchase: Purchase, machine: Machine) -> Refused:
    """The steps are taken one after the other."""
    stage = type(purchase).__name__
    sources = machine.sources(command)
    return Refused(
        "办理次序",
        "OutOfOrder",
        "R052, R114",
        zh="购置 {purchase} 处于“{stage_zh}”状态，不能办理 {command}（须处于{sources_zh}）："
        "请按流程逐步办理。",
        en="{command} does not follow {stage} (purchase {purchase}), only {sources}: "
        "take the steps in order.",
        purchase=command.purchase,
        command=type(command).__name__,
        stage=stage,
        stage_zh=CHINESE[stage],
        sources=" or ".join(sources),
        sources_zh="、".join(f"“{CHINESE[source]}”" for source in sources),
    )


def above_standard(purchase: str, failure: Failure, policy: PolicySet) -> Refused:
    """The car is not within the standard (at the contract: at the check this is a verdict)."""
    rule, basis, zh, en = _RULES[failure.code]
    values = failure.values
    if "price_fen" in values:
        values = values | {"price": yuan(values["price_fen"]), "cap": yuan(values["cap_fen"])}
    return Refused(
        rule,
        failure.code,
        basis,
        zh="购置 {purchase}：" + zh + "，不得签约：请另选车辆。",
        en="purchase {purchase}: " + en + ", so there is no contract: choose another car.",
        purchase=purchase,
        **values,
    ).raising(failure.alert, policy.reference)

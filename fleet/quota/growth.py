"""How a category may get one slot more: never, with the staff, or by reviewed need."""

from dataclasses import dataclass
from typing import Any

from fleet.decider import Refused
from fleet.policy.grounds import Rule
from fleet.policy.policy_set import PolicySet
from fleet.quota.rules import BY_HEADCOUNT, BY_NEED, NO_GROWTH, slots_for
from fleet.quota.stages import Opened


@dataclass(frozen=True, slots=True)
class Wish:
    """One slot more.

    Attributes:
        unit: For whom.
        category: What for; a key of the policy.
        exception: Document of an exception.
        application: The department's application.
        review: Finance's special review.
    """

    unit: str
    category: str
    exception: str | None
    application: str | None
    review: str | None


def may_grow(wish: Wish, book: Opened, policy: PolicySet) -> tuple[Rule, dict[str, Any]]:
    """The rule that lets a category grow, and what it was asked.

    Raises:
        Refused: If the category may not.

    Source:
        R004, R005, R006.
    """
    match policy.categories[wish.category].growth:
        case "NONE":
            return NO_GROWTH, _excepted(wish, book, policy)
        case "HEADCOUNT_LINKED":
            return BY_HEADCOUNT, _staffed(wish, book, policy)
        case "NEED_REVIEWED":
            return BY_NEED, _reviewed(wish, policy)


def _excepted(wish: Wish, book: Opened, policy: PolicySet) -> dict[str, Any]:
    known = book.exceptions.get(wish.exception or "")
    left = known.left if known and known.category == wish.category else 0
    asked = {"category": wish.category, "left": left}
    if NO_GROWTH.holds(policy, asked):
        return asked
    raise Refused(
        "原则上不再新增编制",
        "NoNewSlots",
        "R004",
        zh="{category} 不再新增编制（例外文件 {exception} 剩余 {left} 个）："
        "确需增编的，请市机关事务管理局先行文批准例外。",
        en="{category} gets no new slots ({left} left of exception {exception}): "
        "have the bureau authorise an exception first.",
        category=policy.categories[wish.category].zh,
        exception=wish.exception or "-",
        left=left,
    ).raising("", policy.reference)


def _staffed(wish: Wish, book: Opened, policy: PolicySet) -> dict[str, Any]:
    heads = book.heads.get((wish.unit, wish.category))
    if heads is None:
        raise _nobody_counted(wish, policy)
    held = len(book.of(wish.unit, wish.category))
    asked = {"category": wish.category, "headcount": heads.headcount, "authorised": held + 1}
    if BY_HEADCOUNT.holds(policy, asked):
        return asked
    raise Refused(
        "按人员编制增减核定",
        "HeadcountExceeded",
        "R005",
        zh="单位 {unit} 人员编制 {headcount} 人，可核定 {allowed} 个，已核定 {held} 个："
        "请先核增人员编制。",
        en="unit {unit} has {headcount} staff, good for {allowed} slots, and holds {held}: "
        "have its headcount adjusted first.",
        unit=wish.unit,
        headcount=heads.headcount,
        allowed=slots_for(policy, wish.category, heads.headcount) or 0,
        held=held,
    ).raising("", policy.reference)


def _reviewed(wish: Wish, policy: PolicySet) -> dict[str, Any]:
    asked = {"category": wish.category, "application": wish.application, "review": wish.review}
    if BY_NEED.holds(policy, asked):
        return asked
    raise Refused(
        "财政部门专题研究审核",
        "ReviewMissing",
        "R006",
        zh="{category} 增编须有职能部门申请（{application}）和财政部门专题审核意见（{review}）："
        "请补齐文号。",
        en="a new slot of {category} needs the department's application ({application}) and "
        "finance's review ({review}): give both numbers.",
        category=policy.categories[wish.category].zh,
        application=wish.application or "-",
        review=wish.review or "-",
    ).raising("", policy.reference)


def _nobody_counted(wish: Wish, policy: PolicySet) -> Refused:
    return Refused(
        "按人员编制增减核定",
        "HeadcountMissing",
        "R005",
        zh="单位 {unit} 的 {category} 尚未核定人员编制：请先登记人员编制数。",
        en="nobody has told the headcount of unit {unit} for {category}: adjust it first.",
        unit=wish.unit,
        category=policy.categories[wish.category].zh,
    ).raising("", policy.reference)

"""How a purchase begins: the file, the application, and the check of the chosen quote."""

from typing import Any

from fleet.decider import Refused
from fleet.policy.grounds import Grounds
from fleet.policy.policy_set import PolicySet
from fleet.procurement.purchase_commands import ApplyPurchase, CheckStandard, DraftPurchase
from fleet.procurement.purchase_events import (
    PurchaseApplied,
    PurchaseDrafted,
    PurchaseEvent,
    StandardCheckFailed,
    StandardCheckPassed,
)
from fleet.procurement.refusals import shared
from fleet.procurement.rules import (
    BODY_PREFERENCE,
    DOMESTIC_FIRST,
    ONE_OUT_ONE_IN,
    PREF_BODY,
    STANDARD,
    VACANT_SLOT,
    ranking,
)
from fleet.procurement.stages import File, present
from fleet.procurement.standard import asked, failures, standard_of
from fleet.terms import ZONE


def draft(command: DraftPurchase, file: File | None) -> list[PurchaseEvent]:
    """Begin a file; the policy in force now holds for it to its end (R033).

    Raises:
        Refused: If there is no policy or category, or the number is known for another purchase.
    """
    if file is not None:
        return _again(command, file.drafted)
    policy = command.brief.shelf.in_force(command.unit_jurisdiction, command.at)
    return [
        PurchaseDrafted(
            purchase=command.purchase,
            unit=command.unit,
            slot=command.slot,
            kind=command.kind,
            indicator=command.indicator,
            category=policy.category(command.category),
            vehicle=command.vehicle,
            jurisdiction=command.unit_jurisdiction,
            policy=policy.reference,
            by=command.brief.actor.person,
            at=command.at,
        )
    ]


def apply(command: ApplyPurchase, file: File) -> list[PurchaseEvent]:
    """Ask for a car, on an indicator and, for a renewal, on a write-off.

    Raises:
        Refused: If a rule forbids it.

    Source:
        R026, R040, R049, R108, R112, R114.
    """
    drafted = file.drafted
    policy = command.brief.shelf.cited(drafted.policy)
    indicator = drafted.indicator
    if indicator is None:
        raise _without_indicator(drafted)
    inputs = _inputs(command, drafted)
    _one_in(command, drafted, policy, inputs)
    if not DOMESTIC_FIRST.holds(policy, inputs):
        raise _skipped(command, policy)
    told = {name: getattr(command, name) for name in _SAID}
    known = {name: getattr(drafted, name) for name in _KNOWN}
    grounds = Grounds.of(policy, DOMESTIC_FIRST, VACANT_SLOT, ONE_OUT_ONE_IN, **inputs)
    ranked = ranking(policy, command.quotes)
    by = command.brief.actor.person
    return [
        PurchaseApplied(
            **known, **told, indicator=indicator, ranking=ranked, by=by, grounds=grounds
        )
    ]


def check(command: CheckStandard, file: File) -> list[PurchaseEvent]:
    """Hold the chosen quote against the standard: the verdict is an event either way.

    Source:
        R017, R037, R041, R042; handbook 7.2 B11.
    """
    applied = present(file.applied)
    policy = command.brief.shelf.cited(file.drafted.policy)
    car = applied.choice.specification
    inputs = asked(applied, car, applied.choice.price_fen)
    grounds = Grounds.of(policy, *STANDARD, **inputs)
    told = shared(file) | {"at": command.at, "by": command.brief.actor.person, "grounds": grounds}
    row = standard_of(policy, inputs)
    found = failures(policy, inputs)
    if row is None or found:
        return [StandardCheckFailed(**told, failures=found)]
    wanted = {"body": car.body, "body_reason": applied.body_reason}
    warnings = () if BODY_PREFERENCE.holds(policy, wanted) else (PREF_BODY,)
    exception = applied.exception if car.origin == "JOINT_VENTURE" else None
    cap_fen = row.max_price_fen
    return [StandardCheckPassed(**told, cap_fen=cap_fen, exception=exception, warnings=warnings)]


_KNOWN = ("purchase", "unit", "slot", "kind", "vehicle", "category")
_SAID = (
    "case",
    "quotes",
    "chosen",
    "skip_reason",
    "body_reason",
    "exception",
    "special_case",
    "work_need",
    "predecessor",
    "at",
)


def _inputs(command: ApplyPurchase, drafted: PurchaseDrafted) -> dict[str, Any]:
    return {
        "kind": drafted.kind,
        "case": command.case,
        "predecessor": None if command.predecessor is None else str(command.predecessor),
        "origins": [quote.specification.origin for quote in command.quotes],
        "chosen": command.chosen,
        "skip_reason": command.skip_reason,
    }


def _again(command: DraftPurchase, known: PurchaseDrafted) -> list[PurchaseEvent]:
    policy = command.brief.shelf.cited(known.policy)
    told = command.model_copy(update={"category": policy.category(command.category)})
    names = ("indicator", "unit", "slot", "kind", "category", "vehicle")
    if all(getattr(told, name) == getattr(known, name) for name in names):
        return []
    raise Refused(
        "一事一号",
        "PurchaseDiffers",
        "R049",
        zh="购置 {purchase} 已立项（单位 {unit}，编制 {slot}，{kind}），与所报不符：请核对编号。",
        en="purchase {purchase} is known (unit {unit}, slot {slot}, {kind}), not as said: "
        "check its number.",
        purchase=known.purchase,
        unit=known.unit,
        slot=known.slot,
        kind=known.kind,
    )


def _one_in(
    command: ApplyPurchase, drafted: PurchaseDrafted, policy: PolicySet, inputs: dict[str, Any]
) -> None:
    """A renewal rests on a write-off, an addition on none; the paper comes before the wish."""
    if not VACANT_SLOT.holds(policy, inputs):
        raise _needs_no_case(command, drafted)
    if not ONE_OUT_ONE_IN.holds(policy, inputs):
        raise _not_written_off(command, drafted).raising("PROC-04", policy.reference)
    if command.written_off_at is not None and command.at < command.written_off_at:
        raise _too_early(command)


def _without_indicator(drafted: PurchaseDrafted) -> Refused:
    return Refused(
        "先指标后预算",
        "IndicatorMissing",
        "R026",
        zh="购置 {purchase}（单位 {unit}）没有已批准的更新指标：请先申报指标，再重新立项。",
        en="purchase {purchase} of {unit} has no approved indicator: "
        "apply for one first, and draft the purchase anew.",
        purchase=drafted.purchase,
        unit=drafted.unit,
    )


def _needs_no_case(command: ApplyPurchase, drafted: PurchaseDrafted) -> Refused:
    return Refused(
        "退一补一",
        "CaseOnAddition",
        "R049, R113",
        zh="购置 {purchase} 是新增购置，使用空编 {slot}，不能占用处置 {case} 的核销："
        "请按配备更新立项，或不填处置编号。",
        en="purchase {purchase} is an addition on the vacant slot {slot} and uses up no write-off "
        "({case}): draft a renewal, or name no case.",
        purchase=drafted.purchase,
        slot=drafted.slot,
        case=command.case,
    )


def _not_written_off(command: ApplyPurchase, drafted: PurchaseDrafted) -> Refused:
    return Refused(
        "退一补一",
        "WriteOffMissing",
        "R108, R112",
        zh="编制 {slot} 的旧车 {vehicle} 尚未核销（处置 {case}），不能申请购置 {purchase}："
        "请先完成处置审批和资产核销。",
        en="the old car {vehicle} of slot {slot} is not written off (case {case}), "
        "so purchase {purchase} cannot be applied for: finish its write-off first.",
        slot=drafted.slot,
        vehicle=drafted.vehicle or "-",
        case=command.case or "-",
        purchase=drafted.purchase,
    )


def _too_early(command: ApplyPurchase) -> Refused:
    return Refused(
        "办理次序",
        "EarlierThanBefore",
        "R112, R114",
        zh="购置 {purchase} 的申请时间 {at} 早于旧车核销时间 {before}：请核对时间。",
        en="purchase {purchase} is applied for at {at}, before the write-off at {before}: "
        "check the times.",
        purchase=command.purchase,
        at=command.at.astimezone(ZONE).isoformat(),
        before=present(command.written_off_at).astimezone(ZONE).isoformat(),
    )


def _skipped(command: ApplyPurchase, policy: PolicySet) -> Refused:
    best = ranking(policy, command.quotes)[0]
    chosen, better = command.quotes[command.chosen], command.quotes[best]
    return Refused(
        "国产自主品牌优先",
        "SkipReasonMissing",
        "R040",
        zh="购置 {purchase} 选了 {chosen}（{chosen_origin}），跳过了 {better}（{better_origin}）："
        "请说明理由，或选择国产自主品牌。",
        en="purchase {purchase} takes {chosen} ({chosen_origin}) and skips {better} "
        "({better_origin}): give a reason, or take the domestic brand.",
        purchase=command.purchase,
        chosen=chosen.vendor,
        chosen_origin=chosen.specification.origin,
        better=better.vendor,
        better_origin=better.specification.origin,
    ).raising("", policy.reference)

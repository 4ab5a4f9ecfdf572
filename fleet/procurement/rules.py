"""What procurement asks of a policy; each question can be asked again from what was stored."""

from collections.abc import Sequence

from fleet.policy.grounds import Inputs, Rule
from fleet.policy.policy_set import PolicySet
from fleet.procurement.quotes import Quote
from fleet.procurement.standard import above, imported, joint_venture

PREF_BODY = "PREF_BODY"
"""Warning on the approval sheet: a body of the last choice, without a reason."""


def ranking(policy: PolicySet, quotes: Sequence[Quote]) -> tuple[int, ...]:
    """The quotes by number, the first choice first: by origin, then by price (R040)."""
    places = [_place(policy, quote.specification.origin) for quote in quotes]
    return tuple(sorted(range(len(quotes)), key=lambda nth: (places[nth], quotes[nth].price_fen)))


def bodies(policy: PolicySet) -> frozenset[str]:
    """Whose agreement a purchase needs (B6)."""
    if policy.purchase.second_signature == "ALWAYS":
        return frozenset({"BUREAU", "FINANCE"})
    return frozenset({"BUREAU"})


def _place(policy: PolicySet, origin: str) -> int:
    order = policy.origin.order
    return order.index(origin) if origin in order else len(order)


def _domestic_first(policy: PolicySet, inputs: Inputs) -> bool:
    places = [_place(policy, origin) for origin in inputs["origins"]]
    return places[inputs["chosen"]] == min(places) or bool(inputs["skip_reason"])


def _written_off(_: PolicySet, inputs: Inputs) -> bool:
    return inputs["kind"] != "RENEWAL" or bool(inputs["case"] and inputs["predecessor"])


def _vacant(_: PolicySet, inputs: Inputs) -> bool:
    return inputs["kind"] != "ADDITION" or inputs["case"] is None


def _within(policy: PolicySet, inputs: Inputs) -> bool:
    return not above(policy, inputs)


def _not_imported(_: PolicySet, inputs: Inputs) -> bool:
    return not imported(inputs)


def _excepted(policy: PolicySet, inputs: Inputs) -> bool:
    return not joint_venture(policy, inputs)


def _preferred(policy: PolicySet, inputs: Inputs) -> bool:
    return inputs["body"] != policy.body_preference.order[-1] or bool(inputs["body_reason"])


def _signed(policy: PolicySet, inputs: Inputs) -> bool:
    people = [inputs["applicant"], *(each["by"] for each in inputs["signatures"])]
    signed = {each["body"] for each in inputs["signatures"]}
    return len(set(people)) == len(people) and bodies(policy) <= signed


TWO_BODIES = Rule("R015", _signed)
"""双人双审: every body that has to, and nobody twice."""

WITHIN_STANDARD = Rule("R017", _within)
"""配备标准: price, displacement, class and trim."""

BODY_PREFERENCE = Rule("R037", _preferred)
"""倡导配备商务用车和面包车: a sedan says why."""

DOMESTIC_FIRST = Rule("R040", _domestic_first)
"""国产自主品牌优先."""

NO_JOINT_VENTURE = Rule("R041", _excepted)
"""合资品牌原则上不予批准."""

NEVER_IMPORTED = Rule("R042", _not_imported)
"""进口汽车坚决不批: no document is asked for, because none helps."""

VACANT_SLOT = Rule("R049", _vacant)
"""新增购置 fills a vacant slot: no write-off is used up for it."""

ONE_OUT_ONE_IN = Rule("R108", _written_off)
"""退一补一: a renewal rests on a write-off."""

STANDARD = (WITHIN_STANDARD, NO_JOINT_VENTURE, NEVER_IMPORTED)
"""What a car has to stand up to at quote, contract and delivery."""

RULES: dict[str, Rule] = {
    rule.name: rule
    for rule in (
        TWO_BODIES,
        WITHIN_STANDARD,
        BODY_PREFERENCE,
        DOMESTIC_FIRST,
        NO_JOINT_VENTURE,
        NEVER_IMPORTED,
        VACANT_SLOT,
        ONE_OUT_ONE_IN,
    )
}

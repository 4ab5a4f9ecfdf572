"""What a check asks of a policy; each question can be asked again from what was stored."""

from collections.abc import Iterable, Mapping

from fleet.inspection.periods import DAILY, QUARTERLY, SPECIAL
from fleet.policy.grounds import Inputs, Rule
from fleet.policy.policy_set import PolicySet

PASS, FAIL = "PASS", "FAIL"


def needed(policy: PolicySet, kind: str) -> tuple[str, ...]:
    """What has to be looked at: every day what keeps the car safe, every month all there is."""
    items = policy.inspection.items
    if kind == DAILY:
        return tuple(key for key, item in items.items() if item.safety)
    return tuple(items)


def unknown(policy: PolicySet, items: Iterable[str]) -> tuple[str, ...]:
    """The items that the policy does not have."""
    return tuple(sorted({*items} - policy.inspection.items.keys()))


def failed(policy: PolicySet, results: Mapping[str, str]) -> tuple[str, ...]:
    """The safety items that are not in order."""
    return _safety(policy, results, FAIL)


def passed(policy: PolicySet, results: Mapping[str, str]) -> tuple[str, ...]:
    """The safety items that are in order."""
    return _safety(policy, results, PASS)


def _safety(policy: PolicySet, results: Mapping[str, str], result: str) -> tuple[str, ...]:
    found = {item for item, told in results.items() if told == result}
    return tuple(sorted(found & policy.inspection.safety))


def _thorough(policy: PolicySet, asked: Inputs) -> bool:
    return asked["kind"] == SPECIAL or tuple(asked["items"]) == needed(policy, asked["kind"])


def _complete(policy: PolicySet, asked: Inputs) -> bool:
    results = asked["results"].keys()
    return results >= {*asked["items"]} and not unknown(policy, results)


def _in_the_workshop(_: PolicySet, asked: Inputs) -> bool:
    return asked["kind"] != QUARTERLY or asked["workshop_record"] is not None


def _safe(policy: PolicySet, asked: Inputs) -> bool:
    return tuple(asked["failed"]) == failed(policy, asked["results"])


def _among_the_items(policy: PolicySet, asked: Inputs) -> bool:
    return not unknown(policy, asked["items"])


THOROUGH = Rule("R090", _thorough)
"""每月集中检查安全和车容车貌: what a kind of check looks at."""

COMPLETE = Rule("R091", _complete)
"""Nothing that has to be looked at is left out."""

WORKSHOP = Rule("R092", _in_the_workshop)
"""进厂检查: the quarterly one needs a workshop's record."""

SAFE = Rule("R094", _safe)
"""Which results keep the car from the road."""

AMONG_THE_ITEMS = Rule("R093", _among_the_items)
"""A special check looks at what the policy knows."""

RULES = {rule.name: rule for rule in (THOROUGH, COMPLETE, WORKSHOP, AMONG_THE_ITEMS, SAFE)}

"""What a policy is asked about quota; each question can be asked again years later."""

from datetime import date

from fleet.policy.grounds import Inputs, Rule
from fleet.policy.policy_set import PolicySet


def ceiling_of(policy: PolicySet, jurisdiction: str, sector: str) -> int | None:
    """The ceiling a policy sets for one of its own books, slots; None if it sets none."""
    if policy.jurisdiction.code != jurisdiction:
        return None
    return next((book.ceiling for book in policy.quota.books if book.sector == sector), None)


def slots_for(policy: PolicySet, category: str, headcount: int) -> int | None:
    """How many slots so many people are good for; None if the policy has no ratio."""
    ratio = policy.quota.headcount_ratio.get(category)
    return None if ratio is None else headcount // ratio


def _within(_: PolicySet, inputs: Inputs) -> bool:
    return bool(inputs["open"] <= inputs["ceiling"])


def _of_policy(policy: PolicySet, inputs: Inputs) -> bool:
    ceiling = ceiling_of(policy, inputs["jurisdiction"], inputs["sector"])
    return ceiling is not None and bool(inputs["ceiling"] == ceiling)


def _excepted(policy: PolicySet, inputs: Inputs) -> bool:
    return policy.categories[inputs["category"]].growth != "NONE" or inputs["left"] > 0


def _staffed(policy: PolicySet, inputs: Inputs) -> bool:
    allowed = slots_for(policy, inputs["category"], inputs["headcount"])
    return allowed is not None and bool(inputs["authorised"] <= allowed)


def _reviewed(_: PolicySet, inputs: Inputs) -> bool:
    return bool(inputs["application"] and inputs["review"])


def _founded_before(policy: PolicySet, inputs: Inputs) -> bool:
    if policy.quota.new_unit_gets_slots or not inputs["unit_created"]:
        return True
    return date.fromisoformat(inputs["unit_created"]) <= policy.quota.baseline_date


def _not_raised(_: PolicySet, inputs: Inputs) -> bool:
    return bool(inputs["ceiling"] <= inputs["previous"])


WITHIN_CEILING = Rule("R001", _within)
CEILING_OF_POLICY = Rule("R002", _of_policy)
NO_GROWTH = Rule("R004", _excepted)
BY_HEADCOUNT = Rule("R005", _staffed)
BY_NEED = Rule("R006", _reviewed)
NEVER_RAISED = Rule("R008", _not_raised)
OLD_UNITS_ONLY = Rule("R009", _founded_before)

RULES: dict[str, Rule] = {
    rule.name: rule
    for rule in (
        WITHIN_CEILING,
        CEILING_OF_POLICY,
        NO_GROWTH,
        BY_HEADCOUNT,
        BY_NEED,
        NEVER_RAISED,
        OLD_UNITS_ONLY,
    )
}

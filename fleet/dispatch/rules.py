"""What a policy is asked about platforms; each question can be asked again years later."""

from fleet.policy.grounds import Inputs, Rule
from fleet.policy.policy_set import PolicySet


def _managed_on_platform(policy: PolicySet, inputs: Inputs) -> bool:
    wanted = inputs["category"]
    return wanted is None or policy.categories[wanted].platform is not None


def _belongs(policy: PolicySet, inputs: Inputs) -> bool:
    own, joining = inputs["platform_category"], inputs["category"]
    if own is None:
        return policy.categories[joining].platform is None
    return bool(own == joining)


PLATFORM_CATEGORY = Rule("R014-platform", _managed_on_platform)
"""Only some categories have a platform of their own."""

CATEGORY_BELONGS = Rule("R014", _belongs)
"""A car joins the platform of its category, and no other."""

RULES: dict[str, Rule] = {rule.name: rule for rule in (PLATFORM_CATEGORY, CATEGORY_BELONGS)}

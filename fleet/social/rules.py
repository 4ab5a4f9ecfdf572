"""What a policy is asked about travel budgets; each question can be asked again years later."""

from datetime import date

from fleet.policy.grounds import Inputs, Rule
from fleet.policy.policy_set import PolicySet


def _founded_after(policy: PolicySet, inputs: Inputs) -> bool:
    if policy.quota.new_unit_gets_slots:
        return False
    return date.fromisoformat(inputs["unit_created"]) > policy.quota.baseline_date


NEW_UNIT = Rule("R009-budget", _founded_after)
"""A unit founded after the baseline gets money, not slots."""

RULES: dict[str, Rule] = {NEW_UNIT.name: NEW_UNIT}

"""What an alert case asks its policy when it is opened."""

from fleet.policy.grounds import Inputs, Rule
from fleet.policy.policy_set import PolicySet


def _opens(policy: PolicySet, inputs: Inputs) -> bool:
    return policy.alerts.opens(inputs["code"])


def _answers(policy: PolicySet, inputs: Inputs) -> bool:
    return policy.alerts.ladder(inputs["code"]) == tuple(inputs["ladder"])


def _in_time(policy: PolicySet, inputs: Inputs) -> bool:
    terms = policy.alerts.terms(inputs["code"], inputs["severity"])
    return terms == tuple(inputs["terms"])


OPENS = Rule("B17", _opens)
"""The alert becomes a case."""

ANSWERS = Rule("B9", _answers)
"""These are the roles that answer for it."""

IN_TIME = Rule("PM10", _in_time)
"""So soon it has to be seen, explained and decided."""

RULES = {rule.name: rule for rule in (OPENS, ANSWERS, IN_TIME)}

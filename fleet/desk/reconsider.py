"""A decision asked again, years later, under the very version of the policy it was taken under."""

from collections.abc import Mapping

from fleet.decider import Event
from fleet.dispatch.order_rules import RULES as ORDER
from fleet.dispatch.rules import RULES as DISPATCH
from fleet.disposal.rules import RULES as DISPOSAL
from fleet.inspection.rules import RULES as INSPECTION
from fleet.people.rules import RULES as PEOPLE
from fleet.planning.rules import RULES as PLANNING
from fleet.policy.grounds import Grounds, Rule
from fleet.policy.shelf import Shelf
from fleet.procurement.rules import RULES as PROCUREMENT
from fleet.quota.rules import RULES as QUOTA
from fleet.social.rules import RULES as SOCIAL
from fleet.supervision.case_rules import RULES as ALERT
from fleet.supervision.rules import RULES as SEAL

_RULES: Mapping[str, Mapping[str, Rule]] = {
    "quota-book": QUOTA,
    "travel-budget": SOCIAL,
    "platform": DISPATCH,
    "order": ORDER,
    "indicator": PLANNING,
    "year-plan": PLANNING,
    "purchase": PROCUREMENT,
    "disposal": DISPOSAL,
    "driver": PEOPLE,
    "alert-case": ALERT,
    "seal-period": SEAL,
    "training": PEOPLE,
    "rule-book": PEOPLE,
    "check": INSPECTION,
    "special-check": INSPECTION,
}
"""Aggregate -> its questions to a policy."""


def reconsider(event: Event, shelf: Shelf) -> dict[str, bool]:
    """What each rule says today about what a decision stored; empty where no rule was asked.

    Args:
        event: A decision.
        shelf: Every policy that was ever published.

    Raises:
        LookupError: If the policy it cites was never published, or a rule does not exist.

    Source:
        R033; handbook 1 ("verdicts that replay").
    """
    grounds = getattr(event, "grounds", None)
    if not isinstance(grounds, Grounds) or not grounds.rules:
        return {}
    policy, rules = shelf.cited(grounds.policy), _RULES[event.TOPIC.partition(".")[0]]
    return {name: rules[name].holds(policy, grounds.inputs) for name in grounds.rules}

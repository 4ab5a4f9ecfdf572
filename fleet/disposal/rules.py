"""What a disposal asks of a policy; each question can be asked again from what was stored."""

from datetime import date, datetime

from fleet.policy.grounds import Inputs, Rule
from fleet.policy.policy_set import PolicySet


def _papers(policy: PolicySet, asked: Inputs) -> bool:
    ground = policy.disposal.grounds.get(asked["ground"])
    return ground is not None and all(asked[paper] for paper in ground.needs)


def _within(policy: PolicySet, asked: Inputs) -> bool:
    approved_on = policy.jurisdiction.day(datetime.fromisoformat(asked["approved_at"]))
    return date.fromisoformat(asked["due_on"]) == policy.disposal.due_on(approved_on)


PAPERS = Rule("R110", _papers)
"""The ground's papers: for a replacement the indicator and its execution document."""

WITHIN_A_YEAR = Rule("R116", _within)
"""一年内完成: the day it is due."""

RULES = {rule.name: rule for rule in (PAPERS, WITHIN_A_YEAR)}

"""What is asked of a policy about drivers."""

from fleet.policy.grounds import Inputs, Rule
from fleet.policy.policy_set import PolicySet

SAFETY = "safety"
"""安全行车: the dimension that terminals give evidence for."""

MEASURED = frozenset({"TELEMETRY", "FINDING"})
"""Kinds of evidence that nobody's opinion is."""

JUDGED = "PERSON"
"""The kind of evidence that somebody stands for with his name."""


def hundredths(weights: Inputs, scores: Inputs) -> int:
    """The weighted score in hundredths of a point.

    Args:
        weights: Dimension -> percent; 100 in all.
        scores: Dimension -> 0 to 100.
    """
    return sum(int(weight) * int(scores[name]) for name, weight in weights.items())


def _points(policy: PolicySet, asked: Inputs) -> bool:
    over = int(asked["points"]) >= policy.drivers.points_limit
    return over == bool(asked["suspended"])


def _evidence(policy: PolicySet, asked: Inputs) -> bool:
    kinds = {*asked["kinds"]}
    fits = kinds & MEASURED if asked["dimension"] == SAFETY else JUDGED in kinds
    return asked["dimension"] in policy.driver_appraisal.dimensions and bool(fits)


def _stars(policy: PolicySet, asked: Inputs) -> bool:
    weights, scores = policy.driver_appraisal.dimensions, asked["scores"]
    if scores.keys() != weights.keys():
        return False
    total = hundredths(weights, scores)
    known = total, policy.drivers.stars_for(total // 100)
    return known == (asked["hundredths"], asked["stars"])


def _document(policy: PolicySet, asked: Inputs) -> bool:
    return int(asked["document"]) <= policy.drivers.rule_documents


def _activity(policy: PolicySet, asked: Inputs) -> bool:
    return asked["kind"] in policy.drivers.activity_kinds


POINTS = Rule("R095", _points)
"""记分: from the limit on nobody drives."""

EVIDENCE = Rule("R098", _evidence)
"""安全行车 rests on what was measured, the other dimensions on somebody's word."""

STARS = Rule("R097", _stars)
"""五星驾驶员: every dimension is scored, and the stars are those of the table."""

RULE_DOCUMENTS = Rule("R101", _document)
"""作业指导书: so many documents and no more."""

ACTIVITY = Rule("R107", _activity)
"""The activities that are counted."""

RULES = {rule.name: rule for rule in (POINTS, EVIDENCE, STARS, RULE_DOCUMENTS, ACTIVITY)}

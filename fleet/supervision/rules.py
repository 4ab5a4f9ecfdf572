"""What supervision asks of a policy; each question can be asked again from what was stored."""

from datetime import datetime, timedelta

from fleet.policy.grounds import Inputs, Rule
from fleet.policy.policy_set import PolicySet


def _days_off(policy: PolicySet, asked: Inputs) -> bool:
    """Make-up workdays are work, unless the policy says otherwise."""
    return not asked["work"] and not (asked["makeup"] and policy.calendar.makeup_workdays_are_work)


def _in_time(policy: PolicySet, asked: Inputs) -> bool:
    begins_at = datetime.fromisoformat(asked["begins_at"])
    last = begins_at + timedelta(hours=policy.seal.late_exemption_hours)
    return datetime.fromisoformat(asked["filed_at"]) <= last


DAYS_OFF = Rule("R076", _days_off)
"""Only days off are sealed: holidays and weekends."""

IN_TIME = Rule("R078", _in_time)
"""An exemption is filed before its begin, or only so many hours later."""

RULES = {rule.name: rule for rule in (DAYS_OFF, IN_TIME)}

"""What a dispatch order asks of a policy; each question can be asked again from what was stored."""

from datetime import datetime, timedelta

from fleet.policy.grounds import Inputs, Rule
from fleet.policy.policy_set import PolicySet

_VETERAN = "VETERAN"


def _fits(policy: PolicySet, asked: Inputs) -> bool:
    category = asked["category"]
    return category is None or policy.dispatch.allows(asked["purpose"], category)


def _ahead(policy: PolicySet, asked: Inputs) -> bool:
    begins_at, asked_at = (datetime.fromisoformat(asked[it]) for it in ("begins_at", "asked_at"))
    return begins_at - asked_at <= timedelta(days=policy.dispatch.booking_days)


def _served(policy: PolicySet, asked: Inputs) -> bool:
    return not serves_people(policy, asked["platform_category"]) or bool(asked["registered"])


def _known_kind(policy: PolicySet, asked: Inputs) -> bool:
    return asked["kind"] in policy.dispatch.emergency_kinds


def _papers(policy: PolicySet, asked: Inputs) -> bool:
    opened_at, due = (datetime.fromisoformat(asked[it]) for it in ("opened_at", "papers_due"))
    return due - opened_at == timedelta(hours=policy.use.emergency_papers_hours)


def serves_people(policy: PolicySet, category: str | None) -> bool:
    """Whether a platform of this category serves persons that are registered with it (老干部)."""
    return category is not None and policy.categories[category].platform == _VETERAN


PURPOSE_FITS = Rule("R060-purpose", _fits)
"""Cars of a category serve certain purposes only."""

BOOKED_AHEAD = Rule("R060-booking", _ahead)
"""A car is asked for so many days ahead at most."""

REGISTERED = Rule("R055", _served)
"""The veterans' platform serves registered beneficiaries only."""

EMERGENCY_KIND = Rule("R060-emergency", _known_kind)
"""Only some things justify leaving before the papers."""

PAPERS_DUE = Rule("R060-papers", _papers)
"""补单: until when the papers have to be there."""

RULES = {
    rule.name: rule for rule in (PURPOSE_FITS, BOOKED_AHEAD, REGISTERED, EMERGENCY_KIND, PAPERS_DUE)
}

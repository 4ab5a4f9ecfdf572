"""The chapter on sealed periods: which days, how many exemptions, how late."""

from fleet.policy.chapter import Chapter, Count, Percent, Positive
from fleet.terms import Name


class Sealing(Chapter):
    """节假日封存停驶.

    Attributes:
        min_days: So many days off in a row, a named holiday among them, are a period.
        plan_days_before: So many days before its begin exemptions are asked for (PM6).
        max_exempt_percent: More exempt cars of a unit raise SEAL-04.
        late_exemption_hours: So long after its begin an exemption may be filed late.
    """

    min_days: Positive = 3
    plan_days_before: Positive = 2
    max_exempt_percent: Percent = 20
    late_exemption_hours: Count = 24
    basis: Name = "design"

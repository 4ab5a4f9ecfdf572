"""Words about the rules themselves: policies and the calendar."""

from fleet.desk.route import gated, plain
from fleet.policy.calendar import AnnounceCalendar, calendar
from fleet.policy.policies import PublishPolicy, RetirePolicy, policies
from fleet.reactions.briefing import of_itself

_POLICY = "policy:{jurisdiction}"

POLICY = (
    gated(PublishPolicy, _POLICY, policies, of_itself),
    gated(RetirePolicy, _POLICY, policies, of_itself),
    plain(AnnounceCalendar, "calendar:{year}", calendar),
)

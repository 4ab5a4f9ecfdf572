"""Words about the people of platforms and about big events."""

from fleet.desk.route import gated
from fleet.dispatch import platform_staff as staff
from fleet.dispatch.event_campaign import event_campaign
from fleet.dispatch.event_campaign_words import ReleaseFleet, ReserveFleet
from fleet.dispatch.platform import platform
from fleet.reactions.briefing import of_itself, of_platform
from fleet.reactions.lookups_schedules import of_campaign, outside

_PLATFORM = "platform:{platform}"
_CAMPAIGN = "event-campaign:{campaign}"

PLATFORM = (
    gated(staff.AppointDispatcher, _PLATFORM, platform, of_platform),
    gated(staff.DismissDispatcher, _PLATFORM, platform, of_platform),
    gated(staff.StartDuty, _PLATFORM, platform, of_platform),
    gated(staff.EndDuty, _PLATFORM, platform, of_platform),
    gated(staff.RegisterBeneficiary, _PLATFORM, platform, of_platform),
    gated(staff.RemoveBeneficiary, _PLATFORM, platform, of_platform),
    gated(ReserveFleet, _CAMPAIGN, event_campaign, of_itself, outside),
    gated(ReleaseFleet, _CAMPAIGN, event_campaign, of_campaign),
)

"""Words about sealed periods, the restricted list and spot checks."""

from fleet.desk.route import gated
from fleet.reactions.briefing import of_itself
from fleet.reactions.lookups_supervision import (
    calendars,
    calendars_of_lines,
    home,
    keeper,
    of_campaign,
    of_period,
)
from fleet.supervision import seal_commands as words
from fleet.supervision import spot_check_words as checks
from fleet.supervision.restricted_list import DelistVehicle, ListVehicle, restricted_list
from fleet.supervision.seal import seal
from fleet.supervision.spot_check import spot_check

_PERIOD = "seal-period:{period}"
_LIST = "restricted-list:{jurisdiction}"
_CAMPAIGN = "spot-check:{campaign}"

SUPERVISION = (
    gated(words.PlanSeal, _PERIOD, seal, of_itself, calendars),
    gated(words.AddExemption, _PERIOD, seal, of_period, keeper),
    gated(words.OpenSeal, _PERIOD, seal, of_period),
    gated(words.CancelSeal, _PERIOD, seal, of_period),
    gated(words.RecordStartCheck, _PERIOD, seal, of_period),
    gated(words.RecordSealBreach, _PERIOD, seal, of_period),
    gated(words.WithdrawSealBreach, _PERIOD, seal, of_period),
    gated(words.CloseSeal, _PERIOD, seal, of_period),
    gated(words.PublishSealReport, _PERIOD, seal, of_period),
    gated(ListVehicle, _LIST, restricted_list, of_itself, home),
    gated(DelistVehicle, _LIST, restricted_list, of_itself),
    gated(checks.PlanCampaign, _CAMPAIGN, spot_check, of_itself, calendars_of_lines),
    gated(checks.DrawSample, _CAMPAIGN, spot_check, of_campaign),
    gated(checks.RecordFinding, _CAMPAIGN, spot_check, of_campaign),
    gated(checks.SignOff, _CAMPAIGN, spot_check, of_campaign),
)
"""Where a command goes, and what is looked up for it."""

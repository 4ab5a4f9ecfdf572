"""Words about units, quota books, travel budgets and platforms."""

from fleet.desk.route import gated, kept, plain
from fleet.dispatch.platform import (
    AttachVehicle,
    DetachVehicle,
    LendVehicle,
    OpenPlatform,
    SetPoolRule,
    platform,
)
from fleet.organisation.unit import RegisterUnit, unit
from fleet.quota.allocation import AdjustHeadcount, TransferSlots
from fleet.quota.authorisation import (
    AuthoriseException,
    AuthoriseSlot,
    RecordBaseline,
    RetireSlot,
)
from fleet.quota.book import book
from fleet.quota.ceiling import LowerCeiling, OpenBook, RaiseCeiling
from fleet.reactions.briefing import of_itself, of_platform, of_unit
from fleet.reactions.lookups import held, receiver_of, unit_of
from fleet.reactions.lookups_schedules import keeping
from fleet.social.travel_budget import AllotBudget, PostClaim, ReverseClaim, travel_budget

_BOOK = "quota-book:{jurisdiction}-{sector}"
_BUDGET = "travel-budget:{unit}-{year}"
_PLATFORM = "platform:{platform}"

QUOTA = (
    plain(RegisterUnit, "unit:{unit}", unit),
    gated(OpenBook, _BOOK, book, of_itself),
    gated(RecordBaseline, _BOOK, book, of_itself),
    gated(AuthoriseSlot, _BOOK, book, of_itself, unit_of),
    gated(AuthoriseException, _BOOK, book, of_itself),
    gated(RetireSlot, _BOOK, book, of_itself),
    gated(LowerCeiling, _BOOK, book, of_itself),
    gated(RaiseCeiling, _BOOK, book, of_itself),
    gated(TransferSlots, _BOOK, book, of_itself, receiver_of),
    gated(AdjustHeadcount, _BOOK, book, of_itself, held),
    gated(AllotBudget, _BUDGET, travel_budget, of_unit),
    kept(PostClaim, _BUDGET, travel_budget),
    kept(ReverseClaim, _BUDGET, travel_budget),
    gated(OpenPlatform, _PLATFORM, platform, of_itself),
    gated(AttachVehicle, _PLATFORM, platform, of_platform, keeping),
    plain(DetachVehicle, _PLATFORM, platform),
    plain(SetPoolRule, _PLATFORM, platform),
    kept(LendVehicle, _PLATFORM, platform),
)

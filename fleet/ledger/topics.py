"""Every event the ledger may hold. A class left out here cannot be read back."""

from collections.abc import Mapping
from typing import get_args

from fleet.decider import Event
from fleet.dispatch.event_campaign_words import CampaignEvent
from fleet.dispatch.order_events import OrderEvent
from fleet.dispatch.platform import PlatformEvent
from fleet.disposal.disposal_events import DisposalEvent
from fleet.disposal.docket import DocketEvent
from fleet.disposal.joint_inspection import InspectionEvent
from fleet.inspection.check_events import CheckEvent
from fleet.inspection.paper import PaperEvent
from fleet.inspection.special_words import SpecialCheckOrdered
from fleet.inspection.warranty import WarrantyRecorded
from fleet.inspection.work_order_words import WorkOrderEvent
from fleet.organisation.unit import UnitEvent
from fleet.people.driver_events import DriverEvent
from fleet.people.driver_schedule_words import DriverScheduleEvent
from fleet.people.rule_book import RuleDocumentPublished
from fleet.people.training import TrainingHeld
from fleet.planning.budget_line import BudgetEvent
from fleet.planning.indicator_events import IndicatorEvent
from fleet.planning.year_plan import PlanEvent
from fleet.policy.calendar import CalendarEvent
from fleet.policy.policies import PolicyEvent
from fleet.procurement.cloud_record import CloudRecordTaken
from fleet.procurement.purchase_events import PurchaseEvent
from fleet.quota.book import BookEvent
from fleet.quota.slot_words import SlotEvent
from fleet.social.travel_budget import TravelBudgetEvent
from fleet.supervision.attempt import CommandRefused
from fleet.supervision.case_events import AlertCaseEvent
from fleet.supervision.finding import FindingEvent
from fleet.supervision.notice import NoticeEvent
from fleet.supervision.restricted_list import RestrictedEvent
from fleet.supervision.seal_calendar import SealCalendarEvent
from fleet.supervision.seal_events import SealEvent
from fleet.supervision.seal_sight import SealStartSeen
from fleet.supervision.spot_check_words import SpotCheckEvent
from fleet.vehicle.car_schedule_words import CarScheduleEvent
from fleet.vehicle.cost_account import CostAccountOpened
from fleet.vehicle.fence import FenceEvent
from fleet.vehicle.fence_plan import FencePlanEvent
from fleet.vehicle.plate import PlateEvent
from fleet.vehicle.site import SiteEvent
from fleet.vehicle.terminal import TerminalEvent
from fleet.vehicle.terminal_order import TerminalOrderEvent
from fleet.vehicle.vehicle import VehicleEvent
from fleet.vehicle.vin import VinEvent

UNIONS = (
    FindingEvent,
    NoticeEvent,
    CommandRefused,
    AlertCaseEvent,
    SealEvent,
    SealCalendarEvent,
    SealStartSeen,
    RestrictedEvent,
    SpotCheckEvent,
    PolicyEvent,
    CalendarEvent,
    UnitEvent,
    BookEvent,
    SlotEvent,
    TravelBudgetEvent,
    PlatformEvent,
    CampaignEvent,
    OrderEvent,
    DriverEvent,
    DriverScheduleEvent,
    TrainingHeld,
    RuleDocumentPublished,
    IndicatorEvent,
    BudgetEvent,
    PlanEvent,
    PurchaseEvent,
    CloudRecordTaken,
    VehicleEvent,
    CarScheduleEvent,
    CostAccountOpened,
    SiteEvent,
    PlateEvent,
    VinEvent,
    TerminalEvent,
    TerminalOrderEvent,
    FenceEvent,
    FencePlanEvent,
    DisposalEvent,
    DocketEvent,
    InspectionEvent,
    CheckEvent,
    SpecialCheckOrdered,
    WorkOrderEvent,
    WarrantyRecorded,
    PaperEvent,
)

EVENTS: dict[str, type[Event]] = {
    event.TOPIC: event for union in UNIONS for event in get_args(union) or (union,)
}


class UnknownTopicError(LookupError):
    """The ledger holds an event that this release cannot read."""


def read(topic: str, state: bytes, place: str, events: Mapping[str, type[Event]] = EVENTS) -> Event:
    """An event from its stored form.

    Args:
        topic: Its TOPIC.
        state: Its own words, as JSON.
        place: Where it stands, for the error: `lifecycle:12`.
        events: Which topics are known.

    Raises:
        UnknownTopicError: If no class has this topic.
    """
    event = events.get(topic)
    if event is None:
        raise UnknownTopicError(f"{place} is a {topic!r}: this release knows no such event")
    return event.model_validate_json(state)

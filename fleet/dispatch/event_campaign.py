"""A big event (重大活动车辆保障): cars and drivers are kept for it, all of them or none.

None --ReserveFleet--> Kept --ReleaseFleet--> Kept, with less. The schedules of the cars and
drivers answer in the same save, so that nobody else finds them free.
"""

from dataclasses import dataclass

from fleet.decider import Decider, Refused
from fleet.dispatch.event_campaign_words import (
    CampaignCommand,
    CampaignEvent,
    FleetReleased,
    FleetReserved,
    ReleaseFleet,
    ReserveFleet,
)
from fleet.policy.authority import check, require
from fleet.policy.grounds import Grounds


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept for it.

    Attributes:
        reserved: What was reserved at first.
        vehicles: The cars that are left.
        drivers: The drivers that are left.
    """

    reserved: FleetReserved
    vehicles: tuple[str, ...]
    drivers: tuple[str, ...]


Campaign = Kept | None


def decide(command: CampaignCommand, campaign: Campaign) -> list[CampaignEvent]:
    """Answer what is said about a big event.

    Raises:
        Refused: If a rule forbids it.

    Source:
        R065.
    """
    check(command.brief)
    require(command.brief, "BUREAU", "CENTRE")
    if isinstance(command, ReserveFleet):
        return _reserve(command, campaign)
    if campaign is None:
        raise _unknown(command)
    return _release(command, campaign)


def _reserve(command: ReserveFleet, campaign: Campaign) -> list[CampaignEvent]:
    told = command.model_dump(exclude={"brief", "foreign"})
    if campaign is not None:
        return _again(command, campaign.reserved)
    if command.ends_at <= command.begins_at:
        raise _empty(command)
    if command.foreign:
        raise _foreign(command)
    policy = command.brief.shelf.in_force(command.jurisdiction, command.at)
    reserved = FleetReserved(
        **told,
        pledge_grace_days=policy.drivers.pledge_grace_days,
        rest_chain_hours=policy.dispatch.rest.chain_hours,
        rest_break_minutes=policy.dispatch.rest.break_minutes,
        tz=str(policy.jurisdiction.tz),
        by=command.brief.actor.person,
        body=command.brief.actor.role,
        grounds=Grounds.of(policy),
    )
    return [reserved]


def _again(command: ReserveFleet, known: FleetReserved) -> list[CampaignEvent]:
    told = command.model_dump(exclude={"brief", "foreign", "at"})
    if all(getattr(known, name) == value for name, value in told.items()):
        return []
    raise Refused(
        "重大活动保障",
        "CampaignDiffers",
        "R065",
        zh="活动 {campaign} 已按“{name}”预留车辆 {vehicles}：请另用编号，或先释放。",
        en="campaign {campaign} has reserved {vehicles} for {name} already: "
        "use another number, or release them first.",
        campaign=command.campaign,
        name=known.name,
        vehicles=", ".join(known.vehicles),
    )


def _release(command: ReleaseFleet, campaign: Kept) -> list[CampaignEvent]:
    everything = not command.vehicles and not command.drivers
    vehicles = tuple(it for it in campaign.vehicles if everything or it in command.vehicles)
    drivers = tuple(it for it in campaign.drivers if everything or it in command.drivers)
    if not vehicles and not drivers:
        return []
    released = FleetReleased(
        campaign=command.campaign,
        vehicles=vehicles,
        drivers=drivers,
        reason=command.reason,
        by=command.brief.actor.person,
        body=command.brief.actor.role,
        at=command.at,
    )
    return [released]


def evolve(campaign: Campaign, event: CampaignEvent) -> Campaign:
    """Take one event into account."""
    if isinstance(event, FleetReserved):
        return Kept(event, event.vehicles, event.drivers)
    if campaign is None:
        return None
    vehicles = tuple(it for it in campaign.vehicles if it not in event.vehicles)
    drivers = tuple(it for it in campaign.drivers if it not in event.drivers)
    return Kept(campaign.reserved, vehicles, drivers)


def _unknown(command: ReleaseFleet) -> Refused:
    return Refused(
        "重大活动保障",
        "CampaignUnknown",
        "R065",
        zh="没有活动 {campaign} 的预留：请核对编号。",
        en="nothing is reserved for campaign {campaign}: check the number.",
        campaign=command.campaign,
    )


def _foreign(command: ReserveFleet) -> Refused:
    return Refused(
        "分级管理",
        "CarsOfOthers",
        "R057, R065",
        zh="车辆 {vehicles} 不属于 {jurisdiction}，不能为活动 {campaign} 预留：请另选车辆。",
        en="{vehicles} do not belong to {jurisdiction} and cannot be kept for campaign "
        "{campaign}: choose other cars.",
        vehicles=", ".join(command.foreign),
        jurisdiction=command.jurisdiction,
        campaign=command.campaign,
    )


def _empty(command: ReserveFleet) -> Refused:
    return Refused(
        "重大活动保障",
        "EndsBeforeItBegins",
        "R065",
        zh="活动 {campaign} 的结束时间不晚于开始时间：请核对时间。",
        en="campaign {campaign} ends no later than it begins: check the times.",
        campaign=command.campaign,
    )


event_campaign: Decider[CampaignCommand, CampaignEvent, Campaign] = Decider(
    initial=None, decide=decide, evolve=evolve
)

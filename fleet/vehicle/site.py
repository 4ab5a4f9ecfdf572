"""A site (驻地): where a unit's cars stand, and how many charging piles are there.

Unknown --RegisterSite--> Registered --InstallChargers--> Registered
"""

from dataclasses import dataclass, replace
from typing import Annotated, ClassVar

from pydantic import Field

from fleet.decider import Command, Decider, Event, Refused
from fleet.terms import Code, FenceId, Moment, Name, UnitCode


class RegisterSite(Command):
    """Enter a site.

    Attributes:
        fence: The area around it, where there is one.
    """

    site: Code
    unit: UnitCode
    name: Name
    fence: FenceId | None = None
    at: Moment


class InstallChargers(Command):
    """So many charging piles stand there now."""

    site: Code
    piles: Annotated[int, Field(ge=0, le=10_000)]
    at: Moment


class SiteRegistered(Event):
    """Cars may stand there."""

    TOPIC: ClassVar = "site.registered"
    site: str
    unit: str
    name: str
    fence: str | None
    at: Moment


class ChargersInstalled(Event):
    """So many piles are there."""

    TOPIC: ClassVar = "site.chargers-installed"
    site: str
    piles: int
    at: Moment


SiteCommand = RegisterSite | InstallChargers
SiteEvent = SiteRegistered | ChargersInstalled


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody has entered it."""


@dataclass(frozen=True, slots=True)
class Registered:
    """Cars may stand there."""

    unit: str
    name: str
    fence: str | None
    piles: int = 0


Site = Unknown | Registered


def decide(command: SiteCommand, site: Site) -> list[SiteEvent]:
    """Answer a command with the events that follow from it; none when the wish is already true.

    Raises:
        Refused: If piles are counted at a site nobody knows.

    Source:
        R044.
    """
    match command, site:
        case RegisterSite(unit=unit, name=name, fence=fence), Registered() if (
            unit,
            name,
            fence,
        ) == (site.unit, site.name, site.fence):
            return []
        case RegisterSite(), _:
            return [SiteRegistered(**dict(command))]
        case InstallChargers(piles=told), Registered(piles=known):
            return [ChargersInstalled(**dict(command))] if told != known else []
        case _:
            raise Refused(
                "配套设施",
                "SiteUnknown",
                "R044",
                zh="驻地 {site} 尚未登记：请先登记（RegisterSite）。",
                en="site {site} is not known: register it first (RegisterSite).",
                site=command.site,
            )


def evolve(site: Site, event: SiteEvent) -> Site:
    """Take one event into account."""
    match event:
        case SiteRegistered(unit=unit, name=name, fence=fence):
            piles = site.piles if isinstance(site, Registered) else 0
            return Registered(unit, name, fence, piles)
        case ChargersInstalled(piles=piles):
            return replace(site, piles=piles) if isinstance(site, Registered) else site


site: Decider[SiteCommand, SiteEvent, Site] = Decider(
    initial=Unknown(), decide=decide, evolve=evolve
)

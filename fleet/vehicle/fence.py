"""An area (围栏区域) that any number of vehicles share: published in versions, withdrawn.

Unknown --PublishFence--> Known --PublishFence, WithdrawFence--> Known
"""

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Self

from pydantic import Field, model_validator

from fleet.datum import Datum
from fleet.decider import Command, Decider, Event, Refused
from fleet.terms import FenceId, Moment, Profile, Text
from fleet.vehicle.geometry import Geometry, Unfit, cleaned, on_wgs84
from fleet.vehicle.versions import Version, Versions, cut, lasts_beyond, published

Metres = Annotated[float, Field(gt=0, le=100_000)]


class PublishFence(Command):
    """From `valid_from` on, the area is this.

    Attributes:
        fence: Its id; never changes.
        name: What people call it; empty: its id.
        geometry: GeoJSON Polygon, MultiPolygon, Point (with `radius_m`) or LineString (with
            `half_width_m`): degrees in `datum`, longitude first.
        radius_m: Metres around a Point.
        half_width_m: Metres to both sides of a LineString.
        datum: What the geometry was drawn on.
        profile: How it is judged.
        everyone: Visits of all vehicles are recorded, not only of those whose plan names it;
            None: as it is now, and for a new area no.
        valid_to: Until when (not included); None: until another version, or a withdrawal.
    """

    fence: FenceId
    name: Text = ""
    geometry: Geometry
    radius_m: Metres | None = None
    half_width_m: Metres | None = None
    datum: Datum = "wgs84"
    profile: Profile = "standard"
    everyone: bool | None = None
    valid_from: Moment
    valid_to: Moment | None = None

    @model_validator(mode="after")
    def _lasts(self) -> Self:
        if self.valid_to is not None and self.valid_to <= self.valid_from:
            raise ValueError("valid_to is not later than valid_from")
        return self


class WithdrawFence(Command):
    """From `at` on there is no such area."""

    fence: FenceId
    at: Moment


class CiteFence(Command):
    """A vehicle's plan names this area."""

    fence: FenceId


class FencePublished(Event):
    """From `valid_from` on, the area is this; earlier versions end there.

    Attributes:
        version: From 1 on.
        geometry: GeoJSON, degrees on WGS-84.
        declared_datum: What it was drawn on.
        declared_geometry: As it was drawn; None if that was WGS-84.
    """

    TOPIC: ClassVar = "fence.published"
    fence: str
    version: int
    name: str
    geometry: dict[str, Any]
    radius_m: float | None
    half_width_m: float | None
    profile: Profile
    everyone: bool
    valid_from: Moment
    valid_to: Moment | None
    declared_datum: Datum
    declared_geometry: dict[str, Any] | None


class FenceWithdrawn(Event):
    """From `at` on there is no such area."""

    TOPIC: ClassVar = "fence.withdrawn"
    fence: str
    at: Moment


FenceCommand = PublishFence | WithdrawFence | CiteFence
FenceEvent = FencePublished | FenceWithdrawn


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody has published it."""


@dataclass(frozen=True, slots=True)
class Known:
    """Published once or more.

    Attributes:
        last: The version published last.
        versions: Those that are in force at some time.
    """

    last: FencePublished
    versions: Versions

    @property
    def intact(self) -> bool:
        """Whether the last version is in force as long as it was meant to be."""
        meant = Version(self.last.version, self.last.valid_from, self.last.valid_to)
        return meant in self.versions


Fence = Unknown | Known


def decide(command: FenceCommand, fence: Fence) -> list[FenceEvent]:
    """Answer a command with the events that follow from it; none when the wish is already true.

    Raises:
        Refused: If a rule forbids it, or the geometry encloses nothing that could be judged.

    Source:
        R069 (一车一围栏); feed.md section 7 (datum).
    """
    match command, fence:
        case PublishFence(), Unknown():
            return [_version(command, 1, everyone=False)]
        case PublishFence(), Known(last=last):
            new = _version(command, last.version + 1, everyone=last.everyone)
            same = new.model_copy(update={"version": last.version}) == last
            return [] if same and fence.intact else [new]
        case WithdrawFence(at=at), Known(versions=versions):
            lasting = lasts_beyond(versions, at)
            return [FenceWithdrawn(fence=command.fence, at=at)] if lasting else []
        case CiteFence(), Known():
            return []
        case _:
            raise _unknown(command.fence)


def evolve(fence: Fence, event: FenceEvent) -> Fence:
    """Take one event into account."""
    match event:
        case FencePublished(version=number, valid_from=begin, valid_to=end):
            before = fence.versions if isinstance(fence, Known) else ()
            return Known(event, published(before, Version(number, begin, end)))
        case FenceWithdrawn(at=at):
            return Known(fence.last, cut(fence.versions, at)) if isinstance(fence, Known) else fence


def _version(command: PublishFence, number: int, *, everyone: bool) -> FencePublished:
    try:
        _measured(command)
        declared = cleaned(command.geometry)
        geometry = on_wgs84(declared, command.datum)
    except Unfit as unfit:
        raise _unfit(command.fence, unfit) from unfit
    told = command.model_dump(exclude={"datum", "geometry", "name", "everyone"})
    return FencePublished(
        **told,
        version=number,
        name=command.name or command.fence,
        geometry=geometry,
        everyone=everyone if command.everyone is None else command.everyone,
        declared_datum=command.datum,
        declared_geometry=None if command.datum == "wgs84" else declared,
    )


def _measured(command: PublishFence) -> None:
    """A point has a radius, a line has a width, and nothing else has either."""
    kind = command.geometry.get("type")
    for owner, field in (("Point", "radius_m"), ("LineString", "half_width_m")):
        given = getattr(command, field) is not None
        if given != (kind == owner):
            raise Unfit(
                zh=f"{field} 与类型 {kind} 不符：只有 {owner} 需要 {field}",
                en=f"a {kind} {'has' if given else 'lacks'} {field}: it belongs to a {owner}",
            )


def _unfit(fence: str, unfit: Unfit) -> Refused:
    return Refused(
        "围栏图形有效",
        "GeometryUnfit",
        "R069",
        zh="围栏 {fence} 的图形不可用：{reason_zh}。请改正图形后重新发布。",
        en="the geometry of fence {fence} cannot be used: {reason_en}. "
        "Correct it and publish it again.",
        fence=fence,
        reason_zh=unfit.zh,
        reason_en=unfit.en,
    )


def _unknown(fence: str) -> Refused:
    return Refused(
        "先画围栏",
        "FenceUnknown",
        "R069",
        zh="围栏 {fence} 尚未发布：请先发布围栏。",
        en="fence {fence} is not known: publish it first.",
        fence=fence,
    )


fence: Decider[FenceCommand, FenceEvent, Fence] = Decider(
    initial=Unknown(), decide=decide, evolve=evolve
)

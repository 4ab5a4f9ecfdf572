"""The sealed periods of a region (封存日历): which there are; no two of them overlap.

A guard: it is told in the save that plans or cancels a period.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import ClassVar

from fleet.decider import Command, Decider, Event, Refused
from fleet.terms import Code, Jurisdiction, Moment, Name


class _Said(Command):
    jurisdiction: Jurisdiction
    period: Code
    at: Moment


class EnterSeal(_Said):
    """A period is planned."""

    name: Name
    begins_at: Moment
    ends_at: Moment


class LeaveSeal(_Said):
    """It was cancelled."""


class SealEntered(Event):
    """A period is planned."""

    TOPIC: ClassVar = "seal-calendar.entered"
    jurisdiction: str
    period: str
    name: str
    begins_at: Moment
    ends_at: Moment
    at: Moment


class SealLeft(Event):
    """It was cancelled."""

    TOPIC: ClassVar = "seal-calendar.left"
    jurisdiction: str
    period: str
    at: Moment


SealCalendarCommand = EnterSeal | LeaveSeal
SealCalendarEvent = SealEntered | SealLeft


@dataclass(frozen=True, slots=True)
class Stretch:
    """A period: [begins_at, ends_at)."""

    name: str
    begins_at: datetime
    ends_at: datetime

    def overlaps(self, begins_at: datetime, ends_at: datetime) -> bool:
        """Whether they share a moment."""
        return self.begins_at < ends_at and begins_at < self.ends_at


@dataclass(frozen=True, slots=True)
class SealCalendar:
    """Attributes: periods: Number of the period -> when it is."""

    periods: Mapping[str, Stretch] = field(default_factory=lambda: MappingProxyType({}))

    def between(self, begins_at: datetime, ends_at: datetime) -> dict[str, Stretch]:
        """The periods that share a moment with a stretch of time, the earliest first."""
        met = {it: when for it, when in self.periods.items() if when.overlaps(begins_at, ends_at)}
        return dict(sorted(met.items(), key=lambda pair: pair[1].begins_at))


def decide(command: SealCalendarCommand, calendar: SealCalendar) -> list[SealCalendarEvent]:
    """Answer a command with the events that follow from it; none when the wish is already true.

    Raises:
        Refused: If the period would overlap another one.

    Source:
        R078.
    """
    known = calendar.periods.get(command.period)
    if isinstance(command, LeaveSeal):
        return [] if known is None else [SealLeft(**dict(command))]
    told = Stretch(command.name, command.begins_at, command.ends_at)
    if told == known:
        return []
    for period, when in calendar.between(command.begins_at, command.ends_at).items():
        raise _overlaps(command, period, when)
    return [SealEntered(**dict(command))]


def evolve(calendar: SealCalendar, event: SealCalendarEvent) -> SealCalendar:
    """Take one event into account."""
    others = {it: when for it, when in calendar.periods.items() if it != event.period}
    if isinstance(event, SealLeft):
        return SealCalendar(others)
    when = Stretch(event.name, event.begins_at, event.ends_at)
    return SealCalendar({**others, event.period: when})


def _overlaps(command: EnterSeal, period: str, when: Stretch) -> Refused:
    return Refused(
        "封存停驶",
        "SealOverlaps",
        "R078",
        zh="封存期 {period} 与已有的 {other}（{name}，{begins} 至 {ends}）重叠：请先取消原封存期，"
        "或改期。",
        en="sealed period {period} overlaps {other} ({name}, {begins} to {ends}): "
        "cancel that one first, or choose other days.",
        period=command.period,
        other=period,
        name=when.name,
        begins=when.begins_at.isoformat(),
        ends=when.ends_at.isoformat(),
    )


seal_calendar: Decider[SealCalendarCommand, SealCalendarEvent, SealCalendar] = Decider(
    initial=SealCalendar(), decide=decide, evolve=evolve
)
"""The legal moves of a region's sealed periods (封存日历)."""

"""GEO-04, 围栏变更异常: where a car may be was changed around an alert about where it was.

Somebody may be making the map fit the journey. A change counts that takes effect within a day of
the alert, and one that is made afterwards with effect from before it.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from fleet.decider import Entry
from fleet.reactions.census import Census
from fleet.reactions.due import Notice
from fleet.supervision.case_events import (
    AlertAutoDismissed,
    AlertClosed,
    AlertDismissed,
    AlertRaised,
    AlertReopened,
    EvidenceMerged,
)
from fleet.supervision.case_raising import PAPERS
from fleet.terms import FOREVER
from fleet.vehicle.fence import FencePublished, FenceWithdrawn
from fleet.vehicle.fence_plan import FencePlan, FencePlanPublished, Planned

TOPICS = frozenset(
    event.TOPIC
    for event in (
        AlertRaised,
        AlertReopened,
        AlertDismissed,
        AlertAutoDismissed,
        AlertClosed,
        EvidenceMerged,
        FencePublished,
        FenceWithdrawn,
        FencePlanPublished,
    )
)
"""The entries that it remembers."""

_CODE = "GEO-04"
_NEAR = timedelta(hours=24)
_PLACES = ("GEO-01", "GEO-02", "SEAL-", "USE-")  # GEO-03 asks for a plan, GEO-04 is this alert


@dataclass(frozen=True, slots=True)
class _Alert:
    """An alert of a car.

    Attributes:
        raised: How it began.
        ends_at: Until when its window lasts; `FOREVER` while nobody knows.
        open: Whether somebody still has to answer.
    """

    raised: AlertRaised
    ends_at: datetime
    open: bool = True

    def near(self, change: "_Change") -> bool:
        """Whether a change takes effect around its window, or reaches back over it."""
        begin = self.raised.begins_at
        if change.effect < begin - _NEAR:
            return change.made >= begin
        return change.effect - _NEAR <= self.ends_at


@dataclass(frozen=True, slots=True)
class _Change:
    """A new version of a plan or an area, or the end of one.

    Attributes:
        what: `fence-plan:C1@2`, `fence:base@3`.
        effect: From when on.
        made: When it was filed.
    """

    what: str
    effect: datetime
    made: datetime


class FenceEdits:
    """Remembers alerts about places, and changes of plans and areas."""

    def __init__(self) -> None:
        self._alerts: dict[str, dict[str, _Alert]] = defaultdict(dict)
        self._changes: dict[str, list[_Change]] = defaultdict(list)

    def follows(self, entry: Entry, census: Census) -> Iterator[Notice]:
        """What an entry shows; the census has taken it already.

        Source:
            alerts.json, GEO-04; R069, R121.
        """
        match entry.event:
            case AlertRaised() as event if event.vehicle and event.code.startswith(_PLACES):
                alert = _Alert(event, _until(event, event.ends_at))
                self._alerts[event.vehicle][event.case] = alert
                yield from self._notices([alert], self._of(event.vehicle, census), entry)
            case AlertReopened() | AlertDismissed() | AlertAutoDismissed() | AlertClosed() as event:
                self._amend(event, open=isinstance(event, AlertReopened))
            case EvidenceMerged() as event if event.case in self._alerts[event.vehicle]:
                raised = self._alerts[event.vehicle][event.case].raised
                self._amend(event, ends_at=_until(raised, event.ends_at))
            case FencePublished() | FenceWithdrawn() | FencePlanPublished() as event:
                yield from self._changed(event, census, entry)
            case _:
                return

    def _amend(
        self,
        event: AlertReopened | AlertDismissed | AlertAutoDismissed | AlertClosed | EvidenceMerged,
        **known: object,
    ) -> None:
        alerts = self._alerts[event.vehicle]
        if event.case in alerts:
            alerts[event.case] = replace(alerts[event.case], **known)  # type: ignore[arg-type] # its

    def _changed(
        self,
        event: FencePublished | FenceWithdrawn | FencePlanPublished,
        census: Census,
        entry: Entry,
    ) -> Iterator[Notice]:
        """A first version changes nothing: before it there was no area, or no plan."""
        if isinstance(event, FenceWithdrawn):
            change = _Change(f"{entry.stream}:withdrawn", event.at, entry.recorded_at)
        elif event.version > 1:
            what = f"{entry.stream}@{event.version}"
            change = _Change(what, event.valid_from, entry.recorded_at)
        else:
            return
        self._changes[entry.stream].append(change)
        for vehicle, alerts in self._alerts.items():
            if entry.stream in _papers(vehicle, census):
                asked = [alert for alert in alerts.values() if alert.open]
                yield from self._notices(asked, [change], entry)

    def _of(self, vehicle: str, census: Census) -> list[_Change]:
        """The changes of its plan, and of the areas that its plan names."""
        papers = _papers(vehicle, census)
        return [change for paper in papers for change in self._changes.get(paper, ())]

    def _notices(
        self, alerts: list[_Alert], changes: list[_Change], entry: Entry
    ) -> Iterator[Notice]:
        for alert in alerts:
            raised = alert.raised
            for change in changes:
                if alert.near(change):
                    inputs = {
                        "change": change.what,
                        "effect_at": change.effect.isoformat(),
                        "alert": raised.case,
                        "alert_code": raised.code,
                        "begins_at": raised.begins_at.isoformat(),
                    }
                    subject = f"{change.what}:{raised.case}"
                    unit, vehicle = raised.unit, raised.vehicle
                    yield Notice(_CODE, subject, unit, vehicle, entry.recorded_at, inputs)


def _until(raised: AlertRaised, told: datetime | None) -> datetime:
    """What papers tell is true of a moment; what facts tell, and has no end, lasts."""
    if told is not None:
        return told
    return raised.begins_at if raised.rule_version == PAPERS else FOREVER


def _papers(vehicle: str, census: Census) -> list[str]:
    """The streams of a car's plan and of the areas that it names now."""
    plan: FencePlan = census.plan(vehicle)
    last = plan.last if isinstance(plan, Planned) else None
    areas = last.home + last.operating + last.forbidden if last else ()
    return [f"fence-plan:{vehicle}", *(f"fence:{area}" for area in areas)]

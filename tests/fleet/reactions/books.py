"""Entries for reactions that remember: a city's books, an entry after the other."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from fleet.decider import Entry, Event
from fleet.organisation.unit import UnitRegistered
from fleet.policy.calendar import CalendarAnnounced, Holiday
from fleet.policy.loading import from_yaml
from fleet.policy.packaged import text
from fleet.policy.policies import PolicyPublished
from fleet.reactions.census import Census
from fleet.vehicle.entry import VehicleTakenOver
from fleet.vehicle.fence_plan import FencePlanPublished
from fleet.vehicle.fitting import VehicleTerminalBound

HANGZHOU = "330100"
NOW = datetime(2026, 9, 1, 1, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
HANGZHOU_POLICY = from_yaml(text("cn-zj-hangzhou@2021-11-01"))


@dataclass
class Books:
    """A census, and the entries it was told."""

    census: Census = field(default_factory=Census)
    position: int = 0
    told: list[Entry] = field(default_factory=list)

    def entry(self, stream: str, event: Event, now: datetime = NOW) -> Entry:
        """The next entry; the census takes it."""
        self.position += 1
        name = UUID(int=self.position)
        entry = Entry("lifecycle", self.position, stream, 1, name, now, {}, event)
        self.census.take(entry)
        self.told.append(entry)
        return entry

    def unit(
        self, code: str = "U", jurisdiction: str = HANGZHOU, district: str = "上城区"
    ) -> Entry:
        """A unit."""
        told = {"name": f"单位{code}", "district": district, "jurisdiction": jurisdiction}
        return self.entry(f"unit:{code}", UnitRegistered(unit=code, **told))

    def car(self, name: str = "C1", unit: str = "U") -> Entry:
        """A car in service."""
        told = {"vehicle": name, "plate": f"浙A{name}", "unit": unit, "category": "LAW_ENFORCEMENT"}
        return self.entry(f"vehicle:{name}", VehicleTakenOver(**told, at=NOW))

    def plan(self, begin: datetime = LONG_AGO, end: datetime | None = None) -> Entry:
        """A fence plan of the car."""
        told = {"home": ("H",), "operating": (), "forbidden": ()}
        event = FencePlanPublished(vehicle="C1", version=1, **told, valid_from=begin, valid_to=end)
        return self.entry("fence-plan:C1", event)

    def bound(self, end: datetime | None = None, *, spare: bool = False) -> Entry:
        """A terminal of the car."""
        span = {"valid_from": LONG_AGO, "valid_to": end}
        event = VehicleTerminalBound(vehicle="C1", device="T1", spare=spare, **span)
        return self.entry("vehicle:C1", event)

    def policy(self) -> Entry:
        """The city's policy."""
        policy = HANGZHOU_POLICY
        event = PolicyPublished(
            jurisdiction=HANGZHOU,
            policy_id=policy.policy_id,
            version=policy.version,
            effective_from=policy.effective_from,
            content=policy.content,
            sha256=policy.sha256,
            document="1",
            at=NOW,
        )
        return self.entry(f"policy:{HANGZHOU}", event)

    def calendar(self, *days: str, name: str = "国庆节") -> Entry:
        """The days off of 2026."""
        holidays = tuple(
            Holiday(date=datetime.fromisoformat(day).date(), name=name) for day in days
        )
        told = {"source": "国务院办公厅", "holidays": holidays, "workdays": ()}
        event = CalendarAnnounced(year=2026, **told, at=NOW)
        return self.entry("calendar:2026", event)

"""Clerks, dispatchers and supervisors of a small town who say whatever comes to their minds."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any

from fleet.decider import Conflict, Refused
from fleet.policy.loading import from_yaml
from fleet.policy.packaged import text
from tests.scenarios.office import BUREAU, DIGEST, Office, local

_towns = count(1)
DAY = "2026-03-10"
CARS, DRIVERS, ORDERS = ("V1", "V2"), ("D1", "D2"), ("1", "2", "3", "4")
SEALED = "2026-03-14"
WINDOWS = (
    ("09:00", "11:00"),
    ("10:00", "12:00"),
    ("11:00", "13:00"),
    (f"{SEALED} 09:00", f"{SEALED} 11:00"),
)
CLERK = {"person": "钱文", "role": "UNIT_CLERK"}
LEADER = {"person": "林涛", "role": "UNIT_LEADER"}
CENTRE = {"person": "顾平", "role": "CENTRE"}
SUPERVISORS = (
    {"person": "孙立", "role": "BUREAU"},
    {"person": "王芳", "role": "BUREAU"},
    {"person": "郑直", "role": "DISCIPLINE"},
    CENTRE,
)
CODES = {"1": "USE-08", "2": "SAFE-05"}
"""Case -> its alert: the bureau answers for the first, the fleet centre for the second."""

PAPER = [{"number": "说明1号", "sha256": DIGEST}]


def at(clock: str) -> str:
    """A local time of the day, unless another day is named."""
    return local(f"{clock if ' ' in clock else f'{DAY} {clock}'}:00")


@dataclass(slots=True)
class Town:
    """A jurisdiction with rules of its own, so that many can share a ledger."""

    code: str

    @classmethod
    def founded(cls, office: Office) -> "Town":
        """Its rules, units, platform, cars and drivers; a sealed period; nothing has happened."""
        office.now = datetime(2026, 3, 9, 1, tzinfo=UTC)
        town = cls(f"34{next(_towns):04d}")
        content = from_yaml(text("cn-zj-hangzhou@2021-11-01")).content
        region = {**content["jurisdiction"], "code": town.code, "parent": None}
        rules = {**content, "policy_id": f"town-{town.code}", "jurisdiction": region}
        where = {"jurisdiction": town.code}
        office.say("PublishPolicy", BUREAU, content=rules, document="1号", **where)
        for unit in ("A", "FC"):
            office.say("RegisterUnit", BUREAU, unit=town.unit(unit), name=unit, **where)
        kind = "ADMIN_ENFORCEMENT"
        office.say("OpenPlatform", BUREAU, platform=town.named("P"), category=kind, **where)
        duty = {"platform": town.named("P"), "person": CENTRE["person"]}
        office.say("AppointDispatcher", CENTRE, **duty)
        office.say("StartDuty", CENTRE, **duty)
        for name in CARS:
            town.car(office, name)
        for name in DRIVERS:
            town.driver(office, name)
        town.calendar(office)
        return town

    def named(self, name: str) -> str:
        """A number of this town."""
        return f"{self.code}-{name}"

    def unit(self, name: str) -> str:
        """A unit of this town."""
        return f"{self.code}{name}"

    def car(self, office: Office, name: str) -> None:
        """A car on the platform."""
        about = {
            "vehicle": self.named(name),
            "category": "ADMIN_ENFORCEMENT",
            "unit": self.unit("A"),
        }
        more = {"plate": f"浙{self.code}{name}", "body": "SEDAN"}
        office.say("TakeOverVehicle", **about, **more)
        office.say("AttachVehicle", CENTRE, platform=self.named("P"), **about)

    def driver(self, office: Office, name: str) -> None:
        """A driver who may drive."""
        about = {"driver": self.named(name)}
        said = {"name": name, "unit": self.unit("FC"), "employed_on": "2020-01-01"}
        office.say("RegisterDriver", CENTRE, **about, **said)
        licence = {"number": name, "classes": ["C1"], "valid_until": "2030-01-01"}
        office.say("RecordLicence", CENTRE, **about, sha256=DIGEST, **licence)
        office.say("SignPledge", CENTRE, **about, year=2026, sha256=DIGEST)

    def calendar(self, office: Office) -> None:
        """A sealed period at the end of the week."""
        days = {"first_day": SEALED, "last_day": "2026-03-15"}
        said = {"period": self.named("S"), "jurisdiction": self.code, "name": "清明节"}
        with suppress(Refused):
            holiday = [{"date": "2026-03-15", "name": "清明节"}]
            told = {"year": 2026, "source": "国务院办公厅", "holidays": holiday}
            office.say("AnnounceCalendar", BUREAU, **told)
        office.say("PlanSeal", BUREAU, **said, **days)


@dataclass(slots=True)
class Clerk:
    """Says a step, as far as the rules let it; the rest of the step is then left."""

    office: Office
    town: Town

    def _try(self, command: str, actor: dict[str, str], **fields: Any) -> bool:  # noqa: ANN401 - of any command
        unit = "FC" if actor["role"] == "CENTRE" else "A"
        try:
            self.office.say(command, {**actor, "unit": self.town.unit(unit)}, **fields)
        except (Refused, Conflict):
            return False
        return True

    def _order(self, number: str) -> dict[str, Any]:
        return {"order": self.town.named(f"O{number}")}

    def _pair(self, car: str, driver: str) -> dict[str, Any]:
        return {"vehicle": self.town.named(car), "driver": self.town.named(driver)}

    def draft(self, number: str, window: tuple[str, str]) -> None:
        """A trip is prepared."""
        said = {"unit": self.town.unit("A"), "purpose": "ENFORCEMENT", "people": 1}
        said |= {"platform": self.town.named("P"), "origin": "市府", "destinations": ["余杭"]}
        times = {"begins_at": at(window[0]), "ends_at": at(window[1])}
        self._try("DraftOrder", CLERK, **self._order(number), **said, **times)

    def ask(self, number: str, window: tuple[str, str]) -> None:
        """A trip is asked for and approved."""
        self.draft(number, window)
        self._try("RequestTrip", CLERK, **self._order(number))
        self._try("ApproveTrip", LEADER, **self._order(number))

    def assign(self, number: str, car: str, driver: str) -> None:
        """It gets a car and a driver, or others."""
        said = {**self._order(number), **self._pair(car, driver)}
        if not self._try("AssignCarAndDriver", CENTRE, **said):
            self._try("Reassign", CENTRE, **said, reason="调整")

    def emergency(self, number: str, car: str, driver: str, window: tuple[str, str]) -> None:
        """A car leaves at once."""
        self.draft(number, window)
        said = {**self._order(number), **self._pair(car, driver), "kind": "MEDICAL"}
        self._try("OpenEmergencyOrder", CENTRE, **said)

    def leave(self, number: str, driver: str, clock: str) -> None:
        """It leaves."""
        said = {**self._order(number), "driver": self.town.named(driver), "evidence": "key"}
        self._try("RecordDeparture", CENTRE, **said, at=at(clock))

    def back(self, number: str, clock: str) -> None:
        """It is back."""
        said = {**self._order(number), "odometer_km": 1000, "inside_home": True}
        self._try("RecordReturn", CENTRE, **said, at=at(clock))

    def longer(self, number: str, clock: str) -> None:
        """It takes longer."""
        said = {**self._order(number), "ends_at": at(clock), "approver": "林涛", "reason": "延长"}
        self._try("ExtendTrip", CENTRE, **said, at=at("10:30"))

    def cancel(self, number: str) -> None:
        """It is not needed."""
        self._try("CancelTrip", CLERK, **self._order(number), reason="取消")

    def other_car(self, number: str, car: str, driver: str) -> None:
        """It breaks down, and another one takes over."""
        said = {**self._order(number), **self._pair(car, driver), "reason": "抛锚"}
        self._try("ChangeVehicle", CENTRE, **said, workshop="修理厂", at=at("10:15"))

    def check(self, car: str, result: str) -> None:
        """The brakes are checked in the workshop."""
        name = self.town.named(car)
        self._try("ScheduleCheck", CENTRE, vehicle=name, kind="MONTHLY", period="2026-03")
        said = {"results": {"BRAKES": result}, "inspector": "检", "workshop_record": "厂1"}
        check = f"{name}-MONTHLY-2026-03"
        self._try("CompleteCheck", CENTRE, check=check, **said, sha256=DIGEST)

    def suspend(self, car: str) -> None:
        """The car must not be used for a while."""
        about = {"vehicle": self.town.named(car)}
        if not self._try("SuspendVehicle", BUREAU, **about, cause="INVESTIGATION"):
            self._try("ReinstateVehicle", BUREAU, **about, evidence="查清")

    def ground(self, driver: str) -> None:
        """The driver must not drive for a while."""
        about = {"driver": self.town.named(driver)}
        if not self._try("SuspendDriver", CENTRE, **about, reason="核查", document="1"):
            self._try("ReinstateDriver", CENTRE, **about, evidence="查清")

    def licence(self, driver: str, until: str) -> None:
        """The driver's licence is another one."""
        said = {"number": driver, "classes": ["C1"], "valid_until": until, "sha256": DIGEST}
        self._try("RecordLicence", CENTRE, driver=self.town.named(driver), **said)

    def exempt(self, car: str, begin: str, end: str) -> None:
        """A car is exempt from the period, or from hours that are not in it."""
        said = {"vehicle": self.town.named(car), "reason": "防汛", "document": "豁1"}
        times = {"begins_at": local(begin), "ends_at": local(end)}
        period = self.town.named("S")
        asker = {"person": "吴越", "role": "BUREAU"}
        self._try("AddExemption", asker, period=period, approver="孙立", **said, **times)

    def alert(self, number: str) -> None:
        """Facts ask a question."""
        told = {"code": CODES[number], "vehicle": self.town.named("V1"), "begins_at": at("09:00")}
        told |= {"subject": "finding:x", "rule_version": "use-01@1", "source": "supervision:1"}
        evidence = [{"kind": "fixes", "range": "a/b", "rows": 3, "digest": DIGEST}]
        case = self.town.named(f"K{number}")
        with suppress(Refused, Conflict):
            self.office.say(
                "RaiseAlert", {"person": "reactions"}, case=case, **told, evidence=evidence
            )

    def answer(self, number: str, word: str, who: int) -> None:
        """Somebody does something about a case."""
        case, actor = self.town.named(f"K{number}"), SUPERVISORS[who]
        fields: dict[str, dict[str, Any]] = {
            "SubmitExplanation": {"text": "说明", "documents": PAPER},
            "DismissAlert": {"reason": "WorkNeed"},
            "ConfirmFinding": {"finding_class": "MANAGEMENT"},
            "OrderRectification": {"plan": "整改", "due_on": "2026-04-01"},
            "SubmitRectification": {"text": "已改", "documents": PAPER},
            "ReopenAlert": {"reason": "新证据", "documents": PAPER},
        }
        self._try(word, actor, case=case, **fields.get(word, {}))

    def explain(self, number: str) -> None:
        """The unit explains."""
        case = self.town.named(f"K{number}")
        self._try("SubmitExplanation", LEADER, case=case, text="说明", documents=PAPER)

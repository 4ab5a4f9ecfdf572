"""The office of the scenarios: its people, and the steps of a year as they say them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from fleet.decider import Entry, Refused
from fleet.desk.commands import parse, say
from fleet.ledger.applications import Lifecycle
from fleet.ledger.envelope import entry_of
from fleet.policy.loading import from_yaml
from fleet.policy.packaged import text as packaged

SHANGHAI = ZoneInfo("Asia/Shanghai")
HANGZHOU = "330100"
CLERK = {"person": "钱文", "role": "UNIT_CLERK"}
BUREAU = {"person": "孙立", "role": "BUREAU"}
FINANCE = {"person": "周敏", "role": "FINANCE"}
DIGEST = "ab" * 32
SEDAN = {"body": "SEDAN", "energy": "PETROL", "origin": "DOMESTIC_BRAND", "displacement_ml": 1500}
ELECTRIC = {"body": "SEDAN", "energy": "BATTERY", "origin": "DOMESTIC_BRAND"}
NOTES = {"need": "公务出行", "cost": "旧车维修费高", "energy": "换用新能源", "pooling": "可共用"}
PRICE = 11_800_000
"""118,000 yuan in fen: below every cap."""


def local(text: str) -> str:
    """A local time with its offset: `2025-07-31 23:59:59`."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).isoformat()


@dataclass(slots=True)
class Office:
    """Speaks to the desk, one step after the other; each a minute later than the one before.

    Attributes:
        ledger: What is spoken to.
        now: When the next step becomes true, unless it says so itself.
    """

    ledger: Lifecycle
    now: datetime = datetime(2026, 1, 5, 1, tzinfo=UTC)
    entries: list[Entry] = field(default_factory=list)

    def say(self, command: str, actor: Mapping[str, str] = CLERK, /, **fields: Any) -> list[Entry]:  # noqa: ANN401 - of any command
        """Say one command."""
        self.now += timedelta(minutes=1)
        wire = {"command": command, "actor": actor, "at": self.now.isoformat(), **fields}
        written = say(self.ledger, parse(wire))
        self.entries += written
        return written

    def refused(self, command: str, actor: Mapping[str, str] = CLERK, /, **fields: Any) -> Refused:  # noqa: ANN401 - of any command
        """Say one command that a rule says no to."""
        with pytest.raises(Refused) as refusal:
            self.say(command, actor, **fields)
        assert refusal.value.say("zh")
        assert refusal.value.say("en")
        return refusal.value

    def open(self, *units: str, sector: str = "PARTY_GOV") -> None:
        """Publish Hangzhou's policy, open the book, register the units."""
        self.publish()
        self.say(
            "OpenBook", BUREAU, jurisdiction=HANGZHOU, sector=sector, document="车改〔2016〕1号"
        )
        for unit in units:
            self.unit(unit, sector)

    def publish(self, *names: str) -> None:
        """Publish packaged policies, the older first; none named: Hangzhou's first."""
        for name in names or ("cn-zj-hangzhou@2021-11-01",):
            policy = from_yaml(packaged(name))
            said = {"content": policy.content, "jurisdiction": policy.jurisdiction.code}
            self.say("PublishPolicy", BUREAU, document="杭机管〔2021〕8号", **said)

    def unit(self, code: str, sector: str = "PARTY_GOV") -> None:
        """Register a unit of the city."""
        said = {"name": f"单位{code}", "jurisdiction": HANGZHOU, "sector": sector}
        self.say("RegisterUnit", BUREAU, unit=code, **said)

    def slots(self, unit: str, *names: str, category: str = "LAW_ENFORCEMENT") -> None:
        """Authorise baseline slots."""
        for name in names:
            self.say("AuthoriseSlot", BUREAU, **self.slot(name, unit, category))

    def slot(self, name: str, unit: str, category: str = "LAW_ENFORCEMENT") -> dict[str, Any]:
        """The words of a baseline slot."""
        said = {"jurisdiction": HANGZHOU, "sector": "PARTY_GOV", "baseline": True}
        return {"slot": name, "unit": unit, "category": category, **said}

    def car(self, number: str, unit: str, slot: str, **more: Any) -> None:  # noqa: ANN401 - of any command
        """A car that was there before."""
        said = {
            "plate": f"浙A{number}",
            "category": "LAW_ENFORCEMENT",
            "first_registered": "2014-03-02",
            **more,
        }
        self.say("TakeOverVehicle", vehicle=f"C{number}", unit=unit, slot=slot, **said)

    def indicator(self, number: str, unit: str, slot: str, **more: Any) -> None:  # noqa: ANN401 - of any command
        """Draft one; with `vehicle` it is a renewal."""
        said = {
            "kind": "RENEWAL" if "vehicle" in more else "ADDITION",
            "category": "LAW_ENFORCEMENT",
            "plan_year": 2026,
            "track": "GENERAL",
            "specification": SEDAN,
            "price_fen": PRICE,
            "notes": NOTES,
            **more,
        }
        self.say("DraftIndicator", indicator=number, unit=unit, slot=slot, **said)

    def approve(self, number: str, *, renewal: bool = True) -> None:
        """Submit, review and approve an indicator of law enforcement: finance leads."""
        self.say("SubmitIndicator", indicator=number)
        self.decide(number, renewal=renewal)
        self.say("ApproveIndicator", FINANCE, indicator=number)

    def decide(self, number: str, *, renewal: bool = True) -> None:
        """Assess the old car, review, and let both bodies say yes."""
        if renewal:
            said = {"grade": "POOR", "document": "鉴定1号"}
            self.say("AssessCondition", BUREAU, indicator=number, **said)
        self.say("StartReview", BUREAU, indicator=number)
        self.say("RecordFinanceDecision", FINANCE, indicator=number, positive=True)
        self.say("RecordBureauDecision", BUREAU, indicator=number, positive=True)

    def budget(self, number: str, unit: str) -> None:
        """From the request to the execution document; the line is called like the indicator."""
        said = {"line": number, "indicator": number, "unit": unit}
        self.say("RequestBudget", year=2026, amount_fen=PRICE, **said)
        self.say("ApproveBudget", FINANCE, line=number)
        self.say("IssueExecutionDocument", FINANCE, line=number, document=f"执{number}")

    def dispose(self, case: str, vehicle: str, unit: str, slot: str, indicator: str) -> None:
        """From the draft to the write-off of a car that is to be replaced."""
        place = {"unit": unit, "slot": slot, "category": "LAW_ENFORCEMENT"}
        self.say("DraftDisposal", case=case, vehicle=vehicle, ground="REPLACEMENT", **place)
        papers = {"indicator": indicator, "execution_document": f"执{indicator}"}
        self.say("RequestDisposal", case=case, **papers)
        self.say("ApproveDisposal", FINANCE, case=case)
        self.say("ApproveDisposal", BUREAU, case=case)
        self.say("EnterDisposal", vehicle=vehicle, approval=f"处{case}", case=case)
        self.say("ApproveAssetDisposal", FINANCE, case=case, document=f"资{case}")
        self.say("WriteOffAsset", case=case, document=f"销{case}")

    def draft(self, number: str, unit: str, slot: str, indicator: str, **more: Any) -> None:  # noqa: ANN401 - of any command
        """Begin a purchase; with `vehicle` it is a renewal."""
        said = {
            "kind": "RENEWAL" if "vehicle" in more else "ADDITION",
            "category": "LAW_ENFORCEMENT",
            "indicator": indicator,
            **more,
        }
        self.say("DraftPurchase", purchase=number, unit=unit, slot=slot, **said)

    def apply(self, number: str, case: str | None = None, **more: Any) -> list[Entry]:  # noqa: ANN401 - of any command
        """Apply for the purchase."""
        quote = {"vendor": "供应商甲", "specification": SEDAN, "price_fen": PRICE}
        said = {"quotes": [quote], "body_reason": "执法需要", **more}
        return self.say("ApplyPurchase", purchase=number, case=case, **said)

    def buy(self, number: str, vehicle: str) -> None:
        """From the standard check to the accepted delivery."""
        self.buy_until_contract(number, vehicle)
        delivered = {"vin": vin(vehicle), "engine": f"E{vehicle}", "specification": SEDAN}
        self.say("RecordDelivery", purchase=number, price_fen=PRICE, **delivered)
        self.say("AcceptDelivery", purchase=number, report=f"验{number}")

    def buy_until_contract(self, number: str, vehicle: str) -> None:
        """From the standard check to the contract."""
        self.say("CheckStandard", BUREAU, purchase=number)
        self.say("ApprovePurchase", BUREAU, purchase=number)
        self.say("ApprovePurchase", FINANCE, purchase=number)
        self.say("IssueCertificate", BUREAU, purchase=number, certificate=f"证{number}")
        contract = {"contract": f"合{number}", "price_fen": PRICE, "specification": SEDAN}
        self.say("RecordContract", purchase=number, vehicle=vehicle, **contract)

    def commission(self, vehicle: str, unit: str, slot: str, purchase: str) -> None:
        """Register, equip and put the new car into service."""
        said = {
            "plate": f"浙B{vehicle}",
            "unit": unit,
            "category": "LAW_ENFORCEMENT",
            "vin": vin(vehicle),
            "engine": f"E{vehicle}",
            "first_registered": "2026-05-06",
            "price_fen": PRICE,
        }
        self.say("RegisterVehicle", vehicle=vehicle, slot=slot, purchase=purchase, **said)
        self.say("RegisterTerminal", device=f"T{vehicle}")
        begin = "2026-01-01T00:00:00Z"
        self.say("BindTerminal", device=f"T{vehicle}", vehicle=vehicle, valid_from=begin)
        yard = {"type": "Point", "coordinates": [120.15, 30.27]}
        fence = {"name": "驻地", "geometry": yard, "radius_m": 150.0, "profile": "standard"}
        self.say("PublishFence", fence=f"{vehicle}-home", valid_from=begin, **fence)
        plan = {"home": [f"{vehicle}-home"], "operating": [], "forbidden": []}
        self.say("PublishFencePlan", vehicle=vehicle, valid_from=begin, **plan)
        self.say("OpenCostAccount", vehicle=vehicle, unit=unit)
        self.say("RecordMarking", vehicle=vehicle, kind="recorded")
        self.say("FitEquipment", vehicle=vehicle)
        for kind in ("INSURANCE", "REGISTRATION"):
            paper = {"number": "1", "sha256": DIGEST, "valid_until": "2027-12-31"}
            self.say("RecordDocument", vehicle=vehicle, kind=kind, **paper)
        self.say("CommissionVehicle", vehicle=vehicle)
        self.say("ClosePurchase", purchase=purchase, review_note="按期交付")

    def attempts(self) -> list[Any]:
        """What rules said no to, as the log has it."""
        return self.kept("attempt.command-refused")

    def notices(self) -> list[Any]:
        """The notices that were raised."""
        return self.kept("notice.raised")

    def kept(self, topic: str) -> list[Any]:
        """The events of a topic in the supervision ledger."""
        recorder = self.ledger.supervision.recorder
        found = recorder.select_notifications(start=None, limit=1000, topics=[topic])
        positions = [each.id for each in found]
        return [entry_of("supervision", row).event for row in recorder.rows(positions)]


def vin(vehicle: str) -> str:
    """A VIN made of a car's number."""
    return f"LSV{vehicle:0>14}"


def topics(entries: Iterable[Entry]) -> list[str]:
    """What was written, in order."""
    return [entry.event.TOPIC for entry in entries]

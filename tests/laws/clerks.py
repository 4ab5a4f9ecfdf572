"""Clerks of a small town who say whatever comes to their minds; rules may say no."""

from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from typing import Any

from fleet.decider import Conflict, Refused
from fleet.policy.loading import from_yaml
from fleet.policy.packaged import text
from tests.scenarios.office import BUREAU, FINANCE, NOTES, PRICE, SEDAN, Office, local

_towns = count(1)
CEILING = 5
UNITS, SLOTS, NUMBERS = ("A", "B"), ("1", "2", "3", "4"), ("1", "2", "3")


@dataclass(slots=True)
class Town:
    """A jurisdiction with rules of its own, so that many can share a ledger.

    Attributes:
        code: Its jurisdiction; every name in it begins with it.
    """

    code: str

    @classmethod
    def founded(cls, office: Office) -> "Town":
        """Publish its rules, open its book, register two units."""
        town = cls(f"33{next(_towns):04d}")
        content = from_yaml(text("cn-zj-hangzhou@2021-11-01")).content
        rules = {
            **content,
            "policy_id": f"town-{town.code}",
            "jurisdiction": {**content["jurisdiction"], "code": town.code, "parent": None},
            "quota": {
                **content["quota"],
                "books": [{"sector": "PARTY_GOV", "ceiling": CEILING, "since": 2016}],
            },
        }
        where = {"jurisdiction": town.code, "sector": "PARTY_GOV"}
        said = {"jurisdiction": town.code, "content": rules, "document": "1号"}
        office.say("PublishPolicy", BUREAU, **said)
        office.say("OpenBook", BUREAU, document="1号", **where)
        for unit in UNITS:
            office.say("RegisterUnit", BUREAU, unit=f"{town.code}{unit}", name=unit, **where)
        return town

    def named(self, name: str) -> str:
        """A number of this town."""
        return f"{self.code}-{name}"

    def unit(self, name: str) -> str:
        """A unit of this town."""
        return f"{self.code}{name}"


@dataclass(slots=True)
class Clerk:
    """Says a step of the loop, as far as the rules let it; the rest of the step is then left."""

    office: Office
    town: Town

    def _try(self, *steps: tuple[str, dict[str, str], dict[str, Any]]) -> None:
        with suppress(Refused, Conflict):
            for command, actor, fields in steps:
                self.office.say(command, actor, **fields)

    def _book(self) -> dict[str, Any]:
        return {"jurisdiction": self.town.code, "sector": "PARTY_GOV"}

    def _place(self, unit: str, slot: str) -> dict[str, Any]:
        place = {"unit": self.town.unit(unit), "slot": self.town.named(slot)}
        return {**place, "category": "LAW_ENFORCEMENT"}

    def authorise(self, unit: str, slot: str) -> None:
        """One more slot of the reform."""
        fields = {**self._book(), **self._place(unit, slot), "baseline": True}
        self._try(("AuthoriseSlot", BUREAU, fields))

    def retire(self, slot: str) -> None:
        """One slot less."""
        self._try(("RetireSlot", BUREAU, {**self._book(), "slot": self.town.named(slot)}))

    def lower(self, ceiling: int) -> None:
        """Another ceiling, lower or higher."""
        fields = {**self._book(), "ceiling": ceiling, "document": "2号"}
        self._try(("LowerCeiling", BUREAU, fields))
        self._try(("RaiseCeiling", BUREAU, {**self._book(), "ceiling": ceiling}))

    def transfer(self, slot: str, unit: str) -> None:
        """A slot goes from the other unit to this one."""
        [other] = set(UNITS) - {unit}
        units = {"from_unit": self.town.unit(other), "to_unit": self.town.unit(unit)}
        fields = {**self._book(), "slots": [self.town.named(slot)], "document": "3号", **units}
        self._try(("TransferSlots", BUREAU, fields))

    def take_over(self, number: str, unit: str, slot: str) -> None:
        """A car that was there before."""
        fields = {**self._place(unit, slot), "vehicle": self.town.named(f"C{number}")}
        fields |= {"plate": f"浙{self.town.code}{number}", "first_registered": "2014-03-02"}
        self._try(("TakeOverVehicle", BUREAU, fields))

    def ask(self, number: str, unit: str, slot: str, car: str | None) -> None:
        """An indicator, from the draft to its approval."""
        name = {"indicator": self.town.named(f"I{number}")}
        old = {} if car is None else {"vehicle": self.town.named(f"C{car}")}
        told = {"kind": "ADDITION" if car is None else "RENEWAL", "plan_year": 2026}
        more = {"track": "GENERAL", "notes": NOTES, "specification": SEDAN, "price_fen": PRICE}
        clerk = {"person": "钱文", "role": "UNIT_CLERK"}
        assessed = {**name, "grade": "POOR", "document": "1"}
        self._try(
            ("DraftIndicator", clerk, {**name, **self._place(unit, slot), **old, **told, **more}),
            ("AssessCondition", BUREAU, assessed),
            ("SubmitIndicator", clerk, {**name, "at": local("2025-07-01 09:00:00")}),
            ("StartReview", BUREAU, name),
            ("RecordFinanceDecision", FINANCE, {**name, "positive": True}),
            ("RecordBureauDecision", BUREAU, {**name, "positive": True}),
        )
        self._try(("ApproveIndicator", FINANCE, name))

    def fund(self, number: str, line: str) -> None:
        """A budget line, from the request to the execution document."""
        name, asks = {"line": self.town.named(f"L{line}")}, self.town.named(f"I{number}")
        told = {"unit": self.town.unit("A"), "year": 2026, "amount_fen": PRICE}
        self._try(
            ("RequestBudget", BUREAU, {**name, "indicator": asks, **told}),
            ("ApproveBudget", FINANCE, name),
            ("IssueExecutionDocument", FINANCE, {**name, "document": f"执{number}"}),
        )

    def write_off(self, case: str, car: str, unit: str, slot: str, number: str) -> None:
        """A disposal, from the draft to the write-off."""
        name, vehicle = {"case": self.town.named(f"D{case}")}, self.town.named(f"C{car}")
        papers = {"indicator": self.town.named(f"I{number}"), "execution_document": f"执{number}"}
        place = {**self._place(unit, slot), "vehicle": vehicle, "ground": "REPLACEMENT"}
        self._try(
            ("DraftDisposal", BUREAU, {**name, **place}),
            ("RequestDisposal", BUREAU, {**name, **papers}),
            ("ApproveDisposal", FINANCE, name),
            ("ApproveDisposal", BUREAU, name),
            ("EnterDisposal", BUREAU, {**name, "vehicle": vehicle, "approval": "1"}),
            ("ApproveAssetDisposal", FINANCE, {**name, "document": "2"}),
            ("WriteOffAsset", BUREAU, {**name, "document": "3"}),
        )

    def buy(self, purchase: str, number: str, unit: str, slot: str, case: str | None) -> None:
        """A purchase, from the draft to the certificate."""
        name = {"purchase": self.town.named(f"P{purchase}")}
        kind = {"kind": "ADDITION" if case is None else "RENEWAL"}
        draft = {**self._place(unit, slot), **kind, "indicator": self.town.named(f"I{number}")}
        old = {} if case is None else {"vehicle": self.town.named(f"C{number}")}
        quote = {"vendor": "甲", "specification": SEDAN, "price_fen": PRICE}
        asks = {
            "quotes": [quote],
            "body_reason": "执法",
            "case": case and self.town.named(f"D{case}"),
        }
        self._try(
            ("DraftPurchase", BUREAU, {**name, **draft, **old}),
            ("ApplyPurchase", BUREAU, {**name, **asks}),
            ("CheckStandard", BUREAU, name),
            ("ApprovePurchase", BUREAU, name),
            ("ApprovePurchase", FINANCE, name),
            ("IssueCertificate", BUREAU, {**name, "certificate": f"证{purchase}"}),
        )

    def cancel(self, purchase: str) -> None:
        """A purchase is called off."""
        fields = {"purchase": self.town.named(f"P{purchase}"), "reason": "不买了", "document": "4"}
        self._try(("CancelPurchase", BUREAU, fields))

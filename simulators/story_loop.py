"""The loop of one car in the story: from the indicator to the new car on the road. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from simulators.fleetbook import Car
from simulators.paperwork import Wire
from simulators.story_start import (
    BUREAU,
    CLERK,
    FINANCE,
    paper,
    said,
    slot_of,
    vacant_slot,
)

PRICE = 11_800_000
"""118,000 yuan in fen: below every cap of the story's policy."""

_YEAR = 2026
_FINANCE_LEADS = frozenset({"LAW_ENFORCEMENT", "SPECIAL_TECH", "ADMIN_ENFORCEMENT"})
_NOTES = {"need": "公务出行", "cost": "旧车维修费高", "energy": "节能环保", "pooling": "可共用"}
_DIGEST = "7e" * 32
_SUBMITTED, _DECIDED = "2025-07-18T10:00:00+08:00", "2025-09-10T10:00:00+08:00"
_BUDGETED, _SCRAPPED = "2025-11-12T10:00:00+08:00", "2025-11-20T10:00:00+08:00"
_RELEASED, _BOUGHT = "2026-01-15T10:00:00+08:00", "2026-02-26T10:00:00+08:00"
_DELIVERED = "2026-05-08T10:00:00+08:00"


@dataclass(frozen=True, slots=True)
class Wish:
    """A car that is asked for.

    Attributes:
        number: `I021`: of the indicator, its budget line and its purchase.
        kind: `RENEWAL` or `ADDITION`.
        car: The car that is replaced; of an addition, one of the unit that asks.
        slot: The slot the new car will live on.
        nev: It is to be a new-energy vehicle.
    """

    number: str
    kind: str
    car: Car
    slot: str
    nev: bool = False

    @classmethod
    def renewal(cls, number: int, car: Car) -> Self:
        """In place of a car."""
        return cls(f"I{number:03d}", "RENEWAL", car, slot_of(car))

    @classmethod
    def addition(cls, number: int, car: Car) -> Self:
        """On a vacant slot of a car's unit."""
        return cls(f"A{number:03d}", "ADDITION", car, vacant_slot(number))

    def with_energy(self, *, nev: bool) -> Self:
        """The same, for a new-energy vehicle or not."""
        return replace(self, nev=nev)

    @property
    def case(self) -> str:
        """The disposal case of the old car."""
        return f"D{self.number}"

    @property
    def old(self) -> dict[str, str]:
        """The old car's number, of a renewal."""
        return {"vehicle": self.car.vehicle} if self.kind == "RENEWAL" else {}

    @property
    def new(self) -> str:
        """The new car's number in the books."""
        return f"N{self.number}"

    @property
    def specification(self) -> dict[str, Any]:
        """What is asked for, offered, contracted and delivered."""
        plain = {"body": "SEDAN", "origin": "DOMESTIC_BRAND", "brand": "吉利", "model": "帝豪"}
        engine: dict[str, Any] = {"energy": "PETROL", "displacement_ml": 1500}
        return plain | ({"energy": "BATTERY"} if self.nev else engine)


def _place(wish: Wish) -> dict[str, Any]:
    return {"unit": wish.car.unit.code, "slot": wish.slot, "category": wish.car.category}


def _bodies(wish: Wish) -> tuple[dict[str, str], dict[str, str]]:
    """The two bodies, the leading one first."""
    first_finance = wish.car.category in _FINANCE_LEADS
    return (FINANCE, BUREAU) if first_finance else (BUREAU, FINANCE)


def asked(wish: Wish) -> Iterator[Wire]:
    """Drafted, sent in time, reviewed, approved."""
    yield from _reviewed(wish, "POOR")
    yield said("ApproveIndicator", _DECIDED, _bodies(wish)[0], indicator=wish.number)


def refused(wish: Wish) -> Iterator[Wire]:
    """Asked for in vain: the car is good enough (能使用继续使用)."""
    yield from _reviewed(wish, "GOOD")
    told = {"indicator": wish.number, "reason": "ContinueInUse"}
    yield said("RejectIndicator", _DECIDED, _bodies(wish)[0], **told)


def _reviewed(wish: Wish, grade: str) -> Iterator[Wire]:
    number = {"indicator": wish.number}
    told = {"kind": wish.kind, "plan_year": _YEAR, "track": "GENERAL", "notes": _NOTES}
    car = {"specification": wish.specification, "price_fen": PRICE}
    yield said("DraftIndicator", _SUBMITTED, **number, **_place(wish), **wish.old, **told, **car)
    if wish.old:
        assessed = {"grade": grade, "document": f"鉴{wish.number}"}
        yield said("AssessCondition", _SUBMITTED, BUREAU, **number, **assessed)
    yield said("SubmitIndicator", _SUBMITTED, **number)
    yield said("StartReview", _DECIDED, BUREAU, **number)
    for body in _bodies(wish):
        word = "RecordBureauDecision" if body is BUREAU else "RecordFinanceDecision"
        yield said(word, _DECIDED, body, positive=True, **number)


def planned(wishes: Sequence[Wish]) -> Iterator[Wire]:
    """All of them are the plan of their district and year."""
    plan = {"jurisdiction": wishes[0].car.unit.district.division, "year": _YEAR}
    yield said("OpenPlanYear", _BUDGETED, BUREAU, **plan)
    numbers = [wish.number for wish in wishes]
    yield said("ApprovePlan", _BUDGETED, BUREAU, indicators=numbers, **plan)


def budgeted(wish: Wish) -> Iterator[Wire]:
    """The money is asked for and put into the budget."""
    asks = {"indicator": wish.number, "unit": wish.car.unit.code, "year": _YEAR}
    yield said("RequestBudget", _BUDGETED, line=wish.number, amount_fen=PRICE, **asks)
    yield said("ApproveBudget", _BUDGETED, FINANCE, line=wish.number)


def scrapped(number: int, car: Car) -> Iterator[Wire]:
    """An unsafe car is written off and stands sealed."""
    case = f"S{number:03d}"
    wish = Wish(case, "RENEWAL", car, slot_of(car))
    yield said("DraftDisposal", _SCRAPPED, case=case, ground="SAFETY", **_place(wish), **wish.old)
    yield said("RequestDisposal", _SCRAPPED, case=case, document=f"检{case}")
    yield from _written_off(wish, case, _SCRAPPED)
    yield said("SealForDisposal", _SCRAPPED, case=case, place="停车场")


def _written_off(wish: Wish, case: str, at: str) -> Iterator[Wire]:
    for body in _bodies(wish):
        yield said("ApproveDisposal", at, body, case=case)
    yield said("EnterDisposal", at, vehicle=wish.car.vehicle, approval=f"处{case}", case=case)
    yield said("ApproveAssetDisposal", at, FINANCE, case=case, document=f"资{case}")
    yield said("WriteOffAsset", at, case=case, document=f"销{case}")


def bought(wish: Wish) -> Iterator[Wire]:
    """The money is released, the old car is written off, the new one is contracted."""
    paper_number = f"执{wish.number}"
    told = {"line": wish.number, "document": paper_number}
    yield said("IssueExecutionDocument", _RELEASED, FINANCE, **told)
    if wish.old:
        case = {"case": wish.case}
        place = {**_place(wish), **wish.old, "ground": "REPLACEMENT"}
        yield said("DraftDisposal", _RELEASED, **case, **place)
        papers = {"indicator": wish.number, "execution_document": paper_number}
        yield said("RequestDisposal", _RELEASED, **case, **papers)
        yield from _written_off(wish, wish.case, _BOUGHT)
    yield from _ordered(wish)


def _ordered(wish: Wish) -> Iterator[Wire]:
    number = {"purchase": wish.number}
    draft = {"indicator": wish.number, "kind": wish.kind, **_place(wish), **wish.old}
    yield said("DraftPurchase", _BOUGHT, **number, **draft)
    quote = {"vendor": "供应商甲", "specification": wish.specification, "price_fen": PRICE}
    case = {"case": wish.case} if wish.old else {}
    asks = {"quotes": [quote], "body_reason": "执法需要"}
    yield said("ApplyPurchase", _BOUGHT, **number, **case, **asks)
    yield said("CheckStandard", _BOUGHT, BUREAU, **number)
    for body in (BUREAU, FINANCE):
        yield said("ApprovePurchase", _BOUGHT, body, **number)
    yield said("IssueCertificate", _BOUGHT, BUREAU, certificate=f"证{wish.number}", **number)
    contract = {"contract": f"合{wish.number}", "vehicle": wish.new, "price_fen": PRICE}
    car = {"specification": wish.specification}
    yield said("RecordContract", _BOUGHT, **number, **contract, **car)


def delivered(wish: Wish) -> Iterator[Wire]:
    """The new car comes, is registered and equipped, and goes into service."""
    number, vin = {"purchase": wish.number}, f"LB3{wish.new.replace('I', '1'):0>14}"
    came = {"vin": vin, "engine": f"E{wish.new}", "price_fen": PRICE}
    car = {"specification": wish.specification}
    yield said("RecordDelivery", _DELIVERED, **number, **came, **car)
    yield said("AcceptDelivery", _DELIVERED, report=f"验{wish.number}", **number)
    vehicle = {"vehicle": wish.new}
    energy = "BATTERY" if wish.nev else "PETROL"
    told = {**came, "plate": f"浙B{wish.new}", "energy": energy, "body": "SEDAN"}
    born = {"first_registered": "2026-05-08"}
    yield said("RegisterVehicle", _DELIVERED, **vehicle, **_place(wish), **number, **told, **born)
    yield from _equipped(wish, vehicle)
    yield said("CommissionVehicle", _DELIVERED, **vehicle)
    yield said("ClosePurchase", _DELIVERED, CLERK, review_note="按期交付", **number)


def _equipped(wish: Wish, vehicle: dict[str, str]) -> Iterator[Wire]:
    device, fence = f"T{wish.new}", f"{wish.new}-home"
    yield said("RegisterTerminal", _DELIVERED, device=device)
    yield said("BindTerminal", "2026-05-01T00:00:00+08:00", device=device, **vehicle)
    yard = {"type": "Point", "coordinates": [*wish.car.unit.district.seat]}
    area = {"name": f"{wish.car.unit.name}驻地", "geometry": yard, "radius_m": 150.0}
    yield said("PublishFence", _DELIVERED, fence=fence, profile="standard", **area)
    plan = {"home": [fence], "operating": [], "forbidden": []}
    yield said("PublishFencePlan", _DELIVERED, **vehicle, **plan)
    yield said("OpenCostAccount", _DELIVERED, unit=wish.car.unit.code, **vehicle)
    yield said("RecordMarking", _DELIVERED, kind="recorded", **vehicle)
    yield said("FitEquipment", _DELIVERED, **vehicle)
    for kind in ("INSURANCE", "REGISTRATION"):
        yield paper(wish.new, kind, _DELIVERED, "2027-04-30")


def gone(case: str, car: Car, at: str) -> Iterator[Wire]:
    """An old car is scrapped, with its certificate, and its file is closed."""
    yield said("StartPhysicalDisposal", at, case=case, mode="SCRAP")
    proof = {"certificate": f"回{case}", "sha256": _DIGEST, "plate": car.plate, "vin": car.vin}
    yield said("RecordDisposalResult", at, case=case, **proof)
    yield said("CloseDisposal", at, case=case, review_note="按期处置")

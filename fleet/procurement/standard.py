"""The standards check (配备标准): what a car may cost and be, and what about it is too much."""

from collections.abc import Iterator
from typing import Any

from fleet.policy.grounds import Inputs
from fleet.policy.policy_set import PolicySet
from fleet.policy.specification import Specification
from fleet.policy.standards import Standard
from fleet.procurement.purchase_events import PurchaseApplied
from fleet.procurement.quotes import Failure

_WITHOUT_CYLINDERS = frozenset({"BATTERY", "FUEL_CELL"})


def asked(applied: PurchaseApplied, car: Specification, price_fen: int) -> dict[str, Any]:
    """What the policy is asked about a car, as it is stored.

    Args:
        applied: The application: what the car is for, and which exceptions it claims.
        car: Quoted, contracted or delivered.
        price_fen: What that costs, without purchase tax.
    """
    return {
        "category": applied.category,
        "specification": car.model_dump(mode="json"),
        "price_fen": price_fen,
        "special_case": applied.special_case,
        "work_need": applied.work_need,
        "exception": applied.exception,
    }


def failures(policy: PolicySet, inputs: Inputs) -> tuple[Failure, ...]:
    """What is wrong with a car, the gravest first; empty if nothing is.

    Source:
        R017, R041, R042; handbook 7.2 B11 and 8.1.
    """
    return (
        *_imported(inputs),
        *above(policy, inputs),
        *_joint_venture(policy, inputs),
    )


def above(policy: PolicySet, inputs: Inputs) -> tuple[Failure, ...]:
    """What is above the standard; a car without a standard is never within it (B11)."""
    row = standard_of(policy, inputs)
    if row is None:
        return (_no_row(policy, inputs),)
    return (*_price(row, inputs), *_displacement(row, inputs), *_trim(inputs))


def standard_of(policy: PolicySet, inputs: Inputs) -> Standard | None:
    """The row that the car is measured against."""
    return policy.standards_for(
        _car(inputs),
        inputs["category"],
        special_case=inputs["special_case"],
        work_need=inputs["work_need"],
    )


def imported(inputs: Inputs) -> bool:
    """Whether it is an imported car: there is no document that allows one (R042)."""
    return _car(inputs).origin == "IMPORTED"


def joint_venture(policy: PolicySet, inputs: Inputs) -> bool:
    """Whether it is a joint-venture brand that no exception allows (R041)."""
    excepted = policy.origin.joint_venture == "EXCEPTION_ONLY" and bool(inputs["exception"])
    return _car(inputs).origin == "JOINT_VENTURE" and not excepted


def _car(inputs: Inputs) -> Specification:
    return Specification.model_validate(inputs["specification"])


def _imported(inputs: Inputs) -> Iterator[Failure]:
    if imported(inputs):
        values = {"origin": "IMPORTED", "brand": _car(inputs).brand or "-"}
        yield Failure(code="Imported", alert="PROC-02", values=values)


def _joint_venture(policy: PolicySet, inputs: Inputs) -> Iterator[Failure]:
    if joint_venture(policy, inputs):
        values = {"origin": "JOINT_VENTURE", "brand": _car(inputs).brand or "-"}
        yield Failure(code="JointVenture", alert="PROC-03", values=values)


def _no_row(policy: PolicySet, inputs: Inputs) -> Failure:
    """Of a category with rows the class is too much; of one without nobody can say what is."""
    category = inputs["category"]
    values = {"category": category, "body": _car(inputs).body}
    if any(row.category == category for row in policy.standards):
        return Failure(code="ClassAboveStandard", alert="PROC-01", values=values)
    return Failure(code="MissingStandard", alert="", values=values)


def _price(row: Standard, inputs: Inputs) -> Iterator[Failure]:
    price_fen = int(inputs["price_fen"])
    if price_fen > row.max_price_fen:
        values = {"price_fen": price_fen, "cap_fen": row.max_price_fen}
        yield Failure(code="PriceAboveStandard", alert="PROC-01", values=values)


def _displacement(row: Standard, inputs: Inputs) -> Iterator[Failure]:
    car, cap = _car(inputs), row.max_displacement_ml
    if cap is None or car.energy in _WITHOUT_CYLINDERS:
        return
    values = {"displacement_ml": car.displacement_ml, "cap_ml": cap}
    if car.displacement_ml is None:
        yield Failure(code="DisplacementMissing", alert="", values=values)
    elif car.displacement_ml > cap:
        yield Failure(code="DisplacementAboveStandard", alert="PROC-01", values=values)


def _trim(inputs: Inputs) -> Iterator[Failure]:
    if trim := _car(inputs).trim:
        yield Failure(code="TrimAboveStandard", alert="PROC-01", values={"trim": "、".join(trim)})

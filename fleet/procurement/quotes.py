"""What is offered, who signed, and what a check found: the values of a purchase."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from fleet.policy.specification import Specification
from fleet.terms import Fen, Name

PurchaseKind = Literal["RENEWAL", "ADDITION"]
"""配备更新: in place of a car that is written off; 新增购置: on a vacant slot (R049)."""

SpecialCase = Annotated[bool, Field(strict=True)]
"""Whether a special case, or a special need of the work, is claimed."""


class Quote(BaseModel):
    """What a vendor offers.

    Attributes:
        vendor: Who.
        specification: Which car.
        price_fen: For how much, without purchase tax.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    vendor: Name
    specification: Specification
    price_fen: Fen


class Signature(BaseModel):
    """Who has agreed, and for which body.

    Attributes:
        by: The person.
        body: `BUREAU` or `FINANCE`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    by: str
    body: str


class Failure(BaseModel):
    """One limit that is broken.

    Attributes:
        code: `PriceAboveStandard`, `DisplacementAboveStandard`, `DisplacementMissing`,
            `ClassAboveStandard`, `TrimAboveStandard`, `MissingStandard`, `Imported`,
            `JointVenture`.
        alert: The alert it raises; empty where nothing is above anything, but nothing is known.
        values: What was found, and what would be allowed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    alert: Literal["PROC-01", "PROC-02", "PROC-03", ""]
    values: dict[str, Any]

"""What others know, laid beside a command to a dispatch order; and the papers it cites."""

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from fleet.terms import Name, Sha256


class Attachment(BaseModel):
    """A paper of the request: it is cited, and handed in nowhere else (R068).

    Attributes:
        number: What stands on it.
        sha256: Of its file; hex.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: Name
    sha256: Sha256


@dataclass(frozen=True, slots=True)
class Serving:
    """What a platform says of itself when it is asked for a car.

    Attributes:
        category: What its cars are kept for; None: what has no platform of its own.
        jurisdiction: Whose platform.
        reasons: For which its cars go to other units.
        units: The units whose cars are on it.
        vehicles: Its cars.
        beneficiaries: Who is registered to be served.
        dispatchers: Who may dispatch on it, besides the fleet centre.
        on_duty: Who is on duty now.
    """

    category: str | None
    jurisdiction: str
    reasons: tuple[str, ...] = ()
    units: frozenset[str] = frozenset()
    vehicles: frozenset[str] = frozenset()
    beneficiaries: frozenset[str] = frozenset()
    dispatchers: frozenset[str] = frozenset()
    on_duty: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Car:
    """What the books say of a car.

    Attributes:
        unit: Who keeps it.
        category: What it is kept for.
        body: Class of its body: it says which licence is needed; empty where unknown.
        in_service: It is commissioned, and neither withdrawn nor gone.
        sealed: It stands still for a seal period.
    """

    unit: str
    category: str
    body: str = ""
    in_service: bool = True
    sealed: bool = False

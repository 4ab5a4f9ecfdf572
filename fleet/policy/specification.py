"""What a car is, as far as the equipment standards ask."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from fleet.terms import Text

Body = Literal["SEDAN", "SUV", "MPV", "SMALL_BUS", "MINIBUS", "MEDIUM_BUS", "LARGE_BUS", "SPECIAL"]
"""Class of the body (GA 802)."""

Energy = Literal["PETROL", "DIESEL", "HYBRID", "BATTERY", "PLUG_IN", "FUEL_CELL"]
"""What drives it."""

Origin = Literal["DOMESTIC_BRAND", "JOINT_VENTURE", "IMPORTED"]
"""国产自主品牌, 合资, 进口."""

NEV: frozenset[str] = frozenset({"BATTERY", "PLUG_IN", "FUEL_CELL"})
"""新能源汽车: battery, plug-in, fuel cell."""


class Specification(BaseModel):
    """What is asked for, offered, contracted or delivered.

    Attributes:
        brand: The brand's name.
        model: Make and model.
        body: Class of the body.
        energy: What drives it.
        origin: Where the brand comes from.
        displacement_ml: Of the engine, millilitres; None for a car without one.
        trim: Named extras above the standard; empty for the plain car.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    brand: Text = ""
    model: Text = ""
    body: Body
    energy: Energy
    origin: Origin
    displacement_ml: Annotated[int, Field(ge=1, le=20_000)] | None = None
    trim: tuple[Text, ...] = ()

    @property
    def is_nev(self) -> bool:
        """Whether it counts towards the share of new-energy vehicles."""
        return self.energy in NEV

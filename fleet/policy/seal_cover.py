"""What a sealed period means for a stretch of time: told to an order that falls into it."""

from pydantic import BaseModel, ConfigDict


class SealCover(BaseModel):
    """A period that shares a moment with the stretch of time that was asked about.

    Attributes:
        period: Its number.
        name: 国庆节.
        exempt: The car is exempt for all that the two share; with no car named, some car is.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    period: str
    name: str
    exempt: bool

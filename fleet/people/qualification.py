"""What a driver's dossier says about whether he may drive (驾驶资格)."""

from datetime import date

from pydantic import BaseModel, ConfigDict


class Qualification(BaseModel):
    """Told to the driver's schedule whenever it changes.

    Attributes:
        classes: 准驾车型 of his licence: `("C1",)`; empty without a licence.
        valid_until: The last local day of his licence; None without a licence.
        pledged: The years whose 责任书 he has signed, rising.
        suspended: He may not drive until he is reinstated.
        points: Penalty points on his licence (记分).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    classes: tuple[str, ...] = ()
    valid_until: date | None = None
    pledged: tuple[int, ...] = ()
    suspended: bool = False
    points: int = 0

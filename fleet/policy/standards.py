"""Equipment standards (配备标准): what a car of a category may cost and be."""

from typing import Literal

from fleet.policy.chapter import Chapter, Flag, Litres, Yuan
from fleet.policy.specification import Body, Specification
from fleet.terms import Name

ANY = "ANY"
SMALL = frozenset({"MPV", "SUV", "MINIBUS", "SMALL_BUS"})
"""小型客车 of GA 802: a row for SMALL_BUS is for all of them."""


class Standard(Chapter):
    """One row of the table.

    Attributes:
        category: Which cars; `ANY` for all.
        body: Which classes of body.
        energy: `NEV`: the row is for new-energy vehicles; None: for the others.
        special_case: The row is for special cases only.
        work_need: The row is for cars with a special need of the work only.
        max_price: Yuan, without purchase tax.
        max_litres: Displacement; None: no limit.
        verified: Whether the official text was read.
    """

    category: Name
    body: tuple[Body, ...]
    energy: Literal["NEV"] | None = None
    special_case: Flag = False
    work_need: Flag = False
    max_price: Yuan
    max_litres: Litres | None = None
    basis: Name = "design"
    verified: Name = "none"

    @property
    def max_price_fen(self) -> int:
        """The price limit in fen."""
        return self.max_price * 100

    @property
    def max_displacement_ml(self) -> int | None:
        """The displacement limit in millilitres."""
        return None if self.max_litres is None else int(self.max_litres * 1000)

    def fits(self, category: str, car: Specification) -> bool:
        """Whether the row is about such a car: of this category, body and energy."""
        body = "SMALL_BUS" if car.body in SMALL else car.body
        nev_sedan = car.is_nev and car.body == "SEDAN"
        return (
            self.category in (category, ANY)
            and body in self.body
            and (self.energy == "NEV") == nev_sedan
        )


def chosen(
    rows: tuple[Standard, ...], car: Specification, category: str, asked: tuple[bool, bool]
) -> Standard | None:
    """The row a car is measured against; None if there is none: then it may not be bought (B11).

    Args:
        rows: The table.
        car: What is to be bought. A new-energy sedan is measured against its own row only.
        category: What it is kept for.
        asked: Whether it is a special case, and whether the work needs more.

    Returns:
        The row for the special need where it is claimed and there is one, else the plain row.
    """
    fitting = [row for row in rows if row.fits(category, car)]
    for special, work in (asked, (False, False)):
        for row in fitting:
            if (row.special_case, row.work_need) == (special, work):
                return row
    return None

"""What a view shows: of what, and how. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from fleet.terms import ZONE
from projections.projection import Folded

Shown = dict[str, Any]
Live = Mapping[str, Mapping[str, Any]]
"""Vehicle -> its newest place, columns of `archive.latest`."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything a view may show, at one moment.

    Attributes:
        folded: The views it needs.
        live: Newest places.
        at: The moment: what is valid in time is shown as it was then.
        scoped: Somebody reads who sees only what is his.
    """

    folded: Folded
    live: Live
    at: datetime
    scoped: bool = False

    @property
    def today(self) -> date:
        """The local day."""
        return self.at.astimezone(ZONE).date()

    def values(self, name: str) -> list[Any]:
        """The rows of a folded view, in the order of their keys."""
        return [row for _, row in sorted(self.folded[name].items())]


@dataclass(frozen=True, slots=True)
class Show:
    """How a view is shown.

    Attributes:
        needs: The folded views that it joins.
        rows: The rows of what was seen.
        live: Whether it shows where vehicles are.
    """

    needs: tuple[str, ...]
    rows: Callable[[Seen], list[Shown]]
    live: bool = False

"""What waits for judgement: the cars whose past may not be what it was believed to be."""

from dataclasses import dataclass

from telemetry.moment import FOREVER


@dataclass(frozen=True, slots=True)
class Mark:
    """A car that has to be judged, from when on, and because of what.

    Attributes:
        begin: Microseconds; nothing before it has changed.
        entry: The last paper that touched it: `lifecycle:12`; empty: fixes did.
        reason: Why something that was found may be void, as the paper says; empty: fixes did.
        urgent: A terminal has just told of it: live cars are judged before the others.
    """

    begin: int = FOREVER
    entry: str = ""
    reason: str = ""
    urgent: bool = False

    def __or__(self, other: "Mark") -> "Mark":
        """Both in one; of two papers the later one names it."""
        return Mark(
            min(self.begin, other.begin),
            other.entry or self.entry,
            other.reason or self.reason,
            self.urgent or other.urgent,
        )


class Docket:
    """The cars that wait; live ones are next, then they come as they were marked first.

    Attributes:
        stored: What the database has of it.
    """

    def __init__(self, stored: dict[str, Mark]) -> None:
        self.stored = stored
        self._marks = dict(stored)
        self._urgent: dict[str, None] = {}
        self._put_off: dict[str, Mark] = {}

    def __contains__(self, vehicle: str) -> bool:
        return vehicle in self._marks

    def __len__(self) -> int:
        return len(self._marks)

    def add(self, vehicle: str, mark: Mark) -> None:
        """It has to be judged, also because of this."""
        known = self._marks.get(vehicle) or self._put_off.pop(vehicle, None)
        self._marks[vehicle] = mark if known is None else known | mark
        if mark.urgent:
            self._urgent[vehicle] = None

    def next(self) -> tuple[str, Mark] | None:
        """The next to be judged, which waits no more; None if nobody waits."""
        if not self._marks:
            return None
        vehicle = next(iter(self._urgent or self._marks))
        self._urgent.pop(vehicle, None)
        return vehicle, self._marks.pop(vehicle)

    def put_off(self, vehicle: str, mark: Mark) -> None:
        """It could not be judged: it waits for more to be known of it, or for another start."""
        self._put_off[vehicle] = mark

    def changes(self) -> tuple[dict[str, Mark], list[str]]:
        """What the database has to be told: marks to write, and cars to strike out."""
        whole = {**self._put_off, **self._marks}
        gone = [vehicle for vehicle in self.stored if vehicle not in whole]
        new = {
            vehicle: mark
            for vehicle, mark in whole.items()
            if not _same(self.stored.get(vehicle), mark)
        }
        self.stored = whole
        return new, gone


def _same(stored: Mark | None, mark: Mark) -> bool:
    return stored is not None and (
        (stored.begin, stored.entry, stored.reason) == (mark.begin, mark.entry, mark.reason)
    )

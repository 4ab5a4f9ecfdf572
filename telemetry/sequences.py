"""Which records of a device are here: closed ranges of numbers, and the answer they make."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

Ranges = tuple[tuple[int, int], ...]
"""Closed ranges, ascending, apart from each other: `((0, 17), (19, 19))`."""

MISSING_SHOWN = 32
"""So many holes are named in one acknowledgement (feed.md section 5)."""


def add(ranges: Ranges, numbers: Iterable[int]) -> Ranges:
    """The ranges with these numbers in them.

    >>> add(((0, 3),), [5, 4, 9])
    ((0, 5), (9, 9))
    """
    return _joined([*ranges, *((number, number) for number in numbers)])


def holds(ranges: Ranges, number: int) -> bool:
    """Whether the number is in one of the ranges."""
    return any(low <= number <= high for low, high in ranges)


def flat(ranges: Ranges) -> list[int]:
    """Bounds one after the other, as the archive keeps them."""
    return [bound for pair in ranges for bound in pair]


def paired(bounds: Sequence[int]) -> Ranges:
    """The opposite of `flat`."""
    return tuple(zip(bounds[::2], bounds[1::2], strict=True))


@dataclass(frozen=True, slots=True)
class Boot:
    """What is here of one boot of one device.

    Attributes:
        first: The lowest number the device still holds; 0 unless it said otherwise.
        stored: Records in the archive.
        refused: Records in quarantine: they count as settled, and may still be admitted.
    """

    first: int = 0
    stored: Ranges = ()
    refused: Ranges = ()

    def keep(self, numbers: Iterable[int]) -> "Boot":
        """With these in the archive."""
        return replace(self, stored=add(self.stored, numbers))

    def keep_run(self, low: int, high: int) -> "Boot":
        """With all from `low` to `high` in the archive: mostly they follow what is there."""
        stored = self.stored
        if stored and stored[-1][1] + 1 == low:
            return Boot(self.first, (*stored[:-1], (stored[-1][0], high)), self.refused)
        return replace(self, stored=_joined([*stored, (low, high)]))

    def follows(self, before: "Boot") -> bool:
        """Whether it is the boot before with its last range longer, and nothing else."""
        return (
            (self.first, self.refused) == (before.first, before.refused)
            and 0 < len(self.stored) == len(before.stored)
            and self.stored[:-1] == before.stored[:-1]
            and self.stored[-1][0] == before.stored[-1][0]
        )

    def refuse(self, numbers: Iterable[int]) -> "Boot":
        """With these in quarantine."""
        return replace(self, refused=add(self.refused, numbers))

    def start(self, first: int) -> "Boot":
        """The device holds nothing below `first` any more."""
        return replace(self, first=max(self.first, first))

    def upto(self) -> int:
        """The largest n such that `first` to n are all settled; -1 if the first is missing."""
        reach = self._reach()
        return reach if reach >= self.first else -1

    def missing(self) -> list[list[int]]:
        """The first holes, as many as are shown."""
        return self.holes()[:MISSING_SHOWN]

    def holes(self) -> list[list[int]]:
        """The first and the last number of what is missing although later records are here."""
        reach = self._reach()
        above = [pair for pair in self._settled() if pair[0] > reach]
        ends = [reach, *(high for _, high in above)]
        return [[end + 1, low - 1] for end, (low, _) in zip(ends, above, strict=False)]

    def _reach(self) -> int:
        reach = self.first - 1
        for low, high in self._settled():
            if low > reach + 1:
                break
            reach = max(reach, high)
        return reach

    def _settled(self) -> Ranges:
        return _joined([*self.stored, *self.refused])


def _joined(pieces: Iterable[tuple[int, int]]) -> Ranges:
    joined: list[tuple[int, int]] = []
    for low, high in sorted(pieces):
        if joined and low <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], high))
        else:
            joined.append((low, high))
    return tuple(joined)

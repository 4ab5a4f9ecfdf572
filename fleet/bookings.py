"""What one thing is promised for, and when: times that never overlap (一车一单, 一人一单)."""

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Generic, Self, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Booking(Generic[T]):
    """A promise from `begins_at` until before `ends_at`.

    Attributes:
        order: Who was promised it.
        terms: What else was said.
    """

    order: str
    begins_at: datetime
    ends_at: datetime
    terms: T


def _begin(booking: Booking[T]) -> datetime:
    return booking.begins_at


@dataclass(frozen=True, slots=True)
class Bookings(Generic[T]):
    """Promises without overlap, the earliest first: every question is answered by bisection.

    Attributes:
        rows: In the order of their times.
        held: Order -> when the promise begins that stands for it; one an order.
    """

    rows: tuple[Booking[T], ...] = ()
    held: Mapping[str, datetime] = field(default_factory=lambda: MappingProxyType({}))

    def of(self, order: str) -> Booking[T] | None:
        """The promise that stands for an order."""
        begin = self.held.get(order)
        return None if begin is None else self.rows[self._place(begin)]

    def clash(self, begins_at: datetime, ends_at: datetime, order: str = "") -> Booking[T] | None:
        """The first promise that overlaps a time, besides the one that stands for an order."""
        mine = self.held.get(order)
        for booking in self._from(begins_at):
            if booking.begins_at >= ends_at:
                return None
            if booking.ends_at > begins_at and booking.begins_at != mine:
                return booking
        return None

    def unused(self, begins_at: datetime, ends_at: datetime, order: str) -> datetime:
        """From when on an order has not used it: `begins_at`, or the end of what it had."""
        for booking in self._from(begins_at):
            if booking.begins_at >= ends_at:
                return begins_at
            if booking.order == order:
                begins_at = max(begins_at, booking.ends_at)
        return begins_at

    def after(self, moment: datetime) -> tuple[Booking[T], ...]:
        """Those that stand and are not over by then."""
        later = (it for it in self._from(moment) if it.ends_at > moment)
        return tuple(it for it in later if self.held.get(it.order) == it.begins_at)

    def chain(self, booking: Booking[T], gap: timedelta) -> tuple[Booking[T], ...]:
        """A promise and those that follow each other around it with less than a gap between."""
        found: deque[Booking[T]] = deque([booking])
        place = self._place(booking.begins_at)
        for number in range(place - 1, -1, -1):
            if found[0].begins_at - self.rows[number].ends_at >= gap:
                break
            found.appendleft(self.rows[number])
        for number in range(place, len(self.rows)):
            if self.rows[number].begins_at - found[-1].ends_at >= gap:
                break
            if self.rows[number].begins_at != booking.begins_at:
                found.append(self.rows[number])
        return tuple(found)

    def kept(self, booking: Booking[T]) -> Self:
        """With one promise more."""
        number = self._place(booking.begins_at)
        rows = (*self.rows[:number], booking, *self.rows[number:])
        return replace(self, rows=rows, held={**self.held, booking.order: booking.begins_at})

    def until(self, order: str, ends_at: datetime) -> Self:
        """With another end to the promise that stands for an order."""
        number = self._place(self.held[order])
        booking = replace(self.rows[number], ends_at=ends_at)
        return replace(self, rows=(*self.rows[:number], booking, *self.rows[number + 1 :]))

    def freed(self, order: str, freed_from: datetime) -> Self:
        """Without the promise to an order from a moment on; what was used before stays."""
        number = self._place(self.held[order])
        booking = replace(self.rows[number], ends_at=freed_from)
        used = (booking,) if booking.begins_at < freed_from else ()
        held = {each: begin for each, begin in self.held.items() if each != order}
        return replace(self, rows=(*self.rows[:number], *used, *self.rows[number + 1 :]), held=held)

    def _from(self, moment: datetime) -> Iterator[Booking[T]]:
        """The one that had begun by then, and all that begin later."""
        first = max(bisect_right(self.rows, moment, key=_begin) - 1, 0)
        return (self.rows[number] for number in range(first, len(self.rows)))

    def _place(self, begins_at: datetime) -> int:
        return bisect_left(self.rows, begins_at, key=_begin)

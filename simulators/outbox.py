"""What a terminal still holds because nobody has acknowledged it. Pure: time is a parameter."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

FIRST_REPEAT_S, LONGEST_REPEAT_S = 30.0, 600.0
"""When a terminal says it again: after the first, then twice as long, up to the second."""


@dataclass(frozen=True, slots=True)
class Held:
    """One record, or one frame, on its way.

    Attributes:
        payload: What is said, byte for byte the same at every repeat.
        records: How many records are in it.
        again_at: When it is said again, seconds.
        wait_s: How long it waits after that.
    """

    payload: bytes
    records: int
    again_at: float
    wait_s: float


class Outbox:
    """The memory of one terminal, by number: a record's sequence, or a frame's serial.

    Args:
        first_repeat_s: Seconds until something unanswered is said again.

    Attributes:
        records: Records that are unanswered.
        settled: Records that need not be held any more.
        refused: Of these, the ones that went to quarantine.
    """

    def __init__(self, first_repeat_s: float = FIRST_REPEAT_S) -> None:
        self.records = self.settled = self.refused = 0
        self._first_repeat_s = first_repeat_s
        self._held: dict[int, Held] = {}

    def hold(self, number: int, payload: bytes, now: float, *, records: int = 1) -> Held:
        """Remember what is about to be said."""
        wait_s = self._first_repeat_s
        held = Held(payload, records, now + wait_s, min(2 * wait_s, LONGEST_REPEAT_S))
        if number not in self._held:
            self.records += records
        self._held[number] = held
        return held

    def settle(self, numbers: Iterable[int], *, refused: bool = False) -> None:
        """Forget what is stored or quarantined; numbers that are not held do not matter."""
        for number in list(numbers):
            held = self._held.pop(number, None)
            if held:
                self.records -= held.records
                self.settled += held.records
                self.refused += held.records if refused else 0

    def held(self) -> list[int]:
        """The numbers that are unanswered, in the order in which they were first said."""
        return list(self._held)

    def all(self) -> list[Held]:
        """Everything unanswered, in the order in which it was first said."""
        return list(self._held.values())

    def lowest(self) -> tuple[int, Held] | None:
        """The unanswered one with the lowest number."""
        return min(self._held.items(), default=None, key=lambda item: item[0])

    def due(self, now: float) -> list[Held]:
        """What has to be said again at this moment; each waits twice as long from now on."""
        late = [(number, held) for number, held in self._held.items() if held.again_at <= now]
        for number, held in late:
            wait_s = min(2 * held.wait_s, LONGEST_REPEAT_S)
            self._held[number] = replace(held, again_at=now + held.wait_s, wait_s=wait_s)
        return [held for _, held in late]  # as first said: byte for byte the same

    def wanted(self, numbers: Iterable[int], now: float) -> None:
        """The platform names these as missing: say them again now, unless they are under way."""
        for number in numbers:
            held = self._held.get(number)
            if held and now >= held.again_at - self._first_repeat_s + 1.0:
                self._held[number] = replace(held, again_at=now)


def heed(outbox: Outbox, acknowledgement: Mapping[str, Any], now: float) -> None:
    """Take an acknowledgement of feed.md section 5 into account.

    What lies between the holes it names is stored; what lies behind the last hole may be under way.
    """
    upto, holes = acknowledgement["upto"], acknowledgement["missing"]
    certain = max((last for _, last in holes), default=upto)
    missing = [n for n in outbox.held() if any(first <= n <= last for first, last in holes)]
    gone = set(missing)
    outbox.settle((r["seq"] for r in acknowledgement["rejected"] if "seq" in r), refused=True)
    outbox.settle(n for n in outbox.held() if n <= certain and n not in gone)
    outbox.wanted(missing, now)

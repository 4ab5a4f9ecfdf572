"""What the terminal was told to do and has not answered yet. Pure.

Two kinds: what a person ordered (`gongche send`), which is said again until it is answered, and
what came through the broker, whose sender numbered it and expects that number in the answer.
"""

from dataclasses import dataclass, replace

FIRST_S, TRIES = 10.0, 3
"""An order is said again after the first, then later and later (jt808.md 5.3), so often."""

_THEIRS_S = 300.0  # the sender repeats by itself
_MOST = 64
_SERIALS = 1 << 16
_SERIAL = 2  # bytes in front of an answer

ANSWERS = frozenset({0x0001, 0x0104, 0x0201, 0x0302, 0x0500, 0x0700, 0x0802, 0x0805})
"""Messages of a terminal that begin with the serial of what they answer."""

RESULT = 0x0001
_RESULT_SIZE = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """One of them.

    Attributes:
        order: The name of a person's order; empty for what came through the broker.
        first: The serial under which the terminal heard it, the first of several packages.
        theirs: The serial that the sender gave it.
        frames: As sent, one a package.
        since: When it was said last, seconds.
        tries: How often it was said again.
    """

    order: str
    first: int
    theirs: int
    frames: tuple[bytes, ...]
    since: float
    tries: int = 0

    @property
    def wait_s(self) -> float:
        """How long to wait for an answer this time: T(n+1) = T(n) x (n+1)."""
        wait_s = FIRST_S
        for number in range(1, self.tries + 1):
            wait_s *= number + 1
        return wait_s

    def heard_as(self, serial: int) -> bool:
        """Whether this is the serial of one of its packages."""
        return (serial - self.first) % _SERIALS < len(self.frames)


@dataclass(frozen=True, slots=True)
class Orders:
    """In the order in which they were said."""

    asked: tuple[Asked, ...] = ()

    def ask(self, asked: Asked) -> "Orders":
        """It was said."""
        return Orders((*self.asked, asked)[-_MOST:])

    def answered(self, message: int, body: bytes) -> tuple["Orders", Asked | None, bytes]:
        """The terminal answers.

        Returns:
            What is left, what was answered, and the body as the sender expects it.
        """
        if message not in ANSWERS or len(body) < _SERIAL:
            return self, None, body
        serial = int.from_bytes(body[:_SERIAL])
        asked = next((each for each in self.asked if each.heard_as(serial)), None)
        if asked is None:
            return self, None, body
        rest = tuple(each for each in self.asked if each is not asked)
        theirs = body if asked.order else asked.theirs.to_bytes(_SERIAL) + body[_SERIAL:]
        return Orders(rest), asked, theirs

    def tick(self, now_s: float) -> tuple["Orders", list[Asked], list[Asked]]:
        """Time went by.

        Returns:
            What is left, what is to be said again, and what got no answer.
        """
        rest, again, lost = list[Asked](), list[Asked](), list[Asked]()
        for each in self.asked:
            if now_s - each.since < (each.wait_s if each.order else _THEIRS_S):
                rest.append(each)
            elif each.order and each.tries < TRIES:
                again.append(replace(each, since=now_s, tries=each.tries + 1))
                rest.append(again[-1])
            elif each.order:
                lost.append(each)
        return Orders(tuple(rest)), again, lost


def result_of(message: int, body: bytes) -> int:
    """What an answer says about the order: 0 done; any answer but the general one says done."""
    return body[4] if message == RESULT and len(body) >= _RESULT_SIZE else 0


def next_serial(serial: int, count: int = 1) -> int:
    """The serial so many messages later."""
    return (serial + count) % _SERIALS

"""What a broker handed over and nobody took yet."""

import itertools
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple


class Delivery(NamedTuple):
    """One message as the broker handed it over.

    Attributes:
        topic: Where it was published.
        payload: Its bytes.
        received_at: When it reached us (UTC).
        generation: The connection it came on; an acknowledgement is good on that one only,
            because brokers use message ids again after a reconnect.
        mid: The broker's message id.
        qos: 0 or 1.
    """

    topic: str
    payload: bytes
    received_at: datetime
    generation: int
    mid: int
    qos: int


class Inbox:
    """What came and nobody took yet, each message once, oldest first.

    A broker repeats what is unanswered (NATS every 30 s) under its message id, which it gives to
    nothing else before the answer. So the window of the session bounds what is here, however long
    nobody takes it. Not safe by itself: the link's guard is held.
    """

    def __init__(self) -> None:
        self._waiting: dict[tuple[int, int], Delivery] = {}
        self._unnumbered = itertools.count(-1, -1)

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, deliveries: Iterable[Delivery]) -> None:
        """Add some; a repeat takes the place of the one before, and its time of arrival."""
        waiting = self._waiting
        for delivery in deliveries:
            key = delivery.generation, delivery.mid if delivery.qos else next(self._unnumbered)
            before = waiting.get(key)
            if before is None:
                waiting[key] = delivery
            else:
                waiting[key] = delivery._replace(received_at=before.received_at)

    def take(self, limit: int) -> list[Delivery]:
        """Take the oldest out, at most `limit`."""
        if limit >= len(self._waiting):
            taken, self._waiting = [*self._waiting.values()], {}
            return taken
        first = list(itertools.islice(self._waiting, limit))
        return [self._waiting.pop(key) for key in first]

    def forget(self, answered: Iterable[Delivery]) -> None:
        """The broker gets its answers now: what it repeated meanwhile needs no other ones."""
        if self._waiting:
            for delivery in answered:
                self._waiting.pop((delivery.generation, delivery.mid), None)

    def come_again(self) -> None:
        """The session goes on on a new connection, where the broker repeats what is unanswered."""
        self._waiting = {key: each for key, each in self._waiting.items() if not each.qos}

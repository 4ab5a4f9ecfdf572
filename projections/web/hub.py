"""One event, many screens: each frame is encoded once and shared by all who listen.

Whoever reads too slowly loses the frames he has not taken and gets `resync` in their place: he
reads the state anew. Nobody makes another wait, and nobody's backlog grows without end.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import orjson

RETRY = b"retry: 2000\n\n"
PING = b": ping\n\n"
RESYNC = b"event: resync\ndata: {}\n\n"
LIMIT = 2_048  # more than a page of a ledger, which comes in one go


def frame(event: str, body: object, identity: str = "") -> bytes:
    """Encode an event; `identity` is what a client that lost the connection comes back with."""
    name = f"id: {identity}\n" if identity else ""
    return f"{name}event: {event}\ndata: ".encode() + orjson.dumps(body) + b"\n\n"


class Listener:
    """One client's queue.

    Args:
        limit: How many frames may wait.
        after: The last position the client has seen: it may be ahead of us.
    """

    def __init__(self, limit: int, after: int = 0) -> None:
        self._after = after
        self._waiting: deque[bytes] = deque()
        self._limit = limit
        self._news = asyncio.Event()
        self._closed = False
        self.resyncs = 0

    def put(self, frame: bytes, position: int | None = None) -> None:
        """Let a frame wait for the client; when too many wait, all make room for `resync`."""
        if position is not None and position <= self._after:
            return
        if len(self._waiting) >= self._limit:
            self._waiting.clear()
            self._waiting.append(RESYNC)
            self.resyncs += 1
        self._waiting.append(frame)
        self._news.set()

    def close(self) -> None:
        """Let the client go once it has taken what waits."""
        self._closed = True
        self._news.set()

    async def frames(self) -> AsyncIterator[bytes]:
        """Whatever waits, joined: a client that lags needs fewer writes, not more."""
        while True:
            await self._news.wait()
            self._news.clear()
            if self._waiting:
                joined = b"".join(self._waiting)
                self._waiting.clear()
                yield joined
            if self._closed:
                return


class Hub:
    """All who listen.

    Args:
        limit: How many frames may wait for one client.

    Attributes:
        frames: How many frames were published.
        resyncs: How often a client was too slow.
        closed: Whether the server is going down.
    """

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._listeners: set[Listener] = set()
        self._gone_resyncs = 0
        self.frames = 0
        self.closed = False

    def __len__(self) -> int:
        """How many clients there are."""
        return len(self._listeners)

    @property
    def resyncs(self) -> int:
        """How often a client was too slow, ever."""
        return self._gone_resyncs + sum(listener.resyncs for listener in self._listeners)

    def publish(self, frame: bytes, position: int | None = None) -> None:
        """Give a frame to everybody who has not seen it.

        Args:
            frame: Encoded.
            position: Its place in the ledger, if it has one.
        """
        self.frames += 1
        for listener in self._listeners:
            listener.put(frame, position)

    @contextmanager
    def joined(self, after: int = 0) -> Iterator[Listener]:
        """Listen from this moment on, to what comes after a position."""
        listener = Listener(self._limit, after)
        if self.closed:
            listener.close()
        self._listeners.add(listener)
        try:
            yield listener
        finally:
            self._listeners.discard(listener)
            self._gone_resyncs += listener.resyncs

    def close(self) -> None:
        """Let everybody go: the server stops, and an open stream would keep it."""
        self.closed = True
        for listener in self._listeners:
            listener.close()

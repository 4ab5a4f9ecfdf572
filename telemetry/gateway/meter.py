"""How fast a terminal reports: more than is sound is a fact, and is slowed down. Pure."""

from dataclasses import dataclass, replace

from telemetry.codecs.jt808.message import BATCH, LOCATION

MINUTE_S = 60.0
"""So long it must go on."""

LIVE, STORED = 20, 500
"""Records a second that are sound: single ones, and those of batches (feed.md section 6)."""


@dataclass(frozen=True, slots=True)
class Meter:
    """What came in the minute that runs.

    Attributes:
        begun_s: When it began.
        live: Records that came alone.
        stored: Records that came in batches.
        flooding: The minute before had too many.
        second: Records since the last tick.
    """

    begun_s: float = 0.0
    live: int = 0
    stored: int = 0
    flooding: bool = False
    second: int = 0

    @property
    def full(self) -> bool:
        """Whether the terminal has to wait for the next second."""
        return self.flooding and self.second >= LIVE

    def count(self, message: int, body: bytes) -> "Meter":
        """Take a message into account."""
        if message == LOCATION:
            return replace(self, live=self.live + 1, second=self.second + 1)
        if message == BATCH:
            stored = self.stored + int.from_bytes(body[:2])
            return replace(self, stored=stored, second=self.second + 1)
        return self

    def tick(self, now_s: float) -> "Meter":
        """A second went by; after a minute, judge it."""
        if now_s - self.begun_s < MINUTE_S:
            return replace(self, second=0) if self.second else self
        much = self.live > LIVE * MINUTE_S or self.stored > STORED * MINUTE_S
        return Meter(now_s, flooding=much)

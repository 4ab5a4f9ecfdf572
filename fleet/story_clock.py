"""One clock for a whole story: it may begin at another time than now, and run faster."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Self

VARIABLE = "GONGCHE_STORY_CLOCK"
"""The environment variable by which a parent hands its clock to its children."""


@dataclass(frozen=True, slots=True)
class StoryClock:
    """What time it is in the story when it is some time in the world.

    Attributes:
        origin_real: A moment in the world (aware).
        origin_story: The moment of the story at that time (aware).
        speed: Seconds of the story in a second of the world; more than 0.
    """

    origin_real: datetime
    origin_story: datetime
    speed: float = 1.0

    def story(self, real: datetime) -> datetime:
        """The story's time at a moment of the world.

        >>> from datetime import UTC
        >>> noon = datetime(2026, 10, 1, 12, tzinfo=UTC)
        >>> StoryClock(noon, noon, 60).story(noon.replace(minute=1)).isoformat()
        '2026-10-01T13:00:00+00:00'
        """
        return self.origin_story + (real - self.origin_real) * self.speed

    def real(self, story: datetime) -> datetime:
        """When in the world it is this time in the story."""
        return self.origin_real + (story - self.origin_story) / self.speed

    def text(self) -> str:
        """For `VARIABLE`: one line of JSON."""
        moments = self.origin_real.isoformat(), self.origin_story.isoformat()
        return json.dumps([*moments, self.speed])

    @classmethod
    def parsed(cls, text: str) -> Self:
        """Read what `text` wrote.

        Raises:
            ValueError: If it is something else.
        """
        real, story, speed = json.loads(text)
        return cls(datetime.fromisoformat(real), datetime.fromisoformat(story), float(speed))

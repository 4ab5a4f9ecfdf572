"""What a rule finds: a stay in a forbidden condition, and until when that answer is good."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from telemetry.moment import FOREVER
from telemetry.visits import Visit

if TYPE_CHECKING:
    from telemetry.car import Car


@dataclass(frozen=True, slots=True)
class Found:
    """One stretch of time in which a car broke a rule.

    Attributes:
        code: The alert: `USE-01`.
        stay: When: `enter_*` is its beginning, `exit_*` its end; the flags of a visit.
        about: What else tells two findings of one car and one code apart: an order, a period;
            empty when the time does.
        inputs: What it was measured with, for people and auditors: `{"order": ..., "metres": ...}`.
    """

    code: str
    stay: Visit
    about: str = ""
    inputs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one rule says about a car in a window.

    Attributes:
        found: In the order of time.
        due: Microseconds: no quiet record before it can change the answer. A quiet record comes
            after all others, is good and on time, goes on with what the car does (it stays within
            the circle of its stop, or drives on), keeps alarm and status bits, and is not too fast.
    """

    found: tuple[Found, ...] = ()
    due: int = FOREVER


Rule = Callable[["Car"], Answer]
"""Pure: the facts of a car in a window to what one rule finds there."""


def earliest(answers: Iterable[Answer]) -> int:
    """When the first of these answers may change."""
    return min((answer.due for answer in answers), default=FOREVER)

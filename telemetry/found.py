"""What a rule finds: a stay in a forbidden condition, and until when that answer is good."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from telemetry.moment import FOREVER
from telemetry.spans import Span, Spans, union
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
            Those of a finding that lasts do not depend on the last quiet record.
    """

    code: str
    stay: Visit
    about: str = ""
    inputs: Mapping[str, str] = field(default_factory=dict)

    @property
    def begin(self) -> int:
        """When it began (microseconds): that lies in the window it belongs to.

        What was over when it was first seen, as a trip that nobody saw on the way, began before.
        """
        stay = self.stay
        if stay.enter_lo is None or stay.exit_hi is None or stay.enter_hi < stay.exit_hi:
            return stay.enter_hi
        return stay.enter_lo


@dataclass(frozen=True, slots=True)
class Answer:
    """What one rule says about a car in a window.

    Attributes:
        found: In the order of time.
        due: Microseconds: no quiet record before it can change the answer. A quiet record comes
            after all others, is good and on time, goes on with what the car does (it stays within
            the circle of its stop, or drives on), keeps alarm and status bits, and is not too fast.
        busy: In which stretches something that may be found had begun: a window that began there
            would see it begin at another time.
        wake: When the clock alone changes the answer, where that is not `due`: a silence that is
            too long already is `due` with the next record, and over by the clock at a paper's end.
    """

    found: tuple[Found, ...] = ()
    due: int = FOREVER
    busy: tuple[Span, ...] = ()
    wake: int = FOREVER


Rule = Callable[["Car"], Answer]
"""Pure: the facts of a car in a window to what one rule finds there."""


def earliest(answers: Iterable[Answer]) -> int:
    """When the first of these answers may change."""
    return min((answer.due for answer in answers), default=FOREVER)


def unsettled(answers: Iterable[Answer]) -> Spans:
    """When no window may begin, as far as these answers go: half-open stretches, in order."""
    spans: list[Span] = []
    for answer in answers:
        spans.extend(answer.busy)
        spans.extend(_told(found) for found in answer.found)
    return union(spans)


def _told(found: Found) -> Span:
    """From behind its beginning, where a window may begin that sees all of it, to its end."""
    end = found.stay.exit_hi
    return found.begin + 1, FOREVER if end is None else end

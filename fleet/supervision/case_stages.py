"""The stages of an alert case, and what is known of it in each of them."""

from dataclasses import dataclass
from datetime import datetime

from fleet.policy.alert_rules import Severity
from fleet.supervision.case_events import AlertCaseEvent, AlertRaised


@dataclass(frozen=True, slots=True)
class CaseFile:
    """What the file says, whatever the stage.

    Attributes:
        raised: How it began; never altered.
        last: The event that led to the stage.
        severity: How grave it is by now.
        known: SHA-256 of every piece of evidence.
        sources: Where facts spoke.
        times: How many pieces there are.
        listed_at: When the last piece came that is listed, not only counted.
        level: Which step of the ladder it stands on.
        limit: Until when it has to be acknowledged; once they are asked, explained.
        hands: Everybody who has dealt with it: none of them may verify or close it.
        finding_class: What was confirmed; empty: nothing yet.
        successor: The case that asks about what came after the verdict; empty: nothing came.
    """

    raised: AlertRaised
    last: AlertCaseEvent
    severity: Severity
    known: frozenset[str]
    sources: frozenset[str]
    times: int
    listed_at: datetime
    level: int
    limit: datetime
    hands: frozenset[str] = frozenset()
    finding_class: str = ""
    successor: str = ""

    @property
    def handler(self) -> str:
        """The role in whose hands it is."""
        return self.raised.ladder[self.level]

    @property
    def higher(self) -> tuple[str, ...]:
        """The roles from this step of the ladder on."""
        return self.raised.ladder[self.level :]


@dataclass(frozen=True, slots=True)
class Unraised:
    """Nobody asks."""


@dataclass(frozen=True, slots=True)
class OpenedAlert:
    """Somebody does: one of the stages below."""

    file: CaseFile


@dataclass(frozen=True, slots=True)
class Raised(OpenedAlert):
    """The question is asked."""


@dataclass(frozen=True, slots=True)
class Escalated(OpenedAlert):
    """Nobody answered in time: it goes to the next above."""


@dataclass(frozen=True, slots=True)
class Acknowledged(OpenedAlert):
    """Somebody has seen it."""


@dataclass(frozen=True, slots=True)
class AwaitingExplanation(OpenedAlert):
    """Unit and driver are asked."""


@dataclass(frozen=True, slots=True)
class UnderVerification(OpenedAlert):
    """They have answered."""


@dataclass(frozen=True, slots=True)
class Dismissed(OpenedAlert):
    """It was nothing."""


@dataclass(frozen=True, slots=True)
class Confirmed(OpenedAlert):
    """It was so."""


@dataclass(frozen=True, slots=True)
class Referred(OpenedAlert):
    """Discipline inspection has it."""


@dataclass(frozen=True, slots=True)
class Rectifying(OpenedAlert):
    """It is being put right."""


@dataclass(frozen=True, slots=True)
class UnderAcceptance(OpenedAlert):
    """It has been put right, they say."""


@dataclass(frozen=True, slots=True)
class Closed(OpenedAlert):
    """The end."""


AlertCase = (
    Unraised
    | Raised
    | Escalated
    | Acknowledged
    | AwaitingExplanation
    | UnderVerification
    | Dismissed
    | Confirmed
    | Referred
    | Rectifying
    | UnderAcceptance
    | Closed
)
"""Where it stands."""

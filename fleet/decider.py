"""The words everything else is written in: command, event, entry, decider; refused, conflict."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from typing import ClassVar, Generic, Literal, Self, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class Command(BaseModel):
    """A wish. Named in the imperative: `ApprovePurchase`.

    Attributes:
        FACTS: The fields that nobody can say: the desk looks them up when the command is decided.
    """

    FACTS: ClassVar[frozenset[str]] = frozenset()

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Event(BaseModel):
    """A fact that cannot be unsaid. Named in the past tense: `PurchaseApproved`.

    It says what happened and nothing else; who said it, when, and at which place in the
    ledger stand on the envelope (`Entry`).

    Attributes:
        TOPIC: The name in the ledger. Never changes: the class may be renamed and moved.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    TOPIC: ClassVar[str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One event with its envelope: who, when, and which place in the ledger.

    Attributes:
        ledger: `lifecycle` (what people decided) or `supervision` (what the facts say).
        position: Its place in that ledger; rises, with gaps.
        stream: The aggregate it belongs to, as text: `vehicle:LSVAA4182E2184841`.
        version: Its place in the stream, from 1, without gaps.
        event_id: Its name anywhere in the world.
        recorded_at: When the ledger took it (UTC); never runs backwards within a ledger.
        metadata: actor, role, unit, channel, correlation, causation, policy, rules; all text.
        event: What happened.
    """

    ledger: str
    position: int
    stream: str
    version: int
    event_id: UUID
    recorded_at: datetime
    metadata: Mapping[str, str]
    event: Event

    @property
    def place(self) -> str:
        """The position as shown to people and programs: `lifecycle:12`."""
        return f"{self.ledger}:{self.position}"


class Refused(Exception):  # noqa: N818 - an answer of the rules, not a fault of the program
    """The rules say no.

    Attributes:
        rule: The name people know it by: 先指标后预算.
        code: The name programs know it by: `IndicatorMissing`.
        basis: Where it is written: an article, or a requirement.
        values: What it was measured against; the texts are filled with them.
        alert: The alert that the mere attempt raises (`IND-01`); empty for most.
        policy: The version of the policy that says so, `cn-zj-hangzhou@2021-11-01`; empty where
            no policy had to be asked.
        command: What was said; None until somebody has caught it who knows.
    """

    command: Command | None = None

    def __init__(
        self, rule: str, code: str, basis: str, *, zh: str, en: str, **values: object
    ) -> None:
        super().__init__(f"{rule} {code} ({basis}): {en.format(**values)}")
        self.rule, self.code, self.basis, self.values = rule, code, basis, values
        self.alert, self.policy = "", ""
        self._texts = {"zh": zh, "en": en}

    def raising(self, alert: str, policy: str = "") -> Self:
        """The same refusal, of which supervisors are to hear."""
        self.alert, self.policy = alert, policy
        return self

    def say(self, language: Literal["zh", "en"]) -> str:
        """What is wrong and what to do next, in one sentence."""
        return self._texts[language].format(**self.values)


class Conflict(Exception):  # noqa: N818 - the loser of a race did nothing wrong
    """Somebody else wrote first. Read again and decide again."""


C = TypeVar("C", bound=Command)
E = TypeVar("E", bound=Event)
S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Decider(Generic[C, E, S]):
    """A thing with rules and a memory, and nothing else: no clock, no database, no chance.

    Attributes:
        initial: The state before anything has happened.
        decide: The events that answer a command, oldest first; raises `Refused`.
        evolve: The state after one more event; never refuses, what happened happened.
    """

    initial: S
    decide: Callable[[C, S], list[E]]
    evolve: Callable[[S, E], S]

    def fold(self, events: Iterable[E]) -> S:
        """What these events, oldest first, amount to."""
        return reduce(self.evolve, events, self.initial)

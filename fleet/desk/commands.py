"""From JSON to commands: the shape is looked at here, the rules are not."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import groupby
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from fleet.decider import Command, Entry, Refused
from fleet.desk import attempts
from fleet.desk.routes import ROUTES
from fleet.ledger.applications import Lifecycle
from fleet.ledger.handle import handle
from fleet.ledger.saying import Saying
from fleet.reactions.streams import AnySaid
from fleet.reactions.together import together
from fleet.terms import Moment, Name, Text

_LOOKED_UP = "is looked up, not said: leave it out"
_ZERO = "a text has no zero character (U+0000)"
_A_SAVE = 500  # commands; more at once keeps others waiting


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with the shape of a command.

    Attributes:
        path: The field, as `geometry.coordinates`; empty for the whole.
        found: What stands there; None where nothing does.
        expected: What should.
    """

    path: str
    found: object
    expected: str

    def __str__(self) -> str:
        """One line."""
        shown = "" if self.found is None else f" (found {_short(self.found)})"
        return f"{self.path}: {self.expected}{shown}" if self.path else self.expected + shown


class Misspoken(ValueError):  # noqa: N818 - named like the answer it is
    """This is no command: a name or a field is wrong.

    Attributes:
        problems: One each.
    """

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Spoken:
    """A command as it came, ready for `handle`.

    Attributes:
        saids: What is said to which stream; all or nothing.
        saying: Who says it.
    """

    saids: tuple[AnySaid, ...]
    saying: Saying


class _Actor(BaseModel):
    """Who says it."""

    model_config = ConfigDict(extra="forbid")

    person: Name
    role: Text = ""
    unit: Text = ""
    jurisdiction: Text = ""
    channel: Text = ""


def _named(actor: object) -> object:
    return {"person": actor} if isinstance(actor, str) else actor


class _Wire(BaseModel):
    """What every command carries, besides its own fields."""

    model_config = ConfigDict(extra="allow")

    command: str
    actor: Annotated[_Actor, BeforeValidator(_named)]
    at: Moment | None = None
    id: UUID | None = None
    correlation: Text = ""
    causation: Text = ""


def parse(wire: object, channel: str = "") -> Spoken:
    """Read one command.

    Args:
        wire: The decoded JSON object: `command`, `actor` (a name, or `person`, `role`, `unit`,
            `jurisdiction`, `channel`), `at` (when it became true in the office), `id` (a UUID: the
            same again changes nothing), `correlation`, `causation`, and the command's own fields. A
            `valid_from` that is not given is `at`.
        channel: Over what it came, where the actor does not say.

    Raises:
        Misspoken: If the name is unknown or a field is not what it should be.
    """
    if not isinstance(wire, Mapping):
        raise Misspoken(Problem("", wire, "a command is a JSON object"))
    route = ROUTES.get(str(wire.get("command")))
    if route is None:
        raise Misspoken(_unknown(wire.get("command")))
    if zeros := _zeros(wire):
        raise Misspoken(*zeros)
    try:
        said = _Wire.model_validate(wire)
    except ValidationError as error:
        raise Misspoken(*_problems(error)) from error
    try:
        command = route.command.model_validate(_own(route.command, said))
    except ValidationError as error:
        raise Misspoken(*_problems(error)) from error
    return Spoken(route.saids(command), _saying(said, channel))


def say(ledger: Lifecycle, spoken: Spoken) -> list[Entry]:
    """Say it to the ledger, with all that follows from it in the same save.

    Returns:
        What was written.

    Raises:
        Refused: If a rule says no; of the gated commands the attempt is kept.
        Conflict: If others keep writing first.
    """
    try:
        return say_quietly(ledger, spoken)
    except Refused as refused:
        attempts.keep(ledger, refused, spoken.saying)
        raise


def say_quietly(ledger: Lifecycle, spoken: Spoken) -> list[Entry]:
    """The same, and nobody hears of a refusal but the caller: what a program tries is no attempt.

    Raises:
        Refused: If a rule says no.
        Conflict: If others keep writing first.
    """
    return handle(ledger, *spoken.saids, saying=spoken.saying, then=together)


def described(entry: Entry) -> dict[str, object]:
    """What is told about an entry that was just written."""
    return {
        "position": entry.place,
        "stream": entry.stream,
        "version": entry.version,
        "topic": entry.event.TOPIC,
    }


def say_all(ledger: Lifecycle, many: Iterable[object], channel: str = "") -> int:
    """Say many commands, some hundred in a save; what came before a refusal is kept.

    Args:
        ledger: Where to.
        many: Wire forms, as for `parse`.
        channel: As for `parse`.

    Returns:
        How many entries were written.

    Raises:
        Misspoken: If one is no command.
        Refused: If a rule says no; nothing of its save is kept.
    """
    written = 0
    for _, group in groupby((parse(wire, channel) for wire in many), key=_together):
        for spoken in saves(group):
            written += len(say(ledger, spoken))
    return written


def saves(many: Iterable[Spoken], size: int | None = None) -> Iterator[Spoken]:
    """Join commands of one speaker, `size` at a time; None: as many as others can wait for."""
    size = _A_SAVE if size is None else size
    waiting: list[Spoken] = []
    for spoken in many:
        waiting.append(spoken)
        if len(waiting) == size:
            yield joined(waiting)
            waiting = []
    if waiting:
        yield joined(waiting)


def joined(many: list[Spoken]) -> Spoken:
    """Several commands of one speaker as one: all or nothing."""
    return Spoken(tuple(said for spoken in many for said in spoken.saids), many[0].saying)


def _together(spoken: Spoken) -> Saying:
    return spoken.saying


def _own(command: type[Command], said: _Wire) -> dict[str, Any]:
    """The command's own fields; its times are the saying's where it does not give them."""
    own = dict(said.model_extra or {})
    if looked_up := command.FACTS & own.keys():
        raise Misspoken(*(Problem(name, own[name], _LOOKED_UP) for name in sorted(looked_up)))
    if said.at is not None:
        own |= {"at": said.at} if "at" in command.model_fields else {}
        own = {"valid_from": said.at, **own} if "valid_from" in command.model_fields else own
    return own


def _saying(said: _Wire, channel: str) -> Saying:
    actor = said.actor
    saying = Saying(
        actor.person, actor.role, actor.unit, actor.channel or channel, command_id=said.id
    )
    return replace(
        saying,
        jurisdiction=actor.jurisdiction,
        correlation=said.correlation,
        causation=said.causation,
    )


def _unknown(name: object) -> Problem:
    near = get_close_matches(str(name), ROUTES, n=3)
    hint = f"did you mean {' or '.join(near)}?" if near else f"known: {', '.join(ROUTES)}"
    return Problem("command", name, f"no command has this name; {hint}")


def _zeros(wire: object) -> list[Problem]:
    """Texts with U+0000 in them, wherever they stand: the database cannot keep it."""
    found, waiting = [], [("", wire)]
    while waiting:
        path, value = waiting.pop()
        match value:
            case str() if "\0" in value:
                found.append(Problem(path, value, _ZERO))
            case Mapping():
                waiting += [(path, name) for name in value]
                waiting += [(f"{path}.{name}".lstrip("."), each) for name, each in value.items()]
            case list():
                waiting += [(path, each) for each in value]
            case _:
                pass
    return sorted(found, key=lambda problem: problem.path)


def _problems(error: ValidationError) -> list[Problem]:
    return [
        Problem(
            ".".join(
                str(step) for step in found["loc"] if step not in ("_Actor", "constrained-str")
            ),
            None if found["type"] == "missing" else found["input"],
            found["msg"].removeprefix("Value error, "),
        )
        for found in error.errors(include_url=False)
    ]


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}..."  # noqa: PLR2004 - half a line

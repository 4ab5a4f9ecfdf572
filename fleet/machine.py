"""A state machine as a table: which command is taken at which stage, and where it leads.

The deciders look their legal moves up here, and `docs/statemachines.md` is drawn from it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Move:
    """One line of the table.

    Attributes:
        source: The stage before.
        command: What is said.
        guard: What must hold, in words.
        event: What follows.
        target: The stage after.
    """

    source: str
    command: str
    guard: str
    event: str
    target: str


@dataclass(frozen=True, slots=True)
class Machine:
    """All moves of one kind of aggregate.

    Attributes:
        name: Of the aggregate: `Purchase`.
        chinese: What the office calls it.
        initial: The stage that a creation event leads to.
        creation: That event.
        ends: The stages nothing leads out of, or only a reopening.
        moves: In the order in which they happen.
    """

    name: str
    chinese: str
    initial: str
    creation: str
    ends: tuple[str, ...]
    moves: tuple[Move, ...]

    @property
    def stages(self) -> tuple[str, ...]:
        """Every stage, the first one first."""
        found = (stage for move in self.moves for stage in (move.source, move.target))
        return tuple(dict.fromkeys((self.initial, *found)))

    def takes(self, command: object, stage: object) -> bool:
        """Whether a command (by the name of its class) is in order at a stage (likewise)."""
        said, where = type(command).__name__, type(stage).__name__
        return any(move.command == said and move.source == where for move in self.moves)

    def sources(self, command: object) -> tuple[str, ...]:
        """The stages at which a command is in order."""
        said = type(command).__name__
        return tuple(dict.fromkeys(move.source for move in self.moves if move.command == said))


def moves(rows: Iterable[tuple[str, str, str, str, str]]) -> tuple[Move, ...]:
    """Moves from rows of (source, command, guard, event, target)."""
    return tuple(Move(*row) for row in rows)


def drawn(machine: Machine) -> Iterator[str]:
    """The lines of a state diagram (Mermaid)."""
    yield "stateDiagram-v2"
    yield f"    [*] --> {machine.initial}: {machine.creation}"
    for move in machine.moves:
        yield f"    {move.source} --> {move.target}: {move.command}"
    for end in machine.ends:
        yield f"    {end} --> [*]"

"""Whole lists at once: each row becomes commands, and each error names its row and column."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from fleet.decider import Refused
from fleet.desk import attempts
from fleet.desk.commands import Misspoken, Problem, Spoken, joined, parse, saves, say
from fleet.desk.lists import Column, Kind
from fleet.desk.rehearsal import Rehearsal
from fleet.desk.tables import Row, Table, Unreadable
from fleet.ledger.applications import Lifecycle
from fleet.ledger.saying import Saying


@dataclass(frozen=True, slots=True)
class Fault:
    """Something is wrong with a row.

    Attributes:
        row: As the spreadsheet shows it.
        column: Its heading; empty where the row as a whole is refused.
        found: What stands there.
        expected: What should; for a refusal, what to do next, in English.
        refusal: The rule's answer, where a rule said no.
    """

    row: int
    column: str
    found: str
    expected: str
    refusal: Refused | None = None

    def __str__(self) -> str:
        """One line; a refusal in both languages."""
        if self.refusal is not None:
            said = f"{self.refusal.say('zh')} {self.refusal.say('en')}"
            return f"row {self.row}: {self.refusal.rule} ({self.refusal.basis}) {said}"
        where = f"row {self.row}, {self.column}" if self.column else f"row {self.row}"
        return f"{where}: found {self.found or 'nothing'}, expected {self.expected}"


@dataclass(frozen=True, slots=True)
class Teller:
    """Who imports.

    Attributes:
        actor: Who, as on the wire: a name, or person, role and jurisdiction.
        at: When these things became true in the office.
        zone: Where the times of the list were written, when they have no offset.
        source: What the entries are kept together by: the file's name.
    """

    actor: str | dict[str, str]
    at: datetime
    zone: ZoneInfo
    source: str


@dataclass(frozen=True, slots=True)
class Heard:
    """What a list would do.

    Attributes:
        good: The rows that change something, in order.
        unchanged: How many rows say what is known already.
        faults: What is wrong, in order; those rows are in neither.
        ignored: Columns nobody reads.
        refused: What rules said no to, and to whom.
    """

    good: tuple[Spoken, ...]
    unchanged: int
    faults: tuple[Fault, ...]
    ignored: tuple[str, ...]
    refused: tuple[tuple[Refused, Saying], ...] = ()


def hear(kind: Kind, table: Table, teller: Teller, ledger: Lifecycle) -> Heard:
    """Read a list and try it on the ledger as it is; nothing is written.

    Raises:
        Unreadable: If a required column is missing.
    """
    headings = _headings(kind, table)
    faults: list[Fault] = []
    spoken: list[tuple[int, Spoken]] = []
    for row in table.rows:
        try:
            spoken.append((row.number, _spoken(kind, headings, row, teller)))
        except _Wrong as wrong:
            faults.extend(wrong.faults)
    good, refused = _rehearsed(ledger, spoken)
    faults.extend(Fault(row, "", "", no.say("en"), no) for row, no, _ in refused)
    return Heard(
        good=tuple(good),
        unchanged=len(spoken) - len(good) - len(refused),
        faults=tuple(sorted(faults, key=lambda fault: fault.row)),
        ignored=tuple(name for name in table.columns if name and name not in headings),
        refused=tuple((no, saying) for _, no, saying in refused),
    )


def log(ledger: Lifecycle, heard: Heard) -> None:
    """Keep in the attempt log what rules said no to: once a row, and once an id."""
    for refused, saying in heard.refused:
        attempts.keep(ledger, refused, saying)


def keep(ledger: Lifecycle, heard: Heard, *, piecewise: bool = False) -> Iterator[int]:
    """Write what was heard.

    A row with an id of its own is a save of its own, so that its id answers for it and for nothing
    else: if others wrote since the list was heard, rows before the one that is refused are kept.

    Args:
        ledger: Where to.
        heard: What `hear` answered.
        piecewise: Some hundred rows in a save; else all rows without an id in one, or none.

    Yields:
        How many entries a save has written.

    Raises:
        Refused: If the ledger has changed since it was heard, and a rule says no now.
    """
    size = None if piecewise else len(heard.good)
    for piece in _pieces(heard.good, size):
        yield len(say(ledger, piece))


def _pieces(good: Sequence[Spoken], size: int | None) -> Iterator[Spoken]:
    for named, group in groupby(good, key=lambda one: one.saying.command_id is not None):
        yield from saves(group, 1 if named else size)


class _Wrong(Exception):  # noqa: N818 - an answer, not a fault of the program
    def __init__(self, faults: list[Fault]) -> None:
        super().__init__()
        self.faults = faults


def _headings(kind: Kind, table: Table) -> dict[str, Column]:
    known = {name: column for column in kind.columns for name in (column.name, column.chinese)}
    found = {name: known[name] for name in table.columns if name in known}
    if missing := [c.name for c in kind.columns if c.required and c not in found.values()]:
        raise Unreadable(
            f"the column {', '.join(missing)} is missing; columns of this list: "
            + ", ".join(column.name for column in kind.columns)
        )
    return found


def _spoken(kind: Kind, headings: dict[str, Column], row: Row, teller: Teller) -> Spoken:
    """The row as one saying.

    Raises:
        _Wrong: If a cell is not what it should be.
    """
    cells = {headings[name]: text for name, text in row.cells.items() if name in headings}
    faults = [
        Fault(row.number, column.name, "", column.expected)
        for column in kind.columns
        if column.required and column not in cells
    ]
    fields: dict[str, object] = {}
    for column, text in cells.items():
        try:
            fields[column.wire] = column.read(text, teller.zone)
        except (ValueError, OverflowError):
            faults.append(Fault(row.number, column.name, text, column.expected))
    if faults:
        raise _Wrong(faults)
    said = {"actor": teller.actor, "at": teller.at, "correlation": teller.source}
    try:
        return joined([parse(said | wire, "import") for wire in kind.wires(fields)])
    except Misspoken as misspoken:
        faults = [_fault(kind, row, one, cells) for one in misspoken.problems]
        raise _Wrong([*dict.fromkeys(faults)]) from None


def _fault(kind: Kind, row: Row, problem: Problem, cells: dict[Column, str]) -> Fault:
    """A field that is no such thing; what no field is to blame for stands on its own."""
    steps = problem.path.split(".")  # specification.body: a column is a step of the way
    column = next((column for column in kind.columns if column.wire in steps), None)
    if column is None:
        return Fault(row.number, problem.path, "", problem.expected)
    return Fault(row.number, column.name, cells.get(column, ""), column.expected)


def _rehearsed(
    ledger: Lifecycle, told: Sequence[tuple[int, Spoken]]
) -> tuple[list[Spoken], list[tuple[int, Refused, Saying]]]:
    """What would change something, and what a rule says no to, with its row."""
    rehearsal = Rehearsal(ledger, [one for _, one in told])
    good: list[Spoken] = []
    refused: list[tuple[int, Refused, Saying]] = []
    for row, one in told:
        try:
            if rehearsal.hear(one):
                good.append(one)
        except Refused as refusal:
            refused.append((row, refusal, one.saying))
    return good, refused

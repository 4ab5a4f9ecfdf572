"""A projection is a fold: which row an entry touches, and what becomes of that row."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter

from fleet.decider import Entry

Row = TypeVar("Row")

Folded = dict[str, dict[str, Any]]
"""Several views in memory: view -> id -> row."""


@dataclass(frozen=True, slots=True)
class Projection(Generic[Row]):
    """A view, declared. Pure: nothing here reads or writes a table.

    A row may not depend on how the two ledgers interleave: fold from one of them, and join what
    the other knows when the view is read.

    Attributes:
        name: File, table and URL of the view.
        version: Raise it with every change of `row`, `key` or `evolve`: the view is rebuilt.
        row: What a row is: a frozen dataclass.
        key: The row an entry touches; None when the view does not care.
        evolve: The row afterwards; None removes it.
    """

    name: str
    version: int
    row: type[Row]
    key: Callable[[Entry], str | None]
    evolve: Callable[[Row | None, Entry], Row | None]
    _form: TypeAdapter[Row] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_form", TypeAdapter(self.row))

    def keys(self, entries: Iterable[Entry]) -> list[str]:
        """The rows that these entries touch, each once, in the order of the first touch."""
        touched = dict.fromkeys(self.key(entry) for entry in entries)
        return [key for key in touched if key is not None]

    def fold(self, rows: Mapping[str, Row], entries: Iterable[Entry]) -> dict[str, Row | None]:
        """The rows that change, each at its last value: a thousand entries, one write a row."""
        changed: dict[str, Row | None] = {}
        for entry in entries:
            key = self.key(entry)
            if key is not None:
                before = changed[key] if key in changed else rows.get(key)
                changed[key] = self.evolve(before, entry)
        return changed

    def keep(self, rows: dict[str, Row], entries: Iterable[Entry]) -> None:
        """Bring rows that are held in memory up to these entries."""
        for key, row in self.fold(rows, entries).items():
            if row is None:
                rows.pop(key, None)
            else:
                rows[key] = row

    def written(self, row: Row) -> str:
        """A row as it stands in its table: JSON."""
        return self._form.dump_json(row).decode()

    def read(self, text: str) -> Row:
        """The row that stands in the table as this JSON."""
        return self._form.validate_json(text)

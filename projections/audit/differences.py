"""Two states of the same rows, compared: what is only here, only there, or not the same. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal

import orjson


@dataclass(frozen=True, slots=True)
class Difference:
    """One row that is not the same in both states.

    Attributes:
        view: Whose row.
        id: Its id.
        kind: What the second state did to the first.
        before: The row in the first state, as JSON; None if it is not there.
        after: The row in the second state.
    """

    view: str
    id: str
    kind: Literal["added", "removed", "changed"]
    before: Any
    after: Any


def differences(
    view: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[Difference]:
    """What the second state did to the first, by id.

    Args:
        view: Whose rows.
        before: Id -> row, as JSON.
        after: Id -> row, as JSON.
    """
    for key in sorted(before.keys() | after.keys()):
        if key not in before:
            yield Difference(view, key, "added", None, after[key])
        elif key not in after:
            yield Difference(view, key, "removed", before[key], None)
        elif before[key] != after[key]:
            yield Difference(view, key, "changed", before[key], after[key])


def digest(rows: Mapping[str, Any]) -> str:
    """SHA-256 in hex over all rows in the order of their ids, as canonical JSON.

    >>> digest({"a": {"x": 1, "y": 2}}) == digest({"a": {"y": 2, "x": 1}})
    True
    """
    seal = sha256()
    for key in sorted(rows):
        seal.update(orjson.dumps([key, rows[key]], option=orjson.OPT_SORT_KEYS) + b"\n")
    return seal.hexdigest()

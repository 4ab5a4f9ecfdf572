"""The forms a body may have: one for each edition, and those that makers gave it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from telemetry.codecs.jt808.layout import (
    TRAILING,
    Fields,
    Layout,
    Source,
    read_parts,
    write_parts,
)
from telemetry.fix import Malformed

FORM = "form"
"""Names the form in the fields, where it is not the first one of the header's edition."""


def _never(_: Fields) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Form:
    """One way to lay out a body.

    Attributes:
        name: An edition, or what a maker is known for.
        parts: From the first byte to the last.
        doubtful: Whether fields that could be read speak against this form.
    """

    name: str
    parts: Layout
    doubtful: Callable[[Fields], bool] = _never


Forms = tuple[Form, ...]


def same(*parts: Any) -> Forms:  # noqa: ANN401 - parts of every kind
    """A body that is the same in all editions."""
    return (Form("", parts),)


def editions(old: Layout, new: Layout) -> Forms:
    """A body that 2019 changed."""
    return Form("2013", old), Form("2019", new)


def read_forms(forms: Forms, body: bytes, edition: str) -> Fields:
    """Read a body in the form that fits it.

    Args:
        forms: All that are known.
        body: The whole body.
        edition: Whose form is tried first.

    Returns:
        The fields. Of several forms the first that uses every byte and is not doubtful; if none
        does, the first that can be read at all, with what is left under `trailing`.

    Raises:
        Malformed: `body_malformed` if no form can be read.
    """
    ordered = _ordered(forms, edition)
    readable: list[tuple[Form, Fields]] = []
    wrong: list[Malformed] = []
    for form in ordered:
        try:
            fields = _read(form, body)
        except Malformed as error:
            wrong.append(error)
            continue
        if TRAILING not in fields and not form.doubtful(fields):
            return _named(form, fields, ordered)
        readable.append((form, fields))
    if not readable:
        raise wrong[0]
    form, fields = readable[0]
    return _named(form, fields, ordered)


def write_forms(forms: Forms, fields: Mapping[str, Any], edition: str) -> bytes:
    """Write a body; `read_forms` reads it back.

    Raises:
        ValueError: If a field is missing, does not fit, or has no such text: a mistake of the
            caller.
    """
    ordered = _ordered(forms, edition)
    form = next((each for each in ordered if each.name == fields.get(FORM)), ordered[0])
    try:
        return write_parts(form.parts, fields) + bytes(fields.get(TRAILING, b""))
    except KeyError as error:
        raise ValueError(f"{error.args[0]} is missing") from None
    except (TypeError, AttributeError) as error:
        raise ValueError(f"a value of a wrong type: {error}") from None


def _ordered(forms: Forms, edition: str) -> list[Form]:
    return sorted(forms, key=lambda form: form.name != edition)


def _read(form: Form, body: bytes) -> Fields:
    source = Source(body)
    fields = read_parts(form.parts, source)
    return fields | {TRAILING: source.rest()} if source.left else fields


def _named(form: Form, fields: Fields, ordered: Iterable[Form]) -> Fields:
    usual = next(iter(ordered))
    return fields if form is usual else fields | {FORM: form.name}

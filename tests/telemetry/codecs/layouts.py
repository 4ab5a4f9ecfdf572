"""Any fields that a table can hold, made from the table itself."""

from typing import Any

from hypothesis import strategies as st

from telemetry.codecs.jt808.bodies.control import _Semicolons
from telemetry.codecs.jt808.bodies.parameters import PARAMETERS, _Id, _Value
from telemetry.codecs.jt808.forms import FORM, Form
from telemetry.codecs.jt808.groups import Choice, CountOf, Each, IfLeft, When
from telemetry.codecs.jt808.layout import (
    Counted,
    CountedRaw,
    Digits,
    Layout,
    Number,
    Padded,
    Part,
    Raw,
    RestText,
    Scaled,
)
from telemetry.codecs.jt808.places import Place, Places
from tests.telemetry.codecs.frames import batches, blocks, locations

Fields = dict[str, Any]
Drawn = st.SearchStrategy[Fields]

_TEXT = st.text(alphabet="浙A1b测试-", max_size=2)


def any_fields(layout: Layout) -> Drawn:
    """Fields that this layout can write and read back."""

    @st.composite
    def drawn(draw: st.DrawFn) -> Fields:
        fields: Fields = {}
        for part in layout:
            fields |= draw(_of(part, fields))
        return fields

    return drawn()


def any_body(form: Form) -> Drawn:
    """Fields of a form, named."""
    return any_fields(form.parts).map(lambda fields: fields | {FORM: form.name})


def _of(part: Part, before: Fields) -> Drawn:
    """One value of a part, or several of a group."""
    match part:
        case When(name=name, mask=mask, parts=parts):
            return any_fields(parts) if before[name] & mask else st.just({})
        case IfLeft(parts=parts):
            return any_fields(parts) | st.just({})
        case Choice(name=name, parts=choices, otherwise=otherwise):
            return any_fields(choices.get(before[name], otherwise))
        case CountOf():
            return st.just({})
        case _Value():
            return _parameter(before["id"])
        case _:
            return _one(part)


def _one(part: Part) -> Drawn:
    name = getattr(part, "name", "")
    return _value(part).map(lambda value: {name: value})


def _value(part: Part) -> st.SearchStrategy[Any]:
    if isinstance(part, Number | Scaled | Digits):
        return _number(part)
    match part:
        case Raw(size=int(size)):
            return st.binary(min_size=size, max_size=size)
        case Raw() | CountedRaw():
            return st.binary(max_size=9)
        case Padded() | Counted() | RestText():
            return _TEXT
        case _:
            return _group(part)


def _number(part: Number | Scaled | Digits) -> st.SearchStrategy[Any]:
    match part:
        case Number(name="kind", size=1):
            return st.integers(0, 5)
        case Number(size=size):
            return st.integers(0, (1 << 8 * size) - 1)
        case Scaled(size=size, parts=parts):
            return st.integers(0, (1 << 8 * size) - 1).map(lambda n: n / parts)
        case Digits(size=size):
            return st.binary(min_size=size, max_size=size).map(bytes.hex)


def _group(part: Part) -> st.SearchStrategy[Any]:
    match part:
        case Each(parts=parts):
            inner = any_fields(parts)
            alone = any(isinstance(each, Number) and not each.name for each in parts)
            return st.lists(inner.map(lambda each: each[""]) if alone else inner, max_size=3)
        case _Semicolons():
            return st.lists(_TEXT, min_size=1, max_size=4)
        case _Id():
            return st.sampled_from(sorted(PARAMETERS)) | st.integers(0, 2**32 - 1)
        case Place(items=True):
            return locations
        case Place():
            return blocks
        case Places():
            return batches
        case _:
            raise TypeError(part)


def _parameter(id_: int) -> Drawn:
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "byte": st.integers(0, 2**8 - 1),
        "word": st.integers(0, 2**16 - 1),
        "dword": st.integers(0, 2**32 - 1),
        "text": _TEXT,
        "window": st.just("22:50-10:30"),
        "raw": st.binary(max_size=9),
    }
    known = PARAMETERS.get(id_)
    value = kinds[known.kind if known else "raw"]
    return value.map(lambda each: {"value": each} | ({"name": known.name} if known else {}))

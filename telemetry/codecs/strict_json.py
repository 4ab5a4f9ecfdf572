"""JSON exactly as RFC 8259 and the feed allow it, with what is wrong named in its place.

Two ways to the same values: `quick` knows only plain records and gives up at any doubt;
`records` takes everything apart, so that one bad value spoils one record and not the batch.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

import orjson

from telemetry.fix import Malformed

Record = tuple[Any, bytes]
"""A value, and the bytes it was written in."""

_DEPTH = 5  # objects and arrays within each other
_INTEGER_DIGITS, _NUMBER_CHARACTERS = 20, 40
_SPACE = re.compile(r"[ \t\n\r]*")

# Every character of a number becomes 0, so that a long number is found by a plain search.
_NUMBERS = bytes(0x30 if byte in b"0123456789.eE+-" else 0x20 for byte in range(256))
_LONG_NUMBER = b"0" * _INTEGER_DIGITS


@dataclass(frozen=True, slots=True)
class Flaw:
    """Stands where a value should be.

    Attributes:
        reason: A name of feed.md section 6.
        detail: What was found.
    """

    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Flawed:
    """A record with a flaw somewhere in it.

    Attributes:
        flaw: The first one.
        value: The record, in which other fields may still be read.
    """

    flaw: Flaw
    value: Any


class Doubled(dict[str, Any]):
    """An object in which keys are repeated: those keys are left out.

    Attributes:
        names: The repeated keys.
    """

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        count = Counter(name for name, _ in pairs)
        super().__init__((name, value) for name, value in pairs if count[name] == 1)
        self.names = sorted(name for name, times in count.items() if times > 1)


def quick(payload: bytes, known: AbstractSet[str]) -> list[Record] | None:
    """Read a payload that is plain: known keys, no escapes, no long numbers.

    Args:
        payload: An object or an array of objects.
        known: Keys that may occur; their values hold no objects.

    Returns:
        The records, or None at any doubt: then `records` knows better.
    """
    if b"\\" in payload or long_number(payload):
        return None
    try:
        value = orjson.loads(payload)
    except orjson.JSONDecodeError:
        return None
    if type(value) is list:
        return _quick_batch(value, payload, known)
    colons = _colons(value, known)
    return [(value, payload.strip())] if payload.count(b":") == colons else None


def long_number(payload: bytes) -> bool:
    """Whether something in it may be a number too long to be one of ours."""
    return _LONG_NUMBER in payload.translate(_NUMBERS)


def records(payload: bytes) -> list[Record]:
    """Read any payload.

    Returns:
        The elements of an array, or the single value, whatever they are; `Flawed` around what
        is not strict.

    Raises:
        Malformed: `not_json`, or `too_large` if it is nested beyond measure.
    """
    try:
        text = payload.decode()
        begin = _after_space(text, 0)
        if text.startswith("[", begin):
            return [(_judged(value, 1), raw) for value, raw in _elements(text, begin)]
        value, raw = _single(text, begin)
        return [(_judged(value, 0), raw)]
    except UnicodeDecodeError as error:
        raise Malformed("not_json", f"not UTF-8: {error}", raw=payload) from None
    except json.JSONDecodeError as error:
        raise Malformed("not_json", str(error), raw=payload) from None
    except RecursionError:
        raise Malformed("too_large", f"nested more than {_DEPTH} deep", raw=payload) from None


def canonical(value: object) -> bytes:
    """The one way to write a value: keys sorted, no spaces, UTF-8."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError:  # an integer of more than 64 bits
        text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return text.encode()


def _quick_batch(values: list[Any], payload: bytes, known: AbstractSet[str]) -> list[Record] | None:
    size = len(values)
    if payload.count(b":") != sum(_colons(value, known) for value in values):
        return None
    if payload.count(b"{") != size or payload.count(b"}") != size:
        return None
    pieces = payload.split(b"{")[1:]
    raws = [b"{" + piece[: piece.index(b"}") + 1] for piece in pieces]
    return list(zip(values, raws, strict=True))


def _colons(value: object, known: AbstractSet[str]) -> float:
    """Colons that an object of these values has at least; a repeated key would bring one more."""
    if type(value) is not dict or not value.keys() <= known:
        return math.nan
    time = value.get("time")
    return len(value) + (time.count(":") if type(time) is str else 0)


def _elements(text: str, begin: int) -> Iterator[Record]:
    at = _after_space(text, begin + 1)
    if text.startswith("]", at):
        _nothing_behind(text, at + 1)
        return
    while True:
        value, end = _DECODER.raw_decode(text, at)
        yield value, text[at:end].encode()
        at = _after_space(text, end)
        if not text.startswith(",", at):
            break
        at = _after_space(text, at + 1)
    if not text.startswith("]", at):
        raise json.JSONDecodeError("expected , or ]", text, at)
    _nothing_behind(text, at + 1)


def _single(text: str, begin: int) -> Record:
    value, end = _DECODER.raw_decode(text, begin)
    _nothing_behind(text, end)
    return value, text[begin:end].encode()


def _nothing_behind(text: str, end: int) -> None:
    at = _after_space(text, end)
    if at < len(text):
        raise json.JSONDecodeError("something behind the value", text, at)


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _judged(value: object, depth: int) -> object:
    flaw = _flaw_in(value, depth)
    return Flawed(flaw, value) if flaw else value


def _flaw_in(value: object, depth: int) -> Flaw | None:
    match value:
        case Flaw():
            return value
        case str():
            return _flaw_in_text(value)
        case dict() | list():
            return _flaw_within(value, depth)
        case _:
            return None


def _flaw_within(value: dict[str, Any] | list[Any], depth: int) -> Flaw | None:
    if depth == _DEPTH:
        return Flaw("too_large", f"nested more than {_DEPTH} deep")
    if isinstance(value, Doubled):
        return Flaw("duplicate_key", f"twice in one object: {', '.join(value.names)!a:.80}")
    held = [*value, *value.values()] if isinstance(value, dict) else value
    return next((flaw for each in held if (flaw := _flaw_in(each, depth + 1))), None)


def _flaw_in_text(text: str) -> Flaw | None:
    try:
        text.encode()
    except UnicodeEncodeError:
        return Flaw("not_json", f"a lone surrogate in {text!a:.80}")
    return None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else Doubled(pairs)


def _integer(digits: str) -> int | Flaw:
    if len(digits.lstrip("-")) > _INTEGER_DIGITS:
        return Flaw(
            "number_range", f"an integer has at most {_INTEGER_DIGITS} digits: {digits:.40}"
        )
    return int(digits)


def _float(digits: str) -> float | Flaw:
    value = float(digits)
    if math.isinf(value):
        return Flaw("number_not_finite", f"{digits:.40} is beyond every number")
    if len(digits) > _NUMBER_CHARACTERS:
        detail = f"a number has at most {_NUMBER_CHARACTERS} characters: {digits:.40}"
        return Flaw("number_range", detail)
    return value


def _constant(name: str) -> Flaw:
    return Flaw("number_not_finite", name)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object,
    parse_int=_integer,
    parse_float=_float,
    parse_constant=_constant,
)

"""Many payloads of the project's JSON at once: those that are plain, as lists of values.

They are read as one array. That is the same as reading each alone because every brace is one that
opens or closes a record: there are as many records as opening and as closing braces, and each
payload begins with the one and ends with the other. So none can swallow its neighbour's beginning.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Any

import orjson

from telemetry.codecs import limits
from telemetry.codecs.strict_json import long_number

_FEW = 8  # so many are not halved any more to find the one that is not plain


@dataclass(frozen=True, slots=True)
class Payload:
    """One message.

    Attributes:
        number: Its place among the messages.
        inner: Its records without the brackets of an array.
        count: How many records.
    """

    number: int
    inner: bytes
    count: int


@dataclass(frozen=True, slots=True)
class Plain:
    """Records that were read together.

    Attributes:
        numbers: Of each record's message.
        values: What each says.
        contents: What each says, written in the one way, without its braces.
        raws: Its own bytes.
    """

    numbers: Sequence[int]
    values: list[dict[str, Any]]
    contents: list[bytes]
    raws: list[bytes]


def payloads(messages: Sequence[bytes]) -> list[Payload]:
    """Those that look like one record, or like an array of records, of an allowed size."""
    return [
        Payload(number, inner, inner.count(b"{"))
        for number, message in enumerate(messages)
        for inner in [message if message[:1] == b"{" else message[1:-1]]
        if _framed(message, inner)
    ]


def _framed(message: bytes, inner: bytes) -> bool:
    if inner[:1] + inner[-1:] != b"{}":
        return False
    if inner is message:
        return len(message) <= limits.MESSAGE and inner.count(b"{") == 1
    ends = message[:1] + message[-1:]
    small = len(message) <= limits.BATCH and inner.count(b"{") <= limits.RECORDS
    return small and ends == b"[]"


def singles(messages: Sequence[bytes]) -> Plain | None:
    """Read messages that are all one plain record, as nearly always; None if one is not."""
    framed = all(map(bytes.startswith, messages, repeat(b"{"))) and all(
        map(bytes.endswith, messages, repeat(b"}"))
    )
    if not framed or max(map(len, messages)) > limits.MESSAGE:
        return None
    return _together(messages, range(len(messages)), messages)


def read(some: Sequence[Payload]) -> Iterator[Plain]:
    """Read them together, or in halves where that fails; what is not plain is left out."""
    if not some:
        return
    numbers = chain.from_iterable([[one.number] * one.count for one in some])
    found = _together([one.inner for one in some], [*numbers], _raws(some))
    if found is not None:
        yield found
    elif len(some) > _FEW:
        middle = len(some) // 2
        yield from read(some[:middle])
        yield from read(some[middle:])
    elif len(some) > 1:
        for one in some:
            yield from read([one])


def _together(
    inners: Sequence[bytes], numbers: Sequence[int], raws: Iterable[bytes]
) -> Plain | None:
    joined, count = b",".join(inners), len(numbers)
    if b"\\" in joined or long_number(joined):
        return None
    if joined.count(b"{") != count or joined.count(b"}") != count:
        return None
    try:
        values = orjson.loads(b"[%b]" % joined)
    except orjson.JSONDecodeError:
        return None
    if len(values) != count or {*map(type, values)} != {dict}:
        return None
    if joined.count(b":") != sum(map(len, values)) + _colons_of_times(values):
        return None  # a repeated key, or a colon in some text
    contents = orjson.dumps(values, option=orjson.OPT_SORT_KEYS)[2:-2].split(b"},{")
    return Plain(numbers, values, contents, [*raws])


def _colons_of_times(values: Sequence[dict[str, Any]]) -> int:
    times = [value.get("time") for value in values]
    return "".join([time for time in times if type(time) is str]).count(":")


def _raws(some: Sequence[Payload]) -> Iterator[bytes]:
    for one in some:
        if one.count == 1:
            yield one.inner
            continue
        for piece in one.inner.split(b"{")[1:]:
            yield b"{" + piece[: piece.index(b"}") + 1]

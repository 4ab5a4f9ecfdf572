"""Many moments at once, in the form that nearly every terminal writes: `2026-11-23T08:15:04Z`."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]
Int64s = NDArray[np.int64]

LENGTHS = (20, 24, 27)
"""Characters: whole seconds, milliseconds, microseconds."""

_SEPARATORS = {4: "-", 7: "-", 10: "T", 13: ":", 16: ":", 19: ".", -1: "Z"}
_LAST = (12, 31, 23, 59, 59)  # month, day, hour, minute, second


def read(texts: Sequence[str]) -> tuple[Int64s, Bools]:
    """Read texts of one of these lengths, all of the same.

    Returns:
        Microseconds since 1970 (UTC), and which of them are in this form; each of shape (n,).
    """
    length = len(texts[0])
    joined = "".join(texts).encode("latin-1", "replace")
    signs = np.frombuffer(joined, np.uint8).reshape(len(texts), length)
    good = np.ones(len(texts), np.bool_)
    digits = []
    separators = {at % length: sign for at, sign in _SEPARATORS.items() if at < length - 1}
    for place in range(length):
        column = signs[:, place]
        if place in separators:
            good &= column == ord(separators[place])
        else:
            digits.append(column.astype(np.int64) - ord("0"))
            good &= (digits[-1] >= 0) & (digits[-1] <= 9)  # noqa: PLR2004 - a digit
    return _moments(digits, good)


def _moments(digits: list[Int64s], good: Bools) -> tuple[Int64s, Bools]:
    year = _number(digits[:4])
    pairs = [_number(digits[at : at + 2]) for at in range(4, 14, 2)]
    for value, last in zip(pairs, _LAST, strict=True):
        good &= value <= last
    month, day, hour, minute, second = (np.where(good, value, 1) for value in pairs)
    good &= (month >= 1) & (day >= 1)
    months = (np.where(good, year, 1970) - 1970) * 12 + np.where(good, month, 1) - 1
    begins = months.astype("datetime64[M]")
    days = begins.astype("datetime64[D]") + (day - 1)
    good &= days.astype("datetime64[M]") == begins
    seconds = ((days.astype(np.int64) * 24 + hour) * 60 + minute) * 60 + second
    fraction = _number(digits[14:]) * 10 ** (6 - len(digits[14:])) if digits[14:] else 0
    return seconds * 1_000_000 + fraction, good


def _number(digits: Sequence[Int64s]) -> Int64s:
    value = digits[0]
    for digit in digits[1:]:
        value = value * 10 + digit
    return value

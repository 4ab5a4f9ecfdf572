"""A draw that anybody can draw again: by start value and list, no chance in it (R083)."""

import hashlib
from collections.abc import Iterable

from fleet.supervision.spot_check_words import Line


def list_hash(lines: Iterable[Line]) -> str:
    """SHA-256 over the sorted lines, one a row; hex. The order in which they were told is no part.

    >>> list_hash([])
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
    """
    rows = "".join(f"{text}\n" for text in sorted(line.text for line in lines))
    return hashlib.sha256(rows.encode()).hexdigest()


def drawn(lines: Iterable[Line], start_value: int, size: int) -> tuple[Line, ...]:
    """So many lines, in the order in which they were drawn.

    Each line has a rank: the SHA-256 of start value, hash of the whole list, and the line. The
    lowest ranks are drawn. Another row in the list is another draw.

    Args:
        lines: The list.
        start_value: Told before the draw.
        size: How many; all of them if there are fewer.
    """
    listed = tuple(lines)
    begin = f"{start_value}|{list_hash(listed)}|"

    def rank(line: Line) -> bytes:
        return hashlib.sha256(f"{begin}{line.text}".encode()).digest()

    return tuple(sorted(listed, key=rank)[:size])

"""Stretches of time: half-open, in whole microseconds, in order and apart from each other."""

from collections.abc import Iterable, Sequence

from telemetry.moment import FOREVER

Span = tuple[int, int]
Spans = tuple[Span, ...]
"""In the order of time; between two of them lies time that belongs to neither."""

ALWAYS: Spans = ((0, FOREVER),)


def union(spans: Iterable[Span]) -> Spans:
    """All the time in any of these stretches; they may lie in any order and overlap.

    >>> union([(5, 6), (1, 3), (2, 4), (4, 5)])
    ((1, 6),)
    """
    found: list[Span] = []
    for begin, end in sorted(spans):
        if begin >= end:
            continue
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((begin, end))
    return tuple(found)


def minus(spans: Spans, others: Spans) -> Spans:
    """The time in the first that is not in the second.

    >>> minus(((0, 10),), ((2, 3), (8, 12)))
    ((0, 2), (3, 8))
    """
    return both(spans, without(others))


def without(spans: Spans) -> Spans:
    """All other time.

    >>> without(((0, 5),)) == ((5, FOREVER),)
    True
    """
    edges = [0, *(edge for span in spans for edge in span), FOREVER]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return tuple((begin, end) for begin, end in pairs if begin < end)


def both(spans: Spans, others: Spans) -> Spans:
    """The time in the first and in the second.

    >>> both(((0, 5), (7, 9)), ((4, 8),))
    ((4, 5), (7, 8))
    """
    found: list[Span] = []
    one = other = 0
    while one < len(spans) and other < len(others):
        begin = max(spans[one][0], others[other][0])
        end = min(spans[one][1], others[other][1])
        if begin < end:
            found.append((begin, end))
        one, other = (one + 1, other) if spans[one][1] == end else (one, other + 1)
    return tuple(found)


def grown(spans: Spans, aside: int) -> Spans:
    """With so much more on both sides.

    >>> grown(((10, 20), (24, 30)), 3)
    ((7, 33),)
    """
    return union((max(begin - aside, 0), min(end + aside, FOREVER)) for begin, end in spans)


def holds(spans: Sequence[Span], at: int) -> bool:
    """Whether a moment lies in one of them."""
    return any(begin <= at < end for begin, end in spans)

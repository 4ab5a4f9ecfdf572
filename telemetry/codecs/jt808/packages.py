"""Messages in several packages (分包): put together as they come, taken apart to be sent.

A pure machine: what a connection holds is a value, time is a number that the caller passes in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from telemetry.codecs.jt808.frame import encode
from telemetry.codecs.jt808.header import BODY_LIMIT, Header
from telemetry.fix import Malformed

TIMEOUT_S = 30.0
"""Without another package for so long, the missing ones are asked for."""

ASKED = 3
"""So often; then what is there is kept as it is."""

OPEN, BYTES, PIECES = 8, 1 << 20, 4096
"""Messages a connection may have open, their bytes together, and packages of one message."""

_PIECE = 1000  # bytes of a body when we are the ones who split
_MEDIA_DATA = 0x0801
_FINISHED, _FINISHED_S = 8, 600.0  # remembered: a terminal repeats what it saw no answer to
_SERIALS = 1 << 16
_ASKED_AT_ONCE = 255  # what the count of 2013 can say; one frame holds it in both editions

Key = tuple[str, int, int]
"""Phone in normal form, message id, packages in all. Serials are no part: they jump."""

Pieces = Mapping[int, tuple[Header, bytes]]
"""Package index -> its header and body."""

Finished = tuple[float, Key, frozenset[tuple[int, int]]]
"""When a message became whole, which one, and index and serial of each of its packages."""


@dataclass(frozen=True, slots=True)
class Whole:
    """All packages are here.

    Attributes:
        header: Of the package that came last, without package fields: answer to this one.
        body: The bodies in the order of their index.
    """

    header: Header
    body: bytes


@dataclass(frozen=True, slots=True)
class Missing:
    """Packages to ask for: with 0x8003, for media (0x0801) with 0x8800.

    Attributes:
        header: Of a package that is here.
        first: Serial of the first package; guessed where that one is missing.
        indexes: Which packages are wanted, at most 255.
        media: Media id of a 0x0801 whose first package is here.
    """

    header: Header
    first: int
    indexes: tuple[int, ...]
    media: int | None


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A message that will not become whole.

    Attributes:
        header: Of one of its packages.
        frames: What is here of it, by index: kept as `incomplete`.
    """

    header: Header
    frames: tuple[bytes, ...]


Outcome = Whole | Missing | GivenUp


@dataclass(frozen=True, slots=True)
class _Gathering:
    pieces: Pieces = field(default_factory=dict)
    since: float = 0.0  # when a package came, or when one was asked for
    asked: int = 0
    size: int = 0  # bytes of the bodies

    def with_piece(self, header: Header, body: bytes, now: float) -> "_Gathering":
        pieces = {**self.pieces, (header.index or 0): (header, body)}
        return _Gathering(pieces, now, self.asked, self.size + len(body))

    @property
    def lowest(self) -> tuple[Header, bytes]:
        return self.pieces[min(self.pieces)]


@dataclass(frozen=True, slots=True)
class Packages:
    """What one connection has of messages that are not whole yet.

    Attributes:
        gathered: Open messages, the oldest first.
        finished: The last messages that became whole.
        repeats: Packages that came again.
    """

    gathered: Mapping[Key, _Gathering] = field(default_factory=dict)
    finished: tuple[Finished, ...] = ()
    repeats: int = 0

    def step(self, header: Header, body: bytes, now: float) -> tuple["Packages", list[Outcome]]:
        """Take a package.

        Args:
            header: With package fields.
            body: Of this package.
            now: Seconds, on a clock that does not go back.

        Returns:
            What the connection holds now, and what came of it.

        Raises:
            Malformed: `body_malformed` for an index that cannot be, `too_large` for a message of
                too many packages. The connection holds what it held.

        Source:
            jt808.md section 4.
        """
        key = _key(header)
        if _repeated(self, key, header, body, now):
            return replace(self, repeats=self.repeats + 1), []
        held, gone = _without_other(self, key, header)
        grown = held.gathered.get(key, _Gathering()).with_piece(header, body, now)
        if len(grown.pieces) == header.total:
            return _finished(held, key, grown), [*gone, _whole(header, grown.pieces)]
        kept, dropped = _bounded({**held.gathered, key: grown})
        return replace(held, gathered=kept), [*gone, *dropped]

    def tick(self, now: float) -> tuple["Packages", list[Outcome]]:
        """Ask for what is missing, and give up what never comes.

        Args:
            now: Seconds, on the clock of `step`.
        """
        late = [key for key, each in self.gathered.items() if now - each.since >= TIMEOUT_S]
        if not late:
            return self, []
        gathered = dict(self.gathered)
        outcomes: list[Outcome] = []
        for key in late:
            each = gathered.pop(key)
            if each.asked == ASKED:
                outcomes.append(_given_up(each))
            else:
                gathered[key] = replace(each, since=now, asked=each.asked + 1)
                outcomes.append(_missing(key, each.pieces))
        order = {key: gathered[key] for key in self.gathered if key in gathered}
        return replace(self, gathered=order), outcomes

    def close(self) -> list[Outcome]:
        """The connection ends: what is not whole is given up."""
        return [_given_up(each) for each in self.gathered.values()]


def split_body(header: Header, body: bytes) -> list[tuple[Header, bytes]]:
    """Take a message apart that is too long for one frame.

    Args:
        header: Without package fields; its serial is that of the first package.
        body: Of any length up to 65,535 packages.

    Returns:
        One header and body a package, serials counting up; the message itself if it fits.
    """
    if len(body) <= BODY_LIMIT:
        return [(header, body)]
    pieces = [body[at : at + _PIECE] for at in range(0, len(body), _PIECE)]
    serials = ((header.serial + count) % _SERIALS for count in range(len(pieces)))
    return [
        (replace(header, total=len(pieces), index=index, serial=serial), piece)
        for index, (serial, piece) in enumerate(zip(serials, pieces, strict=False), 1)
    ]


def encode_all(header: Header, body: bytes) -> list[bytes]:
    """Write a message of any length as frames."""
    return [encode(each, piece) for each, piece in split_body(header, body)]


def _key(header: Header) -> Key:
    total, index = header.total or 0, header.index or 0
    if not 1 <= index <= total:
        raise Malformed("body_malformed", f"package {index} of {total}")
    if total > PIECES:
        raise Malformed("too_large", f"{total} packages, {PIECES} are allowed")
    return header.device, header.message, total


def _repeated(held: Packages, key: Key, header: Header, body: bytes, now: float) -> bool:
    """Whether the package came before: by its number, or by its content under a new one."""
    mark = (header.index or 0), header.serial
    recent = (each for each in held.finished if each[1] == key and now - each[0] < _FINISHED_S)
    if any(mark in marks for _, _, marks in recent):
        return True
    pieces = held.gathered[key].pieces if key in held.gathered else {}
    known = pieces.get(mark[0])
    return known is not None and (known[0].serial == header.serial or known[1] == body)


def _without_other(
    held: Packages, key: Key, header: Header
) -> tuple[Packages, tuple[Outcome, ...]]:
    """Without an open message that this package cannot belong to: it takes its place."""
    gathering = held.gathered.get(key)
    if gathering is None or header.index not in gathering.pieces:
        return held, ()
    return replace(held, gathered=_without(held.gathered, key)), (_given_up(gathering),)


def _finished(held: Packages, key: Key, whole: _Gathering) -> Packages:
    marks = frozenset((index, header.serial) for index, (header, _) in whole.pieces.items())
    finished = (*held.finished, (whole.since, key, marks))[-_FINISHED:]
    return replace(held, gathered=_without(held.gathered, key), finished=finished)


def _bounded(gathered: dict[Key, _Gathering]) -> tuple[dict[Key, _Gathering], list[Outcome]]:
    gone: list[Outcome] = []
    while len(gathered) > OPEN or sum(each.size for each in gathered.values()) > BYTES:
        gone.append(_given_up(gathered.pop(next(iter(gathered)))))
    return gathered, gone


def _without(gathered: Mapping[Key, _Gathering], key: Key) -> dict[Key, _Gathering]:
    return {name: each for name, each in gathered.items() if name != key}


def _whole(header: Header, pieces: Pieces) -> Whole:
    body = b"".join(pieces[index][1] for index in sorted(pieces))
    return Whole(replace(header, total=None, index=None), body)


def _given_up(gathering: _Gathering) -> GivenUp:
    pieces = gathering.pieces
    frames = tuple(encode(*pieces[index]) for index in sorted(pieces))
    return GivenUp(gathering.lowest[0], frames)


def _missing(key: Key, pieces: Pieces) -> Missing:
    *_, total = key
    lowest = min(pieces)
    header, body = pieces[lowest]
    absent = tuple(index for index in range(1, total + 1) if index not in pieces)
    return Missing(
        header=header,
        first=(header.serial - lowest + 1) % _SERIALS,
        indexes=absent[:_ASKED_AT_ONCE],
        media=int.from_bytes(body[:4]) if lowest == 1 and header.message == _MEDIA_DATA else None,
    )

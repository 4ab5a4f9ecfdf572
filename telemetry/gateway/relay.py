"""What a link has passed on to the platform, and what the platform's answers settle. Pure.

A frame is passed on under a number of ours (its `line`) in place of the terminal's serial: a
terminal counts from 0 again on every connection, and an answer to what it said on an earlier one
must not settle what it says now and nobody has kept yet.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from telemetry.codecs.jt808.frame import encode, open_frame
from telemetry.codecs.jt808.header import Header
from telemetry.codecs.jt808.packages import (
    GivenUp,
    Missing,
    Outcome,
    Packages,
    Whole,
    encode_all,
)

WINDOW = 64
"""Messages of a link that may be without an answer; then nothing more is read from it."""

AGAIN_S = 15.0
"""A repeat that comes sooner is not passed on once more: the answer is on its way."""

FORGET_S = 60.0
"""What has no answer by then makes room; the terminal says it again."""

MEDIA = 0x0801

_LINES = 1 << 16
_FRAMES = 30  # in one publication: escaped they may be twice as long, and 64 KiB are allowed


@dataclass(frozen=True, slots=True)
class UnderWay:
    """One message that was passed on.

    Attributes:
        headers: The terminal's own, one a package: each gets its answer.
        content: The body; of several packages the hash is enough.
        since: When it was passed on last, seconds.
        again: Payloads to be published again: what was put together of packages is not said once
            more by a terminal that has got answers for some of them.
        media: Media id of a 0x0801.
    """

    headers: tuple[Header, ...]
    content: int
    since: float
    again: tuple[bytes, ...] = field(default=(), repr=False)
    media: int | None = None

    def repeats(self, header: Header, body: bytes) -> bool:
        """Whether this is the same message once more."""
        last = self.headers[-1]
        said = (last.serial, last.message, last.index, self.content)
        return said == (header.serial, header.message, header.index, hash(body))


@dataclass(frozen=True, slots=True)
class Passed:
    """What came of a package, or of time.

    Attributes:
        relay: What is under way now.
        payloads: To be published.
        missing: Packages to ask the terminal for.
        kept: The package belongs to a message that was kept and answered: answer it again.
    """

    relay: "Relay"
    payloads: tuple[bytes, ...] = ()
    missing: tuple[Missing, ...] = ()
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Relay:
    """What one connection has under way.

    Attributes:
        line: The number that the next frame is passed on under.
        under_way: By that number.
        packages: Messages that are not whole yet.
    """

    line: int = 0
    under_way: Mapping[int, UnderWay] = field(default_factory=dict)
    packages: Packages = field(default_factory=Packages)

    @property
    def full(self) -> bool:
        """Whether nothing more should be read."""
        return len(self.under_way) >= WINDOW

    def forward(self, header: Header, body: bytes, now_s: float) -> tuple["Relay", list[bytes]]:
        """Pass one frame on, unless it is a repeat whose answer is on its way.

        Returns:
            What is under way now, and the payloads to publish.
        """
        rest = dict(self.under_way)
        for line, each in self.under_way.items():
            if each.repeats(header, body):
                if now_s - each.since < AGAIN_S:
                    return self, []
                del rest[line]
        payload = encode(replace(header, serial=self.line), body)
        media = _media(header, body) if header.whole else None
        rest[self.line] = UnderWay((header,), hash(body), now_s, media=media)
        return _at(self, self.line + 1, rest), [payload]

    def gather(self, header: Header, body: bytes, now_s: float) -> Passed:
        """Take one package of several.

        Nothing is answered before the whole message is kept. A terminal that waits for an answer
        to each package repeats the first one: then that package is passed on alone, and kept as
        `incomplete`, so that it may be answered.

        Raises:
            Malformed: If the package cannot be one. Nothing has changed.
        """
        before = self.packages
        packages, outcomes = before.step(header, body, now_s)
        held = replace(self, packages=packages)
        if packages.repeats > before.repeats:
            return _repeated(held, header, body, now_s)
        return _settled(held, outcomes, now_s, _pieces(before, header))

    def tick(self, now_s: float) -> Passed:
        """Make room, say again, ask for missing packages, give up."""
        packages, outcomes = self.packages.tick(now_s)
        late = [line for line, each in self.under_way.items() if now_s - each.since >= FORGET_S]
        if not late and not outcomes:
            return Passed(self)
        rest, again = dict(self.under_way), list[bytes]()
        for line in late:
            each = rest.pop(line)
            if each.again:
                rest[line] = replace(each, since=now_s)
                again += each.again
        held = replace(self, packages=packages, under_way=rest)
        passed = _settled(held, outcomes, now_s)
        return replace(passed, payloads=(*again, *passed.payloads))

    def answered(self, line: int, message: int) -> tuple["Relay", UnderWay | None]:
        """The platform has answered: what that settles, if it is under way here."""
        found = self.under_way.get(line)
        if found is None or found.headers[-1].message != message:
            return self, None
        rest = {name: each for name, each in self.under_way.items() if name != line}
        return replace(self, under_way=rest), found


def _repeated(relay: Relay, header: Header, body: bytes, now_s: float) -> Passed:
    if any(_among(header, each) for each in relay.under_way.values()):
        return Passed(relay)
    if header.index not in {each.index for each in _pieces(relay.packages, header)}:
        return Passed(relay, kept=True)
    relay, payloads = relay.forward(header, body, now_s)
    return Passed(relay, tuple(payloads))


def _settled(
    relay: Relay, outcomes: list[Outcome], now_s: float, pieces: tuple[Header, ...] = ()
) -> Passed:
    payloads, missing = list[bytes](), list[Missing]()
    for outcome in outcomes:
        match outcome:
            case Whole():
                relay, together = _passed_on(relay, outcome, now_s, pieces)
                payloads += together
            case GivenUp(frames=frames):
                for frame in frames:
                    relay, alone = relay.forward(*open_frame(frame), now_s)
                    payloads += alone
            case Missing():
                missing.append(outcome)
    return Passed(relay, tuple(payloads), tuple(missing))


def _passed_on(
    relay: Relay, whole: Whole, now_s: float, pieces: tuple[Header, ...]
) -> tuple[Relay, tuple[bytes, ...]]:
    """Pass on what was put together; the answer to its last frame counts for all packages."""
    header, body = whole.header, whole.body
    frames = encode_all(replace(header, serial=relay.line), body)
    last = (relay.line + len(frames) - 1) % _LINES
    payloads = tuple(b"".join(frames[at : at + _FRAMES]) for at in range(0, len(frames), _FRAMES))
    own = UnderWay((*pieces, header), hash(body), now_s, payloads, _media(header, body))
    return _at(relay, relay.line + len(frames), {**relay.under_way, last: own}), payloads


def _at(relay: Relay, line: int, under_way: Mapping[int, UnderWay]) -> Relay:
    return replace(relay, line=line % _LINES, under_way=under_way)


def _pieces(packages: Packages, header: Header) -> tuple[Header, ...]:
    """The headers of the packages that came before this one."""
    gathering = packages.gathered.get((header.device, header.message, header.total or 0))
    return tuple(each for each, _ in gathering.pieces.values()) if gathering else ()


def _among(header: Header, message: UnderWay) -> bool:
    return any((header.message, header.serial) == (h.message, h.serial) for h in message.headers)


def _media(header: Header, body: bytes) -> int | None:
    return int.from_bytes(body[:4]) if header.message == MEDIA else None

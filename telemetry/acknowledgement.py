"""What devices are told after a commit: up to which record everything is kept, and what is not."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

import orjson

from telemetry.archive import Refusal
from telemetry.codecs.jt808.answers import OK, general_answer, registration_answer, time_answer
from telemetry.codecs.jt808.header import Header
from telemetry.fix import Malformed
from telemetry.reception import Reception
from telemetry.sequences import Boot

PAUSE_S = 1.0
"""At most one acknowledgement a device and boot in this time (feed.md section 5)."""

REJECTED_SHOWN = 500
"""So many refused records are named in one acknowledgement; all of them count for `upto`."""

Answer = tuple[str, bytes]
"""Topic and payload."""


@dataclass(slots=True)
class _Due:
    boot: Boot
    rejected: list[dict[str, object]] = field(default_factory=list)


class Notices:
    """Acknowledgements of numbered records; the newest replaces what was not told yet."""

    def __init__(self) -> None:
        self._due: dict[tuple[str, int], _Due] = {}
        self._told_at: dict[tuple[str, int], float] = {}

    def add(self, device: str, number: int, boot: Boot, bad: Iterable[Malformed] = ()) -> None:
        """Something of this boot was committed."""
        due = self._due.setdefault((device, number), _Due(boot))
        due.boot = boot
        due.rejected = [*due.rejected, *map(_rejected, bad)][:REJECTED_SHOWN]

    def pending(self) -> bool:
        """Whether something is still to be told."""
        return bool(self._due)

    def due(self, at: datetime, now_s: float) -> list[Answer]:
        """What may be told now.

        Args:
            at: The time that stands in the message (UTC).
            now_s: Seconds of a clock that only runs forward.
        """
        self._told_at = {key: at_s for key, at_s in self._told_at.items() if now_s - at_s < PAUSE_S}
        ready = [key for key in self._due if key not in self._told_at]
        answers = []
        for key in ready:
            self._told_at[key] = now_s
            due = self._due.pop(key)
            answers.append(acknowledgement(*key, due.boot, due.rejected, at))
        return answers


def acknowledgement(
    device: str, number: int, boot: Boot, rejected: list[dict[str, object]], at: datetime
) -> Answer:
    """The message on `v1/<device>/dn/ack` (feed.md section 5).

    Args:
        device: The terminal.
        number: Which of its boots.
        boot: What is here of it.
        rejected: Records in quarantine since the last message, with their reasons.
        at: The time that stands in it (UTC).
    """
    told = {
        "device": device,
        "boot": number,
        "upto": boot.upto(),
        "missing": boot.missing(),
        "rejected": rejected,
        "at": _text(at),
    }
    return f"v1/{device}/dn/ack", orjson.dumps(told)


def refusal(refused: Refusal, at: datetime) -> Answer:
    """The message about a payload without a readable number: its hash names it."""
    told = {
        "device": refused.device,
        "boot": None,
        "upto": -1,
        "missing": [],
        "rejected": [
            {
                "sha256": sha256(refused.payload).hexdigest(),
                "reason": refused.malformed.reason,
            }
        ],
        "at": _text(at),
    }
    return f"v1/{refused.device}/dn/ack", orjson.dumps(told)


def waited_for(refused: Refusal) -> bool:
    """Whether a device waits for an answer to what it sent: our JSON, or JSON around NMEA."""
    wrapped = refused.source.endswith("/nmea") and refused.payload.lstrip()[:1] in (b"{", b"[")
    return bool(refused.device) and (wrapped or refused.source.endswith("/pos"))


def hasty(reception: Reception, at: datetime) -> list[Answer]:
    """What a careless platform tells a device before anything is stored.

    Only the control run of the fault program sends this: it must show losses.
    """
    newest: dict[int, int] = {}
    for record in reception.records:
        if record.boot is not None and record.seq is not None:
            newest[record.boot] = max(record.seq, newest.get(record.boot, -1))
    return [
        acknowledgement(reception.device, boot, Boot().keep(range(seq + 1)), [], at)
        for boot, seq in newest.items()
    ]


_REGISTRATION, _TIME_QUERY = 0x0100, 0x0004


class Replies:
    """Answers to JT/T 808 terminals, numbered by us for each of them."""

    def __init__(self) -> None:
        self._serials: dict[str, int] = {}

    def to(
        self, device: str, requests: Iterable[tuple[Header, int]], at: datetime | None = None
    ) -> Answer | None:
        """All answers for one terminal as one payload; None when there is nothing to answer.

        Args:
            device: The terminal.
            requests: What it said, and with which result it is answered.
            at: The time that a terminal is told that asks for it (UTC).
        """
        frames = [_reply(header, self._next(device), result, at) for header, result in requests]
        return (f"v1/{device}/dn/jt808", b"".join(frames)) if frames else None

    def _next(self, device: str) -> int:
        serial = self._serials.get(device, 0)
        self._serials[device] = (serial + 1) & 0xFFFF
        return serial


def _reply(header: Header, serial: int, result: int, at: datetime | None) -> bytes:
    """Behind a broker its credentials count: the code of a registration is the terminal's name."""
    if header.message == _REGISTRATION and result == OK:
        return registration_answer(header, serial, OK, header.device)
    if header.message == _TIME_QUERY and at is not None:
        return time_answer(header, serial, at)
    return general_answer(header, serial, result)


def _rejected(bad: Malformed) -> dict[str, object]:
    return {"seq": bad.seq, "reason": bad.reason}


def _text(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")

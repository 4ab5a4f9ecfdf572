"""What `gongche decode` says of a line, codec by codec."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from telemetry.codecs import emqx, json, jt808, limits
from telemetry.codecs.fix_json import to_json
from telemetry.codecs.jt808.bodies.records import inflate
from telemetry.codecs.jt808.body import read_body
from telemetry.codecs.jt808.body_json import public
from telemetry.codecs.jt808.message import BATCH, LOCATION
from telemetry.codecs.jt808.quirks import STANDARD, Quirks
from telemetry.codecs.nmea import Epochs, Sentence, fix_of, read_sentence, solve
from telemetry.fix import Fix, Malformed

Answer = dict[str, Any]

_UNREAD = ("encrypted", "incomplete")  # a good frame whose body cannot be read
_COMPRESSED = 0x0901
_HELD = 256  # lines of one moment: more are no receiver's


def jt808_answer(line: bytes, quirks: Quirks = STANDARD) -> Answer:
    """What a frame in hexadecimal digits says.

    Raises:
        Malformed: If it is no frame.
    """
    message = jt808.decode(_frame(line), quirks=quirks)
    header = message.header
    answer = _verdict(message.fixes) | {
        "message": f"0x{header.message:04x}",
        "phone": header.phone,
        "version": header.edition,
        "serial": header.serial,
        "encrypt": header.encryption,
        "fragmented": header.total is not None,
        "fixes": _fixes(message.fixes),
        "body": _body(message, quirks),
    }
    if header.total is not None:
        answer |= {"package_total": header.total, "package_index": header.index}
    if header.edition == "2019":
        answer |= {"protocol_version": header.version}
    return answer


def json_answer(line: bytes) -> Answer:
    """What a payload of our own says."""
    decoded = json.decode(line, None, _now())
    first = {"first": {str(boot): seq for boot, seq in decoded.first.items()}}
    body = first if decoded.first else {}
    return _verdict(decoded.records) | {"fixes": _fixes(decoded.records), "body": body}


def emqx_answer(line: bytes) -> Answer:
    """What a message of EMQX's gateway says.

    Raises:
        Malformed: If it is none.
    """
    message = emqx.decode(line)
    header = message.header
    return _verdict(message.fixes) | {
        "message": f"0x{header.message:04x}",
        "phone": header.phone,
        "version": header.edition,
        "serial": header.serial,
        "fixes": _fixes(message.fixes),
        "body": dict(message.body),
    }


def nmea_answers(lines: Iterable[bytes]) -> Iterator[Answer]:
    """What sentences say, one answer a line: the RMC of a moment carries its fix."""
    moment = _Moment()
    for line in lines:
        try:
            sentence = read_sentence(line)
        except Malformed as error:
            moment.hold({"ok": False, "reason": error.reason, "detail": error.detail})
            continue
        if (sentence is not None and moment.ends_with(sentence)) or moment.full:
            yield from moment.told()
        moment.hold(_sentence(sentence), sentence)
    yield from moment.told()


@dataclass(slots=True)
class _Moment:
    """Lines that wait for the end of their epoch."""

    epochs: Epochs = field(default_factory=Epochs)
    held: list[tuple[Answer, Sentence | None]] = field(default_factory=list)

    @property
    def full(self) -> bool:
        return len(self.held) >= _HELD

    def ends_with(self, sentence: Sentence) -> bool:
        return self.epochs.begins(sentence)

    def hold(self, answer: Answer, sentence: Sentence | None = None) -> None:
        self.held.append((answer, sentence))
        if sentence is not None:
            self.epochs.add(sentence)

    def told(self) -> Iterator[Answer]:
        held, self.held = self.held, []
        epoch = self.epochs.close()
        solution = solve(epoch) if epoch else None
        for answer, sentence in held:
            if epoch and solution and sentence is not None and sentence is solution.by:
                if solution.refused:
                    answer["body"]["refused"] = solution.refused
                else:
                    answer["fixes"] = [to_json(fix_of(epoch, ""))]
            yield answer


def _sentence(sentence: Sentence | None) -> Answer:
    if sentence is None:
        return {"ok": True, "message": None, "fixes": [], "body": {"ignored": "no sentence"}}
    if not sentence.kind:
        return {"ok": True, "message": None, "fixes": [], "body": {"ignored": "not used"}}
    named = sentence.named()
    body: Answer = dict(named) if named else {"fields": list(sentence.fields)}
    return {
        "ok": True,
        "message": sentence.kind,
        "talker": sentence.talker,
        "fixes": [],
        "body": body,
    }


def _body(message: jt808.Message, quirks: Quirks) -> Answer:
    """The fields of a body; its bytes where there is no table or it cannot be read."""
    header, items = message.header, quirks.all_items
    unread = any(isinstance(each, Malformed) for each in message.fixes)
    if header.message == BATCH and message.fields:
        return message.fields
    if header.encryption or not header.whole or unread:
        return {"raw": message.body.hex()}
    if header.message in quirks.bodies:
        return public(message.fields, items)
    fields = read_body(header.message, message.body, header.edition)
    shown = public(fields, items)
    if header.message == LOCATION:
        location: Answer = shown["location"]
        return location
    if header.message == _COMPRESSED and (plain := inflate(fields["data"])) is not None:
        shown["inflated"] = plain.hex()
    return shown


def _frame(line: bytes) -> bytes:
    if len(line) > limits.BATCH:
        raise Malformed("too_large", f"more than {limits.BATCH} characters in a line")
    try:
        data = bytes.fromhex(line.decode("ascii"))
    except ValueError as error:
        raise Malformed("truncated", f"no frame in hexadecimal digits: {error}") from None
    if data and b"\x7e" not in data:
        data = b"\x7e" + data + b"\x7e"
    frame, *more = jt808.split(data)
    if isinstance(frame, Malformed):
        raise frame
    if more:
        raise Malformed("length_mismatch", f"a line holds one frame, this one {len(more) + 1}")
    return frame


def _verdict(records: Iterable[Fix | Malformed]) -> Answer:
    bad = [
        {"reason": each.reason, "detail": each.detail}
        for each in records
        if isinstance(each, Malformed) and each.reason not in _UNREAD
    ]
    if not bad:
        return {"ok": True}
    return {"ok": False} | bad[0] | ({"malformed": bad} if bad[1:] else {})


def _fixes(records: Iterable[Fix | Malformed]) -> list[Answer]:
    return [{"device": each.device} | to_json(each) for each in records if isinstance(each, Fix)]


def _now() -> datetime:
    return datetime.now(UTC)

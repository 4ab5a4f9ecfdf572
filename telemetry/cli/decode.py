"""`gongche decode`: what a device engineer asks about a line of bytes."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import click
import orjson
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from telemetry.codecs import json, jt808, limits
from telemetry.codecs.fix_json import to_json
from telemetry.fix import Fix, Malformed

_LINE_LIMIT = 4 * limits.BATCH  # what is behind it in the line is passed over
_UNREAD = ("encrypted", "incomplete")  # a good frame whose body cannot be read

Answer = dict[str, Any]


@click.command()
@click.argument("codec", type=click.Choice(["jt808", "json"]))
@click.argument("file", type=click.File("rb"), default="-")
def decode(codec: str, file: IO[bytes]) -> None:
    """Decode FILE, or what comes on the standard input, line by line.

    jt808 is one frame in hex a line, with or without the flags 7e; json is one payload of our own
    a line. (nmea and emqx come later.) One JSON object a line is printed, also for a line that
    is not understood.

    Exits with 1 if any line is not understood.

    \b
    Example:
        echo 7e000200001234567890120001897e | gongche decode jt808
    """  # noqa: D301 - click's mark for a paragraph that stays as it is
    good = True
    for line in _watched(file):
        answer = _answer(codec, line)
        good = good and answer["ok"]
        click.echo(orjson.dumps(answer))
    raise SystemExit(0 if good else 1)


def _watched(file: IO[bytes]) -> Iterator[bytes]:
    console, path = Console(stderr=True), Path(getattr(file, "name", ""))
    columns = TextColumn("Decoding"), BarColumn(), DownloadColumn(), TimeRemainingColumn()
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=path.stat().st_size if path.is_file() else None)
        for line in _lines(file):
            yield line
            progress.advance(task, len(line) + 1)


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    while line := file.readline(_LINE_LIMIT):
        whole = line.endswith(b"\n")
        yield line.rstrip(b"\r\n")
        while not whole and (more := file.readline(_LINE_LIMIT)):
            whole = more.endswith(b"\n")


def _answer(codec: str, line: bytes) -> Answer:
    try:
        return _json(line) if codec == "json" else _jt808(line)
    except Malformed as error:
        return {"ok": False, "reason": error.reason, "detail": error.detail}


def _jt808(line: bytes) -> Answer:
    message = jt808.decode(_frame(line))
    header, fixes, raw = message.header, _fixes(message.fixes), {}
    if not fixes:
        raw = {"raw": message.body.hex()}
    answer = _verdict(message.fixes) | {
        "message": f"0x{header.message:04x}",
        "phone": header.phone,
        "version": header.edition,
        "serial": header.serial,
        "encrypt": header.encryption,
        "fragmented": header.total is not None,
        "fixes": fixes,
        "body": raw | message.fields,
    }
    if "message" in message.fields:
        answer["body"]["message"] = f"0x{message.fields['message']:04x}"
    if header.total is not None:
        answer |= {"package_total": header.total, "package_index": header.index}
    if header.edition == "2019":
        answer |= {"protocol_version": header.version}
    return answer


def _json(line: bytes) -> Answer:
    decoded = json.decode(line, None, datetime.now(UTC))
    fixes = _fixes(decoded.records)
    first = {"first": {str(boot): seq for boot, seq in decoded.first.items()}}
    body = first if decoded.first else {}
    return _verdict(decoded.records) | {"fixes": fixes, "body": body}


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

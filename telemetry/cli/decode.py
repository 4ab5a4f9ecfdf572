"""`gongche decode`: what a device engineer asks about a line of bytes."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import IO

import click
import orjson
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from telemetry.cli.decoding import Answer, emqx_answer, json_answer, jt808_answer, nmea_answers
from telemetry.codecs import limits
from telemetry.codecs.jt808.quirks import PROFILES
from telemetry.fix import Malformed

_LINE_LIMIT = 4 * limits.BATCH  # what is behind it in the line is passed over

_PROFILES = "\n".join(f"{profile.name}: {profile.about}." for profile in PROFILES.values())


@click.command()
@click.argument("codec", type=click.Choice(["jt808", "nmea", "json", "emqx"]))
@click.argument("file", type=click.File("rb"), default="-")
@click.option(
    "--profile",
    type=click.Choice(sorted(PROFILES)),
    default="standard",
    help="What the terminal's maker does differently (jt808).",
)
def decode(codec: str, file: IO[bytes], profile: str) -> None:
    """Decode FILE, or what comes on the standard input, line by line.

    jt808 is one frame in hex a line, with or without the flags 7e; nmea is one sentence a line;
    json and emqx are one payload a line, of our own or of EMQX's gateway. One JSON object a line
    is printed, also for a line that is not understood.

    Sentences of the same time of day are one fix, printed with the RMC that makes it: so a line
    is answered when its moment is over.

    Exits with 1 if any line is not understood.

    \b
    Example:
        echo 7e000200001234567890120001897e | gongche decode jt808
    """  # noqa: D301 - click's mark for a paragraph that stays as it is
    good = True
    for answer in _answers(codec, profile, _watched(file)):
        good = good and answer["ok"]
        click.echo(orjson.dumps(answer))
    raise SystemExit(0 if good else 1)


def _answers(codec: str, profile: str, lines: Iterable[bytes]) -> Iterator[Answer]:
    if codec == "nmea":
        return nmea_answers(lines)
    readers: dict[str, Callable[[bytes], Answer]] = {
        "jt808": partial(jt808_answer, quirks=PROFILES[profile]),
        "json": json_answer,
        "emqx": emqx_answer,
    }
    return (_answer(readers[codec], line) for line in lines)


def _answer(read: Callable[[bytes], Answer], line: bytes) -> Answer:
    try:
        return read(line)
    except Malformed as error:
        return {"ok": False, "reason": error.reason, "detail": error.detail}


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

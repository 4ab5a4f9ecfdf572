"""`gongche visits`: a track and fences to visits, without any server."""

import csv
import gzip
import io
import json
import time
import tomllib
import zlib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import chain
from multiprocessing import get_context
from pathlib import Path

import click

from telemetry import fence_file, track_file
from telemetry.profile import PLAIN, STANDARD, Profile, described
from telemetry.survey import Stays, Track, survey

COLUMNS = (
    "vehicle_id", "fence_id", "visit", "enter_lo", "enter_hi", "enter_confirmed",
    "exit_lo", "exit_hi", "exit_confirmed", "flags",
)  # fmt: skip

_GZIP = b"\x1f\x8b"
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class Unusable(click.ClickException):
    """An input is not what it should be: one line that names it."""

    exit_code = 2


@click.command()
@click.argument("track", type=_FILE)
@click.argument("fences", type=_FILE)
@click.option(
    "--profile",
    default=STANDARD.name,
    show_default=True,
    metavar="plain|standard|FILE",
    help="How sure to be. FILE is TOML or JSON with band_m, enter_dwell_s, exit_dwell_s and, "
    "where there is a limit, gap_s and max_speed_kmh.",
)
@click.option(
    "--workers",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help="Processes that share the vehicles.",
)
def visits(track: Path, fences: Path, profile: str, workers: int) -> None:
    """Derive the visits of the vehicles in TRACK (CSV, .gz) to FENCES (GeoJSON), as CSV.

    Exits with 1 if any row could not be read, and says how many and why.
    Example: gongche visits track.csv.gz fences.geojson --profile plain
    """
    watch = _Watch()
    chosen = _profile(profile)
    outlines = _content(fences)
    areas = _fences(fences, outlines)
    reading = _track(track)
    watch.lap("to read")
    stays = _stays(reading.track, outlines, chosen, workers)
    watch.lap("from columns to visits")
    text = table(stays, [area.name for area in areas])
    click.echo(text.encode(), nl=False)
    _report(reading, len(areas), sum(len(each.visits) for each in stays), watch)
    raise SystemExit(1 if reading.unreadable else 0)


def table(stays: Sequence[Stays], names: Sequence[str]) -> str:
    """The visits as CSV: sorted, times in seconds, empty for none.

    Args:
        stays: What was found.
        names: Of the fences, by index.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for each in sorted(stays, key=lambda each: (each.vehicle, names[each.fence])):
        for number, visit in enumerate(each.visits, 1):
            times = (
                visit.enter_lo, visit.enter_hi, visit.enter_confirmed,
                visit.exit_lo, visit.exit_hi, visit.exit_confirmed,
            )  # fmt: skip
            flags = "|".join(sorted(visit.flags))
            row = (each.vehicle, names[each.fence], number, *map(seconds, times), flags)
            writer.writerow(row)
    return text.getvalue()


def seconds(micros: int | None) -> str:
    """Microseconds as seconds, no longer than needed.

    >>> seconds(1_769_447_217_000_000), seconds(1_500_000), seconds(-1_250_000), seconds(None)
    ('1769447217', '1.5', '-1.25', '')
    """
    if micros is None:
        return ""
    whole, part = divmod(abs(micros), 1_000_000)
    return f"{'-' * (micros < 0)}{whole}.{part:06d}".rstrip("0").rstrip(".")


def _stays(track: Track, outlines: bytes, profile: Profile, workers: int) -> list[Stays]:
    derive = partial(_part, outlines, profile)
    if workers == 1:
        return derive(track)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return list(chain.from_iterable(pool.map(derive, track.parts(workers))))


def _part(outlines: bytes, profile: Profile, track: Track) -> list[Stays]:
    """One worker's share. Compiled fences cannot travel, so each compiles its own."""
    return survey(track, [area.shape for area in fence_file.parse(outlines)], profile)


def _content(path: Path) -> bytes:
    """What the file holds, unpacked where it is packed."""
    packed = path.read_bytes()
    if path.suffix != ".gz" and not packed.startswith(_GZIP):
        return packed
    try:
        return gzip.decompress(packed)
    except (OSError, EOFError, zlib.error) as error:
        raise Unusable(f"{path}: no whole gzip file: {error}") from error


def _track(path: Path) -> track_file.Reading:
    text = _content(path).decode("utf-8-sig", errors="surrogateescape")
    try:
        return track_file.parse(io.StringIO(text, newline=None))
    except track_file.NoTrack as error:
        raise Unusable(f"{path}: {error}") from error


def _fences(path: Path, content: bytes) -> list[fence_file.Fence]:
    try:
        return fence_file.parse(content)
    except fence_file.NoFences as error:
        raise Unusable(f"{path}: {error}") from error


def _profile(name: str) -> Profile:
    for profile in (PLAIN, STANDARD):
        if profile.name == name:
            return profile
    path = Path(name)
    if not path.is_file():
        raise Unusable(f"--profile {name}: expected plain, standard or a file")
    try:
        return described(_values(path), path.stem)
    except ValueError as error:  # broken JSON, TOML and UTF-8 too
        raise Unusable(f"{path}: {error}") from error


def _values(path: Path) -> Mapping[str, object]:
    text = path.read_text(encoding="utf-8")
    values = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
    return dict(values)


class _Watch:
    """How long each part took."""

    def __init__(self) -> None:
        self.begun = self.last = time.perf_counter()
        self.laps: list[tuple[str, float]] = []

    def lap(self, name: str) -> None:
        """The part that is over now."""
        now = time.perf_counter()
        self.laps.append((name, now - self.last))
        self.last = now


def _report(reading: track_file.Reading, fences: int, found: int, watch: _Watch) -> None:
    for line in _lines(reading, fences, found, watch):
        click.echo(line, err=True)


def _lines(reading: track_file.Reading, fences: int, found: int, watch: _Watch) -> Iterator[str]:
    for told, counts in (("not read", reading.unreadable), ("not used", reading.unusable)):
        for reason, count in sorted(counts.items()):
            yield f"{told}: {reason} {count}"
    positions, taken = len(reading.track.t), watch.laps[-1][1]
    laps = ", ".join(f"{length:.2f} s {name}" for name, length in watch.laps)
    everything = time.perf_counter() - watch.begun
    yield (
        f"{reading.rows} rows, {fences} fences, {found} visits; {laps} "
        f"({positions / taken:,.0f} positions/s), {everything:.2f} s in all"
    )

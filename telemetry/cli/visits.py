"""`gongche visits`: a track and fences to visits, without any server."""

import csv
import gzip
import io
import json
import time
import tomllib
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import click

from telemetry import fence_file, track_file
from telemetry.fences.index import Fences
from telemetry.moment import micros
from telemetry.profile import PLAIN, STANDARD, Profile, described
from telemetry.survey import Stays, Track, surveyed
from telemetry.whereabouts import everywhere

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
@click.option(
    "--at",
    "moments",
    multiple=True,
    callback=lambda _context, _option, told: [_moment(each) for each in told],
    metavar="TIME",
    help="Tell where each vehicle was then, instead of its visits: seconds since 1970, or ISO 8601 "
    "with an offset. May be given more than once.",
)
def visits(track: Path, fences: Path, profile: str, workers: int, moments: Sequence[int]) -> None:
    """Derive the visits of the vehicles in TRACK (CSV, .gz) to FENCES (GeoJSON), as CSV.

    Exits with 1 if any row could not be read, and says how many and why.
    With --at: inside, outside, presumed_inside, presumed_outside or unknown.
    Example: gongche visits track.csv.gz fences.geojson --profile plain
    """
    watch = _Watch()
    chosen = _profile(profile)
    outlines = _content(fences)
    areas = _fences(fences, outlines)
    reading = _track(track)
    watch.lap("to read")
    if moments:
        click.echo(answers(reading.track, areas, chosen, moments).encode(), nl=False)
        _report(_refused(reading))
        raise SystemExit(1 if reading.unreadable else 0)
    parts = _parts(reading.track, areas, outlines, chosen, workers)
    watch.lap("to derive")
    stays = [each for part in parts for each in part.stays]
    click.echo(table(stays, [area.name for area in areas]).encode(), nl=False)
    watch.lap("to write")
    _report(_lines(_Told(reading, len(areas), parts), watch))
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


def answers(
    track: Track, areas: Sequence[fence_file.Fence], profile: Profile, moments: Sequence[int]
) -> str:
    """Where each vehicle was as CSV: sorted, one row a vehicle, fence and moment."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("vehicle_id", "fence_id", "at", "answer"))
    told = everywhere(track, [area.shape for area in areas], profile, moments)
    named = ((vehicle, areas[fence].name, found) for vehicle, fence, found in told)
    for vehicle, fence, found in sorted(named):
        for moment, answer in zip(moments, found, strict=True):
            writer.writerow((vehicle, fence, seconds(moment), answer))
    return text.getvalue()


def _moment(told: str) -> int:
    """Microseconds."""
    try:
        return round(float(told) * 1_000_000)
    except ValueError:
        pass
    try:
        at = datetime.fromisoformat(told)
    except ValueError as error:
        raise click.BadParameter(f"{told!r} is no time") from error
    if at.tzinfo is None:
        raise click.BadParameter(f"{told!r} has no offset: {told}Z")
    return micros(at)


def seconds(at: int | None) -> str:
    """Microseconds as seconds, no longer than needed.

    >>> seconds(1_769_447_217_000_000), seconds(1_500_000), seconds(-1_250_000), seconds(None)
    ('1769447217', '1.5', '-1.25', '')
    """
    if at is None:
        return ""
    whole, part = divmod(abs(at), 1_000_000)
    return f"{'-' * (at < 0)}{whole}.{part:06d}".rstrip("0").rstrip(".")


@dataclass(frozen=True, slots=True)
class _Part:
    """What one process found, and its processor seconds from parsed columns to visits.

    Attributes:
        index_s: To compile the fences.
        visits_s: For all the rest.
    """

    stays: list[Stays]
    index_s: float
    visits_s: float


def _parts(
    track: Track, areas: Sequence[fence_file.Fence], outlines: bytes, profile: Profile, workers: int
) -> list[_Part]:
    if workers == 1:
        return [_derived(areas, profile, track)]
    derive = partial(_part, outlines, profile)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return list(pool.map(derive, track.parts(workers)))


def _part(outlines: bytes, profile: Profile, track: Track) -> _Part:
    """One worker's share. Compiled fences cannot travel, so each compiles its own."""
    return _derived(fence_file.parse(outlines), profile, track)


def _derived(areas: Sequence[fence_file.Fence], profile: Profile, track: Track) -> _Part:
    begun = time.process_time()
    fences = Fences([area.shape for area in areas], profile.band_m)
    compiled = time.process_time()
    stays = surveyed(track, fences, profile)
    return _Part(stays, compiled - begun, time.process_time() - compiled)


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


@dataclass(frozen=True, slots=True)
class _Told:
    """What the report is about."""

    reading: track_file.Reading
    fences: int
    parts: Sequence[_Part]


def _report(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line, err=True)


def _refused(reading: track_file.Reading) -> Iterator[str]:
    for kind, counts in (("not read", reading.unreadable), ("not used", reading.unusable)):
        for reason, count in sorted(counts.items()):
            yield f"{kind}: {reason} {count}"


def _lines(told: _Told, watch: _Watch) -> Iterator[str]:
    reading, parts = told.reading, told.parts
    yield from _refused(reading)
    found = sum(len(each.visits) for part in parts for each in part.stays)
    index_s, visits_s = (
        sum(getattr(part, name) for part in parts) for name in ("index_s", "visits_s")
    )
    rate = len(reading.track.t) / max(visits_s, 1e-9)
    laps = ", ".join(f"{length:.2f} s {name}" for name, length in watch.laps)
    everything = time.perf_counter() - watch.begun
    yield f"{reading.rows} rows, {told.fences} fences, {found} visits"
    yield (
        f"{rate:,.0f} positions/s a core from columns to visits "
        f"({visits_s:.2f} processor seconds, and {index_s:.2f} to compile the fences)"
    )
    yield f"{laps}, {everything:.2f} s in all"

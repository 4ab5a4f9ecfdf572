"""`gongche visits`: a track and fences to visits, without any server."""

import csv
import gzip
import io
import json
import math
import time
import tomllib
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import click

from telemetry import fence_file, track_file
from telemetry.profile import Profile, described, named
from telemetry.survey import Stays, Track, survey
from telemetry.visits import Visit

COLUMNS = (
    "vehicle_id", "fence_id", "visit", "enter_lo", "enter_hi", "enter_confirmed",
    "exit_lo", "exit_hi", "exit_confirmed", "flags",
)  # fmt: skip
_GZIP = b"\x1f\x8b"
_File = click.Path(exists=True, dir_okay=False, path_type=Path)


class Unusable(click.ClickException):
    """An input is not what it should be: one line that names it."""

    exit_code = 2


@click.command()
@click.argument("track", type=_File)
@click.argument("fences", type=_File)
@click.option(
    "--profile",
    default="standard",
    show_default=True,
    metavar="plain|standard|FILE",
    help="How sure to be; FILE is TOML or JSON with band_m, enter_dwell_s, exit_dwell_s and, "
    "unless unlimited, gap_s and max_speed_kmh.",
)
@click.option(
    "--workers",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help="Processes that share the vehicles.",
)
def visits(track: Path, fences: Path, profile: str, workers: int) -> None:
    """Derive the visits of the vehicles in TRACK (CSV or .gz) to FENCES (GeoJSON), as CSV.

    Exits with 1 if rows could not be read, and says how many and why. Example: gongche visits
    track.csv.gz fences.geojson --profile plain
    """
    begun = time.perf_counter()
    chosen = _profile(profile)
    reading, areas = _track(track), _fences(fences)
    parsed = time.perf_counter()
    stays = _survey(reading.track, [area.source for area in areas], chosen, workers)
    found = time.perf_counter()
    text = told(stays, [area.name for area in areas])
    click.get_binary_stream("stdout").write(text.encode())

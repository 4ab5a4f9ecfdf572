"""Track files: rows of a CSV to positions. What cannot be read or used is counted by reason."""

import csv
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from telemetry.survey import Track

_TIMES = ("t_unix", "fix_unix")  # in a log with several clocks the fix's own counts
_FIRST, _END = -62_135_596_800, 253_402_300_800  # seconds since 1970: the years 1 to 9999
_MICROSECONDS = 1e6
_NULL_ISLAND = 0.001  # degrees
_FUTURE_AFTER = 300.0  # seconds after the delivery


class NoTrack(ValueError):  # noqa: N818 - named like the answer it is
    """The file is no track: its first line says so."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a track file holds.

    Attributes:
        track: The usable positions.
        rows: How many rows there were, good or not.
        unreadable: Reason -> rows that could not be read.
        unusable: Reason -> rows that could be read, but tell no place.
    """

    track: Track
    rows: int
    unreadable: Mapping[str, int]
    unusable: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the header puts what is needed, and when a row was delivered if it tells."""

    vehicle: int
    t: int
    lon: int
    lat: int
    delivered: int | None = None


@dataclass(slots=True)
class _Rows:
    """What was read so far: one entry a row."""

    columns: _Columns
    vehicles: dict[str, int] = field(default_factory=dict)
    vehicle: list[int] = field(default_factory=list)
    t: list[float] = field(default_factory=list)
    lon: list[float] = field(default_factory=list)
    lat: list[float] = field(default_factory=list)
    delivered: list[float] = field(default_factory=list)
    unreadable: Counter[str] = field(default_factory=Counter)
    unusable: Counter[str] = field(default_factory=Counter)

    def take(self, line: str) -> None:
        """Keep the row, or count why not."""
        try:
            row = _split(line)
        except csv.Error:
            self.unreadable["bad_quotes"] += 1
            return
        at = self.columns
        try:
            t, lon, lat = float(row[at.t]), float(row[at.lon]), float(row[at.lat])
            name = row[at.vehicle]
            if "_" in line or not line.isascii():
                _strictly(row[at.t], row[at.lon], row[at.lat])
        except (ValueError, IndexError):
            self._refuse(row)
            return
        self.vehicle.append(self.vehicles.setdefault(name, len(self.vehicles)))
        self.t.append(t)
        self.lon.append(lon)
        self.lat.append(lat)
        if at.delivered is not None:
            told = row[at.delivered] if at.delivered < len(row) else ""
            self.delivered.append(float(told) if _is_number(told) else math.nan)

    def _refuse(self, row: Sequence[str]) -> None:
        at = self.columns
        if len(row) <= max(at.vehicle, at.t, at.lon, at.lat):
            self.unreadable["too_few_columns"] += 1
        elif not _is_number(row[at.t]):
            self.unreadable["bad_time"] += 1
        elif row[at.lon].strip() and row[at.lat].strip():
            self.unreadable["bad_number"] += 1
        else:
            self.unusable["no_fix"] += 1


def parse(lines: Iterable[str]) -> Reading:
    """Read a track.

    Args:
        lines: Of the file, the header first. A row is a line; bytes that are no UTF-8 are
            surrogates. Columns may stand in any order, others among them.

    Raises:
        NoTrack: If the header lacks a column.

    Source:
        contracts.md, tracks and fences; late-data.md section 6.
    """
    count, remaining = 0, iter(lines)
    rows = _Rows(_columns(next(remaining, "")))
    for line in remaining:
        if not line.isspace():
            count += 1
            rows.take(line)
    return Reading(_usable(rows), count, rows.unreadable, rows.unusable)


def _split(line: str) -> list[str]:
    """A line's fields; an open quote must not swallow the lines behind it."""
    text = line.rstrip("\r\n")
    return next(csv.reader([text], strict=True)) if '"' in text else text.split(",")


def _columns(header: str) -> _Columns:
    try:
        names = [name.strip() for name in _split(header)]
    except csv.Error as error:
        raise NoTrack(f"the first line is no header: {error}") from error
    time = next((name for name in _TIMES if name in names), _TIMES[0])
    needed = ("vehicle_id", time, "lon", "lat")
    missing = [name for name in needed if name not in names]
    if missing:
        raise NoTrack(f"the first line has no column {', '.join(missing)}")
    delivered = names.index("deliver_unix") if "deliver_unix" in names else None
    vehicle, t, lon, lat = map(names.index, needed)
    return _Columns(vehicle, t, lon, lat, delivered)


def _usable(rows: _Rows) -> Track:
    """The positions that verdicts may use; the others are counted."""
    vehicle = np.array(rows.vehicle, np.int64)
    t, lon, lat = (np.array(values, np.float64) for values in (rows.t, rows.lon, rows.lat))
    latest = np.array(rows.delivered or np.nan, np.float64) + _FUTURE_AFTER
    good = np.ones(len(t), np.bool_)
    names = tuple(rows.vehicles)
    strange = np.array([not _is_text(name) for name in names], np.bool_)
    nameless = np.array([not name.strip() for name in names], np.bool_)
    for counter, reason, bad in (
        (rows.unreadable, "not_utf8", strange[vehicle]),
        (rows.unreadable, "no_vehicle", nameless[vehicle]),
        (rows.unreadable, "bad_time", ~((t >= _FIRST) & (t < _END))),
        (rows.unusable, "future", t > latest),
        (rows.unusable, "not_finite", ~(np.isfinite(lon) & np.isfinite(lat))),
        (rows.unusable, "coordinate_range", (np.abs(lat) > 90) | (np.abs(lon) > 180)),  # noqa: PLR2004 - degrees
        (rows.unusable, "null_island", (np.abs(lon) < _NULL_ISLAND) & (np.abs(lat) < _NULL_ISLAND)),
    ):
        _count(counter, reason, good & bad)
        good &= ~bad
    micros = np.rint(t[good] * _MICROSECONDS).astype(np.int64)
    return Track(names, vehicle[good], micros, lon[good], lat[good])


def _count(counter: Counter[str], reason: str, bad: NDArray[np.bool_]) -> None:
    if bad.any():
        counter[reason] += int(bad.sum())


def _strictly(*numbers: str) -> None:
    """Refuse what Python takes and no CSV has: `1_000`, and foreign digits."""
    if any("_" in number or not number.isascii() for number in numbers):
        raise ValueError("digits and a point are expected")


def _is_number(text: str) -> bool:
    try:
        float(text)
        _strictly(text)
    except ValueError:
        return False
    return True


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True

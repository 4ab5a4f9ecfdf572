"""A recorded track as it stands in a file: rows in the file's order, dirt counted. Pure."""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import isfinite
from re import compile as pattern

COLUMNS = ("vehicle_id", "t_unix", "lon", "lat")
"""What a track must have; `speed_kmh`, `seq` and `deliver_unix` it may have."""

UNUSABLE = frozenset({"no_fix", "not_finite", "coordinate_range", "time_out_of_range"})
"""Reasons of rows that can be read but tell nothing that could be sent."""

DAY_S = 86_400

_VEHICLE = pattern(r"[^\s:/+#]{1,64}")
_LATEST_S = 4_102_444_800  # 2100: JT/T 808 knows two digits of the year
_EAST, _NORTH = 180.0, 90.0
_SEQ_LIMIT = 2**53
_FASTEST_KMH = 1000  # that the feed takes


class NoTrackError(ValueError):
    """The file has not the columns of a track."""


@dataclass(frozen=True, slots=True)
class Row:
    """One position, or one delivery of it.

    Attributes:
        vehicle: Whose.
        at: Fix time, seconds since 1970.
        lon: Degrees WGS-84.
        lat: Degrees WGS-84.
        speed_kmh: Where given.
        seq: The record's number; None: there is none, or it will not do.
        deliver_at: When it is delivered, seconds since 1970; else the fix time.
    """

    vehicle: str
    at: float
    lon: float
    lat: float
    speed_kmh: float | None
    seq: int | None
    deliver_at: float

    @property
    def content(self) -> tuple[float, float, float, float | None]:
        """What the record says, whenever it is delivered."""
        return self.at, self.lon, self.lat, self.speed_kmh


@dataclass(slots=True)
class Recording:
    """A file, read.

    Attributes:
        rows: In the order of the file, numbered.
        unreadable: Rows that cannot be read, by reason.
        unusable: Rows that can be read but not be sent, by reason.
        renumbered: Vehicles whose numbers name two records each, or are none: numbered by row.
    """

    rows: list[Row] = field(default_factory=list)
    unreadable: Counter[str] = field(default_factory=Counter)
    unusable: Counter[str] = field(default_factory=Counter)
    renumbered: list[str] = field(default_factory=list)


def read(lines: Iterable[str]) -> Recording:
    """Read a track.

    Args:
        lines: Of a CSV file, the header first. A row is a line; bytes that are no UTF-8 are
            surrogates. Columns may stand in any order, others among them.

    Raises:
        NoTrackError: If a column is missing.
    """
    remaining = iter(lines)
    names = _header(next(remaining, ""))
    recording = Recording()
    for line in remaining:
        if not line.strip():
            continue
        cells = _cells(line, names)
        row = cells if isinstance(cells, str) else _row(cells)
        if isinstance(row, Row):
            recording.rows.append(row)
        else:
            counter = recording.unusable if row in UNUSABLE else recording.unreadable
            counter[row] += 1
    return _numbered(recording)


def boots(rows: Sequence[Row]) -> dict[str, int]:
    """For each vehicle the start of its terminal: the day of its first fix, seconds since 1970.

    The same record keeps its number, and its boot, in every file that was cut from one recording.
    """
    begin: dict[str, float] = {}
    for row in rows:
        begin[row.vehicle] = min(row.at, begin.get(row.vehicle, row.at))
    return {vehicle: int(at // DAY_S) * DAY_S for vehicle, at in begin.items()}


def _header(line: str) -> list[str]:
    names = [name.strip().strip('"') for name in line.rstrip("\r\n").split(",")]
    if "t_unix" not in names:  # in a log with several clocks the fix's own counts
        names = ["t_unix" if name == "fix_unix" else name for name in names]
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise NoTrackError(f"the first line has no column {', '.join(missing)}")
    return names


def _cells(line: str, names: Sequence[str]) -> dict[str, str] | str:
    """A line's fields by name, or why it has none; an open quote swallows no other line."""
    text = line.rstrip("\r\n")
    try:
        fields = next(csv.reader([text], strict=True)) if '"' in text else text.split(",")
        text.encode()
    except csv.Error:
        return "bad_quotes"
    except UnicodeEncodeError:
        return "not_utf8"
    cells = dict(zip(names, map(str.strip, fields), strict=False))
    return cells if cells.keys() >= set(COLUMNS) else "too_few_columns"


def _row(cells: Mapping[str, str]) -> Row | str:
    """A row, or the reason why it is none."""
    vehicle = cells["vehicle_id"]
    if not _VEHICLE.fullmatch(vehicle):
        return "no_vehicle" if not vehicle else "vehicle_id"
    at = _number(cells["t_unix"])
    if at is None:
        return "bad_time"
    if not cells["lon"] or not cells["lat"]:
        return "no_fix"
    lon, lat = _number(cells["lon"]), _number(cells["lat"])
    speed, deliver = (_number(cells.get(name) or "nan") for name in ("speed_kmh", "deliver_unix"))
    if lon is None or lat is None or speed is None or deliver is None:
        return "bad_number"
    return _unusable(at, lon, lat) or Row(
        vehicle,
        at,
        lon,
        lat,
        speed if 0 <= speed <= _FASTEST_KMH else None,
        _seq(cells.get("seq", "")),
        deliver if isfinite(deliver) else at,
    )


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _unusable(at: float, lon: float, lat: float) -> str | None:
    """Why this can be read but not be sent; None if it can."""
    if not (isfinite(lon) and isfinite(lat)):
        return "not_finite"
    if abs(lon) > _EAST or abs(lat) > _NORTH:
        return "coordinate_range"
    return None if 0 <= at < _LATEST_S else "time_out_of_range"


def _seq(text: str) -> int | None:
    number = int(text) if text.isdecimal() else -1
    return number if 0 <= number < _SEQ_LIMIT else None


def _numbered(recording: Recording) -> Recording:
    """Keep the file's numbers where they name one record each; else number the rows."""
    named: dict[tuple[str, int | None], tuple[float, float, float, float | None]] = {}
    bad = {
        row.vehicle
        for row in recording.rows
        if row.seq is None or named.setdefault((row.vehicle, row.seq), row.content) != row.content
    }
    counted: Counter[str] = Counter()
    for place, row in enumerate(recording.rows):
        if row.vehicle in bad:
            recording.rows[place] = replace(row, seq=counted[row.vehicle])
            counted[row.vehicle] += 1
    recording.renumbered = sorted(bad)
    return recording

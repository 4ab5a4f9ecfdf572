"""A recorded track as it stands in a file: rows in the file's order, dirt counted. Pure."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import isfinite
from re import compile as pattern

COLUMNS = ("vehicle_id", "t_unix", "lon", "lat")
"""What a track must have; `speed_kmh`, `seq` and `deliver_unix` it may have."""

DAY_S = 86_400

_VEHICLE = pattern(r"[^\s:/+#]{1,64}")
_LATEST_S = 4_102_444_800  # 2100: JT/T 808 knows two digits of the year
_EAST, _NORTH = 180.0, 90.0
_SEQ_LIMIT = 2**53


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
        unreadable: Rows that cannot be sent, by reason.
        renumbered: Vehicles whose numbers name two records each, or are none: numbered by row.
    """

    rows: list[Row] = field(default_factory=list)
    unreadable: Counter[str] = field(default_factory=Counter)
    renumbered: list[str] = field(default_factory=list)


def read(lines: Iterable[str]) -> Recording:
    """Read a track.

    Args:
        lines: Of a CSV file with a header.

    Raises:
        NoTrackError: If a column is missing.
    """
    table = csv.DictReader(lines, restkey="more")
    missing = [name for name in COLUMNS if name not in (table.fieldnames or ())]
    if missing:
        found = ",".join(table.fieldnames or ()) or "nothing"
        raise NoTrackError(f"a track has {','.join(COLUMNS)}, this has {found}")
    recording = Recording()
    for cells in _rows(table, recording.unreadable):
        row = _row(cells)
        if isinstance(row, Row):
            recording.rows.append(row)
        else:
            recording.unreadable[row] += 1
    return _numbered(recording)


def boots(rows: Sequence[Row]) -> dict[str, int]:
    """For each vehicle the start of its terminal: the day of its first fix, seconds since 1970.

    The same record keeps its number, and its boot, in every file that was cut from one recording.
    """
    begin: dict[str, float] = {}
    for row in rows:
        begin[row.vehicle] = min(row.at, begin.get(row.vehicle, row.at))
    return {vehicle: int(at // DAY_S) * DAY_S for vehicle, at in begin.items()}


def _rows(
    table: "csv.DictReader[str]", unreadable: Counter[str]
) -> Iterator[Mapping[str, str | None]]:
    """The rows that are CSV."""
    while True:
        try:
            yield next(table)
        except StopIteration:
            return
        except csv.Error:
            unreadable["not_csv"] += 1


def _row(cells: Mapping[str, str | None]) -> Row | str:
    """A row, or the reason why it is none."""
    vehicle = (cells["vehicle_id"] or "").strip()
    if not _VEHICLE.fullmatch(vehicle):
        return "missing_field" if not vehicle else "vehicle_id"
    given = {name: cells.get(name) for name in (*COLUMNS[1:], "speed_kmh", "deliver_unix")}
    if any(not (given[name] or "").strip() for name in COLUMNS[1:]):
        return "missing_field"
    try:
        numbers = {name: float(text) for name, text in given.items() if text and text.strip()}
    except ValueError:
        return "number_type"
    return _checked(vehicle, numbers) or Row(
        vehicle,
        numbers["t_unix"],
        numbers["lon"],
        numbers["lat"],
        numbers.get("speed_kmh"),
        _seq(cells.get("seq")),
        numbers.get("deliver_unix", numbers["t_unix"]),
    )


def _checked(vehicle: str, numbers: Mapping[str, float]) -> str | None:
    """Why these numbers cannot be sent; None if they can."""
    if not vehicle.isprintable() or not all(map(isfinite, numbers.values())):
        return "number_not_finite"
    if abs(numbers["lon"]) > _EAST or abs(numbers["lat"]) > _NORTH:
        return "coordinate_range"
    if not 0 <= numbers["t_unix"] < _LATEST_S:
        return "time_out_of_range"
    return "number_range" if not 0 <= numbers.get("speed_kmh", 0) <= 1000 else None  # noqa: PLR2004 - km/h, as in the feed


def _seq(text: str | None) -> int | None:
    number = int(text) if text and text.strip().isdecimal() else -1
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

"""The project's own JSON in columns: the same answers as `json.decode`, for plain records only.

Whatever is not plain is left out, and left to `json.decode`: it knows why.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

import numpy as np
from numpy.typing import NDArray

from telemetry.codecs import iso_times, json_plain
from telemetry.codecs.json import FEW, HIGH, ISLAND_DEG, LOCATED, METRES, TURN_DEG, meaning
from telemetry.codecs.json_fields import AHEAD, COUNT_LIMIT, EARLIEST, flags_fit
from telemetry.codecs.json_plain import Plain
from telemetry.columns import Bools, Columns, Floats, Int64s
from telemetry.fix import Quality
from telemetry.moment import micros

_NEEDED = {"device", "seq", "boot", "time", "lon", "lat"}
_LIMITS = {
    "lon": (-180.0, 180.0),
    "lat": (-90.0, 90.0),
    "speed": (0.0, 1000.0),
    "course": (0.0, 360.0),
    "altitude": (-500.0, 9000.0),
    "odometer": (0.0, 1e7),
    "satellites": (0.0, 255.0),
    "hdop": (0.0, 100.0),
}
_WHOLE = {"satellites"}
_PLAIN = _NEEDED | _LIMITS.keys() | {"flags"}
_AHEAD = AHEAD // (AHEAD.resolution)
_EARLIEST = micros(EARLIEST)
_A_MILLISECOND = 1000
_FORMS = 16  # so many orders of keys are read in columns; no fleet has more
_KNOWN_FLAGS = 4096


@dataclass(frozen=True, slots=True, eq=False)
class _Form:
    """Records with the same keys in the same order.

    Attributes:
        rows: Their places among the records that were read together.
        held: Key -> values.
        good: Which of them are plain so far, shape (n,).
    """

    rows: list[int]
    held: dict[str, Sequence[Any]]
    good: Bools

    def number(self, name: str) -> Floats:
        """A field's numbers; NaN where it is not told, and 0 where it is not plain."""
        count = len(self.rows)
        if name not in self.held:
            return np.full(count, np.nan)
        values, low_high = self.held[name], _LIMITS[name]
        kinds: set[type] = {int} if name in _WHOLE else {int, float}
        read = np.array(self._of(values, kinds), np.float64)
        self.good[:] &= (read >= low_high[0]) & (read <= low_high[1])
        return read

    def count(self, name: str) -> Int64s:
        """The numbers of `seq` or `boot`."""
        values = self._of(self.held[name], {int})
        if min(values) < 0 or max(values) > COUNT_LIMIT:
            self.good[:] &= [0 <= value <= COUNT_LIMIT for value in values]
            values = [value if 0 <= value <= COUNT_LIMIT else 0 for value in values]
        return np.array(values, np.int64)

    def _of(self, values: Sequence[Any], kinds: AbstractSet[type]) -> Sequence[Any]:
        """The values, with 0 for those of another type."""
        if {*map(type, values)} <= kinds:
            return values
        fits = [type(value) in kinds for value in values]
        self.good[:] &= fits
        return [value if fit else 0 for value, fit in zip(values, fits, strict=True)]


def columns(
    messages: Sequence[bytes], devices: Sequence[str], arrivals: Sequence[int] | Int64s
) -> Columns | None:
    """Read the plain records of many messages.

    Args:
        messages: Payloads of `.../up/pos`.
        devices: The device of each one's topic.
        arrivals: When each came, microseconds since 1970.

    Returns:
        The records in the order they came; each message is read whole or not at all. None if
        nothing is plain.

    Source:
        feed.md section 2.
    """
    arrived = np.asarray(arrivals, np.int64)
    found: list[Columns] = []
    rows: list[Int64s] = []
    missing = np.zeros(len(messages), np.int64)
    for plain in _plain(messages):
        np.add.at(missing, plain.numbers, 1)
        for form in _forms(plain):
            found.append(_read(plain, form, devices, arrived))
            rows.append(np.array(form.rows, np.int64)[form.good])
    if not found:
        return None
    joined = Columns.joined(found) if len(found) > 1 else found[0]
    np.subtract.at(missing, joined.message, 1)
    if len(found) > 1:
        order = np.lexsort((np.concatenate(rows), joined.message))
        joined = joined.where(order)
    return joined.where(missing[joined.message] == 0) if missing.any() else joined


def _plain(messages: Sequence[bytes]) -> Iterable[Plain]:
    if not messages:
        return ()
    alike = json_plain.singles(messages)
    return [alike] if alike else json_plain.read(json_plain.payloads(messages))


def _forms(plain: Plain) -> Iterator[_Form]:
    rows: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for row, keys in enumerate(map(tuple, plain.values)):
        rows[keys].append(row)
    for keys, some in list(rows.items())[:_FORMS]:
        if _NEEDED <= {*keys} <= _PLAIN:
            values = plain.values if len(rows) == 1 else [plain.values[row] for row in some]
            held = zip(*map(dict.values, values), strict=True)
            yield _Form(some, dict(zip(keys, held, strict=True)), np.ones(len(some), np.bool_))


def _read(plain: Plain, form: _Form, devices: Sequence[str], arrivals: Int64s) -> Columns:
    message = np.array([plain.numbers[row] for row in form.rows], np.int64)
    arrived = arrivals[message]
    form.good[:] &= [
        claimed == devices[number]
        for claimed, number in zip(form.held["device"], message.tolist(), strict=True)
    ]
    at = _times(form)
    form.good[:] &= (at >= _EARLIEST) & (at <= arrived + _AHEAD)
    status, alarm, quality = _flags(form)
    lon, lat, course = form.number("lon"), form.number("lat"), form.number("course")
    quality |= _doubts(form)
    quality |= ((np.abs(lon) < ISLAND_DEG) & (np.abs(lat) < ISLAND_DEG)) * Quality.NULL_ISLAND.value
    status |= ((quality & Quality.NO_FIX.value) == 0) * LOCATED
    made = Columns(
        message=message,
        at=at,
        lon=lon,
        lat=lat,
        speed_kmh=form.number("speed"),
        course_deg=np.where(course == TURN_DEG, 0.0, course),
        altitude_m=form.number("altitude"),
        odometer_m=np.rint(form.number("odometer") * METRES),
        alarm=alarm,
        status=status,
        quality=quality,
        boot=form.count("boot"),
        seq=form.count("seq"),
        digest=_objects(_digest(plain.contents[row]) for row in form.rows),
        raw=_objects(plain.raws[row] for row in form.rows),
    )
    return made if form.good.all() else made.where(form.good)


def _times(form: _Form) -> Int64s:
    """Microseconds; 0, which no record may say, where it is not plain."""
    values = form.held["time"]
    found = np.zeros(len(values), np.int64)
    by_length: dict[int, list[int]] = defaultdict(list)
    for row, value in enumerate(values):
        by_length[len(value) if type(value) is str else -(type(value) is int)].append(row)
    for length, rows in by_length.items():
        some = values if len(by_length) == 1 else [values[row] for row in rows]
        if length in iso_times.LENGTHS:
            at, good = iso_times.read(some)
            found[rows] = np.where(good, at, 0)
        elif length < 0:
            found[rows] = [each * _A_MILLISECOND if each < COUNT_LIMIT else 0 for each in some]
    return found


def _flags(form: _Form) -> tuple[Int64s, Int64s, Int64s]:
    """Bits of status, alarm and quality, each of shape (n,)."""
    if "flags" not in form.held:
        return tuple(np.zeros((3, len(form.rows)), np.int64))  # type: ignore[return-value]
    lists = form.held["flags"]
    told = [_told(tuple(each)) if type(each) is list and _texts(each) else None for each in lists]
    form.good[:] &= [each is not None for each in told]
    bits = np.array([each or (0, 0, 0) for each in told], np.int64)
    return bits[:, 0], bits[:, 1], bits[:, 2]


def _texts(flags: Iterable[object]) -> bool:
    return {*map(type, flags)} <= {str}


@lru_cache(_KNOWN_FLAGS)
def _told(flags: tuple[str, ...]) -> tuple[int, int, int] | None:
    return meaning(flags) if flags_fit(flags) else None


def _doubts(form: _Form) -> Int64s:
    few = (form.number("satellites") < FEW) * Quality.FEW_SATELLITES.value
    high = (form.number("hdop") > HIGH) * Quality.HIGH_HDOP.value
    doubts: Int64s = np.asarray(few | high, np.int64)
    return doubts


def _digest(content: bytes) -> bytes:
    return sha256(b"{%b}" % content).digest()


def _objects(values: Iterable[bytes]) -> NDArray[np.object_]:
    made = [*values]
    column = np.empty(len(made), object)
    column[:] = made
    return column

"""Sentences of the same moment, and whether they are a place.

Source: nmea.md 1 to 4.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from telemetry.codecs.nmea.sentence import Sentence

_TIMED = {"RMC", "GGA", "GLL", "ZDA", "GNS"}
_MODES = {"", "A", "D", "F", "R", "P", "E"}
_QUALITIES = {"1": "A", "2": "D", "3": "P", "4": "R", "5": "F", "6": "E"}
_LATITUDE, _LONGITUDE = (
    re.compile(r"(\d\d)(\d\d(?:\.\d*)?)"),
    re.compile(r"(\d{3})(\d\d(?:\.\d*)?)"),
)
_TIME = re.compile(r"([01]\d|2[0-3])([0-5]\d)([0-5]\d)(?:\.(\d*))?")
_DATE = re.compile(r"(\d\d)(\d\d)(\d\d)")
_NUMBER = re.compile(r"-?(?:\d{1,9}(?:\.\d{0,9})?|\.\d{1,9})")
_CENTURY, _MINUTES, _ISLAND_DEG = 2000, 60, 0.001
_PLACES = Decimal("1e-7")
_KMH, _HUNDREDTH = Decimal("1.852"), Decimal("0.01")


@dataclass(slots=True)
class Epoch:
    """The sentences of one moment.

    Attributes:
        sentences: In the order they came.
    """

    sentences: list[Sentence] = field(default_factory=list)

    def of(self, *kinds: str) -> list[Sentence]:
        """Those of a kind, GN in front."""
        found = [each for each in self.sentences if each.kind in kinds]
        return sorted(found, key=lambda each: each.talker != "GN")

    @property
    def raw(self) -> bytes:
        """The sentences as they came, each with its end."""
        return b"".join(each.raw + b"\r\n" for each in self.sentences)


@dataclass(frozen=True, slots=True)
class Solution:
    """What an epoch says.

    Attributes:
        refused: Why it is no place; empty if it is one.
        at: Its moment (UTC); None without a date.
        lon: Degrees east, WGS-84, to 1e-7.
        lat: Degrees north, WGS-84, to 1e-7.
        speed_kmh: To 0.01.
        course_deg: Clockwise from true north.
        altitude_m: Above mean sea level.
        satellites: Used.
        hdop: Horizontal dilution of precision.
        fix_type: 1 none, 2 flat, 3 with height.
        mode: Letter: A autonomous, D differential, P, R, F precise, E dead reckoning.
        talker: Of the sentence that makes it.
        by: That sentence.
    """

    refused: str
    at: datetime | None
    lon: float | None
    lat: float | None
    speed_kmh: float | None
    course_deg: float | None
    altitude_m: float | None
    satellites: int | None
    hdop: float | None
    fix_type: int | None
    mode: str
    talker: str
    by: Sentence | None


class Epochs:
    """Puts sentences together that have the same time of day."""

    def __init__(self) -> None:
        self._open = Epoch()
        self._time: timedelta | None = None
        self._recommended_by: set[str] = set()  # talkers of an RMC

    def add(self, sentence: Sentence) -> Epoch | None:
        """Take a sentence.

        Returns:
            The epoch that it closes, if it does.
        """
        closed = self.close() if self.begins(sentence) else None
        self._open.sentences.append(sentence)
        if sentence.kind in _TIMED and self._time is None:
            self._time = time_of_day(sentence["utc"])
        if sentence.kind == "RMC":
            self._recommended_by.add(sentence.talker)
        return closed

    def close(self) -> Epoch | None:
        """End the epoch: its sentences have stopped, or the next one begins."""
        closed, self._open = self._open, Epoch()
        self._time, self._recommended_by = None, set()
        return closed if closed.sentences else None

    def begins(self, sentence: Sentence) -> bool:
        """Whether a sentence is of another moment than those before."""
        if sentence.kind not in _TIMED:
            return False
        if sentence.kind == "RMC" and sentence.talker in self._recommended_by:
            return True
        time = time_of_day(sentence["utc"])
        return time is not None and self._time is not None and time != self._time


def epochs(sentences: Iterable[Sentence]) -> Iterator[Epoch]:
    """All epochs of some sentences."""
    gathering = Epochs()
    for sentence in sentences:
        if closed := gathering.add(sentence):
            yield closed
    if closed := gathering.close():
        yield closed


def solve(epoch: Epoch) -> Solution:
    """What an epoch says: a place, or why there is none."""
    candidates = [(each, _wrong(epoch, each)) for each in epoch.of("RMC") or epoch.of("GGA")]
    if not candidates:
        return _solution(epoch, None, "no_position_sentence")
    by, wrong = next((each for each in candidates if not each[1]), candidates[0])
    return _solution(epoch, by, wrong)


def time_of_day(text: str) -> timedelta | None:
    """`hhmmss.sss` as time since midnight; None if it is none.

    >>> time_of_day("080000.5")
    datetime.timedelta(seconds=28800, microseconds=500000)
    """
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    hours, minutes, seconds = map(int, found.groups()[:3])
    micro = int((found[4] or "").ljust(6, "0")[:6])
    return timedelta(hours=hours, minutes=minutes, seconds=seconds, microseconds=micro)


def degrees(text: str, hemisphere: str) -> float | None:
    """`ddmm.mmmm` or `dddmm.mmmm` with its hemisphere, to 1e-7 of a degree; None if it is none.

    >>> degrees("3017.2475", "N"), degrees("12009.2146", "E"), degrees("10040.2", "N")
    (30.2874583, 120.1535767, None)
    """
    pattern = _LATITUDE if hemisphere in ("N", "S") else _LONGITUDE
    found = pattern.fullmatch(text) if hemisphere in ("N", "S", "E", "W") else None
    if found is None:
        return None
    minutes = Decimal(found[2])
    value = (int(found[1]) + minutes / _MINUTES).quantize(_PLACES)
    if minutes >= _MINUTES or value > (90 if pattern is _LATITUDE else 180):
        return None
    return float(-value if hemisphere in ("S", "W") else value)


def number(text: str) -> float | None:
    """A decimal number; None if it is none."""
    return float(text) if _NUMBER.fullmatch(text) else None


def _wrong(epoch: Epoch, by: Sentence) -> str:
    """What keeps a sentence from being a place; empty if nothing does."""
    if by.kind == "RMC" and by["status"] != "A":
        return "status_v"
    if by.kind == "GGA" and by["quality"] not in _QUALITIES:
        return "no_fix"
    if _mode(by) not in _MODES:
        return "mode"
    place = _place(by)
    if place is None:
        return "coordinates"
    if _moment(epoch, by) is None:
        return "time"
    return "null_island" if max(map(abs, place)) < _ISLAND_DEG else ""


def _mode(by: Sentence | None) -> str:
    if by is None:
        return ""
    return by["mode"] if by.kind == "RMC" else _QUALITIES.get(by["quality"], "N")


def _place(by: Sentence) -> tuple[float, float] | None:
    if by["lon_ew"] not in ("E", "W") or by["lat_ns"] not in ("N", "S"):
        return None
    lon, lat = degrees(by["lon"], by["lon_ew"]), degrees(by["lat"], by["lat_ns"])
    return None if lon is None or lat is None else (lon, lat)


def _moment(epoch: Epoch, by: Sentence) -> datetime | None:
    clock, day = time_of_day(by["utc"]), _zda(epoch)
    if by.kind == "RMC":
        day = _rmc_day(by["date"], day)
    return None if clock is None or day is None else day + clock


def _rmc_day(text: str, told: datetime | None) -> datetime | None:
    """The date of an RMC: the century is that of a ZDA of the same moment, or ours."""
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    day, month, year = map(int, found.groups())
    if told is not None and (told.day, told.month, told.year % 100) == (day, month, year):
        return told
    return _day(_CENTURY + year, month, day)


def _zda(epoch: Epoch) -> datetime | None:
    for each in epoch.of("ZDA"):
        if all(
            each[name].isascii() and each[name].isdecimal() for name in ("year", "month", "day")
        ):
            return _day(*(int(each[name][:4]) for name in ("year", "month", "day")))
    return None


def _day(year: int, month: int, day: int) -> datetime | None:
    try:
        return datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None


def _solution(epoch: Epoch, by: Sentence | None, refused: str) -> Solution:
    place = None if by is None or refused else _place(by)
    lon, lat = place or (None, None)
    satellites = _first(epoch, "GGA", "satellites")
    fix_types = [
        each["fix_type"] for each in epoch.of("GSA") if each["fix_type"] in ("1", "2", "3")
    ]
    return Solution(
        refused=refused,
        at=None if by is None else _moment(epoch, by),
        lon=lon,
        lat=lat,
        speed_kmh=_speed(epoch, by),
        course_deg=_course(epoch, by),
        altitude_m=_first(epoch, "GGA", "altitude_m"),
        satellites=None if satellites is None else int(satellites),
        hdop=_first(epoch, "GGA", "hdop") or _first(epoch, "GSA", "hdop"),
        fix_type=int(max(fix_types)) if fix_types else None,
        mode=_mode(by),
        talker="" if by is None else by.talker,
        by=by,
    )


def _first(epoch: Epoch, kind: str, name: str) -> float | None:
    values = (number(each[name]) for each in epoch.of(kind))
    return next((value for value in values if value is not None), None)


def _speed(epoch: Epoch, by: Sentence | None) -> float | None:
    own = by["speed_kn"] if by is not None and by.kind == "RMC" else ""
    texts = [own, *(each["speed_kn"] for each in epoch.of("VTG"))]
    knots = next((text for text in texts if _NUMBER.fullmatch(text) and text[0] != "-"), None)
    return None if knots is None else float((Decimal(knots) * _KMH).quantize(_HUNDREDTH))


def _course(epoch: Epoch, by: Sentence | None) -> float | None:
    own = number(by["course_deg"]) if by is not None and by.kind == "RMC" else None
    course = own if own is not None else _first(epoch, "VTG", "course_deg")
    return None if course is None or not 0 <= course <= 360 else course % 360  # noqa: PLR2004

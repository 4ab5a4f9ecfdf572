"""SEAL-02, 封存未归位: not in a home area when the sealed period begins.

A state, not a crossing: where was it at that moment. A car of which nothing recent is known then is
neither at home nor away; what is heard of it later may still show that it was away.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from telemetry.car import Car
from telemetry.fence import BAND, IN, OUT
from telemetry.found import Answer, Found
from telemetry.home import BAND_M, Homes, home_at, homes, rest
from telemetry.movement import Movement, Stop, moves
from telemetry.path import Path
from telemetry.profile import STANDARD
from telemetry.rules.papers import SECOND, sealed, when
from telemetry.rules.watched import answer
from telemetry.spans import holds
from telemetry.visits import Int8s, Memory, Visit, run

CODE = "SEAL-02"

Where = Literal["INSIDE", "OUTSIDE", "UNKNOWN"]

_HEARTBEATS = 3  # so many missing, and a parked car's place is not known any more
_RETURN = replace(STANDARD, gap_s=None)  # a parked terminal may speak but twice in an hour


@dataclass(frozen=True, slots=True)
class Check:
    """Where a car was when a sealed period began.

    Attributes:
        period: Which.
        at: When it began, microseconds.
        place: Against its home areas; unknown where no recent or later fix tells.
        fix_age_s: Seconds from the last good fix until then; None: there was none.
        fences: Its home areas then: `base@2`.
        sure: What made it certain: the beginning itself, or the first fix after it.
    """

    period: str
    at: int
    place: Where
    fix_age_s: int | None
    fences: tuple[str, ...]
    sure: int


@dataclass(frozen=True, slots=True)
class _Start:
    """A car may not move from `begin` to `end` (microseconds), the end of the seal or an exemption.

    Attributes:
        last: The last instant at or before `begin` (an index); -1: there is none.
    """

    period: str
    begin: int
    end: int
    last: int


def seal_start(car: Car) -> Answer:
    """Outside of all home areas when a seal begins, until it is at home or the seal is over.

    Source:
        alerts.json, SEAL-02; R077, R078; scenario S07; late-data.md section 5.
    """
    movement = moves(car)
    found: list[Found] = []
    dues: list[int] = []
    for start in _starts(car, movement.path):
        check = _check(car, movement, start)
        if check.place == "OUTSIDE":
            stay = _stay(car, movement, start, check)
            found.append(Found(CODE, stay, start.period, _inputs(check)))
            dues += _dues(car, movement, start, stay)
        elif movement.begun is not None or start.last == len(movement.path.t) - 1:
            dues.append(start.begin)  # not known yet: the next record may tell
    dues += [it for spans in sealed(car).values() for it, _ in spans if it > car.now]
    return answer(car, found, dues)


def checks(car: Car) -> list[Check]:
    """Where the car was when each seal in the window began: what `RecordStartCheck` asks for."""
    movement = moves(car)
    return [
        _check(car, movement, start)
        for start in _starts(car, movement.path)
        if car.begin <= start.begin < car.end
    ]


def _starts(car: Car, path: Path) -> Iterator[_Start]:
    """The seals that have begun, of a car in service that is not exempt from the beginning on."""
    begins = {fact.begin for fact in car.of("sealed")}
    kept = when(car, "in_service")
    for period, spans in sealed(car).items():
        for begin, end in spans:
            if begin in begins and begin <= car.now and holds(kept, begin):
                last = int(np.searchsorted(path.t, begin, side="right")) - 1
                yield _Start(period, begin, end, last)


def _check(car: Car, movement: Movement, start: _Start) -> Check:
    path, home, last = movement.path, home_at(car, start.begin), start.last
    age = start.begin - int(path.t[last]) if last >= 0 else None
    unknown = Check(
        start.period,
        start.begin,
        "UNKNOWN",
        None if age is None else age // SECOND,
        tuple(home.names.split()) if home else (),
        start.begin,
    )
    if home is None:
        return unknown
    stop = _parked(movement, last)
    if age is not None and age <= _recent(car, stop):
        since = last if stop is None else max(stop.first, last - 2)
        return replace(unknown, place=_WHERE[_class(path, home, since, last + 1)])
    after = last + 1
    if after < len(path.t) and _later(movement, home, after) == OUT:
        return replace(unknown, place="OUTSIDE", sure=int(path.t[after]))
    return unknown


_WHERE: dict[int, Where] = {IN: "INSIDE", BAND: "UNKNOWN", OUT: "OUTSIDE"}


def _parked(movement: Movement, index: int) -> Stop | None:
    """The stop at which it stands at an instant, as far as it has not surely left."""
    stops = [stop for stop in movement.stops if stop.first <= index]
    if stops and (index <= stops[-1].last or (stops[-1].stay.exit_hi is None)):
        return stops[-1]
    return None


def _recent(car: Car, stop: Stop | None) -> int:
    """How old a fix may be to tell where the car is, microseconds: older while it is parked."""
    book = car.rulebook
    return (book.gap_s if stop is None else _HEARTBEATS * book.heartbeat_s) * SECOND


def _class(path: Path, home: Homes, low: int, high: int) -> int:
    """Of the middle of the instants [low, high): one that is wrong among three does not count."""
    lon, lat = np.median(path.lon[low:high]), np.median(path.lat[low:high])
    return int(home.classes(np.array([lon]), np.array([lat]))[0])


def _later(movement: Movement, home: Homes, index: int) -> int:
    """Of the first instant after the beginning, while little is known."""
    stop = _parked(movement, index)
    if stop is None or stop.first == index:
        return _class(movement.path, home, index, index + 1)
    lon, lat = rest(movement.path, stop)
    return int(home.classes(np.array([lon]), np.array([lat]))[0])


def _stay(car: Car, movement: Movement, start: _Start, check: Check) -> Visit:
    path, last = movement.path, start.last
    known = last if check.sure == start.begin else last + 1
    seen = max(start.begin, check.sure) if last < 0 else start.begin
    came = _came(car, path, known, start.end)
    flags = {
        "entry_unseen": last < 0,
        "gap_at_entry": known > last >= 0,
        "doubtful": bool(path.doubtful[known]),
        "open": came is None and start.end > car.now,
    }
    stay = Visit(
        int(path.t[last]) if last >= 0 else None,
        seen,
        check.sure,
        flags=frozenset(flag for flag, so in flags.items() if so),
    )
    if came is not None:
        return replace(
            stay,
            exit_lo=came.enter_lo,
            exit_hi=came.enter_hi,
            exit_confirmed=came.enter_confirmed,
            exit_fixes=came.enter_fixes,
        )
    end = None if start.end > car.now else start.end
    return replace(stay, exit_lo=end, exit_hi=end, exit_confirmed=end)


def _came(car: Car, path: Path, since: int, end: int) -> Visit | None:
    """Its first visit to a home area after an instant (an index), begun before `end`."""
    until = int(np.searchsorted(path.t, end))
    after = slice(since + 1, until)
    t, doubtful = path.t[after], path.doubtful[after]
    memory = Memory(int(path.t[since]), int(path.t[since]), bool(path.doubtful[since]))
    memory, visits = run(memory, t, _classes(car, path, after), doubtful, _RETURN)
    visits += [visit for visit in (memory.open,) if visit is not None]
    return visits[0] if visits else None


def _classes(car: Car, path: Path, part: slice) -> Int8s:
    """Of instants against what is home at their time; OUT where nothing is."""
    t, lon, lat = path.t[part], path.lon[part], path.lat[part]
    classes = np.full(len(t), OUT, np.int8)
    for home in homes(car):
        here = slice(*np.searchsorted(t, (home.begin, home.end)).tolist())
        classes[here] = home.classes(lon[here], lat[here])
    return classes


def _dues(car: Car, movement: Movement, start: _Start, stay: Visit) -> Iterator[int]:
    """When a car that stays away may come home, or need not be there any more."""
    if stay.exit_hi is not None:
        return
    newest = int(movement.path.t[-1])
    yield start.end
    yield from (it.begin for it in homes(car) if it.begin > newest)
    reach = BAND_M + 2 * car.rulebook.move_m
    stop = None if movement.driving else movement.stops[-1]
    if stop is None or not all(it.is_out((stop.lon, stop.lat), reach) for it in homes(car)):
        yield newest  # on its way, or next door: whatever comes next


def _inputs(check: Check) -> dict[str, str]:
    told = {"period": check.period, "areas": " ".join(check.fences)}
    return told if check.fix_age_s is None else {**told, "fix_age_s": str(check.fix_age_s)}

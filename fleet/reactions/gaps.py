"""What a car in service has to have, always: a fence plan, a terminal, its marking.

A gap is told an hour after the books know of it, because papers that belong together do not cross
the ledger at once; a gap that begins on a known date is told on that date.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import reduce

from fleet.decider import Entry
from fleet.reactions.census import KINDS, Census
from fleet.reactions.due import Due, Forget, Notice, Withdrawal
from fleet.terms import FOREVER, ZONE
from fleet.vehicle.fence_plan import Planned
from fleet.vehicle.stages import Car

GRACE = timedelta(hours=1)
_OF_A_CAR = ("vehicle", "fence-plan")
_DAY = timedelta(days=1)

Span = tuple[datetime, datetime]
"""[begin, end): something was there."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What a car lacks, or will lack.

    Attributes:
        code: The alert rule.
        since: From when on; `FOREVER`: it lacks nothing.
    """

    code: str
    since: datetime


class Gaps:
    """Compares what cars have with what was told of them."""

    def __init__(self) -> None:
        self._told: dict[tuple[str, str], datetime] = {}

    def changed(self, entry: Entry, census: Census) -> Iterator[Due | Forget | Withdrawal]:
        """What an entry changes about the gaps of its car; the census has taken it already."""
        if type(entry.event) not in KINDS:
            return
        for name in _touched(entry):
            for gap in _gaps(name, census, entry.recorded_at):
                yield from self._told_of(name, gap, census, entry.recorded_at)

    def _told_of(
        self, name: str, gap: Gap, census: Census, now: datetime
    ) -> Iterable[Due | Forget | Withdrawal]:
        before = self._told.get((gap.code, name), FOREVER)
        since = before if before <= now and gap.since <= now else gap.since  # it goes on
        if since == before:
            return ()
        self._told[gap.code, name] = since
        subject = f"vehicle:{name}"
        if since == FOREVER:
            settled = Withdrawal(f"{gap.code.lower()}:{subject}", "settled", now)
            return [Forget(_key(gap, name)), settled]
        car = census.car(name)
        unit = car.unit if car else ""
        notice = Notice(gap.code, subject, unit, name, since, {"since": since.isoformat()})
        due = Due(_key(gap, name), max(since, now) + GRACE, notice=notice)
        ended = [] if since <= now else [Withdrawal(notice.key, "settled", now)]
        return [*ended, due]


def _touched(entry: Entry) -> Iterator[str]:
    kind, _, name = entry.stream.partition(":")
    if kind in _OF_A_CAR:
        yield name
    elif kind == "restricted-list":
        yield str(getattr(entry.event, "vehicle", ""))


def _key(gap: Gap, name: str) -> str:
    return f"gap:{gap.code}:{name}:"


def _gaps(name: str, census: Census, now: datetime) -> Iterator[Gap]:
    car = census.car(name)
    if car is None:
        yield from (Gap(code, FOREVER) for code in ("GEO-03", "TERM-05", "INSP-07"))
        return
    plan = census.plan(name)
    plans = plan.versions if isinstance(plan, Planned) else ()
    yield Gap("GEO-03", _ends(((it.valid_from, it.until) for it in plans), now))
    bound = ((it.valid_from, it.until) for it in car.terminals if not it.spare)
    hidden = census.confidential(name)
    yield Gap("TERM-05", FOREVER if hidden else _ends(bound, now))
    yield Gap("INSP-07", _unmarked(car, now))


def _ends(spans: Iterable[Span], now: datetime) -> datetime:
    """The first moment from now on that no stretch covers; `FOREVER`: there is none."""

    def covered(until: datetime, span: Span) -> datetime:
        return max(until, span[1]) if span[0] <= until else until

    return reduce(covered, sorted(spans), now)


def _unmarked(car: Car, now: datetime) -> datetime:
    """From when on it carries no marking and is not exempt (R074)."""
    if not car.marking:
        return now
    if car.exempt_until is None:
        return FOREVER
    return max(now, datetime.combine(car.exempt_until + _DAY, time(), ZONE))

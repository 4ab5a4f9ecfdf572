"""The words of the story's dispatch orders, from the request to the rating. Pure."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from simulators import story_checks as checks
from simulators.story_people import CADRE, driver_of
from simulators.story_start import CLERK, said
from simulators.story_steps import (
    CENTRE,
    DAY,
    DIGEST,
    LEADER,
    PASSENGER,
    Mark,
    Step,
    moment,
)
from simulators.story_trips import Trip

_ASK, _LEADER, _CENTRE, _PAPERS, _ACCOUNT, _RATE = range(6)
_KM, _RATING = 15, 5


def steps(trips: Sequence[Trip]) -> Iterator[Step]:
    """Everything that is said about them."""
    for trip in trips:
        yield from _BY_FATE.get(trip.fate, _plain)(trip)


def _step(trip: Trip, turn: int, word: str, at: datetime, became: str = "", **more: Any) -> Step:  # noqa: ANN401 - of any command
    """A word about an order, told in the chapter of its day, or later."""
    day = max(trip.day, at.date())
    marks = (Mark("order", trip.number, became),) if became else ()
    actor = _SPEAKER[turn]
    return Step(day, turn, said(word, at.isoformat(), actor, order=trip.number, **more), marks)


_SPEAKER = {
    _ASK: CLERK,
    _LEADER: LEADER,
    _CENTRE: CENTRE,
    _PAPERS: CLERK,
    _ACCOUNT: CENTRE,
    _RATE: PASSENGER,
}


def _sender(trip: Trip) -> int:
    return _LEADER if trip.platform is None else _CENTRE


def _draft(trip: Trip, at: datetime) -> Step:
    told = {
        "unit": trip.unit,
        "purpose": "OFFICIAL",
        "platform": trip.platform,
        "people": 2,
        "origin": "机关大院",
        "destinations": ["市民中心"],
        "begins_at": trip.begin.isoformat(),
        "ends_at": trip.end.isoformat(),
        "overnight": trip.fate == "overnight",
    }
    if trip.platform == "VETERAN_CADRE":
        told["beneficiary"] = CADRE
    if trip.fate == "crossing":
        told["cross_reason"] = "MAJOR_TASK"
    return _step(trip, _ASK, "DraftOrder", at, "draft", **told)


def _requested(trip: Trip) -> Iterator[Step]:
    at = moment(trip.day - DAY, 15)
    yield _draft(trip, at)
    yield _step(trip, _ASK, "RequestTrip", at, "requested")


def _approved(trip: Trip) -> Iterator[Step]:
    yield from _requested(trip)
    yield _step(trip, _LEADER, "ApproveTrip", moment(trip.day - DAY, 16), "approved")


def _pair(trip: Trip) -> dict[str, str]:
    return {"vehicle": trip.car.vehicle, "driver": driver_of(trip.car)}


def _assigned(trip: Trip) -> Iterator[Step]:
    yield from _approved(trip)
    at = moment(trip.day - DAY, 17)
    yield _step(trip, _sender(trip), "AssignCarAndDriver", at, "dispatched", **_pair(trip))


def _driven(trip: Trip) -> Iterator[Step]:
    turn, before = _sender(trip), trip.begin - timedelta(minutes=10)
    if trip.checks:
        yield from checks.daily(trip.car, trip.day, turn, before.isoformat())
    leaves = {"driver": driver_of(trip.car), "evidence": "key"}
    at = trip.begin - timedelta(minutes=5)
    yield _step(trip, turn, "RecordDeparture", at, "underway", **leaves)
    back = {"odometer_km": trip.odometer_km, "inside_home": True}
    at = trip.end - timedelta(minutes=10)
    yield _step(trip, turn, "RecordReturn", at, "returned", **back)


def _settled(trip: Trip) -> Iterator[Step]:
    day = trip.end.date()
    result = "DEVIATING" if trip.deviates else "MATCHED"
    match = {"result": result, "distance_m": 1000 * _KM}
    yield _step(trip, _ACCOUNT, "MatchTrip", moment(day, 18), "reconciled", **match)
    cost = {"distance_km": _KM, "fuel_fen": 900}
    yield _step(trip, _ACCOUNT, "SettleOrder", moment(day, 19), "settled", **cost)


def _rated(trip: Trip) -> Step:
    at = moment(trip.end.date(), 20)
    return _step(trip, _RATE, "EvaluateOrder", at, "closed", rating=_RATING)


def _plain(trip: Trip) -> Iterator[Step]:
    """Also overnight, and with a car of another unit."""
    yield from _assigned(trip)
    yield from _driven(trip)
    yield from _settled(trip)
    yield _rated(trip)


def _unrated(trip: Trip) -> Iterator[Step]:
    """Nobody rates it: a week later it is closed all the same."""
    yield from _assigned(trip)
    yield from _driven(trip)
    yield from _settled(trip)
    at = moment(trip.end.date() + 7 * DAY, 19)
    yield _step(trip, _ACCOUNT, "CloseWithoutEvaluation", at, "closed")


def _rejected(trip: Trip) -> Iterator[Step]:
    yield from _requested(trip)
    at = moment(trip.day - DAY, 16)
    yield _step(trip, _LEADER, "RejectTrip", at, "rejected", reason="可乘公共交通")


def _cancelled(trip: Trip) -> Iterator[Step]:
    """Approved, and not needed any more."""
    yield from _approved(trip)
    at = moment(trip.day, 7)
    yield _step(trip, _PAPERS, "CancelTrip", at, "cancelled", reason="会议取消")


def _recalled(trip: Trip) -> Iterator[Step]:
    """Car and driver were named, and are free again."""
    yield from _assigned(trip)
    at = trip.begin - timedelta(hours=1)
    yield _step(trip, _sender(trip), "CancelTrip", at, "cancelled", reason="会议改期")


def _no_show(trip: Trip) -> Iterator[Step]:
    yield from _assigned(trip)
    at = trip.begin + timedelta(minutes=60)
    yield _step(trip, _sender(trip), "ExpireTrip", at, "expired")


def _opened(trip: Trip) -> Iterator[Step]:
    """An emergency: the car leaves at once."""
    at = trip.begin - timedelta(minutes=20)
    yield _draft(trip, at)
    kind = {"kind": "FLOOD_CONTROL", **_pair(trip)}
    yield _step(trip, _sender(trip), "OpenEmergencyOrder", at, "dispatched", **kind)
    yield from _driven(trip)


def _emergency(trip: Trip) -> Iterator[Step]:
    """Its papers follow in time (补单)."""
    yield from _opened(trip)
    paper = {"document": f"补{trip.number}", "sha256": DIGEST, "approver": "何军"}
    yield _step(trip, _PAPERS, "FileEmergencyPapers", moment(trip.day, 17), "papers", **paper)
    yield from _settled(trip)
    yield _rated(trip)


def _unpapered(trip: Trip) -> Iterator[Step]:
    """Its papers do not come: it is void a day later."""
    yield from _opened(trip)
    at = trip.begin + timedelta(hours=24)
    yield _step(trip, _ACCOUNT, "VoidEmergencyOrder", at, "voided", reason="逾期未补单")


_BY_FATE = {
    "unrated": _unrated,
    "rejected": _rejected,
    "cancelled": _cancelled,
    "recalled": _recalled,
    "noshow": _no_show,
    "emergency": _emergency,
    "unpapered": _unpapered,
}

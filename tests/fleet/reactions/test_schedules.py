"""What schedules raise and settle, and what is looked up for cars that are sealed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from fleet.decider import Decider, Entry, Event
from fleet.dispatch.platform import AttachVehicle
from fleet.inspection.paper import Watched
from fleet.ledger.saying import Saying
from fleet.organisation.unit import Registered
from fleet.people.driver_schedule_words import DriverQualified, DriverReleased, Uncovered
from fleet.people.qualification import Qualification
from fleet.policy.brief import NOBODY
from fleet.policy.grounds import Grounds
from fleet.reactions.due import Notice, Withdrawal
from fleet.reactions.lookups_schedules import (
    exempt,
    hindrances,
    keeping,
    kept_in_service,
    of_car,
    over,
)
from fleet.reactions.notices_schedules import notices
from fleet.supervision.seal_events import SealPlanned
from fleet.supervision.seal_stages import Cancelled, Closed, Dossier, Exemption, Open, Planned
from fleet.vehicle.car_schedule_words import (
    CarSetsOff,
    ExtendCar,
    PaperEnd,
    ReleaseCar,
    ReserveCar,
)
from fleet.vehicle.service import SealVehicle, UnsealVehicle
from fleet.vehicle.stages import (
    Available,
    Car,
    InMaintenance,
    Paper,
    Sealed,
    Suspended,
    Vehicle,
    Withdrawn,
    Word,
)

NOW = datetime(2026, 10, 1, tzinfo=UTC)
LOST = Uncovered(order="O1", vehicle="V1", unit="A1", code="LicenceExpired", policy="p@1")
KNOWN = Qualification(suspended=True)


def told(event: Event) -> list[Notice | Withdrawal]:
    """What an event raises and settles."""
    entry = Entry("lifecycle", 1, "driver-schedule:D1", 1, UUID(int=1), NOW, {}, event)
    return list(notices(entry))


@pytest.mark.proves("SAFE-05")
def test_an_order_whose_driver_may_not_drive_is_told_and_settled() -> None:
    said: dict[str, Any] = {"driver": "D1", "qualification": KNOWN, "at": NOW}
    event = DriverQualified(**said, uncovered=(LOST,), covered=("O2",))
    inputs = {"driver": "D1", "lacking": "LicenceExpired", "policy": "p@1"}
    assert told(event) == [
        Notice("SAFE-05", "order:O1", "A1", "V1", NOW, inputs),
        Withdrawal("safe-05:order:O2", "qualified", NOW),
    ]
    assert told(DriverQualified(**said)) == []


def freed(hours: int, *, was_uncovered: bool) -> DriverReleased:
    whose: dict[str, Any] = {"driver": "D1", "order": "O1", "vehicle": "V1", "unit": "A1"}
    times = {"begins_at": NOW, "ends_at": NOW + timedelta(hours=9), "at": NOW}
    since = NOW + timedelta(hours=hours)
    return DriverReleased(**whose, **times, freed_from=since, was_uncovered=was_uncovered)


@pytest.mark.proves("SAFE-05")
def test_another_driver_in_time_settles_it_and_one_on_the_way_does_not() -> None:
    assert told(freed(0, was_uncovered=True)) == [Withdrawal("safe-05:order:O1", "reassigned", NOW)]
    assert told(freed(1, was_uncovered=True)) == []
    assert told(freed(0, was_uncovered=False)) == []


class Books:
    """Streams as they are said to be."""

    def __init__(self, known: Mapping[str, object]) -> None:
        """Know these streams."""
        self.known = known

    def state(self, stream: str, decider: Decider[Any, Any, Any]) -> Any:  # noqa: ANN401
        """What a stream amounts to."""
        return self.known.get(stream, decider.initial)

    def named(self, stream: str, kind: type[Event]) -> UUID | None:
        """No event has a name here."""
        raise NotImplementedError(stream, kind)


PLANNED = SealPlanned(
    period="S1",
    jurisdiction="330100",
    name="国庆节",
    first_day=date(2026, 10, 1),
    last_day=date(2026, 10, 7),
    begins_at=NOW,
    ends_at=NOW + timedelta(days=7),
    document=None,
    grounds=Grounds(policy="p@1"),
    by="孙立",
    at=NOW,
)
WINDOW = Exemption(
    "V1",
    "A1",
    "防汛",
    "孙立",
    NOW + timedelta(days=1),
    NOW + timedelta(days=2),
    "免1号",
    late=False,
)
FREE = Dossier(PLANNED, (WINDOW,))
CAR = Car("浙A1", "A1", "应急保障", "", None, None)


@pytest.mark.proves("R078")
@pytest.mark.parametrize(
    ("period", "hours", "spared"),
    [
        (Open(FREE), 24, True),
        (Open(FREE), 47, True),
        (Open(FREE), 23, False),
        (Open(FREE), 48, False),
        (Open(Dossier(PLANNED)), 24, False),
        (None, 24, False),
    ],
)
def test_a_car_is_not_sealed_while_it_may_move(period: object, hours: int, *, spared: bool) -> None:
    seal = SealVehicle(vehicle="V1", period="S1", at=NOW + timedelta(hours=hours))
    books = Books({"seal-period:S1": period} if period else {})
    assert exempt(seal, NOBODY, books) == {"exempt": spared}
    other = seal.model_copy(update={"vehicle": "V2"})
    assert exempt(other, NOBODY, books) == {"exempt": False}


def test_a_seal_is_under_the_rules_of_the_cars_region() -> None:
    seal = SealVehicle(vehicle="V1", period="S1", at=NOW)
    known = {"vehicle:V1": Available(CAR), "unit:A1": Registered("甲", "", "", "330100")}
    assert of_car(seal, Books(known)) == "330100"
    assert of_car(seal, Books({})) == ""


@pytest.mark.parametrize(
    ("period", "days", "ended"),
    [
        (Open(Dossier(PLANNED)), 6, False),
        (Open(Dossier(PLANNED)), 7, True),
        (Open(FREE), 1, True),
        (Open(FREE), 2, False),
        (Planned(Dossier(PLANNED)), 6, False),
        (Closed(Dossier(PLANNED)), 6, True),
        (Cancelled(Dossier(PLANNED), "调整"), 0, True),
        (None, 99, False),
    ],
)
def test_a_seal_is_lifted_when_its_period_is_over_or_the_car_may_move(
    period: object, days: int, *, ended: bool
) -> None:
    unseal = UnsealVehicle(vehicle="V1", at=NOW + timedelta(days=days))
    known = {"vehicle:V1": Sealed(CAR, "S1")} | ({"seal-period:S1": period} if period else {})
    assert over(unseal, NOBODY, Books(known)) == {"over": ended}


def test_what_is_not_sealed_has_no_period_that_could_be_over() -> None:
    unseal = UnsealVehicle(vehicle="V1", at=NOW)
    assert over(unseal, NOBODY, Books({"vehicle:V1": Available(CAR)})) == {"over": False}


@pytest.mark.proves("R094")
@pytest.mark.parametrize(
    ("car", "causes", "serves"),
    [
        (Available(CAR), (), True),
        (Sealed(CAR, "S1"), (), True),
        (Suspended(CAR, "RECALL"), ("suspended",), True),
        (InMaintenance(CAR, "一厂"), ("maintenance",), True),
        (
            Available(replace(CAR, words={"BRAKES": Word("C1", NOW, failed=True)})),
            ("safety",),
            True,
        ),
        (Available(replace(CAR, recalls={"R1": True, "R2": False})), ("recall:R1",), True),
        (Withdrawn(CAR, "处1"), (), False),
        (None, (), False),
    ],
)
def test_what_keeps_a_car_off_the_road_stands_in_its_books(
    car: Vehicle | None, causes: tuple[str, ...], *, serves: bool
) -> None:
    books = Books({"vehicle:V1": car} if car else {})
    times = {"begins_at": NOW, "ends_at": NOW + timedelta(hours=1)}
    wanted = ReserveCar(vehicle="V1", order="O1", unit="A1", at=NOW, **times)
    found = kept_in_service(wanted)(books, Saying(""))
    assert found == {"in_service": serves, "hindrances": causes, "papers": ()}
    leaves = CarSetsOff(vehicle="V1", order="O1", at=NOW)
    assert kept_in_service(leaves)(books, Saying("")) == {"hindrances": causes, "papers": ()}
    given_back = ReleaseCar(vehicle="V1", order="O1", at=NOW)
    assert kept_in_service(given_back)(books, Saying("")) == {}
    assert hindrances(car) == causes if car else True


@pytest.mark.proves("INSP-05")
def test_the_papers_of_a_car_that_end_are_looked_up() -> None:
    dossier = {"GAS": Paper("气1", ""), "INVOICE": Paper("票1", "", date(2026, 1, 1))}
    until, ends_at = date(2026, 10, 7), NOW + timedelta(days=7)
    books = Books(
        {
            "vehicle:V1": Available(replace(CAR, papers=dossier)),
            "paper:V1-INSURANCE": Watched(until, ends_at, "p@1"),
            "paper:V1-GAS": Watched(until, ends_at, "p@1"),
            "paper:V2-REGISTRATION": Watched(until, ends_at, "p@1"),
        }
    )
    longer = ExtendCar(vehicle="V1", order="O1", ends_at=ends_at, at=NOW)
    found = tuple(PaperEnd(kind=it, until=until, ends_at=ends_at) for it in ("GAS", "INSURANCE"))
    assert kept_in_service(longer)(books, Saying("")) == {"hindrances": (), "papers": found}
    other = longer.model_copy(update={"vehicle": "V2"})
    registered = (PaperEnd(kind="REGISTRATION", until=until, ends_at=ends_at),)
    assert kept_in_service(other)(books, Saying(""))["papers"] == registered


def test_a_platform_is_told_whose_car_it_is() -> None:
    attach = AttachVehicle(platform="P", vehicle="V1", category="X", unit="B", at=NOW)
    books = Books({"vehicle:V1": Available(CAR)})
    assert keeping(attach, NOBODY, books) == {"kept": ("A1", "应急保障")}
    assert keeping(attach, NOBODY, Books({})) == {"kept": None}

"""Which alerts the papers of dispatch orders raise and settle."""

from uuid import UUID

import pytest

from fleet.decider import Entry, Event
from fleet.reactions.due import Notice, Withdrawal
from fleet.reactions.notices_dispatch import notices
from fleet.vehicle.car_schedule_words import CarReserved
from tests.fleet.dispatch.trips import (
    BACK,
    BEGIN,
    END,
    LEFT,
    SENT,
    assign,
    depart,
    draft,
    emergency,
    extend,
    give_back,
    key_in,
    key_out,
    local,
    other,
    rate,
    told,
    until,
    void,
)

OPENED = told(draft, emergency)
DUE = local("2025-03-11 09:20")


def raised(event: Event) -> list[Notice | Withdrawal]:
    """What an event raises or settles."""
    return [*notices(Entry("lifecycle", 1, "order:O1", 1, UUID(int=1), BEGIN, {}, event))]


@pytest.mark.proves("USE-01")
@pytest.mark.proves("R086")
def test_a_void_emergency_that_was_driven_is_an_unordered_movement() -> None:
    voided = told(depart, give_back, void, past=OPENED)[-1]
    inputs = {
        "departed_at": LEFT.isoformat(),
        "returned_at": BACK.isoformat(),
        "driver": "D1",
        "reason": "papers not filed in time",
    }
    assert raised(voided) == [Notice("USE-01", "order:O1", "A1", "V1", DUE, inputs)]


@pytest.mark.proves("USE-01")
def test_what_is_not_known_of_it_is_left_empty() -> None:
    voided = told(depart, give_back, void, past=OPENED)[-1]
    less = {"returned_at": None, "driver": None, "vehicle": None}
    [notice] = raised(voided.model_copy(update=less))
    assert isinstance(notice, Notice)
    assert (notice.inputs["returned_at"], notice.inputs["driver"], notice.vehicle) == ("", "", "")


def test_one_that_stayed_is_none() -> None:
    assert raised(told(void, past=OPENED)[-1]) == []


@pytest.mark.proves("INSP-01")
def test_a_departure_without_the_daily_check_is_told() -> None:
    unchecked = told(other(depart, daily_check=False), past=until(assign))[-1]
    inputs = {"departed_at": LEFT.isoformat(), "driver": "D1"}
    assert raised(unchecked) == [Notice("INSP-01", "order:O1", "A1", "V1", LEFT, inputs)]
    assert raised(until(depart)[-1]) == []


RESERVED = CarReserved(
    vehicle="V1",
    order="O1",
    unit="A1",
    begins_at=local("2025-04-01 00:30"),
    ends_at=local("2025-04-01 02:00"),
    emergency=True,
    emergencies=4,
    emergency_limit=3,
    at=SENT,
)


@pytest.mark.proves("USE-11")
def test_the_fourth_emergency_of_a_car_in_a_month_is_told() -> None:
    inputs = {"order": "O1", "month": "2025-04", "count": "4", "limit": "3"}
    subject = "car-schedule:V1-2025-04"
    assert raised(RESERVED) == [Notice("USE-11", subject, "A1", "V1", SENT, inputs)]


@pytest.mark.proves("USE-11")
@pytest.mark.parametrize("change", [{"emergencies": 3}, {"emergency": False}])
def test_the_third_is_not_nor_an_ordinary_order(change: dict[str, object]) -> None:
    assert raised(RESERVED.model_copy(update=change)) == []


@pytest.mark.proves("USE-02")
def test_a_return_settles_what_was_overdue() -> None:
    assert raised(until(give_back)[-1]) == [Withdrawal("use-02:order:O1", "returned", BACK)]


@pytest.mark.proves("USE-02")
@pytest.mark.proves("USE-12")
def test_so_does_an_extension() -> None:
    at = local("11:30")
    assert raised(told(extend, past=until(depart))[-1]) == [
        Withdrawal("use-02:order:O1", "extended", at),
        Withdrawal("use-12:order:O1", "extended", at),
    ]


@pytest.mark.proves("USE-12")
def test_the_last_key_that_is_back_settles_it() -> None:
    out = until(assign, key_out, other(key_out, key="K2"), key_in)
    assert raised(out[-1]) == []
    back = told(other(key_in, key="K2", at=END), past=out)[-1]
    assert raised(back) == [Withdrawal("use-12:order:O1", "returned", END)]


def test_an_order_in_order_raises_nothing() -> None:
    raises = {type(event).__name__: raised(event) for event in until(rate)}
    del raises["VehicleReturnedOnOrder"]
    assert not any(raises.values())

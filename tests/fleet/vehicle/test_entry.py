"""A car comes into the books by a purchase, or was there before them."""

from datetime import date, timedelta

import pytest

from fleet.decider import Refused
from fleet.vehicle.entry import CancelOrder, OrderCancelled
from fleet.vehicle.stages import Available, Car, Ordered, Unknown, car_of
from fleet.vehicle.vehicle import vehicle
from tests.fleet.vehicle.garage import (
    BOUGHT,
    NOW,
    ON_PAPER,
    VIN,
    V,
    given,
    order,
    ordered,
    other,
    refusal,
    register,
    registered,
    take_over,
    taken_over,
)

call_off = CancelOrder(**V, purchase="P1")
called_off = OrderCancelled(**V, purchase="P1")


def _named(no: Refused) -> tuple[object, ...]:
    return no.code, no.values["vehicle"], no.values["command"]


@pytest.mark.proves("R052")
def test_a_contract_orders_a_car_and_its_delivery_registers_it() -> None:
    given().when(order).then(ordered)
    given(ordered).when(order).then()
    given(ordered).when(register).then(registered)
    car = Car("", "A1", "应急保障", "", None, "S1", purchase="P1")
    assert vehicle.fold([ordered]) == Ordered(car)


@pytest.mark.proves("R052")
@pytest.mark.parametrize("purchase", ["P1", None])
def test_no_new_car_without_a_contracted_purchase(purchase: str | None) -> None:
    assert refusal(other(register, purchase=purchase)).code == "PurchaseMissing"
    assert refusal(other(register, purchase=None), ordered).code == "PurchaseMissing"


@pytest.mark.proves("R052")
@pytest.mark.parametrize(
    ("field", "value"),
    [("purchase", "P2"), ("slot", "S2"), ("slot", None), ("unit", "B2"), ("category", "机要通信")],
)
def test_a_new_car_is_registered_as_it_was_ordered(field: str, value: str | None) -> None:
    assert refusal(other(register, **{field: value}), ordered).code == "OrderedOtherwise"


def test_a_contract_that_fails_takes_its_order_back() -> None:
    given(ordered).when(call_off).then(called_off)
    given(ordered, called_off).when(call_off).then()
    given(ordered, called_off).when(order).then(ordered)
    assert vehicle.fold([ordered, called_off]) == Unknown()


def test_an_order_belongs_to_one_purchase_and_ends_with_the_delivery() -> None:
    assert refusal(other(order, purchase="P2"), ordered).code == "OutOfOrder"
    assert refusal(other(call_off, purchase="P2"), ordered).code == "OutOfOrder"
    assert refusal(call_off, ordered, registered).code == "OutOfOrder"
    assert _named(refusal(order, taken_over)) == ("OutOfOrder", "V1", "OrderVehicle")
    assert _named(refusal(take_over, ordered)) == ("OutOfOrder", "V1", "TakeOverVehicle")


def test_a_car_from_the_books_before_us_is_in_service_at_once() -> None:
    given().when(take_over).then(taken_over)
    assert isinstance(vehicle.fold([taken_over]), Available)
    assert refusal(take_over, ordered).code == "OutOfOrder"
    assert refusal(take_over, ordered, registered).code == "OutOfOrder"


@pytest.mark.proves("R034")
def test_the_books_keep_when_a_car_was_first_registered() -> None:
    old = other(take_over, first_registered=date(2015, 3, 1))
    told = taken_over.model_copy(update={"first_registered": date(2015, 3, 1)})
    given().when(old).then(told)
    assert car_of(vehicle.fold([told])).first_registered == date(2015, 3, 1)


@pytest.mark.proves("R034")
def test_the_books_keep_what_a_car_is() -> None:
    said = {"engine": "CA4GC20", "body": "SEDAN", "energy": "PETROL", "displacement_ml": 1500}
    said |= {"model": "红旗 H5", "price_fen": 11_800_000, "vin": VIN, "slot": "S1"}
    (event,) = vehicle.decide(other(take_over, **said), vehicle.initial)
    car = car_of(vehicle.fold([event]))
    assert {name: getattr(car, name) for name in said} == said
    assert car.purchase == ""
    assert car_of(vehicle.fold([ordered, registered])).purchase == "P1"


def test_saying_again_what_the_books_say_changes_nothing() -> None:
    given(taken_over).when(other(take_over, at=NOW + timedelta(1))).then()
    given(*BOUGHT).when(register).then()
    given(*BOUGHT).when(other(register, price_fen=None, engine="", slot=None)).then()
    known = taken_over.model_copy(update={"vin": VIN, "model": "红旗 H5"})
    given(known).when(take_over).then()


@pytest.mark.proves("R073")
@pytest.mark.parametrize(
    "change",
    [
        {"unit": "B2"},
        {"category": "机要通信"},
        {"plate": "浙A54321"},
        {"vin": VIN},
        {"slot": "S1"},
        {"model": "红旗 H5"},
        {"engine": "CA4GC20"},
        {"body": "SEDAN"},
        {"energy": "PETROL"},
        {"displacement_ml": 1500},
        {"price_fen": 1},
        {"first_registered": date(2015, 3, 1)},
    ],
)
def test_a_vehicle_is_not_described_in_two_ways(change: dict[str, object]) -> None:
    assert refusal(other(take_over, **change), taken_over).code == "VehicleDiffers"


def test_a_bought_car_stays_with_its_purchase() -> None:
    assert refusal(other(register, purchase="P2"), *BOUGHT).code == "VehicleDiffers"
    assert refusal(register, taken_over).code == "VehicleDiffers"
    assert refusal(take_over, *ON_PAPER).code == "OutOfOrder"

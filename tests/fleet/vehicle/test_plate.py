"""One plate and one VIN for one vehicle."""

import pytest

from fleet.vehicle.plate import AssignPlate, PlateAssigned, PlateReleased, ReleasePlate, plate
from fleet.vehicle.vin import ClaimVin, ReleaseVin, VinClaimed, VinReleased, vin
from tests.given import Given

NUMBER, VIN = "浙A12345", "LSVAA4182E2184841"

plates, vins = Given(plate), Given(vin)
assigned = PlateAssigned(plate=NUMBER, vehicle="V1")
released = PlateReleased(plate=NUMBER, vehicle="V1")
claimed = VinClaimed(vin=VIN, vehicle="V1")
given_up = VinReleased(vin=VIN, vehicle="V1")


@pytest.mark.proves("R073")
def test_a_plate_is_on_one_vehicle_at_a_time() -> None:
    plates().when(AssignPlate(plate=NUMBER, vehicle="V1")).then(assigned)
    plates(assigned).when(AssignPlate(plate=NUMBER, vehicle="V1")).then()
    plates(assigned).when(AssignPlate(plate=NUMBER, vehicle="V2")).refused("一牌一车")


def test_a_plate_that_is_given_up_goes_to_another_vehicle() -> None:
    plates(assigned).when(ReleasePlate(plate=NUMBER, vehicle="V1")).then(released)
    again = PlateAssigned(plate=NUMBER, vehicle="V2")
    plates(assigned, released).when(AssignPlate(plate=NUMBER, vehicle="V2")).then(again)


def test_nobody_gives_up_the_plate_of_another_vehicle() -> None:
    plates(assigned).when(ReleasePlate(plate=NUMBER, vehicle="V2")).then()
    plates().when(ReleasePlate(plate=NUMBER, vehicle="V1")).then()


@pytest.mark.parametrize("written", ["浙A·12345", " 浙a12345", "浙A 12345", "浙A•12345"])
def test_a_plate_is_the_same_however_it_is_written(written: str) -> None:
    assert AssignPlate(plate=written, vehicle="V1").plate == NUMBER


def test_a_plate_is_a_text() -> None:
    with pytest.raises(ValueError, match="valid string"):
        AssignPlate.model_validate({"plate": 12345, "vehicle": "V1"})


@pytest.mark.proves("R073")
def test_a_vin_belongs_to_one_live_vehicle() -> None:
    vins().when(ClaimVin(vin=VIN.lower(), vehicle="V1")).then(claimed)
    vins(claimed).when(ClaimVin(vin=VIN, vehicle="V1")).then()
    vins(claimed).when(ClaimVin(vin=VIN, vehicle="V2")).refused("一车一档")


def test_the_vin_of_a_vehicle_that_is_gone_is_free() -> None:
    vins(claimed).when(ReleaseVin(vin=VIN, vehicle="V1")).then(given_up)
    vins(claimed).when(ReleaseVin(vin=VIN, vehicle="V2")).then()
    again = VinClaimed(vin=VIN, vehicle="V2")
    vins(claimed, given_up).when(ClaimVin(vin=VIN, vehicle="V2")).then(again)


@pytest.mark.parametrize("written", ["LSVAA4182E218484", "LSVAA4182E218484O", ""])
def test_a_vin_has_seventeen_signs(written: str) -> None:
    with pytest.raises(ValueError, match="pattern"):
        ClaimVin(vin=written, vehicle="V1")

"""Which cars could go, the best first, and why each of them."""

import pytest

from fleet.dispatch.suggestion import Candidate, Reason, Wanted, distance_m, suggest

LAKE = (120.15, 30.25)
NEAR = (120.16, 30.25)  # 960 m to the east
FAR = (120.40, 30.25)  # 24 km
WANTED = Wanted("A1", ("GENERAL", "EMERGENCY"), people=4, origin=LAKE)
OWN = Candidate("V1", "A1", "GENERAL")


def best(*cars: Candidate, wanted: Wanted = WANTED) -> list[str]:
    """Their numbers, the best first."""
    return [it.vehicle for it in suggest(wanted, cars)]


def codes(car: Candidate, *others: Candidate, wanted: Wanted = WANTED) -> dict[str, int]:
    """The reasons for a car among others, with their points."""
    [found] = [it for it in suggest(wanted, (car, *others)) if it.vehicle == car.vehicle]
    assert found.score == sum(reason.points for reason in found.reasons)
    return {reason.code: reason.points for reason in found.reasons}


@pytest.mark.proves("R062")
def test_a_car_is_suggested_with_its_reasons() -> None:
    car = Candidate("V1", "A1", "GENERAL", "BATTERY", seats=4, orders=3, place=NEAR)
    busy = Candidate("V2", "A1", "GENERAL", orders=4)
    [first, _] = suggest(WANTED, [busy, car])
    assert first.vehicle == "V1"
    assert first.reasons == (
        Reason("OwnUnit", 100, {"unit": "A1"}),
        Reason("CategoryAsked", 20, {"category": "GENERAL"}),
        Reason("Near", 40, {"km": "1.0"}),
        Reason("LightlyUsed", 5, {"orders": "3", "most": "4"}),
        Reason("NewEnergy", 10, {"energy": "BATTERY"}),
    )
    assert first.score == 175


@pytest.mark.proves("R062")
@pytest.mark.parametrize(
    "change",
    [{"hindrance": "busy"}, {"seats": 3}, {"category": "SPECIAL_TECH"}],
)
def test_what_cannot_go_is_not_suggested(change: dict[str, object]) -> None:
    known = {"vehicle": "V1", "unit": "A1", "category": "GENERAL"} | change
    assert suggest(WANTED, [Candidate(**known)]) == []  # type: ignore[arg-type]


def test_seats_count_where_they_are_known() -> None:
    assert best(Candidate("V1", "A1", "GENERAL", seats=4)) == ["V1"]
    assert best(Candidate("V1", "A1", "GENERAL", seats=None)) == ["V1"]


@pytest.mark.proves("R062")
def test_the_car_of_the_unit_comes_first_whatever_speaks_for_others() -> None:
    shared = Candidate("V2", "B2", "GENERAL", "BATTERY", orders=0, place=LAKE)
    own = Candidate("V3", "A1", "EMERGENCY", orders=9)
    assert best(shared, own) == ["V3", "V2"]
    assert codes(shared, own) == {
        "OtherUnit": 0,
        "CategoryAsked": 20,
        "Near": 40,
        "LightlyUsed": 20,
        "NewEnergy": 10,
    }
    assert codes(own, shared) == {
        "OwnUnit": 100,
        "CategoryServes": 0,
        "PlaceUnknown": 0,
        "LightlyUsed": 0,
    }


@pytest.mark.proves("R062")
def test_a_car_nearby_goes_before_one_far_away() -> None:
    near = Candidate("V2", "A1", "GENERAL", place=NEAR)
    far = Candidate("V1", "A1", "GENERAL", place=FAR)
    lost = Candidate("V0", "A1", "GENERAL")
    beyond = Candidate("V9", "A1", "GENERAL", place=(121.0, 30.25))
    assert best(lost, far, near) == ["V2", "V1", "V0"]
    assert (codes(far)["Near"], codes(beyond)["Near"]) == (16, 0)
    [unknown] = suggest(WANTED, [lost])
    assert unknown.reasons[2] == Reason("PlaceUnknown", 0, {})
    nowhere = Wanted("A1", ("GENERAL",), people=1)
    assert codes(near, wanted=nowhere)["PlaceUnknown"] == 0


@pytest.mark.proves("R062")
def test_work_is_shared_and_new_energy_goes_first() -> None:
    rested = Candidate("V3", "A1", "GENERAL", orders=1)
    tired = Candidate("V1", "A1", "GENERAL", orders=8)
    assert best(tired, rested) == ["V3", "V1"]
    assert codes(rested, tired)["LightlyUsed"] == 17
    assert codes(rested)["LightlyUsed"] == 0
    assert codes(OWN)["LightlyUsed"] == 20
    for energy in ("BATTERY", "PLUG_IN", "FUEL_CELL"):
        assert best(OWN, Candidate("V2", "A1", "GENERAL", energy)) == ["V2", "V1"]
    assert "NewEnergy" not in codes(Candidate("V2", "A1", "GENERAL", "HYBRID"))


def test_equal_cars_stand_in_the_order_of_their_numbers() -> None:
    assert best(Candidate("V2", "A1", "GENERAL"), OWN) == ["V1", "V2"]
    assert suggest(WANTED, []) == []


def test_any_category_serves_where_none_is_asked_for() -> None:
    anything = Wanted("A1", (), people=1)
    assert codes(Candidate("V1", "A1", "SPECIAL_TECH"), wanted=anything)["CategoryServes"] == 0


def test_distances_are_those_on_the_ground() -> None:
    assert distance_m(LAKE, LAKE) == 0
    assert distance_m((0, 0), (1, 0)) == pytest.approx(111_195, abs=1)
    assert distance_m((120, 30), (120, 31)) == pytest.approx(111_195, abs=1)
    assert distance_m((120, 60), (121, 60)) == pytest.approx(55_597, abs=5)
    assert distance_m((120, 60), (121, 30)) == distance_m((121, 30), (120, 60))
    assert distance_m((0, 60), (90, 30)) == pytest.approx(7_152_000, rel=0.01)


REASONS = {
    "OwnUnit": ({"unit": "A1"}, "本单位（A1）车辆", "a car of the unit itself (A1)"),
    "OtherUnit": ({"unit": "B2"}, "B2 的车辆，须走平台调度", "a car of B2: over the platform"),
    "CategoryAsked": ({"category": "G"}, "类别与申请一致（G）", "of the category (G)"),
    "CategoryServes": ({"category": "G"}, "类别 G 可用于此事由", "G serves the purpose"),
    "Near": ({"km": "1.0"}, "距出发地 1.0 公里", "1.0 km from the origin"),
    "PlaceUnknown": ({}, "位置未知", "its place is not known"),
    "LightlyUsed": (
        {"orders": "3", "most": "4"},
        "本月 3 单（最多的车 4 单）",
        "3 orders this month (the busiest has 4)",
    ),
    "NewEnergy": ({"energy": "BATTERY"}, "新能源（BATTERY）", "new energy (BATTERY)"),
}


@pytest.mark.proves("R062")
@pytest.mark.parametrize("code", REASONS)
def test_a_reason_is_said_in_both_languages(code: str) -> None:
    values, chinese, english = REASONS[code]
    reason = Reason(code, 1, values)
    assert (reason.say("zh"), reason.say("en")) == (chinese, english)

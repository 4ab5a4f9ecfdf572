"""Trips and orders are counted by platform and period (R063, R064)."""

import pytest

from projections.boards import trip_counters
from projections.views.platforms import Platform
from projections.views.trip_counts import TripCount
from projections.views.vehicles import Vehicle


def pool(name: str, first: int, size: int) -> Platform:
    return Platform(name, vehicles={f"C{number}": "A" for number in range(first, first + size)})


@pytest.mark.proves("R064")
@pytest.mark.proves("R063")
def test_thirty_thousand_orders_of_162_cars_are_185_2_a_car_and_year() -> None:
    pools = [pool("EM", 0, 80), pool("VC", 80, 16), pool("AE", 96, 66)]
    counts = [
        TripCount("330100", "EM", "2021-03", orders=20_000, trips=13_000, emergencies=7),
        TripCount("330100", "VC", "2021-04", orders=4_000, trips=2_000, outsourced=5),
        TripCount("330100", "AE", "2021-03", orders=6_000, trips=4_000),
        TripCount("330100", "", "2021-03", orders=10, trips=1),
        TripCount("330100", "EM", "2022-01", outsourced=1),
    ]
    found = trip_counters.rows(counts, pools, [Vehicle("X", stage="available")])
    lines = {(it["period"], it["platform"]): it for it in found}
    year = lines["2021", "平台合计"]
    assert (year["orders"], year["cars"], year["orders_per_car"]) == (30_000, 162, 185.2)
    assert (year["trips"], year["outsourced"], year["emergencies"]) == (19_000, 5, 7)
    own = lines["2021", "本单位用车"]
    assert (own["orders"], own["cars"], own["orders_per_car"]) == (10, 1, 10.0)
    assert lines["2021-03", "AE"]["orders"] == 6_000
    assert ("2022", "本单位用车") not in lines
    assert lines["2022", "EM"]["outsourced"] == 1


def test_no_cars_have_no_orders_a_car() -> None:
    counts = [TripCount("330100", "", "2021-03", orders=1)]
    found = trip_counters.rows(counts, [], [Vehicle("X", stage="disposed")])
    assert [(it["period"], it["orders_per_car"]) for it in found] == [
        ("2021", None), ("2021-03", None)
    ]  # fmt: skip

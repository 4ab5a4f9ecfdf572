"""There and back between the datums."""

import numpy as np
import pytest
from hypothesis import example
from hypothesis import given as each
from hypothesis import strategies as st

from fleet.datum import Datum, from_wgs84, to_wgs84

DEGREE_M = 111_195.0
lons, lats = st.floats(74.0, 134.0), st.floats(3.0, 53.0)


def _metres(lon: float, lat: float, datum: Datum) -> float:
    east, north = from_wgs84(lon, lat, datum)
    return float(np.hypot((east - lon) * np.cos(np.radians(lat)), north - lat)) * DEGREE_M


@pytest.mark.parametrize("datum", ["wgs84", "gcj02", "bd09"])
@each(lons, lats)
@example(120.15, 30.28)
@example(105.0, 35.0)
def test_there_and_back_is_the_same_place(datum: Datum, lon: float, lat: float) -> None:
    back = to_wgs84(*from_wgs84(lon, lat, datum), datum)
    assert np.abs(np.array(back) - [lon, lat]).max() < 1e-9


@each(st.floats(118.4, 120.7), st.floats(29.2, 30.6))
def test_map_tiles_are_half_a_kilometre_off_around_hangzhou(lon: float, lat: float) -> None:
    assert 480 < _metres(lon, lat, "gcj02") < 590
    assert 900 < _metres(lon, lat, "bd09") < 1_300


def test_the_published_formula_is_the_one_we_use() -> None:
    assert from_wgs84(116.404, 39.915, "gcj02") == pytest.approx((116.41024449917, 39.91640428150))
    assert from_wgs84(116.404, 39.915, "bd09") == pytest.approx((116.41662724379, 39.92269911860))


def test_nothing_is_shifted_abroad() -> None:
    assert [*from_wgs84(-2.98, 53.4, "gcj02")] == [-2.98, 53.4]
    assert [*to_wgs84(-2.98, 53.4, "gcj02")] == [-2.98, 53.4]


def test_many_places_at_once_are_the_places_one_by_one() -> None:
    lon, lat = np.array([120.1, 120.2]), np.array([30.1, 30.2])
    east, north = to_wgs84(lon, lat, "bd09")
    alone = [to_wgs84(a, b, "bd09") for a, b in zip(lon, lat, strict=True)]
    assert np.allclose(np.array([east, north]).T, alone, atol=1e-11)

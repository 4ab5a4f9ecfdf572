"""Too many exempt cars of a unit are told."""

import pytest

from fleet.supervision.exempt_share import ExemptShare, exempt_share
from tests.fleet.supervision.sealing import HANGZHOU


@pytest.mark.proves("SEAL-04")
def test_a_fifth_is_allowed_and_more_is_not() -> None:
    assert exempt_share({"U": ["V1"]}, {"U": 5}, HANGZHOU) == []
    assert exempt_share({"U": ["V2", "V1"]}, {"U": 9}, HANGZHOU) == [
        ExemptShare("U", ("V1", "V2"), 9, 20)
    ]
    assert exempt_share({"U": ["V2", "V1"]}, {"U": 10}, HANGZHOU) == []


@pytest.mark.proves("SEAL-04")
def test_a_car_counts_once() -> None:
    assert exempt_share({"U": ["V1", "V1"]}, {"U": 5}, HANGZHOU) == []


@pytest.mark.proves("SEAL-04")
def test_the_policy_says_how_many_are_too_many() -> None:
    seal = HANGZHOU.seal.model_copy(update={"max_exempt_percent": 19})
    strict = HANGZHOU.model_copy(update={"seal": seal})
    assert exempt_share({"U": ["V1"]}, {"U": 5}, strict) == [ExemptShare("U", ("V1",), 5, 19)]


def test_each_unit_is_counted_by_itself_in_the_order_of_the_codes() -> None:
    exempt = {"B": {"V2"}, "A": {"V1"}, "C": {"V3"}, "D": set[str]()}
    told = exempt_share(exempt, {"A": 4, "B": 4, "C": 5, "D": 0}, HANGZHOU)
    assert [(it.unit, it.cars) for it in told] == [("A", 4), ("B", 4)]


def test_a_unit_without_cars_in_service_has_too_many() -> None:
    assert exempt_share({"U": ["V1"]}, {}, HANGZHOU) == [ExemptShare("U", ("V1",), 0, 20)]

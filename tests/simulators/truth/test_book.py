"""The story of a car: the same seed, the same story; every day has something in it."""

from collections import Counter
from functools import cache

import numpy as np

from simulators.truth.book import ROLES, SEALED, chosen, written
from simulators.truth.judged import findings, rulebook, the_car
from simulators.truth.reckoning import reckoned
from simulators.truth.script import Script
from simulators.truth.span import Span
from simulators.truth.stage import Stage
from tests.simulators.truth.blank import CARS, city

MONTH = Span(30)


@cache
def story(car: int, days: int = 30) -> Script:
    return written(Stage(city(), city().cars[car]), Span(days), 1)


def test_the_same_seed_tells_the_same_story() -> None:
    again = written(Stage(city(), city().cars[5]), MONTH, 1)
    assert again.labels == story(5).labels
    assert again.faults == story(5).faults
    assert again.facts == story(5).facts


def test_the_stories_of_a_few_cars_hold_nearly_every_code() -> None:
    codes = Counter(label.code for car in range(CARS) for label in story(car).labels)
    assert len(codes) >= 20


def test_little_is_ambiguous() -> None:
    labels = [label for car in range(CARS) for label in story(car).labels]
    assert sum(label.ambiguous for label in labels) < 0.05 * len(labels)


def test_every_car_drives_on_from_where_it_stands() -> None:
    for car in range(CARS):
        motion = story(car).itinerary.motion()
        assert (np.diff(motion.t) >= 0).all()
        assert motion.speed_kmh(np.arange(motion.t[0], MONTH.end, 60.0)).max() < 190


def test_a_day_is_a_story_too() -> None:
    for car in range(6):
        whole = story(car, 1)
        assert reckoned(whole, findings(the_car(whole, rulebook(Span(1))))).errors == []


def test_every_role_is_played_by_somebody() -> None:
    random = np.random.default_rng(1)
    for shares in (ROLES, SEALED):
        assert {chosen(random, shares) for _ in range(500)} == shares.keys()

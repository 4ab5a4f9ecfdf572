"""A car that stands in its yard, for scenes to be played with."""

from functools import cache

import numpy as np

from simulators import town
from simulators.districts import outlines
from simulators.town import Town
from simulators.truth import book
from simulators.truth.script import Script
from simulators.truth.span import Span
from simulators.truth.stage import Stage

CARS = 24


@cache
def city() -> Town:
    return town.build(outlines(), CARS, 1)


def script(car: int = 0, days: int = 2, salt: int = 0) -> Script:
    stage = Stage(city(), city().cars[car])
    return book.blank(stage, Span(days), np.random.default_rng((car, days, salt)))

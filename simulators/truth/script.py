"""What happens to one car in the story: its drives, papers and faults, and what has to be found."""

from dataclasses import dataclass, field, replace
from math import inf
from typing import Any

import numpy as np
import orjson
import shapely

from simulators.truth.faults import Fault
from simulators.truth.itinerary import Itinerary
from simulators.truth.label import Label, clear
from simulators.truth.leg import Leg
from simulators.truth.span import Span, micros
from simulators.truth.stage import Stage
from telemetry.moment import BEGINNING, FOREVER
from telemetry.timelines.fact import Allowance, Fact, Kind

_UNCLEAR = 0.05
_SIGNED_S = 60.0  # how long before a drive a driver says that it begins


@dataclass(slots=True)
class Script:
    """The story of one car, written scene by scene in the order of time.

    Attributes:
        stage: Where it lives.
        span: The days.
        random: Decides about the rest.
        itinerary: What it drives.
        facts: What the papers say.
        faults: What is wrong with its terminal.
        labels: What has to be found.
        scene: What is being played.
        played: First day of a scene -> its name.
        orders: How many were written.
    """

    stage: Stage
    span: Span
    random: np.random.Generator
    itinerary: Itinerary
    facts: list[Fact] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    scene: str = ""
    played: dict[int, str] = field(default_factory=dict)
    orders: int = 0

    @property
    def vehicle(self) -> str:
        """Its id."""
        return self.stage.car.vehicle

    def played_at(self, at: float) -> str:
        """The scene that was on at a moment."""
        day = self.span.day_of(at)
        return next((self.played[it] for it in range(day, -1, -1) if it in self.played), "")

    def between(self, low: float, high: float) -> float:
        """Chance."""
        return float(self.random.uniform(low, high))

    def either(self, chance: float = 0.5) -> bool:
        """Chance."""
        return bool(self.random.uniform() < chance)

    def measure(self, what: str, low: float, high: float) -> float:
        """A measure by chance; seldom one where noise decides."""
        while True:
            drawn = self.between(low, high)
            if clear(what, drawn) is not None or self.either(_UNCLEAR):
                return drawn

    def drive(self, at: float, leg: Leg) -> tuple[float, float]:
        """Departure and arrival."""
        return self.itinerary.drive(at, leg)

    def fact(
        self,
        kind: Kind,
        begin: float | None,
        end: float | None = None,
        *names: str,
        allows: Allowance | None = None,
    ) -> None:
        """Something holds from a moment (None: always) to another (None: for ever)."""
        since = BEGINNING if begin is None else micros(begin)
        until = FOREVER if end is None else micros(end)
        self.facts.append(Fact(kind, self.vehicle, since, until, names, allows))

    def order(self, begin: float, end: float, *places: int, **allows: Any) -> str:  # noqa: ANN401 - of any attribute
        """An order covers the use of the car.

        Args:
            begin: Approved, seconds since 1970.
            end: Approved, seconds since 1970.
            places: The ways whose places it names.
            allows: Attributes of `Allowance`.
        """
        self.orders += 1
        name = f"{self.vehicle}-{self.orders}"
        fences = tuple(self.stage.place(way) for way in places)
        allowance = replace(Allowance("D1", fences=fences), **allows)
        self.fact("ordered", begin, end, name, allows=allowance)
        return name

    def driven(self, order: str, begin: float, end: float) -> None:
        """The driver said that the car left on an order, and that it was back."""
        self.fact("driven", begin - _SIGNED_S, end + _SIGNED_S, order)

    def label(self, code: str, begin: float, end: float = inf, slack_s: float = 90.0) -> None:
        """It has to be found."""
        self.labels.append(Label(code, self.vehicle, begin, end, self.scene, slack_s=slack_s))

    def measured(
        self, code: str, measure: float, spell: tuple[float, float], what: str = ""
    ) -> None:
        """It has to be found if a measure is over the limit; near to it nothing is certain."""
        over = clear(what or code, measure)
        if over is not False:
            self.label(code, *spell)
        if over is None:
            self.doubt()

    def blur(self, seconds: float) -> None:
        """The last label may be found so much earlier or later."""
        if self.labels:
            self.labels[-1] = replace(self.labels[-1], slack_s=seconds, late_s=seconds)

    def at_least(self) -> None:
        """The last label holds until something else is seen, which may never be."""
        if self.labels:
            self.labels[-1] = replace(self.labels[-1], at_least=True)

    def doubt(self) -> None:
        """The last label is left out of the reckoning."""
        self.labels[-1] = replace(self.labels[-1], ambiguous=True)


def geojson(area: shapely.Geometry) -> str:
    """As the papers have it."""
    return orjson.dumps(orjson.loads(shapely.to_geojson(area))).decode()

"""A policy set (政策): all the rules of one jurisdiction, in one version, from one day on."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cached_property
from typing import Annotated, Any, Self

import orjson
from pydantic import StringConstraints, model_validator

from fleet.decider import Refused
from fleet.policy.chapter import Authority, Chapter, Day
from fleet.policy.dispatching import Dispatching
from fleet.policy.disposing import Disposal
from fleet.policy.driving import Drivers
from fleet.policy.inspecting import Inspecting
from fleet.policy.renewal import Indicators, Renewal, Track
from fleet.policy.sealing import Sealing
from fleet.policy.sections import (
    Basis,
    BodyPreference,
    Category,
    Nev,
    Origin,
    Purchasing,
    Quota,
    Region,
    TravelBudgets,
)
from fleet.policy.specification import Specification
from fleet.policy.standards import ANY, Standard, chosen
from fleet.policy.using import (
    AlertHandling,
    Calendar,
    DriverAppraisal,
    Rental,
    Supervision,
    Use,
    Violations,
)
from fleet.policy.watching import Watching

Place = tuple[str | int, ...]
"""A path into a policy: `("standards", 0, "basis")`."""

PolicyId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
Version = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z.-]{0,31}$")]


class LooseEnds(ValueError):  # noqa: N818 - named like what it is
    """A policy names what it does not list.

    Attributes:
        ends: Where, and what is wrong there.
    """

    def __init__(self, *ends: tuple[Place, str]) -> None:
        super().__init__("; ".join(f"{'.'.join(map(str, at))}: {what}" for at, what in ends))
        self.ends = ends


class PolicySet(Chapter):
    """One version; immutable once it is published.

    Attributes:
        policy_id: The same for all versions of a jurisdiction.
        version: Its name.
        effective_from: The first local day it holds on.
        jurisdiction: Where it holds.
        basis: What rules rest on; the chapters name these keys.
    """

    policy_id: PolicyId
    version: Version
    effective_from: Day
    jurisdiction: Region
    basis: dict[str, Basis]
    categories: dict[str, Category]
    quota: Quota
    standards: tuple[Standard, ...]
    origin: Origin
    body_preference: BodyPreference
    nev: Nev
    renewal: Renewal
    disposal: Disposal
    use: Use
    rental: Rental
    violations: Violations
    calendar: Calendar
    driver_appraisal: DriverAppraisal
    purchase: Purchasing = Purchasing()
    indicator: Indicators = Indicators()
    travel_budget: TravelBudgets = TravelBudgets()
    supervision: Supervision = Supervision()
    alerts: AlertHandling = AlertHandling()
    dispatch: Dispatching = Dispatching()
    inspection: Inspecting = Inspecting()
    seal: Sealing = Sealing()
    drivers: Drivers = Drivers()
    watching: Watching = Watching()

    @model_validator(mode="after")
    def _names_what_it_lists(self) -> Self:
        if ends := [*self._bases(), *self._categories(), *self._names()]:
            raise LooseEnds(*ends)
        return self

    @property
    def reference(self) -> str:
        """What a decision cites: `cn-zj-hangzhou@2021-11-01`."""
        return f"{self.policy_id}@{self.version}"

    @cached_property
    def content(self) -> dict[str, Any]:
        """The whole as JSON values, defaults spelled out."""
        return self.model_dump(mode="json", by_alias=True)

    @cached_property
    def sha256(self) -> str:
        """Of its content, keys sorted; hex."""
        return hashlib.sha256(orjson.dumps(self.content, option=orjson.OPT_SORT_KEYS)).hexdigest()

    def category(self, name: str) -> str:
        """The key of a category, which may be called by its Chinese name or an alias (A3).

        Raises:
            Refused: If the policy knows no such category.
        """
        for key, known in self.categories.items():
            if name in (key, known.zh, *known.aliases):
                return key
        raise Refused(
            "类别目录",
            "UnknownCategory",
            "A3",
            zh="{policy} 没有“{category}”这一类别：请从 {known} 中选择。",
            en="{policy} has no category {category}: choose one of {known}.",
            policy=self.reference,
            category=name,
            known=", ".join(self.categories),
        )

    def lead(self, category: str) -> Authority:
        """Who decides first on cars of a category (R012, R013).

        Raises:
            Refused: If the policy knows no such category.
        """
        return self.categories[self.category(category)].lead

    def track(self, name: str) -> Track:
        """A track of indicators, by its key or its Chinese name (R032).

        Raises:
            Refused: If the policy knows no such track.
        """
        for key, known in self.indicator.tracks.items():
            if name in (key, known.zh):
                return known
        raise Refused(
            "指标类别",
            "UnknownTrack",
            "R032",
            zh="{policy} 没有“{track}”这一指标类别：请从 {known} 中选择。",
            en="{policy} has no indicator track {track}: choose one of {known}.",
            policy=self.reference,
            track=name,
            known=", ".join(self.indicator.tracks),
        )

    def standards_for(
        self, car: Specification, category: str, *, special_case: bool, work_need: bool
    ) -> Standard | None:
        """The row a car is measured against; None if there is none: it may not be bought (B11)."""
        return chosen(self.standards, car, category, (special_case, work_need))

    def in_time(self, plan_year: int, at: datetime) -> bool:
        """Whether an indicator of a plan year may still be sent: to the last local second (A7)."""
        return self.jurisdiction.day(at) <= self.renewal.deadline.day_for(plan_year)

    def _bases(self) -> Iterator[tuple[Place, str]]:
        chapters = self.model_dump(
            mode="json", by_alias=True, exclude={"basis"}, exclude_unset=True
        )
        for place, name in _named(chapters, ()):
            if name not in self.basis:
                yield place, f"`{name}` is not listed under `basis`: {', '.join(self.basis)}"

    def _categories(self) -> Iterator[tuple[Place, str]]:
        known = ", ".join(self.categories)
        for place, name in self._named_categories():
            if name not in self.categories:
                yield place, f"`{name}` is not listed under `categories`: {known}"

    def _named_categories(self) -> Iterator[tuple[Place, str]]:
        """Where a category is named; what the file is silent about names none."""
        for number, row in enumerate(self.standards):
            if row.category != ANY:
                yield ("standards", number, "category"), row.category
        if "dispatch" in self.model_fields_set:
            for key, purpose in self.dispatch.purposes.items():
                for name in purpose.categories:
                    yield ("dispatch", "purposes", key, "categories"), name
        if "headcount_ratio" in self.quota.model_fields_set:
            for name in self.quota.headcount_ratio:
                yield ("quota", "headcount_ratio", name), name

    def _names(self) -> Iterator[tuple[Place, str]]:
        """A name that two categories have would be ambiguous."""
        seen: dict[str, str] = {}
        for key, category in self.categories.items():
            for name in (key, category.zh, *category.aliases):
                if seen.setdefault(name, key) != key:
                    yield ("categories", key), f"`{name}` is a name of {seen[name]} already"


def _named(part: object, place: Place) -> Iterator[tuple[Place, str]]:
    """Every `basis` that is named anywhere below."""
    match part:
        case Mapping():
            for key, value in part.items():
                if key == "basis":
                    yield (*place, key), value
                else:
                    yield from _named(value, (*place, key))
        case list():
            for number, value in enumerate(part):
                yield from _named(value, (*place, number))
        case _:
            return

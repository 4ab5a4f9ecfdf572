"""The chapter on dispatch: what a car is asked for, who may drive it, how long what may wait."""

from functools import cached_property
from typing import Annotated

from pydantic import Field

from fleet.decider import Refused
from fleet.policy.chapter import Chapter, Count, Positive
from fleet.policy.specification import Body
from fleet.terms import Name

Licence = Annotated[str, Field(pattern=r"^(A1|A2|A3|B1|B2|C1|C2)$")]
"""准驾车型 (GA/T 946): the class of a driving licence."""


class Purpose(Chapter):
    """What a car is asked for.

    Attributes:
        zh: Its name.
        categories: The categories whose cars serve it; empty: all of them.
    """

    zh: Name
    categories: tuple[Name, ...] = ()


_PURPOSES = {
    "OFFICIAL": Purpose(zh="公务出行"),
    "EMERGENCY": Purpose(zh="应急保障", categories=("EMERGENCY_SUPPORT",)),
    "COMMS": Purpose(zh="机要通信", categories=("CONFIDENTIAL_COMMS",)),
    "VETERAN_CARE": Purpose(zh="老干部服务", categories=("VETERAN_CADRE",)),
    "ENFORCEMENT": Purpose(zh="执法执勤", categories=("LAW_ENFORCEMENT", "ADMIN_ENFORCEMENT")),
    "TECHNICAL": Purpose(zh="专业技术保障", categories=("SPECIAL_TECH",)),
}
_EMERGENCIES = {
    "FLOOD_CONTROL": "防汛抗台",
    "DISASTER_RELIEF": "抢险救灾",
    "MEDICAL": "医疗救护",
    "PUBLIC_SECURITY": "公共安全",
    "URGENT_REPAIR": "紧急抢修",
}
_SMALL: tuple[Licence, ...] = ("A1", "A2", "A3", "B1", "B2", "C1", "C2")
_LICENCES: dict[Body, tuple[Licence, ...]] = {
    "SEDAN": _SMALL,
    "SUV": _SMALL,
    "MPV": _SMALL,
    "SMALL_BUS": _SMALL,
    "MINIBUS": _SMALL,
    "MEDIUM_BUS": ("A1", "A3", "B1"),
    "LARGE_BUS": ("A1", "A3"),
    "SPECIAL": ("A1", "A2", "B2"),
}


class Rest(Chapter):
    """How long somebody drives without a break (the numbers of SAFE-02).

    Attributes:
        chain_hours: Orders that follow each other without a break may last so long together.
        break_minutes: What counts as a break.
    """

    chain_hours: Positive = 4
    break_minutes: Positive = 20


class Dispatching(Chapter):
    """调度.

    Attributes:
        purposes: What a car may be asked for.
        emergency_kinds: What justifies leaving before the papers; key -> Chinese name.
        emergency_per_month: So many emergency orders a car and month raise nothing (USE-11).
        no_show_minutes: An order whose car has not left so long after its begin has expired.
        overdue_return_minutes: From when on a car that is not back is overdue (USE-02).
        key_return_minutes: From when on a key that is not back is missed (USE-12).
        evaluation_days: An order that nobody rates is closed after so many days.
        ready_minutes: So long before its begin a car is made ready for its order.
        booking_days: So many days ahead a car may be asked for.
        licences: By body of the car, the licence classes that may drive it.
        rest: How long somebody drives without a break.
    """

    purposes: dict[str, Purpose] = _PURPOSES
    emergency_kinds: dict[str, Name] = _EMERGENCIES
    emergency_per_month: Count = 3
    no_show_minutes: Positive = 60
    overdue_return_minutes: Positive = 60
    key_return_minutes: Positive = 30
    evaluation_days: Positive = 7
    ready_minutes: Positive = 30
    booking_days: Positive = 15
    licences: dict[Body, tuple[Licence, ...]] = _LICENCES
    rest: Rest = Rest()
    basis: Name = "design"

    @cached_property
    def _by_name(self) -> dict[str, str]:
        return {name: key for key, it in self.purposes.items() for name in (key, it.zh)}

    def purpose(self, name: str) -> str:
        """The key of a purpose, which may be called by its Chinese name.

        Raises:
            Refused: If there is no such purpose.
        """
        if name in self._by_name:
            return self._by_name[name]
        raise Refused(
            "用车事由",
            "UnknownPurpose",
            "R060",
            zh="没有“{purpose}”这一用车事由：请从 {known} 中选择。",
            en="there is no purpose {purpose}: choose one of {known}.",
            purpose=name,
            known=", ".join(self.purposes),
        )

    def allows(self, purpose: str, category: str) -> bool:
        """Whether cars of a category serve a purpose (both by their keys)."""
        categories = self.purposes[purpose].categories
        return not categories or category in categories

    def classes_for(self, body: str) -> tuple[str, ...]:
        """The licence classes that may drive a car; an unknown body counts as a small car."""
        return {str(key): classes for key, classes in self.licences.items()}.get(body, _SMALL)

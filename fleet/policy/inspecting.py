"""The chapter on checks: what is looked at, and when somebody is reminded."""

from functools import cached_property

from fleet.policy.chapter import Chapter, Flag, Positive
from fleet.terms import Code, Name


class CheckItem(Chapter):
    """Something that is looked at.

    Attributes:
        zh: Its name.
        safety: A car on which it fails must not be driven (R094).
    """

    zh: Name
    safety: Flag


_ITEMS = {
    "BRAKES": CheckItem(zh="制动", safety=True),
    "STEERING": CheckItem(zh="转向", safety=True),
    "TYRES": CheckItem(zh="轮胎", safety=True),
    "LIGHTS": CheckItem(zh="灯光", safety=True),
    "SEAT_BELTS": CheckItem(zh="安全带", safety=True),
    "APPEARANCE": CheckItem(zh="车容车貌", safety=False),
    "CLEANLINESS": CheckItem(zh="车内卫生", safety=False),
    "MARKING": CheckItem(zh="标识", safety=False),
    "TOOLS": CheckItem(zh="随车工具", safety=False),
}


class Inspecting(Chapter):
    """检查.

    Attributes:
        items: What is looked at.
        document_kinds: Papers of a car that end on a day, and are watched (INSP-05).
        warn_days: Days before that day on which somebody is reminded.
        recall_days: So long a recall may stay unanswered (INSP-06).
    """

    items: dict[str, CheckItem] = _ITEMS
    document_kinds: tuple[Code, ...] = ("INSURANCE", "REGISTRATION")
    warn_days: tuple[Positive, ...] = (30, 15, 7)
    recall_days: Positive = 30
    basis: Name = "design"

    @cached_property
    def safety(self) -> frozenset[str]:
        """The items on which a car must not fail."""
        return frozenset(key for key, item in self.items.items() if item.safety)

"""Refusals that several parts of a quota book share."""

from datetime import date
from typing import Protocol

from fleet.decider import Refused
from fleet.policy.policy_set import PolicySet
from fleet.quota.rules import OLD_UNITS_ONLY
from fleet.quota.stages import Opened


class Receiving(Protocol):
    """Whoever is to get slots: what was looked up about the unit."""

    @property
    def jurisdiction(self) -> str:
        """Whose book."""

    @property
    def sector(self) -> str:
        """Which book."""

    @property
    def unit_created(self) -> date | None:
        """When the unit was founded."""

    @property
    def unit_sector(self) -> str | None:
        """The unit's sector."""

    @property
    def unit_jurisdiction(self) -> str:
        """Where the unit belongs."""


def may_hold(told: Receiving, unit: str, policy: PolicySet) -> dict[str, str | None]:
    """What was asked about a unit that is to get slots, and answered well.

    Raises:
        Refused: If the unit belongs to another book, or gets a travel budget instead.

    Source:
        R002, R009, R053.
    """
    if (told.unit_jurisdiction, told.unit_sector) != (told.jurisdiction, told.sector):
        raise _other_book(told, unit)
    created = told.unit_created.isoformat() if told.unit_created else None
    asked = {"unit_created": created}
    if not OLD_UNITS_ONLY.holds(policy, asked):
        raise _new_unit(unit, created, policy)
    return asked


def not_open(slot: str, book: Opened) -> Refused:
    """There is no such slot, or there is none any more."""
    gone = slot in book.retired
    return Refused(
        "一车一编",
        "SlotRetired" if gone else "SlotUnknown",
        "R003",
        zh="编制 {slot} {state_zh}：请核对编制编号。",
        en="slot {slot} {state}: check its number.",
        slot=slot,
        state="is retired" if gone else "is not in this book",
        state_zh="已注销" if gone else "不在本编制簿中",
    )


def _other_book(told: Receiving, unit: str) -> Refused:
    return Refused(
        "分簿管理",
        "UnitOfOtherBook",
        "R002, R053",
        zh="单位 {unit} 属于 {unit_jurisdiction} {unit_sector}，不能占用 {jurisdiction} {sector} "
        "的编制：请登记单位的性质，并使用其所属的编制簿。",
        en="unit {unit} belongs to {unit_jurisdiction} {unit_sector}, not to {jurisdiction} "
        "{sector}: register the unit's sector, and use its own book.",
        unit=unit,
        unit_jurisdiction=told.unit_jurisdiction or "-",
        unit_sector=told.unit_sector or "-",
        jurisdiction=told.jurisdiction,
        sector=told.sector,
    )


def _new_unit(unit: str, created: str | None, policy: PolicySet) -> Refused:
    return Refused(
        "新设单位不核编制",
        "NewUnitGetsBudget",
        "R009",
        zh="单位 {unit} 设立于 {created}，晚于车改基准日 {baseline}，不核公车编制："
        "请安排公务交通经费。",
        en="unit {unit} was founded on {created}, after the baseline of {baseline}, "
        "and gets no slots: allot a travel budget instead.",
        unit=unit,
        created=created,
        baseline=policy.quota.baseline_date.isoformat(),
    ).raising("", policy.reference)

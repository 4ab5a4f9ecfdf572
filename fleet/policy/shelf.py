"""The shelf of published policies: which one holds where and when, and the one a case cites."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import zip_longest

from fleet.decider import Refused
from fleet.policy.policy_set import PolicySet
from fleet.terms import ZONE

_PROVINCE, _CITY = 2, 4  # leading digits of GB/T 2260 that name them


@dataclass(frozen=True, slots=True)
class Shelf:
    """Published policies.

    Attributes:
        policies: Jurisdiction -> its versions, in the order of their first days.
        ended: Reference of a version that was retired -> the first local day it does not hold.
    """

    policies: Mapping[str, tuple[PolicySet, ...]] = field(default_factory=dict)
    ended: Mapping[str, date] = field(default_factory=dict)

    def in_force(self, jurisdiction: str, at: datetime) -> PolicySet:
        """The policy of a jurisdiction at a moment: its own, else that of the nearest above it.

        Raises:
            Refused: If there is none.

        Source:
            R033 (each version holds from its first day until the next one), R054.
        """
        for region in self.lineage(jurisdiction):
            for policy, until in self.versions(region):
                if _holds(policy, until, at):
                    return policy
        raise Refused(
            "政策未发布",
            "NoPolicyInForce",
            "R033, R054",
            zh="{jurisdiction} 在 {day} 没有生效的政策：请先发布政策（gongche policy publish）。",
            en="{jurisdiction} has no policy in force on {day}: "
            "publish one first (gongche policy publish).",
            jurisdiction=jurisdiction or "-",
            day=at.astimezone(ZONE).date().isoformat(),
        )

    def cited(self, reference: str) -> PolicySet:
        """The very version that a case was opened under.

        Raises:
            LookupError: If it was never published here: the ledger would contradict itself.
        """
        for versions in self.policies.values():
            for policy in versions:
                if policy.reference == reference:
                    return policy
        raise LookupError(f"no policy {reference} has been published")

    def lineage(self, jurisdiction: str) -> Iterator[str]:
        """A jurisdiction and those above it, nearest first."""
        newest = ((code, versions[-1]) for code, versions in self.policies.items() if versions)
        told = ((code, policy.jurisdiction.parent) for code, policy in newest)
        return lineage(jurisdiction, {code: parent for code, parent in told if parent})

    def versions(self, jurisdiction: str) -> Iterator[tuple[PolicySet, date | None]]:
        """Its own versions, oldest first, each with the first local day it does not hold any more.

        The newest has none (None), unless it was retired.
        """
        own = self.policies.get(jurisdiction, ())
        for policy, following in zip_longest(own, own[1:]):
            ends = [self.ended.get(policy.reference), following and following.effective_from]
            yield policy, min((day for day in ends if day), default=None)


def _holds(policy: PolicySet, until: date | None, at: datetime) -> bool:
    day = policy.jurisdiction.day(at)
    return policy.effective_from <= day and (until is None or day < until)


def lineage(jurisdiction: str, parents: Mapping[str, str]) -> Iterator[str]:
    """A jurisdiction and those above it, by what their policies say, else by GB/T 2260.

    >>> list(lineage("330106", {}))
    ['330106', '330100', '330000']
    """
    seen: set[str] = set()
    region: str | None = jurisdiction
    while region and region not in seen:
        seen.add(region)
        yield region
        region = parents.get(region) or _above(region)


def _above(code: str) -> str | None:
    for digits in (_CITY, _PROVINCE):
        above = code[:digits].ljust(len(code), "0")
        if above != code:
            return above
    return None

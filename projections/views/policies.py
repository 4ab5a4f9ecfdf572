"""The published policies: which version holds where, and from when to when."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from fleet.decider import Entry
from fleet.policy.policies import PolicyPublished, PolicyRetired
from projections.projection import Projection


@dataclass(frozen=True, slots=True)
class Policy:
    """One row a version.

    Attributes:
        policy: `cn-zj-hangzhou@2021-11-01`.
        ends_on: The first local day it does not hold, where it was retired; a later version
            ends it too.
        deadline: Month and day by which indicators have to be sent.
        parent: The region above, as the policy says; None: as the codes of GB/T 2260 say.
    """

    policy: str
    jurisdiction: str
    effective_from: date
    sha256: str
    document: str
    ends_on: date | None = None
    deadline: tuple[int, int] = (7, 31)
    parent: str | None = None


def _key(entry: Entry) -> str | None:
    match entry.event:
        case PolicyPublished(policy_id=name, version=version):
            return f"{name}@{version}"
        case PolicyRetired(policy=policy):
            return policy
        case _:
            return None


def _evolve(row: Policy | None, entry: Entry) -> Policy | None:
    match entry.event:
        case PolicyPublished(jurisdiction=where, effective_from=day, sha256=sha256) as told:
            name = f"{told.policy_id}@{told.version}"
            deadline: dict[str, Any] = told.content["renewal"]["deadline"]
            last = deadline["month"], deadline["day"]
            above = told.content.get("jurisdiction", {}).get("parent")
            known = Policy(name, where, day, sha256, told.document, deadline=last)
            return replace(known, parent=above)
        case PolicyRetired(ends_on=day) if row:
            return replace(row, ends_on=day)
        case _:
            return row


view = Projection("policies", version=2, row=Policy, key=_key, evolve=_evolve)

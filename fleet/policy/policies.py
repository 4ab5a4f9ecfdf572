"""The policies of a jurisdiction, one version after the other; none is ever changed.

Unpublished --PublishPolicy--> version 1 --PublishPolicy--> version 2 ... --RetirePolicy--> ended
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, ClassVar

import orjson

from fleet.decider import Decider, Event, Refused
from fleet.policy.authority import check
from fleet.policy.brief import Briefed
from fleet.policy.chapter import Day
from fleet.policy.policy_set import PolicySet
from fleet.policy.shelf import Shelf
from fleet.terms import Jurisdiction, Moment, Name


class PublishPolicy(Briefed):
    """These are the rules, from their day on.

    Attributes:
        jurisdiction: Whose; the same as in the content.
        content: The policy, as in its file.
        document: The decree that says so.
    """

    jurisdiction: Jurisdiction
    content: PolicySet
    document: Name
    at: Moment


class RetirePolicy(Briefed):
    """The rules of this jurisdiction end; those of the one above it hold again.

    Attributes:
        ends_on: The first local day they do not hold.
        document: The decree that says so.
    """

    jurisdiction: Jurisdiction
    ends_on: Day
    document: Name
    at: Moment


class PolicyPublished(Event):
    """A version that nobody can change any more.

    Attributes:
        content: The whole policy, defaults spelled out.
        sha256: Of the content; hex.
    """

    TOPIC: ClassVar = "policy.published"
    jurisdiction: str
    policy_id: str
    version: str
    effective_from: date
    content: dict[str, Any]
    sha256: str
    document: str
    at: Moment


class PolicyRetired(Event):
    """The last version ends."""

    TOPIC: ClassVar = "policy.retired"
    jurisdiction: str
    policy: str
    ends_on: date
    document: str
    at: Moment


PolicyCommand = PublishPolicy | RetirePolicy
PolicyEvent = PolicyPublished | PolicyRetired


@dataclass(frozen=True, slots=True)
class Policies:
    """What one jurisdiction has published.

    Attributes:
        versions: In the order of their first days.
        ended: Reference of a version that was retired -> the first local day it does not hold.
    """

    versions: tuple[PolicySet, ...] = ()
    ended: Mapping[str, date] = field(default_factory=dict)


def shelved(states: Mapping[str, Policies]) -> Shelf:
    """The shelf of these jurisdictions' policies."""
    return Shelf(
        {code: state.versions for code, state in states.items()},
        {reference: day for state in states.values() for reference, day in state.ended.items()},
    )


def decide(command: PolicyCommand, policies: Policies) -> list[PolicyEvent]:
    """Answer a command; the same version again is nothing new.

    Raises:
        Refused: If it would change what is published, or two versions would hold on one day.

    Source:
        R033; handbook 4 (PolicySet: immutable; effective intervals do not overlap); R011.
    """
    check(command.brief)
    match command:
        case PublishPolicy(content=content):
            return _publish(content, command, policies)
        case RetirePolicy():
            return _retire(command, policies)


def evolve(policies: Policies, event: PolicyEvent) -> Policies:
    """Take one event into account."""
    match event:
        case PolicyPublished(content=content, sha256=sha256):
            policy = _parsed(sha256, orjson.dumps(content))
            return replace(policies, versions=(*policies.versions, policy))
        case PolicyRetired(policy=reference, ends_on=day):
            return replace(policies, ended={**policies.ended, reference: day})


@lru_cache(maxsize=256)
def _parsed(_sha256: str, content: bytes) -> PolicySet:
    return PolicySet.model_validate_json(content)


def _publish(told: PolicySet, command: PublishPolicy, policies: Policies) -> list[PolicyEvent]:
    if told.jurisdiction.code != command.jurisdiction:
        raise _elsewhere(told, command.jurisdiction)
    for known in policies.versions:
        if known.policy_id != told.policy_id:
            raise _other_name(told, known)
        if known.version == told.version:
            return _again(told, known)
    if policies.versions and told.effective_from < (earliest := _earliest(policies)):
        raise _overlapping(told, policies.versions[-1], earliest)
    event = PolicyPublished(
        jurisdiction=command.jurisdiction,
        policy_id=told.policy_id,
        version=told.version,
        effective_from=told.effective_from,
        content=told.content,
        sha256=told.sha256,
        document=command.document,
        at=command.at,
    )
    return [event]


def _again(told: PolicySet, known: PolicySet) -> list[PolicyEvent]:
    if known.sha256 != told.sha256:
        raise _immutable(told)
    return []


def _earliest(policies: Policies) -> date:
    """The first day on which a next version may begin."""
    last = policies.versions[-1]
    return policies.ended.get(last.reference, last.effective_from + timedelta(days=1))


def _retire(command: RetirePolicy, policies: Policies) -> list[PolicyEvent]:
    if not policies.versions:
        raise _nothing_to_retire(command)
    last = policies.versions[-1]
    until = policies.ended.get(last.reference)
    if until == command.ends_on:
        return []
    if until is not None or command.ends_on <= last.effective_from:
        raise _ends_otherwise(command, last, until)
    event = PolicyRetired(
        jurisdiction=command.jurisdiction,
        policy=last.reference,
        ends_on=command.ends_on,
        document=command.document,
        at=command.at,
    )
    return [event]


def _elsewhere(told: PolicySet, jurisdiction: str) -> Refused:
    return Refused(
        "分级管理",
        "OtherJurisdiction",
        "R054",
        zh="这份政策属于 {told}，不是 {jurisdiction}：请核对文件。",
        en="this policy is of {told}, not of {jurisdiction}: check the file.",
        told=told.jurisdiction.code,
        jurisdiction=jurisdiction,
    )


def _immutable(told: PolicySet) -> Refused:
    return Refused(
        "政策不可改",
        "PolicyImmutable",
        "R033",
        zh="{policy} 已发布，内容不同：请以新的版本号和生效日期发布。",
        en="{policy} is published with other content: publish yours as a new version "
        "with its own first day.",
        policy=told.reference,
    )


def _other_name(told: PolicySet, known: PolicySet) -> Refused:
    return Refused(
        "政策不可改",
        "PolicyIdFixed",
        "R033",
        zh="{jurisdiction} 的政策名为 {known}，不能改为 {told}：请沿用原名。",
        en="the policy of {jurisdiction} is called {known}, not {told}: keep the name.",
        jurisdiction=told.jurisdiction.code,
        known=known.policy_id,
        told=told.policy_id,
    )


def _overlapping(told: PolicySet, last: PolicySet, earliest: date) -> Refused:
    return Refused(
        "生效期不重叠",
        "PolicyOverlaps",
        "R033",
        zh="{policy} 自 {told} 生效，届时或其后 {known} 有效：请从 {earliest} 或之后生效。",
        en="{policy} would begin on {told}, on or before days on which {known} holds: "
        "let it begin on {earliest} or later.",
        policy=told.reference,
        told=told.effective_from.isoformat(),
        known=last.reference,
        earliest=earliest.isoformat(),
    )


def _nothing_to_retire(command: RetirePolicy) -> Refused:
    return Refused(
        "政策未发布",
        "NoPolicyInForce",
        "R033",
        zh="{jurisdiction} 没有自己的政策，无可废止。",
        en="{jurisdiction} has no policy of its own: there is nothing to retire.",
        jurisdiction=command.jurisdiction,
    )


def _ends_otherwise(command: RetirePolicy, last: PolicySet, until: date | None) -> Refused:
    return Refused(
        "生效期不重叠",
        "PolicyEndsOtherwise",
        "R033",
        zh="{policy} 自 {begin} 生效、至 {until} 止，不能于 {told} 废止：请核对日期。",
        en="{policy} holds from {begin} to {until} and cannot end on {told}: check the date.",
        policy=last.reference,
        begin=last.effective_from.isoformat(),
        until=until.isoformat() if until else "-",
        told=command.ends_on.isoformat(),
    )


policies: Decider[PolicyCommand, PolicyEvent, Policies] = Decider(
    initial=Policies(), decide=decide, evolve=evolve
)

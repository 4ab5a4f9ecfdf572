"""The rule book of a jurisdiction (驾驶员作业指导书): numbered documents, each in versions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, ClassVar

from pydantic import Field

from fleet.decider import Decider, Event, Refused
from fleet.people.rules import RULE_DOCUMENTS
from fleet.policy import authority
from fleet.policy.brief import Briefed
from fleet.policy.grounds import Grounds
from fleet.policy.policy_set import PolicySet
from fleet.terms import Jurisdiction, Moment, Name, Sha256


class PublishRuleDocument(Briefed):
    """A document of the rule book, in a new version.

    Attributes:
        jurisdiction: Whose rule book.
        document: Its number, from 1.
        title: What it is called.
        version: The name of this version.
        sha256: Of its text.
    """

    jurisdiction: Jurisdiction
    document: Annotated[int, Field(ge=1, le=99)]
    title: Name
    version: Name
    sha256: Sha256
    at: Moment


class RuleDocumentPublished(Event):
    """Drivers are to read it.

    Attributes:
        published: How many different documents the book has now.
        wanted: How many the policy wants.
    """

    TOPIC: ClassVar = "rule-book.document-published"
    jurisdiction: str
    document: int
    title: str
    version: str
    sha256: str
    published: int
    wanted: int
    grounds: Grounds
    by: str
    at: Moment


RuleBookCommand = PublishRuleDocument
RuleBookEvent = RuleDocumentPublished


@dataclass(frozen=True, slots=True)
class RuleBook:
    """What was published.

    Attributes:
        versions: Document -> version -> (title, SHA-256), oldest first.
    """

    versions: Mapping[int, Mapping[str, tuple[str, str]]] = field(default_factory=dict)

    def of(self, document: int) -> tuple[str, ...]:
        """The versions of a document, oldest first; the last one is in force."""
        return tuple(self.versions.get(document, ()))


def decide(command: RuleBookCommand, book: RuleBook) -> list[RuleBookEvent]:
    """Answer a command to a rule book.

    Raises:
        Refused: If a rule forbids it.

    Source:
        R101.
    """
    authority.check(command.brief)
    authority.require(command.brief, "BUREAU", "CENTRE")
    policy = command.brief.shelf.in_force(command.jurisdiction, command.at)
    if not RULE_DOCUMENTS.holds(policy, {"document": command.document}):
        raise _no_such_document(command, policy)
    known = book.versions.get(command.document, {}).get(command.version)
    if known == (command.title, command.sha256):
        return []
    if known is not None:
        raise _differs(command)
    return [_published(command, book, policy)]


def evolve(book: RuleBook, event: RuleBookEvent) -> RuleBook:
    """Take one event into account."""
    told = {event.version: (event.title, event.sha256)}
    document = {**book.versions.get(event.document, {}), **told}
    return RuleBook({**book.versions, event.document: document})


def _published(
    command: PublishRuleDocument, book: RuleBook, policy: PolicySet
) -> RuleDocumentPublished:
    return RuleDocumentPublished(
        jurisdiction=command.jurisdiction,
        document=command.document,
        title=command.title,
        version=command.version,
        sha256=command.sha256,
        published=len({*book.versions, command.document}),
        wanted=policy.drivers.rule_documents,
        grounds=Grounds.of(policy, RULE_DOCUMENTS, document=command.document),
        by=command.brief.actor.person,
        at=command.at,
    )


def _no_such_document(command: PublishRuleDocument, policy: PolicySet) -> Refused:
    return Refused(
        "驾驶员作业指导书",
        "NoSuchDocument",
        "R101",
        zh="{policy} 的作业指导书共 {wanted} 项，没有第 {document} 项：请核对序号。",
        en="the rule book of {policy} has {wanted} documents, and no number {document}: "
        "check the number.",
        policy=policy.reference,
        wanted=policy.drivers.rule_documents,
        document=command.document,
    ).raising("", policy.reference)


def _differs(command: PublishRuleDocument) -> Refused:
    return Refused(
        "驾驶员作业指导书",
        "VersionDiffers",
        "R101",
        zh="第 {document} 项制度的 {version} 版已发布且内容不同：请以新版本发布。",
        en="version {version} of rule document {document} is published and says something else: "
        "publish a new version.",
        document=command.document,
        version=command.version,
    )


rule_book: Decider[RuleBookCommand, RuleBookEvent, RuleBook] = Decider(
    initial=RuleBook(), decide=decide, evolve=evolve
)
"""What is said to a rule book, and what becomes of it."""

"""作业指导书: ten documents, each in versions that drivers acknowledge."""

import pytest

from fleet.people.rule_book import (
    PublishRuleDocument,
    RuleBookEvent,
    RuleDocumentPublished,
    rule_book,
)
from fleet.policy.grounds import Grounds
from tests.fleet.people.crew import (
    CENTRE,
    CITY,
    DIGEST,
    NOW,
    OTHER_DIGEST,
    REFERENCE,
    brief,
    no,
    other,
)
from tests.given import Given

publish = PublishRuleDocument(
    jurisdiction=CITY,
    document=3,
    title="车辆停放管理",
    version="2026",
    sha256=DIGEST,
    at=NOW,
    brief=CENTRE,
)
PUBLISHED = RuleDocumentPublished(
    jurisdiction=CITY,
    document=3,
    title="车辆停放管理",
    version="2026",
    sha256=DIGEST,
    published=1,
    wanted=10,
    grounds=Grounds(policy=REFERENCE, rules=("R101",), inputs={"document": 3}),
    by="wang",
    at=NOW,
)
book = Given(rule_book)


def refused(command: PublishRuleDocument, *past: RuleBookEvent) -> str:
    """The code of the no."""
    return no(lambda: rule_book.decide(command, rule_book.fold(past))).code


def after(*commands: PublishRuleDocument) -> list[RuleDocumentPublished]:
    """What was published."""
    events: list[RuleDocumentPublished] = []
    for command in commands:
        events += rule_book.decide(command, rule_book.fold(events))
    return events


@pytest.mark.proves("R101")
def test_a_document_is_published_in_a_version() -> None:
    book().when(publish).then(PUBLISHED)
    book(PUBLISHED).when(publish).then()
    assert rule_book.fold([PUBLISHED]).of(3) == ("2026",)
    assert rule_book.fold([PUBLISHED]).of(4) == ()


@pytest.mark.proves("R101")
def test_a_version_never_changes() -> None:
    assert refused(other(publish, sha256=OTHER_DIGEST), PUBLISHED) == "VersionDiffers"
    assert refused(other(publish, title="停车"), PUBLISHED) == "VersionDiffers"


def test_a_newer_version_stands_beside_the_older_one() -> None:
    newer = other(publish, version="2027", title="停车", sha256=OTHER_DIGEST)
    known = rule_book.fold(after(publish, newer))
    assert known.of(3) == ("2026", "2027")
    book(*after(publish, newer)).when(publish).then()
    book(*after(publish, newer)).when(newer).then()


@pytest.mark.proves("R101")
def test_the_book_has_ten_documents() -> None:
    events = after(*(other(publish, document=number) for number in range(1, 11)))
    assert [event.published for event in events] == list(range(1, 11))
    assert {event.wanted for event in events} == {10}
    refusal = no(lambda: rule_book.decide(other(publish, document=11), rule_book.fold(events)))
    assert (refusal.code, refusal.policy) == ("NoSuchDocument", REFERENCE)


def test_versions_are_not_counted_twice() -> None:
    events = after(publish, other(publish, version="2027"), other(publish, document=4))
    assert [event.published for event in events] == [1, 1, 2]


@pytest.mark.parametrize("role", ["CENTRE", "BUREAU"])
def test_who_publishes(role: str) -> None:
    book().when(other(publish, brief=brief("wang", role, region=CITY))).then(PUBLISHED)


def test_who_does_not() -> None:
    assert refused(other(publish, brief=brief("wang", "UNIT_LEADER"))) == "RoleMayNot"
    assert refused(other(publish, brief=brief("wang", "BUREAU", region="330200"))) == (
        "OutsideJurisdiction"
    )

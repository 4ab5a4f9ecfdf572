"""保险, 行驶证年检: reminded of 30, 15 and 7 days before, told when they are over (INSP-05)."""

from datetime import date, timedelta
from typing import Any

import pytest

from fleet.inspection.paper import (
    MarkExpired,
    PaperExpired,
    PaperExpiring,
    PaperUnwatched,
    PaperWatched,
    Unwatched,
    WarnExpiry,
    WatchPaper,
    paper,
)
from tests.fleet.inspection.workshop import (
    ABROAD,
    NOW,
    REACTIONS,
    REFERENCE,
    brief,
    local,
    other,
    refusal,
)
from tests.given import Given

given = Given(paper)
ONE = timedelta(microseconds=1)
LAST = date(2026, 12, 31)
OVER = local("2027-01-01 00:00")
DAYS = {30: local("2026-12-01 00:00"), 15: local("2026-12-16 00:00"), 7: local("2026-12-24 00:00")}
OF: dict[str, Any] = {"vehicle": "V1", "kind": "INSURANCE"}
KEPT: dict[str, Any] = {"unit": "A1", "in_service": True, "brief": REACTIONS}

watch = WatchPaper(**OF, number="保1", valid_until=LAST, unit="A1", at=NOW, brief=REACTIONS)
warn = WarnExpiry(**OF, valid_until=LAST, days=30, at=DAYS[30], **KEPT)
expire = MarkExpired(**OF, at=OVER, **KEPT)


def watched(*days: int, at: Any = NOW, until: date = LAST) -> PaperWatched:  # noqa: ANN401 - a moment
    """It ends."""
    moments = tuple(DAYS[each] for each in days)
    said = {"number": "保1", "valid_until": until, "expires_at": OVER, "policy": REFERENCE}
    said |= {"warn_days": days, "warned_at": moments, "unit": "A1", "at": at}
    return PaperWatched(**OF, **said)


def warned(days: int) -> PaperExpiring:
    """It is soon over."""
    said = {"valid_until": LAST, "days": days, "policy": REFERENCE}
    return PaperExpiring(**OF, **said, unit="A1", at=DAYS[days])


WATCHED = watched(30, 15, 7)
EXPIRED = PaperExpired(**OF, unit="A1", at=OVER, valid_until=LAST, policy=REFERENCE)


@pytest.mark.proves("INSP-05")
def test_a_paper_is_watched_until_its_last_day() -> None:
    given().when(watch).then(WATCHED)
    given(WATCHED).when(other(watch, number="保2")).then()
    later = other(watch, valid_until=date(2027, 12, 31))
    assert paper.decide(later, paper.fold([WATCHED, EXPIRED]))


@pytest.mark.proves("INSP-05")
def test_reminders_whose_day_has_come_before_are_not_sent() -> None:
    at = DAYS[15]
    given().when(other(watch, at=at)).then(watched(15, 7, at=at))
    given().when(other(watch, at=at + ONE)).then(watched(7, at=at + ONE))


def test_what_the_policy_does_not_list_is_not_watched() -> None:
    given().when(other(watch, kind="INVOICE")).then()


def test_a_paper_without_end_needs_no_watching() -> None:
    endless = other(watch, valid_until=None, number="保3")
    given().when(endless).then()
    given(WATCHED).when(endless).then(PaperUnwatched(**OF, unit="A1", at=NOW, number="保3"))
    assert paper.fold([WATCHED, PaperUnwatched(**OF, unit="A1", at=NOW, number="")]) == Unwatched()


@pytest.mark.proves("INSP-05")
def test_somebody_is_reminded_once_a_day_of_the_list() -> None:
    given(WATCHED).when(warn).then(warned(30))
    given(WATCHED, warned(30)).when(warn).then()
    fifteen = other(warn, days=15, at=DAYS[15])
    given(WATCHED, warned(30)).when(fifteen).then(warned(15))
    given(WATCHED, warned(15)).when(warn).then()
    given(WATCHED, EXPIRED).when(fifteen).then()


def test_a_reminder_of_another_paper_says_nothing() -> None:
    given(WATCHED).when(other(warn, valid_until=date(2027, 12, 31))).then()
    given().when(warn).then()


@pytest.mark.proves("INSP-05")
def test_the_day_after_its_last_it_is_over() -> None:
    given(WATCHED).when(expire).then(EXPIRED)
    given(WATCHED).when(other(expire, at=OVER - ONE)).then()
    given(WATCHED, EXPIRED).when(expire).then()
    given(WATCHED, EXPIRED).when(watch).then()
    given().when(expire).then()


def test_of_a_car_that_nobody_keeps_nothing_is_told() -> None:
    given(WATCHED).when(other(warn, in_service=False)).then()
    given(WATCHED).when(other(expire, in_service=False)).then()


def test_what_is_told_without_a_watch_changes_nothing() -> None:
    assert paper.fold([warned(30)]) == Unwatched()
    assert paper.fold([EXPIRED]) == Unwatched()


@pytest.mark.parametrize("command", [watch, warn, expire])
def test_another_region_has_no_say(command: Any) -> None:  # noqa: ANN401 - a command
    assert refusal(paper, other(command, brief=ABROAD), [WATCHED]).code == "OutsideJurisdiction"


def test_without_a_policy_nobody_knows_when_to_remind() -> None:
    no = refusal(paper, other(watch, brief=brief("reactions", where="440100")))
    assert no.code == "NoPolicyInForce"

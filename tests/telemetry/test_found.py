"""Which window a finding belongs to, when an answer may change, and where no window begins."""

from telemetry.found import Answer, Found, earliest, unsettled
from telemetry.moment import FOREVER
from telemetry.visits import Visit


def found(*ends: int | None) -> Found:
    lower, since, left, until = ends
    assert since is not None
    return Found("USE-01", Visit(lower, since, since, left, until, until))


def test_a_finding_begins_with_its_first_instant() -> None:
    assert found(5, 7, None, None).begin == 7
    assert found(5, 7, 9, 10).begin == 7
    assert found(None, 7, 7, 7).begin == 7


def test_what_was_over_when_it_was_first_seen_began_before() -> None:
    assert found(5, 7, 7, 7).begin == 5


def test_the_first_answer_that_may_change_counts() -> None:
    assert earliest([Answer(due=7), Answer(due=5)]) == 5
    assert earliest([]) == FOREVER


def test_no_window_begins_within_a_stay_or_where_something_had_begun() -> None:
    stays = found(1, 2, 5, 6), found(8, 9, None, None)
    assert unsettled([Answer(stays, busy=((6, 7),)), Answer(busy=((20, 21),))]) == (
        (3, 7),
        (10, FOREVER),
    )
    assert unsettled([Answer((found(1, 4, 4, 4),))]) == ((2, 4),)

"""No two sealed periods of a region overlap."""

from typing import Any

import pytest

from fleet.decider import Refused
from fleet.supervision.seal_calendar import (
    EnterSeal,
    LeaveSeal,
    SealCalendarEvent,
    SealEntered,
    SealLeft,
    Stretch,
    seal_calendar,
)
from tests.fleet.supervision.sealing import BEGIN, END, SECOND, SOON
from tests.given import Given

SAID: dict[str, Any] = {"jurisdiction": "330100", "period": "G26", "at": SOON}
WHEN: dict[str, Any] = {"name": "国庆节", "begins_at": BEGIN, "ends_at": END}
enter = EnterSeal(**SAID, **WHEN)
leave = LeaveSeal(**SAID)
ENTERED = SealEntered(**SAID, **WHEN)
LEFT = SealLeft(**SAID)
given = Given(seal_calendar)


def another(**change: object) -> EnterSeal:
    """Another period."""
    return enter.model_copy(update={"period": "X", **change})


def test_a_period_is_entered_and_leaves() -> None:
    given().when(enter).then(ENTERED)
    given(ENTERED).when(leave).then(LEFT)
    given(ENTERED, LEFT).when(enter).then(ENTERED)


def test_a_repeat_is_nothing() -> None:
    given(ENTERED).when(enter).then()
    given().when(leave).then()
    given(ENTERED, LEFT).when(leave).then()
    given(ENTERED).when(leave.model_copy(update={"period": "X"})).then()


@pytest.mark.proves("R078")
@pytest.mark.parametrize(
    "change",
    [
        {"begins_at": END - SECOND, "ends_at": END + SECOND},
        {"begins_at": BEGIN - SECOND, "ends_at": BEGIN + SECOND},
        {"begins_at": BEGIN + SECOND, "ends_at": END - SECOND},
        {},
    ],
)
def test_two_periods_share_no_moment(change: dict[str, object]) -> None:
    with pytest.raises(Refused) as no:
        seal_calendar.decide(another(**change), seal_calendar.fold([ENTERED]))
    assert no.value.code == "SealOverlaps"


@pytest.mark.parametrize(
    "change",
    [
        {"begins_at": END, "ends_at": END + SECOND},
        {"begins_at": BEGIN - SECOND, "ends_at": BEGIN},
    ],
)
def test_periods_may_touch(change: dict[str, object]) -> None:
    entered = ENTERED.model_copy(update={"period": "X", **change})
    given(ENTERED).when(another(**change)).then(entered)


def test_the_same_number_with_other_days_is_another_period() -> None:
    with pytest.raises(Refused):
        seal_calendar.decide(
            enter.model_copy(update={"name": "中秋节"}), seal_calendar.fold([ENTERED])
        )


def test_the_earliest_period_comes_first() -> None:
    sooner = ENTERED.model_copy(
        update={"period": "X", "begins_at": BEGIN - SECOND, "ends_at": BEGIN}
    )
    past: list[SealCalendarEvent] = [ENTERED, sooner]
    known = seal_calendar.fold(past)
    assert known.between(BEGIN - SECOND, END) == {
        "X": Stretch("国庆节", BEGIN - SECOND, BEGIN),
        "G26": Stretch("国庆节", BEGIN, END),
    }
    assert [*known.between(BEGIN - SECOND, END)] == ["X", "G26"]
    assert [*known.between(BEGIN, END)] == ["G26"]


def test_leaving_takes_only_itself() -> None:
    after = ENTERED.model_copy(update={"period": "X", "begins_at": END, "ends_at": END + SECOND})
    assert [*seal_calendar.fold([ENTERED, after, LEFT]).periods] == ["X"]

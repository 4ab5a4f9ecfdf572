"""An exemption has a car, a reason, an approver and a window; and it comes in time."""

from datetime import datetime, timedelta

import pytest
from hypothesis import example
from hypothesis import given as each
from hypothesis import strategies as st
from pydantic import ValidationError

from fleet.supervision.seal import seal
from fleet.supervision.seal_commands import AddExemption
from fleet.supervision.seal_events import ExemptionGranted, SealEvent
from fleet.supervision.seal_stages import Dossier, Exemption, Known
from tests.fleet.supervision.sealing import (
    BEGIN,
    CLERK,
    CLOCK,
    END,
    GRANTED,
    HANGZHOU,
    OPENED,
    PLANNED,
    SAID,
    SECOND,
    WINDOW,
    brief,
    exempt,
    given,
    local,
    other,
    refusal,
)

FROM, UNTIL = GRANTED.begins_at, GRANTED.ends_at
HOUR = timedelta(hours=1)


def granted(**change: object) -> ExemptionGranted:
    """The exemption that follows from another wish."""
    told = GRANTED.model_copy(update=change)
    times = {"begins_at": told.begins_at.isoformat(), "filed_at": told.at.isoformat()}
    return told.model_copy(update={"grounds": told.grounds.model_copy(update={"inputs": times})})


@pytest.mark.proves("R078")
def test_work_needs_a_car() -> None:
    given(PLANNED).when(exempt).then(GRANTED)


@pytest.mark.proves("R078")
def test_it_is_urgent() -> None:
    at = BEGIN + SECOND
    given(PLANNED, OPENED).when(other(exempt, at=at)).then(granted(at=at))


@pytest.mark.parametrize("speaker", [CLERK, CLOCK])
def test_only_the_bureau_grants(speaker: object) -> None:
    assert refusal(other(exempt, brief=speaker), PLANNED).code == "RoleMayNot"


@pytest.mark.proves("R078")
def test_nobody_approves_what_he_files() -> None:
    no = refusal(other(exempt, approver="wang"), PLANNED)
    assert (no.rule, no.code) == ("双人双审", "SamePersonTwice")


@pytest.mark.parametrize("where", ["", "330106"])
def test_the_car_belongs_to_the_region(where: str) -> None:
    assert refusal(other(exempt, vehicle_jurisdiction=where), PLANNED).code == "VehicleElsewhere"


@pytest.mark.proves("R078")
@pytest.mark.parametrize("span", [(BEGIN - SECOND, END), (BEGIN, END + SECOND)])
def test_the_window_lies_in_the_period(span: tuple[datetime, datetime]) -> None:
    command = other(exempt, begins_at=span[0], ends_at=span[1])
    assert refusal(command, PLANNED).code == "WindowOutside"


@pytest.mark.proves("R078")
@each(st.integers(-30, 200), st.integers(1, 200))
@example(-1, 1)
@example(0, 168)
@example(0, 169)
@example(167, 1)
def test_no_exemption_reaches_out_of_its_period(first: int, hours: int) -> None:
    span = {"begins_at": BEGIN + first * HOUR, "ends_at": BEGIN + (first + hours) * HOUR}
    command = other(exempt, **span)
    if span["begins_at"] >= BEGIN and span["ends_at"] <= END:
        given(PLANNED).when(command).then(granted(**span))
    else:
        assert refusal(command, PLANNED).code == "WindowOutside"


def test_the_window_may_be_the_whole_period() -> None:
    span = {"begins_at": BEGIN, "ends_at": END}
    given(PLANNED).when(other(exempt, **span)).then(granted(**span))


@pytest.mark.parametrize("past", [(PLANNED, GRANTED), (PLANNED, GRANTED, OPENED)])
def test_the_same_again_is_none(past: tuple[SealEvent, ...]) -> None:
    given(*past).when(other(exempt, at=BEGIN + SECOND)).then()


@pytest.mark.parametrize(
    "change",
    [
        {"reason": "抢险"},
        {"approver": "lu"},
        {"document": "豁2"},
        {"begins_at": FROM - SECOND},
        {"ends_at": UNTIL + SECOND},
        {"begins_at": UNTIL - SECOND, "ends_at": UNTIL + SECOND},
        {"begins_at": FROM - SECOND, "ends_at": FROM + SECOND},
    ],
)
def test_no_time_is_exempt_twice(change: dict[str, object]) -> None:
    assert refusal(other(exempt, **change), PLANNED, GRANTED).code == "ExemptionOverlaps"


@pytest.mark.parametrize(
    "change",
    [
        {"begins_at": UNTIL, "ends_at": UNTIL + SECOND},
        {"begins_at": FROM - SECOND, "ends_at": FROM},
        {"vehicle": "V2"},
    ],
)
def test_time_beside_it_and_other_cars_are_exempt_too(change: dict[str, object]) -> None:
    given(PLANNED, GRANTED).when(other(exempt, **change)).then(granted(**change))


@pytest.mark.proves("R078")
def test_an_exemption_of_a_second_ago_is_late() -> None:
    given(PLANNED, OPENED).when(other(exempt, at=FROM)).then(granted(at=FROM))
    at = FROM + SECOND
    given(PLANNED, OPENED).when(other(exempt, at=at)).then(granted(at=at, late=True))


@pytest.mark.proves("R078")
def test_after_a_day_it_is_not_granted_any_more() -> None:
    last = FROM + 24 * HOUR
    given(PLANNED, OPENED).when(other(exempt, at=last)).then(granted(at=last, late=True))
    no = refusal(other(exempt, at=last + SECOND), PLANNED, OPENED)
    assert (no.code, no.values["hours"]) == ("FiledTooLate", 24)


def test_the_policy_of_the_period_says_how_late() -> None:
    strict = HANGZHOU.model_copy(
        update={"seal": HANGZHOU.seal.model_copy(update={"late_exemption_hours": 0})}
    )
    speaker = brief("wang", "BUREAU", policy=strict)
    command = other(exempt, brief=speaker, at=FROM + SECOND)
    assert refusal(command, PLANNED, OPENED).code == "FiledTooLate"


def test_before_the_period_is_open_nothing_is_late() -> None:
    assert refusal(other(exempt, at=FROM + SECOND), PLANNED).code == "NotOpenYet"
    given(PLANNED).when(other(exempt, at=FROM)).then(granted(at=FROM))


def test_nobody_files_back_into_the_time_before_the_period() -> None:
    assert refusal(other(exempt, at=BEGIN - SECOND), PLANNED, OPENED).code == "EarlierThanBefore"
    given(PLANNED, OPENED).when(other(exempt, at=BEGIN)).then(granted(at=BEGIN))


def test_a_window_has_a_length() -> None:
    told = {**{name: it for name, it in WINDOW.items() if name != "unit"}, **SAID}
    with pytest.raises(ValidationError, match="ends before it begins"):
        AddExemption(**{**told, "ends_at": FROM})
    assert AddExemption(**{**told, "ends_at": FROM + SECOND})


def dossier(*past: SealEvent) -> Dossier:
    """What is known."""
    known = seal.fold([PLANNED, *past])
    assert isinstance(known, Known)
    return known.dossier


NEXT = granted(begins_at=UNTIL, ends_at=END)


@pytest.mark.parametrize(
    ("span", "covered"),
    [
        ((FROM, UNTIL), True),
        ((FROM, UNTIL + SECOND), False),
        ((FROM - SECOND, UNTIL), False),
        ((UNTIL, UNTIL + SECOND), False),
        ((BEGIN - HOUR, BEGIN), True),
        ((END, END + HOUR), True),
    ],
)
def test_a_car_is_exempt_for_all_of_a_stretch_or_not(
    span: tuple[datetime, datetime], *, covered: bool
) -> None:
    assert dossier(GRANTED).covers("V1", *span) is covered


def test_windows_that_meet_are_one() -> None:
    assert dossier(NEXT, GRANTED).covers("V1", FROM, END + HOUR)
    assert not dossier(NEXT, GRANTED).covers("V2", FROM, END)
    whole = granted(begins_at=BEGIN, ends_at=local("2026-10-01 01:00"))
    assert dossier(whole).covers("V1", BEGIN - HOUR, local("2026-10-01 01:00"))


def test_only_who_asked_for_it_is_exempt() -> None:
    assert dossier(GRANTED).exempt("V1", FROM)
    assert not dossier(GRANTED).exempt("V2", FROM)
    assert dossier(GRANTED, NEXT, granted(vehicle="V0")).cars == ("V1", "V0")
    assert dossier(GRANTED).exemptions == (Exemption(**WINDOW, late=False),)

"""What an order asked of its policy is asked again, years later, with the same answer."""

from datetime import timedelta
from typing import Any

import pytest

from fleet.desk.reconsider import reconsider
from fleet.dispatch.order_events import OrderEvent
from fleet.dispatch.order_rules import (
    BOOKED_AHEAD,
    EMERGENCY_KIND,
    PAPERS_DUE,
    PURPOSE_FITS,
    REGISTERED,
    RULES,
    serves_people,
)
from fleet.policy.shelf import Shelf
from tests.fleet.dispatch.trips import (
    ASKED,
    CITY,
    assign,
    change,
    depart,
    draft,
    emergency,
    reassign,
    told,
    until,
)
from tests.fleet.policy.sample import HANGZHOU, like

SHELF = Shelf({CITY: (HANGZHOU,)})
DECIDED = [
    *until(assign, reassign),
    *told(change, past=until(depart))[-1:],
    *told(draft, emergency)[-1:],
]


@pytest.mark.proves("R033")
@pytest.mark.parametrize("event", DECIDED, ids=lambda event: event.TOPIC)
def test_every_decision_is_asked_again_and_holds(event: OrderEvent) -> None:
    assert all(reconsider(event, SHELF).values())
    stored = type(event).model_validate_json(event.model_dump_json())
    assert reconsider(stored, SHELF) == reconsider(event, SHELF)


def test_every_rule_is_asked_somewhere() -> None:
    asked = {name for event in DECIDED for name in reconsider(event, SHELF)}
    names = {"R060-purpose", "R060-booking", "R055", "R060-emergency", "R060-papers"}
    assert asked == RULES.keys() == names


def test_a_purpose_fits_some_categories() -> None:
    def fits(purpose: str, category: str | None) -> bool:
        return PURPOSE_FITS.holds(HANGZHOU, {"purpose": purpose, "category": category})

    assert fits("COMMS", "CONFIDENTIAL_COMMS")
    assert fits("OFFICIAL", "CONFIDENTIAL_COMMS")
    assert fits("COMMS", None)
    assert not fits("COMMS", "SPECIAL_TECH")


def test_another_policy_lets_cars_be_asked_for_earlier() -> None:
    later = ASKED + timedelta(days=16)
    asked = {"begins_at": later.isoformat(), "asked_at": ASKED.isoformat()}
    assert not BOOKED_AHEAD.holds(HANGZHOU, asked)
    assert BOOKED_AHEAD.holds(like(dispatch={"booking_days": 16}), asked)


@pytest.mark.proves("R055")
def test_only_the_veterans_platform_serves_persons() -> None:
    def holds(category: str | None, *, registered: bool) -> bool:
        asked = {"platform_category": category, "registered": registered}
        return REGISTERED.holds(HANGZHOU, asked)

    assert holds("VETERAN_CADRE", registered=True)
    assert not holds("VETERAN_CADRE", registered=False)
    assert holds("ADMIN_ENFORCEMENT", registered=False)
    assert holds(None, registered=False)
    assert not serves_people(HANGZHOU, None)
    assert serves_people(HANGZHOU, "VETERAN_CADRE")


def test_emergencies_are_listed() -> None:
    assert EMERGENCY_KIND.holds(HANGZHOU, {"kind": "MEDICAL"})
    assert not EMERGENCY_KIND.holds(HANGZHOU, {"kind": "LATE"})


def test_papers_are_due_when_the_policy_says() -> None:
    def holds(hours: float, policy: Any = HANGZHOU) -> bool:  # noqa: ANN401 - a policy
        due = ASKED + timedelta(hours=hours)
        asked = {"opened_at": ASKED.isoformat(), "papers_due": due.isoformat()}
        return PAPERS_DUE.holds(policy, asked)

    assert holds(24)
    assert not holds(25)
    assert not holds(23)
    use = HANGZHOU.content["use"] | {"emergency_papers_hours": 48}
    assert holds(48, like(use=use))

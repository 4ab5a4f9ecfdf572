"""Who may take which step of an alert case."""

import pytest

from fleet.supervision.case_commands import AlertCaseCommand
from fleet.supervision.case_events import AlertCaseEvent
from tests.fleet.supervision.casework import (
    CITY,
    RAISED,
    acknowledge,
    ask,
    brief,
    by,
    close,
    confirm,
    dismiss,
    escalate,
    explain,
    feedback,
    file,
    order,
    other,
    raised,
    rectify,
    refer,
    refusal,
    reject,
    reopen,
    take_over,
    told,
    until,
)

ROLES = (
    "BUREAU", "FINANCE", "CENTRE", "UNIT_CLERK", "UNIT_LEADER", "SUPERVISING_UNIT", "DISCIPLINE",
    "AUDIT", "TRAFFIC_POLICE", "DRIVER", "OPERATOR", "",
)  # fmt: skip
UNIT = {"UNIT_CLERK", "UNIT_LEADER"}
ASKED = UNIT | {"DRIVER"}
MAY = (
    (acknowledge, until(raised), UNIT),
    (take_over, until(raised, escalate), {"CENTRE", "BUREAU", "DISCIPLINE"}),
    (ask, until(acknowledge), UNIT),
    (explain, until(ask), ASKED),
    (dismiss, until(explain), {"BUREAU"}),
    (confirm, until(explain), {"BUREAU"}),
    (refer, until(confirm), {"BUREAU"}),
    (order, until(confirm), {"BUREAU"}),
    (feedback, until(refer), {"DISCIPLINE"}),
    (rectify, until(feedback), ASKED),
    (reject, until(rectify), {"BUREAU"}),
    (close, until(rectify), {"BUREAU"}),
    (reopen, until(explain, dismiss), {"BUREAU", "DISCIPLINE"}),
)


@pytest.mark.proves("R121")
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("command", "past", "may"), MAY, ids=lambda it: type(it).__name__)
def test_each_step_belongs_to_its_role(
    command: AlertCaseCommand, past: list[AlertCaseEvent], may: set[str], role: str
) -> None:
    said = by(command, "孙", role)
    if role in may:
        assert len(told(said, past=past)) == len(past) + 1
    else:
        assert refusal(said, past).code == "RoleMayNot"


@pytest.mark.parametrize(
    ("said", "past", "role"),
    [
        (acknowledge, until(raised), "UNIT_CLERK"),
        (acknowledge, until(raised), "UNIT_LEADER"),
        (explain, until(ask), "DRIVER"),
        (rectify, until(feedback), "UNIT_CLERK"),
    ],
)
def test_a_unit_answers_for_its_own_cars_only(
    said: AlertCaseCommand, past: list[AlertCaseEvent], role: str
) -> None:
    no = refusal(by(said, "孙", role, "B"), past)
    assert (no.code, no.values["owner"], no.values["unit"]) == ("AnotherUnit", "A", "B")
    assert told(by(said, "孙", role), past=past)
    assert told(by(said, "孙", role, "A"), past=past)


def test_the_centre_has_its_own_unit_and_serves_all() -> None:
    past = told(escalate, past=[RAISED])
    assert told(by(take_over, "何", "CENTRE", "CENTRE"), past=past)


def test_a_case_of_no_unit_is_anybodys_until_somebody_says_whose() -> None:
    past = told(other(raised, owner=""))
    assert told(by(acknowledge, "孙", "UNIT_CLERK", "B"), past=past)


@pytest.mark.proves("R086")
@pytest.mark.parametrize(
    ("said", "past"),
    [(dismiss, until(explain)), (confirm, until(explain)), (reject, until(rectify)),
     (close, until(rectify))],
    ids=lambda it: type(it).__name__,
)  # fmt: skip
@pytest.mark.parametrize("person", ["陈", "吴"])
def test_who_has_dealt_with_it_does_not_judge_it(
    said: AlertCaseCommand, past: list[AlertCaseEvent], person: str
) -> None:
    no = refusal(by(said, person, "BUREAU"), past)
    assert (no.code, no.values["person"]) == ("VerifierIsHandler", person)


def test_who_only_shows_that_it_was_put_right_does_not_accept_it() -> None:
    past = told(by(rectify, "孙", "DRIVER"), past=until(feedback))
    assert refusal(by(close, "孙", "BUREAU"), past).code == "VerifierIsHandler"


def test_the_bureau_orders_where_discipline_inspection_verifies() -> None:
    watched = other(raised, code="USE-05")
    steps = (by(acknowledge, "王", "BUREAU"), by(ask, "王", "BUREAU"), explain)
    past = told(watched, *steps, by(confirm, "郑", "DISCIPLINE"))
    for role in ("BUREAU", "DISCIPLINE"):
        assert told(by(order, "孙", role), past=past)
        assert told(by(refer, "孙", role), past=past)
    assert refusal(by(order, "孙", "CENTRE"), past).values["roles"] == "DISCIPLINE or BUREAU"


@pytest.mark.parametrize("code", ["TERM-01", "DATA-01"])
def test_about_a_device_the_desk_itself_explains(code: str) -> None:
    role = {"TERM-01": "CENTRE", "DATA-01": "OPERATOR"}[code]
    desk = (by(acknowledge, "何", role), by(ask, "何", role))
    past = told(other(raised, code=code), *desk)
    assert told(by(explain, "何", role), by(confirm, "王", "BUREAU"), past=past)
    assert refusal(by(explain, "何", "FINANCE"), past).code == "RoleMayNot"


def test_about_no_unit_the_handler_explains() -> None:
    nobodys = other(raised, code="USE-09", owner="")
    desk = (by(acknowledge, "何", "CENTRE"), by(ask, "何", "CENTRE"), by(explain, "何", "CENTRE"))
    assert file(told(nobodys, *desk)).hands == {"何"}
    owned = told(other(raised, code="USE-09"), *desk[:2])
    assert refusal(desk[2], owned).code == "RoleMayNot"


SECRET = other(raised, officer="方")


@pytest.mark.proves("R085")
@pytest.mark.parametrize("role", ["BUREAU", "UNIT_CLERK", "OPERATOR"])
def test_of_a_confidential_car_only_the_named_officer_hears(role: str) -> None:
    past = told(SECRET)
    no = refusal(acknowledge, past)
    assert (no.code, no.values["officer"]) == ("NamedOfficerOnly", "方")
    steps = (by(acknowledge, "方", role), by(ask, "方", role))
    assert len(told(*steps, past=past)) == 3
    assert refusal(ask, told(steps[0], past=past)).code == "NamedOfficerOnly"
    late = told(escalate, past=past)
    assert refusal(take_over, late).code == "NamedOfficerOnly"
    assert told(steps[0], past=late)


def test_the_list_as_it_is_now_names_the_officer() -> None:
    past = told(SECRET)
    assert told(other(by(acknowledge, "冯", "BUREAU"), officer="冯"), past=past)
    assert refusal(other(by(acknowledge, "方", "BUREAU"), officer="冯"), past).code
    plain = told(raised)
    assert refusal(other(acknowledge, officer="冯"), plain).code == "NamedOfficerOnly"
    assert refusal(other(ask, officer="冯"), until(acknowledge)).values["officer"] == "冯"


@pytest.mark.proves("R011")
def test_a_district_keeps_to_its_own_cases() -> None:
    elsewhere = other(acknowledge, brief=brief("孙", "UNIT_CLERK", region="330106"))
    assert refusal(elsewhere, [RAISED]).code == "OutsideJurisdiction"
    assert told(other(acknowledge, brief=brief("孙", "UNIT_CLERK", region=CITY)), past=[RAISED])

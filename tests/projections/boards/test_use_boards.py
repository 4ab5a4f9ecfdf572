"""What supervisors read of cars in use: orders, checks, seals, drivers, activities, alert cases."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from fleet.people.qualification import Qualification
from projections.boards import (
    activities,
    alert_queue,
    check_board,
    city_board,
    driver_board,
    order_board,
    seal_board,
)
from projections.boards.alert_queue import About
from projections.boards.order_board import Obstacles
from projections.projection import Folded
from projections.views import ALL
from projections.views.alert_cases import AlertCase
from projections.views.blocked_cars import BlockedCar
from projections.views.check_counts import CheckCount
from projections.views.disposals import Disposal
from projections.views.drivers import Driver
from projections.views.orders import Order
from projections.views.seals import Breach, Exemption, Seal
from projections.views.trainings import Training
from projections.views.uncovered_drivers import UncoveredDriver
from projections.views.units import Unit
from projections.views.vehicles import Vehicle
from tests.projections import use as told
from tests.projections.papers import row
from tests.projections.use import HOUR, MINUTE, NINE

UNITS = {"A": Unit("A", "档案馆", jurisdiction="330100"), "B": Unit("B", jurisdiction="330106")}
FREE = Obstacles({}, {})
Shown = dict[str, Any]


def order(stage: str, number: str = "O1", **more: object) -> Order:
    known: Order | None = row(ALL["orders"], told.DRAFTED, told.ASSIGNED)
    assert known
    changes: dict[str, Any] = {"order": number, "stage": stage, **more}
    return replace(known, **changes)


def line(each: Order, obstacles: Obstacles = FREE, hours: float = 0) -> Shown:
    [found] = order_board.rows([each], UNITS, obstacles, NINE + hours * HOUR)
    return found


@pytest.mark.proves("USE-02")
@pytest.mark.parametrize(
    ("hours", "attention", "minutes"),
    [(2.99, "", None), (3, "LATE", 0), (3.5, "LATE", 30), (4, "OVERDUE", 60)],
)
def test_a_late_return_is_late_at_its_end_and_overdue_later(
    hours: float, attention: str, minutes: int | None
) -> None:
    found = line(order("underway", overdue_at=NINE + 4 * HOUR), hours=hours)
    assert (found["attention"], found["late_minutes"]) == (attention, minutes)
    assert found["unit_name"] == "档案馆"


def test_who_has_not_said_when_it_is_overdue_is_late() -> None:
    assert line(order("underway"), hours=9)["attention"] == "LATE"


@pytest.mark.proves("R094")
@pytest.mark.parametrize(
    ("stage", "since", "conflict"),
    [
        ("dispatched", NINE, ["CAR:safety"]),
        ("dispatched", NINE + 3 * HOUR - MINUTE, ["CAR:safety"]),
        ("dispatched", NINE + 3 * HOUR, []),
        ("underway", NINE, []),
    ],
)
def test_an_order_whose_car_is_blocked_before_it_leaves_is_a_conflict(
    stage: str, since: datetime, conflict: list[str]
) -> None:
    blocked = Obstacles({"C1": BlockedCar("C1", {"safety": since})}, {})
    found = line(order(stage), blocked)
    assert (found["conflict"], found["attention"]) == (conflict, "CONFLICT" if conflict else "")


@pytest.mark.proves("SAFE-05")
def test_an_order_whose_driver_may_not_drive_any_more_is_a_conflict() -> None:
    lacking = {"D1": UncoveredDriver("D1", {"O1": "LicenceExpired"})}
    found = line(order("dispatched"), Obstacles({}, lacking))
    assert found["conflict"] == ["DRIVER:LicenceExpired"]
    other = {"D1": UncoveredDriver("D1", {"O2": "LicenceExpired"})}
    assert line(order("dispatched"), Obstacles({}, other))["conflict"] == []


def test_papers_and_keys_that_are_missing_keep_an_order_on_the_board() -> None:
    assert line(order("returned", papers_due=NINE))["attention"] == "PAPERS"
    assert line(order("closed", key_due=NINE + HOUR))["attention"] == ""
    assert line(order("closed", key_due=NINE), hours=0)["attention"] == "KEY"
    assert order_board.rows([order("settled"), order("draft")], UNITS, FREE, NINE) == []


def test_what_needs_somebody_at_once_is_at_the_top_of_the_order_board() -> None:
    blocked = Obstacles({"C1": BlockedCar("C1", {"safety": NINE})}, {})
    waiting = [
        order("requested", "asked", vehicle=""),
        order("approved", "soon", vehicle="", begins_at=NINE),
        order("underway", "late", overdue_at=NINE + 9 * HOUR),
        order("underway", "over", overdue_at=NINE + 4 * HOUR),
        order("returned", "key", vehicle="", key_due=NINE),
        order("returned", "papers", papers_due=NINE),
        order("dispatched", "stuck"),
    ]
    found = order_board.rows(waiting, {}, blocked, NINE + 5 * HOUR)
    assert [each["order"] for each in found] == [
        "stuck", "over", "late", "papers", "key", "soon", "asked"
    ]  # fmt: skip


def test_a_line_of_the_order_board_is_complete() -> None:
    assert line(order("underway", papers_due=NINE + HOUR, key_due=NINE), hours=3.5) == {
        "order": "O1",
        "unit": "A",
        "unit_name": "档案馆",
        "platform": "EM",
        "purpose": "OFFICIAL",
        "category": "EMERGENCY_SUPPORT",
        "stage": "underway",
        "begins_at": "2026-10-05T02:00:00Z",
        "ends_at": "2026-10-05T04:00:00Z",
        "vehicle": "C1",
        "driver": "D1",
        "emergency": False,
        "late_minutes": 30,
        "attention": "LATE",
        "conflict": [],
        "papers_due": "2026-10-05T02:00:00Z",
        "key_due": "2026-10-05T01:00:00Z",
    }


@pytest.mark.proves("R090")
def test_the_check_board_shows_this_month_this_quarter_and_every_special_check() -> None:
    items = {"BRAKES": 2, "TYRES": 1}
    counts = [
        CheckCount("A", "MONTHLY", "2026-10", 9, done=4, missed=2, waived=1, faulty=3, items=items),
        CheckCount("A", "MONTHLY", "2026-09", 9),
        CheckCount("A", "QUARTERLY", "2026Q4", 1),
        CheckCount("B", "SPECIAL", "typhoon", 1),
    ]
    found = check_board.rows(counts, UNITS, date(2026, 10, 5))
    assert [(it["check_kind"], it["period"], it["unit_name"]) for it in found] == [
        ("MONTHLY", "2026-10", "档案馆"), ("QUARTERLY", "2026Q4", "档案馆"),
        ("SPECIAL", "typhoon", "B"),
    ]  # fmt: skip
    numbers = [found[0][name] for name in ("scheduled", "due", "done", "missed", "waived")]
    assert numbers == [9, 2, 4, 2, 1]
    assert (found[0]["faulty"], found[0]["failed_items"]) == (3, ["BRAKES 2", "TYRES 1"])


SEAL: Any = row(ALL["seals"], told.PLANNED, told.GRANTED, told.CHECKED, told.BREACHED)
CARS = {
    "C1": Vehicle("C1", unit="A"), "C2": Vehicle("C2", unit="A"), "C3": Vehicle("C3", unit="B"),
    "C4": Vehicle("C4", unit="B"),
}  # fmt: skip
COUNTED = ("checked", "inside", "outside", "silent", "exempt", "late", "breaches", "breached")


def counted(found: Shown) -> list[int]:
    return [found[name] for name in COUNTED]


@pytest.mark.proves("R078")
def test_the_seal_board_counts_all_cars_and_those_of_each_unit() -> None:
    allowed = Breach("C2", NINE + HOUR - MINUTE)
    seal: Seal = replace(SEAL, breaches=SEAL.breaches | {"F2": allowed})
    total, first, second = seal_board.rows([seal], CARS, UNITS)
    assert (total["unit_name"], first["unit_name"], second["unit_name"]) == ("合计", "档案馆", "B")
    assert counted(total) == [3, 1, 1, 1, 1, 1, 1, 1]
    assert counted(first) == [1, 1, 0, 0, 1, 1, 1, 1]
    assert counted(second) == [2, 0, 1, 1, 0, 0, 0, 0]


def test_a_car_is_exempt_until_before_the_end_of_its_window_and_the_newest_seal_comes_first() -> (
    None
):
    moved = {"F2": Breach("C2", NINE + HOUR), "F3": Breach("C2", NINE + 2 * HOUR)}
    older: Seal = replace(SEAL, period="S0", begins_at=NINE - HOUR, breaches=moved)
    found = seal_board.rows([older, SEAL], {}, {})
    assert [it["period"] for it in found] == ["S1", "S1", "S0", "S0"]
    assert counted(found[2]) == [4, 1, 2, 1, 1, 1, 2, 1]


def test_every_exemption_has_a_line() -> None:
    window = Exemption("C3", "B", "值班", "li", NINE, NINE + HOUR, "豁2", late=False)
    seal: Seal = replace(SEAL, exemptions=(*SEAL.exemptions, window))
    found = seal_board.exemptions([seal], UNITS)
    assert [(it["vehicle"], it["unit_name"], it["late"]) for it in found] == [
        ("C2", "档案馆", True), ("C3", "B", False)
    ]  # fmt: skip
    assert (found[0]["begins_at"], found[0]["approver"]) == ("2026-10-05T01:00:00Z", "li")


def driver(**papers: object) -> Driver:
    known = told.LICENSED.model_copy(update=papers)
    return Driver("D1", "王师傅", "A", "330100", known)


TODAY = date(2026, 10, 5)


@pytest.mark.proves("R095")
@pytest.mark.proves("R096")
@pytest.mark.parametrize(
    ("known", "obstacle", "left"),
    [
        (driver(), "", 87),
        (driver(valid_until=TODAY), "", 0),
        (driver(valid_until=TODAY - timedelta(days=1)), "LICENCE_EXPIRED", -1),
        (driver(pledged=(2025,)), "PLEDGE_MISSING", 87),
        (driver(suspended=True), "SUSPENDED", 87),
        (Driver("D1", "王", "A", "330100", Qualification()), "NO_LICENCE", None),
    ],
)
def test_the_driver_board_says_who_may_not_drive_and_why(
    known: Driver, obstacle: str, left: int | None
) -> None:
    [found] = driver_board.rows([known], UNITS, TODAY)
    assert (found["obstacle"], found["days_left"]) == (obstacle, left)


@pytest.mark.proves("R097")
def test_the_driver_board_shows_stars_and_the_training_of_the_year() -> None:
    known = replace(
        driver(), stars=4, hundredths=8725, period="2026Q3", attended={2026: 3, 2025: 9},
        contests={2026: 1},
    )  # fmt: skip
    [found] = driver_board.rows([known], UNITS, TODAY)
    assert (found["stars"], found["score"], found["period"]) == (4, 87.25, "2026Q3")
    assert (found["attended"], found["contests"], found["pledged"]) == (3, 1, True)
    [fresh] = driver_board.rows([driver()], {}, TODAY)
    assert (fresh["score"], fresh["attended"], fresh["unit_name"]) == (None, 0, "A")


def test_who_may_not_drive_is_at_the_top_then_whose_licence_ends_first() -> None:
    many = [
        replace(driver(), driver="fine"),
        replace(driver(valid_until=date(2026, 11, 1)), driver="soon"),
        replace(driver(suspended=True), driver="off"),
    ]
    found = driver_board.rows(many, {}, TODAY)
    assert [each["driver"] for each in found] == ["off", "soon", "fine"]


@pytest.mark.proves("R107")
def test_all_four_activities_are_counted_per_year_also_those_without_a_session() -> None:
    of = ("T1", "330100", "SAFETY_LECTURE", "", "TRAFFIC_POLICE")
    lecture = Training(*of, date(2026, 3, 1), 2, 40, contest=False)
    contest = replace(lecture, session="T2", kind="SKILL_CONTEST", hours=3, contest=True)
    other = replace(lecture, session="T3", kind="NEW", held_on=date(2025, 3, 1))
    found = activities.rows([lecture, replace(lecture, session="T4"), contest, other])
    names = ("sessions", "hours", "attendances", "contests")
    this = {it["activity"]: [it[name] for name in names] for it in found if it["year"] == 2026}
    assert this == {
        "SAFETY_LECTURE": [2, 4, 80, 0], "CIVILISED_TRAFFIC": [0, 0, 0, 0],
        "SKILL_TRAINING": [0, 0, 0, 0], "SKILL_CONTEST": [1, 3, 40, 1],
    }  # fmt: skip
    assert [it["activity_name"] for it in found[:5]][-1] == "NEW"
    assert found[5]["activity_name"] == "交通安全知识大讲堂"


def case(number: str, **more: object) -> AlertCase:
    known: AlertCase | None = row(ALL["alert_cases"], told.RAISED)
    assert known
    changes: dict[str, Any] = {"case": number, **more}
    return replace(known, **changes)


ABOUT = About({"C1": Vehicle("C1", plate="浙A1")}, UNITS, {"C9"})


def test_the_alert_queue_shows_what_is_due_first_and_whose_turn_it_is() -> None:
    cases = [
        case("later", stage="acknowledged"),
        case("up", stage="escalated", level=1),
        case("over", stage="closed"),
        case("gone", stage="dismissed"),
    ]
    first, second = alert_queue.rows(cases, ABOUT, NINE + HOUR + MINUTE)
    assert (first["case"], first["handler"], first["overdue"]) == ("up", "CENTRE", True)
    assert (second["case"], second["handler"], second["overdue"]) == ("later", "UNIT_CLERK", False)
    assert (first["plate"], first["unit_name"], first["count"]) == ("浙A1", "档案馆", 1)
    assert (first["rule_name"], first["due_at"]) == ("超时未还", "2026-10-05T02:00:00Z")


def test_a_case_is_overdue_only_after_its_moment() -> None:
    [now] = alert_queue.rows([case("K1")], ABOUT, NINE + HOUR)
    assert now["overdue"] is False
    [unknown] = alert_queue.rows([case("K1", vehicle="C7", unit="X")], ABOUT, NINE)
    assert (unknown["plate"], unknown["unit_name"]) == ("C7", "X")


def test_confidential_cars_are_counted_in_the_queue_and_not_named() -> None:
    cases = [case("K1"), case("K2", vehicle="C9"), case("K3", officer="zhou")]
    shown, rest = alert_queue.rows(cases, ABOUT, NINE)
    assert (shown["case"], rest["stage"], rest["count"]) == ("K1", "RESTRICTED", 2)
    assert "C9" not in str(rest)
    assert set(shown) == set(rest)


def test_precision_is_confirmed_of_those_confirmed_or_dismissed_as_false() -> None:
    no: dict[str, Any] = {"stage": "dismissed"}
    cases = [
        case("1", stage="closed", finding_class="MANAGEMENT"),
        case("2", stage="confirmed", finding_class="DEVICE"),
        case("3", **no, reason="DataError"),
        case("4", **no, reason="WorkNeed"),
        case("5", **no, reason="DataError", auto=True),
        case("6"),
        case("7", **no, reason="RuleFalsePositive"),
        case("8", code="USE-12"),
    ]
    first, second = alert_queue.precision(cases)
    names = ("raised", "open", "confirmed", "dismissed_false", "dismissed_other", "settled")
    assert [first[name] for name in names] == [7, 2, 2, 2, 1, 1]
    assert (first["precision_percent"], first["rule_name"]) == (50.0, "超时未还")
    assert (second["code"], second["precision_percent"]) == ("USE-12", None)


@pytest.mark.proves("R067")
def test_the_city_board_has_one_line_a_tenant() -> None:
    units = {f"U{n}": Unit(f"U{n}", jurisdiction=f"3301{n:02}") for n in range(13)}
    units |= {"U99": Unit("U99", jurisdiction="330100"), "X": Unit("X")}
    disposal = Disposal("D1", "C1", "U99", "S1", "MAIL", "REPLACEMENT", overdue=True)
    folded: Folded = {
        "units": units,
        "vehicles": {
            "C1": Vehicle("C1", unit="U1", stage="on_trip"),
            "C2": Vehicle("C2", unit="U1", stage="disposed"),
            "C3": Vehicle("C3", unit="nobody", stage="available"),
            "C4": Vehicle("C4", unit="U1", stage="available"),
        },
        "open_orders": {
            "1": order("requested", unit="U1"),
            "2": order("underway", unit="U1", overdue_at=NINE),
            "3": order("underway", unit="U1", overdue_at=NINE + HOUR),
            "4": order("underway", unit="U1"),
        },
        "check_counts": {"1": CheckCount("U1", "MONTHLY", "2026-10", missed=3)},
        "alert_cases": {
            "1": case("1", unit="U1", severity="RED"),
            "2": case("2", unit="U1", stage="escalated"),
            "3": case("3", unit="U1", stage="closed", severity="RED"),
            "4": case("4", unit="U1", severity="RED"),
        },
        "seals": {"S1": SEAL},
        "disposals": {"D1": disposal},
    }
    found = {line.pop("jurisdiction"): line for line in city_board.rows(folded, NINE)}
    assert len(found) == 13
    assert [*found["330101"].values()] == [1, 2, 1, 1, 1, 3, 3, 2, 1, 0, 0]
    assert [*found["330100"].values()] == [2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1]
    assert found["330102"]["units"] == 1

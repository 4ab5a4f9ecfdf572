"""Papers, each valid in time: what they say, and whose past they touch."""

from datetime import UTC, datetime, timedelta

import pytest

from fleet.decider import Event
from fleet.organisation.unit import UnitRegistered
from fleet.vehicle.fence import FenceWithdrawn
from fleet.vehicle.fence_plan import FencePlanPublished
from fleet.vehicle.terminal import TerminalBound, TerminalRegistered, TerminalUnbound
from fleet.vehicle.terminal_habits import ClockDeclared
from telemetry.course import fence_of, tasks
from telemetry.moment import FOREVER, micros
from telemetry.registry import Registry
from tests.telemetry.scene import ALWAYS, yard

DAY = datetime(2026, 10, 1, tzinfo=UTC)
NEXT, LATER = DAY + timedelta(days=1), DAY + timedelta(days=2)


def told(*events: Event) -> Registry:
    registry = Registry()
    for event in events:
        registry.apply(event)
    return registry


def bound(device: str, vehicle: str, begin: datetime, end: datetime | None = None) -> Event:
    return TerminalBound(device=device, vehicle=vehicle, valid_from=begin, valid_to=end)


def plan(version: int, begin: datetime, *operating: str, end: datetime | None = None) -> Event:
    return FencePlanPublished(
        vehicle="V",
        version=version,
        home=("home",),
        operating=operating,
        forbidden=(),
        valid_from=begin,
        valid_to=end,
    )


def test_a_terminal_speaks_for_the_vehicle_it_was_in_at_fix_time() -> None:
    registry = told(bound("T", "A", DAY, NEXT), bound("T", "B", NEXT))
    moments = (DAY - timedelta(seconds=1), DAY, NEXT - timedelta(seconds=1), NEXT)
    assert [registry.vehicle("T", at) for at in moments] == [None, "A", "A", "B"]


@pytest.mark.parametrize(("at", "spans"), [(NEXT, 1), (DAY, 0)])
def test_a_binding_ends_where_the_terminal_is_taken_out(at: datetime, spans: int) -> None:
    taken_out = TerminalUnbound(device="T", vehicle="A", at=at)
    registry = told(bound("T", "A", DAY), bound("T", "B", LATER), taken_out)
    assert len(registry.spans("A")) == spans
    assert registry.vehicle("T", NEXT) is None


def test_a_spare_terminal_decides_nothing() -> None:
    spare = TerminalBound(device="T", vehicle="A", valid_from=DAY, valid_to=None, spare=True)
    registry = told(spare)
    assert registry.vehicle("T", NEXT) is None
    assert registry.spans("A") == []


def test_a_stretch_belongs_to_a_vehicle_only_if_every_moment_of_it_does() -> None:
    spare = TerminalBound(device="S", vehicle="A", valid_from=DAY, valid_to=None, spare=True)
    clock = ClockDeclared(device="C", ahead_s=7, valid_from=DAY, valid_to=None)
    registry = told(
        bound("T", "A", DAY, NEXT), bound("T", "B", NEXT), spare, bound("C", "A", DAY), clock
    )
    day, following, last = micros(DAY), micros(NEXT), micros(LATER)
    assert registry.bound("T", day, following - 1) == "A"
    assert registry.bound("T", following, last) == "B"
    assert registry.bound("T", day, following) is None
    assert registry.bound("T", day - 1, day - 1) is None
    assert registry.bound("S", day, day) is None
    assert registry.bound("C", day, day) is None


def test_every_entry_says_whose_past_it_touches_and_from_when_on() -> None:
    registry = told(TerminalRegistered(device="T"), bound("T", "V", ALWAYS))
    touched = [
        registry.apply(event)
        for event in (
            bound("U", "W", DAY),
            yard("f", everyone=True, begin=NEXT),
            FenceWithdrawn(fence="f", at=LATER),
            plan(1, NEXT, "g"),
            yard("g", begin=LATER),
            UnitRegistered(unit="U1", name="市档案馆", jurisdiction="hz"),
        )
    ]
    named = [each and (sorted(each.vehicles), each.begin) for each in touched]
    assert named == [
        (["W"], micros(DAY)),
        (["V", "W"], micros(NEXT)),
        (["V", "W"], micros(LATER)),
        (["V"], micros(NEXT)),
        (["V"], micros(LATER)),
        None,
    ]
    assert registry.devices == {"T"}


def test_visits_are_derived_for_every_version_that_was_in_force() -> None:
    registry = told(yard("home", 1, DAY), yard("home", 2, NEXT), plan(1, DAY, "away"))
    derived = [(task.key, task.begin, task.end) for task in tasks(registry, "V") if task.fence]
    assert derived == [
        ("fence:home@1", micros(DAY), micros(NEXT)),
        ("fence:home@2", micros(NEXT), FOREVER),
    ]
    assert fence_of("fence:home@2") == ("home", 2)


def test_absences_run_on_while_the_plan_names_some_area_in_force() -> None:
    registry = told(
        yard("a", 1, DAY, valid_to=NEXT),
        yard("b", 1, NEXT, valid_to=LATER),
        plan(1, DAY - timedelta(days=1), "a", "b", "unknown"),
    )
    [absences] = [task for task in tasks(registry, "V") if task.rule]
    assert (absences.begin, absences.end) == (micros(DAY), micros(LATER))
    assert [piece.versions for piece in absences.pieces] == [
        ("plan@1", "a@1"),
        ("plan@1", "b@1"),
    ]


def test_between_two_plans_nothing_can_be_left() -> None:
    registry = told(yard("a", 1, DAY), plan(1, DAY, "a", end=NEXT), plan(2, LATER, "a"))
    absences = [(task.begin, task.end) for task in tasks(registry, "V") if task.rule]
    assert absences == [(micros(DAY), micros(NEXT)), (micros(LATER), FOREVER)]


def test_without_an_operating_area_nothing_can_be_left() -> None:
    assert [task for task in tasks(told(plan(1, DAY)), "V") if task.rule] == []
    assert tasks(told(), "V") == ()

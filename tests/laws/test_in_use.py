"""Whatever eight people say, in whatever order: the laws of cars in use hold."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from itertools import combinations
from operator import methodcaller
from typing import Any

import asyncpg
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from fleet.decider import Entry, Event
from fleet.ledger import follow
from fleet.ledger.applications import Lifecycle
from fleet.ledger.schema import migrate
from fleet.people.qualification import Qualification
from fleet.vehicle.car_schedule_words import CarBlocked
from fleet.vehicle.safety import SafetyItemsFailed
from projections import engine, tables
from projections.audit import replay
from tests.laws.clerks_in_use import CARS, DRIVERS, ORDERS, WINDOWS, Clerk, Town
from tests.laws.reckoning_in_use import BrokenLaw, Reckoning
from tests.laws.reckoning_schedules import Schedules
from tests.scenarios.office import Office

# The pool of connections draws its waits at random, in threads, while hypothesis draws examples.
pytestmark = pytest.mark.filterwarnings("ignore:Do not use the `random` module inside strategies")

Step = Callable[[Clerk], None]
orders, cars, drivers = (st.sampled_from(each) for each in (ORDERS, CARS, DRIVERS))
windows, people = st.sampled_from(WINDOWS), st.integers(0, 3)
cases = st.sampled_from("12")
WORDS = (
    "AcknowledgeAlert",
    "RequestExplanation",
    "SubmitExplanation",
    "DismissAlert",
    "ConfirmFinding",
    "OrderRectification",
    "SubmitRectification",
    "CloseAlert",
    "ReopenAlert",
)
TIMES = ("2026-03-13 08:00:00", "2026-03-14 08:00:00", "2026-03-15 20:00:00", "2026-03-16 08:00:00")
SPANS = [*combinations(TIMES, 2)]
steps: st.SearchStrategy[Step] = st.one_of(
    st.builds(lambda n, w: lambda it: it.ask(n, w), orders, windows),
    st.builds(lambda n, c, d: lambda it: it.assign(n, c, d), orders, cars, drivers),
    st.builds(
        lambda n, c, d, w: lambda it: it.emergency(n, c, d, w), orders, cars, drivers, windows
    ),
    st.builds(lambda n, d: lambda it: it.leave(n, d, "09:50"), orders, drivers),
    st.builds(lambda n: lambda it: it.back(n, "10:40"), orders),
    st.builds(lambda n: lambda it: it.longer(n, "14:00"), orders),
    st.builds(lambda n: lambda it: it.cancel(n), orders),
    st.builds(lambda n, c, d: lambda it: it.other_car(n, c, d), orders, cars, drivers),
    st.builds(lambda c, r: lambda it: it.check(c, r), cars, st.sampled_from(["FAIL", "PASS"])),
    st.builds(lambda c: lambda it: it.suspend(c), cars),
    st.builds(lambda d: lambda it: it.ground(d), drivers),
    st.builds(
        lambda d, day: lambda it: it.licence(d, day),
        drivers,
        st.sampled_from(["2026-03-01", "2030-01-01"]),
    ),
    st.builds(lambda c, t: lambda it: it.exempt(c, *t), cars, st.sampled_from(SPANS)),
    st.builds(lambda n: lambda it: it.alert(n), cases),
    st.builds(lambda n, w, p: lambda it: it.answer(n, w, p), cases, st.sampled_from(WORDS), people),
    st.builds(lambda n: lambda it: it.explain(n), cases),
)
EVER, NEVER = datetime(2026, 3, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
DAYS_WORK: tuple[Step, ...] = (
    lambda it: it.ask("1", WINDOWS[0]),
    lambda it: it.ask("2", WINDOWS[1]),
    lambda it: it.assign("1", "V1", "D1"),
    lambda it: it.assign("2", "V1", "D2"),
    lambda it: it.assign("2", "V2", "D2"),
    lambda it: it.leave("1", "D1", "09:00"),
    lambda it: it.cancel("2"),
    lambda it: it.ask("4", WINDOWS[2]),
    lambda it: it.assign("4", "V2", "D1"),
    lambda it: it.leave("4", "D1", "10:35"),
    lambda it: it.back("1", "10:40"),
    lambda it: it.leave("4", "D1", "10:50"),
    lambda it: it.alert("1"),
    lambda it: it.answer("1", "AcknowledgeAlert", 0),
    lambda it: it.answer("1", "RequestExplanation", 0),
    lambda it: it.explain("1"),
    lambda it: it.answer("1", "ConfirmFinding", 0),
    lambda it: it.answer("1", "ConfirmFinding", 1),
    lambda it: it.answer("1", "ConfirmFinding", 2),
    lambda it: it.exempt("V1", *TIMES[1:3]),
    lambda it: it.ask("3", WINDOWS[3]),
    lambda it: it.assign("3", "V2", "D1"),
    lambda it: it.assign("3", "V1", "D1"),
)


@pytest.fixture
def ledger(dsn: str) -> Iterator[Lifecycle]:
    migrate(dsn)
    with Lifecycle.opened(dsn) as opened:
        yield opened


async def entries(dsn: str) -> list[Entry]:
    connection = await asyncpg.connect(dsn)
    found = await follow.read(connection, "lifecycle", 0, limit=1_000_000)
    await connection.close()
    return found


def reckon(told: list[Entry]) -> Reckoning:
    """By the orders, and by the schedules alone."""
    reckoning = Reckoning()
    reckoning.take(told)
    Schedules().take(told)
    return reckoning


def founded(ledger: Lifecycle) -> Clerk:
    office = Office(ledger)
    return Clerk(office, Town.founded(office))


async def reckoned(dsn: str) -> Reckoning:
    """Everything that was written, against the laws; and the live views against a fold."""
    reckoning = reckon(await entries(dsn))
    connection = await asyncpg.connect(dsn)
    await tables.migrate(connection)
    await engine.bring_up(connection)
    assert (await replay.rebuild(connection)).found == []
    await connection.close()
    return reckoning


class TheDay(RuleBasedStateMachine):
    """One after the other."""

    def __init__(self, ledger: Lifecycle) -> None:
        super().__init__()
        self.clerk = founded(ledger)
        for step in DAYS_WORK[:5]:
            step(self.clerk)

    @rule(step=steps)
    def says(self, step: Step) -> None:
        """Something comes to somebody's mind."""
        step(self.clerk)


@pytest.mark.proves("R060")
@pytest.mark.proves("R094")
@pytest.mark.proves("R095")
@pytest.mark.proves("R078")
async def test_no_sequence_of_words_breaks_a_law(dsn: str, ledger: Lifecycle) -> None:
    few = settings(max_examples=13, stateful_step_count=30, deadline=None, phases=[Phase.generate])
    machine: Any = lambda: TheDay(ledger)  # noqa: E731 - hypothesis makes one an example
    run_state_machine_as_test(machine, settings=few)
    seen = (await reckoned(dsn)).seen
    assert seen["order.assigned"] > 0
    assert seen["order.departed"] > 0
    assert seen["car-schedule.blocked"] > 0


@pytest.mark.proves("R060")
@pytest.mark.proves("R094")
@pytest.mark.proves("R095")
async def test_eight_people_at_once_break_no_law(dsn: str, ledger: Lifecycle) -> None:
    few = settings(
        max_examples=4,
        deadline=None,
        suppress_health_check=[*HealthCheck],
        phases=[Phase.generate],
    )

    @few
    @given(st.lists(st.lists(steps, min_size=6, max_size=12), min_size=8, max_size=8))
    def at_once(sayings: list[list[Step]]) -> None:
        first = founded(ledger)

        def speak(number: int) -> None:
            clerk = Clerk(Office(ledger, now=first.office.now), first.town)
            for step in (*DAYS_WORK[number % 2 :: 2], *sayings[number], *DAYS_WORK):
                step(clerk)

        with ThreadPoolExecutor(8) as people:
            [*people.map(speak, range(8))]

    at_once()
    seen = (await reckoned(dsn)).seen
    assert seen["order.assigned"] > 0
    assert seen["alert-case.finding-confirmed"] > 0
    assert seen["seal-period.exemption-granted"] > 0


DOCTORED: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("order.assigned", {"order": "another"}, "V1 is with"),
    ("order.assigned", {"order": "another", "vehicle": "another"}, "D1 is with"),
    ("order.assigned", {"order": "another", "driver": "nobody"}, "nobody may not drive"),
    ("order.departed", {}, "VehicleDepartedOnOrder of .* at Underway"),
    ("order.departed", {"order": "another"}, "V1 is out on .*, and leaves on another"),
    ("order.departed", {"order": "another", "vehicle": "another"}, "D1 is out on .*, and leaves"),
    ("order.approved", {}, "TripApproved of .* at Approved"),
    ("driver-schedule.qualified", {"qualification": Qualification()}, "may not drive"),
    ("car-schedule.reserved", {"order": "another"}, "schedule: .*V1 is with"),
    ("driver-schedule.reserved", {"order": "another"}, "schedule: .*D1 is with"),
    ("alert-case.acknowledged", {"by": "王芳"}, "his own case"),
    ("alert-case.explanation-submitted", {"by": "王芳"}, "his own case"),
    ("seal-period.exemption-granted", {"ends_at": NEVER}, "outside its period"),
    ("seal-period.exemption-granted", {"approver": "吴越"}, "granted to oneself"),
    ("seal-period.planned", {"period": "other", "begins_at": EVER}, "is sealed"),
)
"""Said once more, and differently -> the law that is broken."""


async def test_a_day_that_breaks_a_law_is_noticed(dsn: str, ledger: Lifecycle) -> None:
    clerk = founded(ledger)
    for step in DAYS_WORK:
        step(clerk)
    told = await entries(dsn)
    reckoning = reckon(told)
    assert len(reckoning.covers) == 4  # the third on a sealed day, exempt
    assert {*reckoning.out.values()} == {clerk.town.named("O4")}  # it waited for the first
    for topic, otherwise, law in DOCTORED:
        with pytest.raises(BrokenLaw, match=law):
            reckon(doctored(told, topic, methodcaller("model_copy", update=otherwise)))


async def test_a_car_that_must_not_go_is_noticed(dsn: str, ledger: Lifecycle) -> None:
    clerk = founded(ledger)
    for step in DAYS_WORK:
        step(clerk)
    told, car = await entries(dsn), clerk.town.named("V1")
    for topic, law in (
        ("order.approved", "is blocked, .* got it"),
        ("order.assigned", "left for .*, blocked"),
    ):
        block = lambda it: CarBlocked(vehicle=car, cause="safety", since=it.at, at=it.at)  # noqa: E731 - a change
        with pytest.raises(BrokenLaw, match=law):
            reckon(doctored(told, topic, block))
    items = ("BRAKES",)
    failed = lambda it: SafetyItemsFailed(  # noqa: E731 - a change
        vehicle=car, check="1", items=items, failed=items, at=it.at
    )
    with pytest.raises(BrokenLaw, match="with failed items"):
        reckon(doctored(told, "order.assigned", failed))


def doctored(told: list[Entry], topic: str, change: Callable[[Any], Event]) -> list[Entry]:
    """The same day, with something in it that must not be."""
    found: list[Entry] = []
    for entry in told:
        more = [replace(entry, event=change(entry.event))] if topic == entry.event.TOPIC else []
        found += [entry, *more]
    assert len(found) > len(told)
    return found

"""Whatever eight people say, in whatever order: the laws of cars in use hold."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations
from typing import Any

import asyncpg
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from fleet.decider import Entry
from fleet.ledger import follow
from fleet.ledger.applications import Lifecycle
from fleet.ledger.schema import migrate
from projections import engine, tables
from projections.audit import replay
from tests.laws.clerks_in_use import CARS, DRIVERS, ORDERS, WINDOWS, Clerk, Town
from tests.laws.reckoning_in_use import BrokenLaw, Reckoning
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
TIMES = ("2026-04-03 08:00:00", "2026-04-04 08:00:00", "2026-04-05 20:00:00", "2026-04-06 08:00:00")
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
DAYS_WORK: tuple[Step, ...] = (
    lambda it: it.ask("1", WINDOWS[0]),
    lambda it: it.ask("2", WINDOWS[1]),
    lambda it: it.assign("1", "V1", "D1"),
    lambda it: it.assign("2", "V1", "D2"),
    lambda it: it.assign("2", "V2", "D2"),
    lambda it: it.leave("1", "D1", "09:00"),
    lambda it: it.back("1", "10:40"),
    lambda it: it.alert("1"),
    lambda it: it.answer("1", "AcknowledgeAlert", 0),
    lambda it: it.answer("1", "RequestExplanation", 0),
    lambda it: it.explain("1"),
    lambda it: it.answer("1", "ConfirmFinding", 0),
    lambda it: it.answer("1", "ConfirmFinding", 1),
    lambda it: it.answer("1", "ConfirmFinding", 2),
    lambda it: it.exempt("V1", *TIMES[1:3]),
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


async def reckoned(dsn: str) -> Reckoning:
    """Everything that was written, against the laws; and the live views against a fold."""
    reckoning = Reckoning()
    reckoning.take(await entries(dsn))
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
        office = Office(ledger)
        self.clerk = Clerk(office, Town.founded(office))
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
    few = settings(max_examples=120, stateful_step_count=40, deadline=None, phases=[Phase.generate])
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
        max_examples=20,
        deadline=None,
        suppress_health_check=[*HealthCheck],
        phases=[Phase.generate],
    )

    @few
    @given(st.lists(st.lists(steps, min_size=6, max_size=12), min_size=8, max_size=8))
    def at_once(sayings: list[list[Step]]) -> None:
        office = Office(ledger)
        town = Town.founded(office)

        def speak(number: int) -> None:
            clerk = Clerk(Office(ledger, now=office.now), town)
            for step in (*DAYS_WORK[number % 2 :: 2], *sayings[number], *DAYS_WORK):
                step(clerk)

        with ThreadPoolExecutor(8) as people:
            [*people.map(speak, range(8))]

    at_once()
    seen = (await reckoned(dsn)).seen
    assert seen["order.assigned"] > 0
    assert seen["alert-case.finding-confirmed"] > 0
    assert seen["seal-period.exemption-granted"] > 0


async def test_a_day_that_breaks_a_law_is_noticed(dsn: str, ledger: Lifecycle) -> None:
    office = Office(ledger)
    clerk = Clerk(office, Town.founded(office))
    for step in DAYS_WORK:
        step(clerk)
    told = await entries(dsn)
    Reckoning().take(told)
    for topic, law in (
        ("order.assigned", "is with"),
        ("alert-case.acknowledged", "his own case"),
        ("order.departed", "order.*at Draft|left|VehicleDepartedOnOrder"),
    ):
        with pytest.raises(BrokenLaw, match=law):
            Reckoning().take(_doctored(told, topic))


def _doctored(told: list[Entry], topic: str) -> Iterator[Entry]:
    """The same day, with something in it that must not be."""
    for entry in told:
        yield entry
        event: Any = entry.event
        if topic != event.TOPIC:
            continue
        match topic:
            case "order.assigned":
                yield _with(entry, event.model_copy(update={"order": "another"}))
            case "alert-case.acknowledged":
                for who in ("孙立", "王芳", "郑直"):
                    yield _with(entry, event.model_copy(update={"by": who}))
            case _:
                yield entry


def _with(entry: Entry, event: Any) -> Entry:  # noqa: ANN401 - of any kind
    return Entry(
        entry.ledger,
        entry.position,
        entry.stream,
        entry.version,
        entry.event_id,
        entry.recorded_at,
        entry.metadata,
        event,
    )

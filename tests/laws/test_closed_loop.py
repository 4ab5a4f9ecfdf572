"""Whatever eight clerks say, in whatever order: the laws of the closed loop hold."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from fleet.ledger import follow
from fleet.ledger.applications import Lifecycle
from fleet.ledger.schema import migrate
from projections import engine, tables
from projections.audit import replay
from tests.laws.clerks import CEILING, NUMBERS, SLOTS, UNITS, Clerk, Town
from tests.laws.reckoning import Reckoning
from tests.scenarios.office import Office

# The pool of connections draws its waits at random, in threads, while hypothesis draws examples.
pytestmark = pytest.mark.filterwarnings("ignore:Do not use the `random` module inside strategies")

units, slots, numbers = (st.sampled_from(each) for each in (UNITS, SLOTS, NUMBERS))
maybe = st.one_of(st.none(), numbers)
Step = Callable[[Clerk], None]
steps: st.SearchStrategy[Step] = st.one_of(
    st.builds(lambda u, s: lambda it: it.authorise(u, s), units, slots),
    st.builds(lambda s: lambda it: it.retire(s), slots),
    st.builds(lambda n: lambda it: it.lower(n), st.integers(CEILING - 2, CEILING + 1)),
    st.builds(lambda s, u: lambda it: it.transfer(s, u), slots, units),
    st.builds(lambda n, u: lambda it: it.take_over(n, u, n), numbers, units),
    st.builds(lambda n, u, car: lambda it: it.ask(n, u, car or "4", car), numbers, units, maybe),
    st.builds(lambda n, line: lambda it: it.fund(n, line), numbers, numbers),
    st.builds(lambda c, n, u: lambda it: it.write_off(c, n, u, n, n), numbers, numbers, units),
    st.builds(lambda p, n, u, c: lambda it: it.buy(p, n, u, n, c), numbers, numbers, units, maybe),
    st.builds(lambda p: lambda it: it.cancel(p), numbers),
)
FOUNDED: tuple[Step, ...] = tuple(
    step
    for n in NUMBERS
    for step in (
        lambda it, n=n: it.authorise("A", n),
        lambda it, n=n: it.take_over(n, "A", n),
    )
)
LOOP: tuple[Step, ...] = tuple(
    step
    for n in NUMBERS
    for step in (
        lambda it, n=n: it.ask(n, "A", n, n),
        lambda it, n=n: it.fund(n, n),
        lambda it, n=n: it.write_off(n, n, "A", n, n),
        lambda it, n=n: it.buy(n, n, "A", n, n),
    )
)


@pytest.fixture
def ledger(dsn: str) -> Iterator[Lifecycle]:
    migrate(dsn)
    with Lifecycle.opened(dsn) as opened:
        yield opened


async def reckoned(dsn: str) -> Reckoning:
    """Everything that was written, against the laws; and the live views against a fold."""
    connection = await asyncpg.connect(dsn)
    reckoning = Reckoning()
    reckoning.take(await follow.read(connection, "lifecycle", 0, limit=1_000_000))
    await tables.migrate(connection)
    await engine.bring_up(connection)
    assert (await replay.rebuild(connection)).found == []
    await connection.close()
    return reckoning


def founded(ledger: Lifecycle) -> Clerk:
    office = Office(ledger)
    return Clerk(office, Town.founded(office))


class TheLoop(RuleBasedStateMachine):
    """One clerk after the other."""

    def __init__(self, ledger: Lifecycle) -> None:
        super().__init__()
        self.clerk = founded(ledger)
        for step in FOUNDED:
            step(self.clerk)

    @rule(step=steps)
    def says(self, step: Step) -> None:
        """Something comes to the clerk's mind."""
        step(self.clerk)

    @rule(number=numbers)
    def goes_round(self, number: str) -> None:
        """One car goes the whole way."""
        for step in LOOP[4 * int(number) - 4 : 4 * int(number)]:
            step(self.clerk)


@pytest.mark.proves("R003")
@pytest.mark.proves("R008")
@pytest.mark.proves("R026")
@pytest.mark.proves("R108")
@pytest.mark.proves("R113")
async def test_no_sequence_of_commands_breaks_a_law(dsn: str, ledger: Lifecycle) -> None:
    few = settings(max_examples=12, stateful_step_count=12, deadline=None)
    machine: Any = lambda: TheLoop(ledger)  # noqa: E731 - hypothesis makes one an example
    run_state_machine_as_test(machine, settings=few)
    reckoning = await reckoned(dsn)
    assert reckoning.seen["purchase.applied"] > 0
    assert reckoning.seen["slot.vacated"] > 0


@pytest.mark.proves("R108")
@pytest.mark.proves("R113")
async def test_eight_clerks_at_once_break_no_law(dsn: str, ledger: Lifecycle) -> None:
    few = settings(max_examples=4, deadline=None, suppress_health_check=[*HealthCheck])

    @few
    @given(st.lists(st.lists(steps, min_size=3, max_size=5), min_size=8, max_size=8))
    def at_once(sayings: list[list[Step]]) -> None:
        first = founded(ledger)
        for step in FOUNDED:
            step(first)

        def speak(number: int) -> None:
            clerk = Clerk(Office(ledger), first.town)
            for step in (*LOOP[number % 3 :: 3], *sayings[number], *LOOP):
                step(clerk)

        with ThreadPoolExecutor(8) as clerks:
            [*clerks.map(speak, range(8))]

    at_once()
    reckoning = await reckoned(dsn)
    assert reckoning.seen["purchase.applied"] > 0

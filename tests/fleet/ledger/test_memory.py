"""What a stream amounted to is remembered: only what is new is read, whatever others write."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from fleet.decider import Decider, Event
from fleet.ledger.applications import Lifecycle
from fleet.ledger.handle import handle, load
from fleet.ledger.memory import NOTHING, Known, Memory
from fleet.ledger.saying import Said
from fleet.ledger.streams import Streams
from tests.fleet.ledger.counter import CLERK, Count, Counted, counter

STREAM = "counter:1"
NAMES: dict[type[Event], UUID] = {Counted: UUID(int=1)}
notes: Decider[Count, Counted, tuple[str, ...]] = Decider(
    initial=(), decide=lambda *_: [], evolve=lambda told, event: (*told, event.note)
)


def count(note: str = "") -> Said[Count, Counted, int]:
    return Said(STREAM, counter, Count(note=note))


def versions(ledger: Lifecycle) -> int:
    return ledger.memory.get(STREAM).version


def test_what_was_folded_is_not_read_again(ledger: Lifecycle) -> None:
    handle(ledger, count(), count(), saying=CLERK)
    assert load(ledger, STREAM, counter) == 2
    assert versions(ledger) == 2
    ledger.memory.keep(STREAM, Known(2, {counter.evolve: 0}))
    handle(ledger, count(), saying=CLERK)
    assert load(ledger, STREAM, counter) == 1


def test_what_others_wrote_meanwhile_is_seen(ledger: Lifecycle, dsn: str) -> None:
    handle(ledger, count(), saying=CLERK)
    assert load(ledger, STREAM, counter) == 1
    with Lifecycle.opened(dsn) as another:
        handle(another, count(), saying=CLERK)
    assert load(ledger, STREAM, counter) == 2
    assert [entry.version for entry in handle(ledger, count(), saying=CLERK)] == [3]


def test_what_is_only_being_decided_is_not_remembered(ledger: Lifecycle) -> None:
    handle(ledger, count(), saying=CLERK)
    streams = Streams(ledger)
    streams.hear([count(), count()], CLERK)
    assert streams.state(STREAM, counter) == 3
    assert versions(ledger) == 1
    assert load(ledger, STREAM, counter) == 1


def test_other_rules_read_from_the_beginning(ledger: Lifecycle) -> None:
    handle(ledger, count("a"), count("b"), saying=CLERK)
    assert load(ledger, STREAM, counter) == 2
    streams = Streams(ledger)
    [heard] = streams.hear([count("c")], CLERK)
    assert streams.state(STREAM, notes) == ("a", "b", "c")
    assert streams.state(STREAM, counter) == 3
    assert heard.originator_version == 3
    assert ledger.memory.get(STREAM).states == {counter.evolve: 2, notes.evolve: ("a", "b")}


def test_the_last_event_of_a_kind_is_remembered(ledger: Lifecycle) -> None:
    [entry] = handle(ledger, count(), saying=CLERK)
    assert load(ledger, STREAM, counter) == 1
    assert Streams(ledger).named(STREAM, Counted) == entry.event_id


def test_who_knows_less_changes_nothing() -> None:
    memory = Memory()
    memory.keep("a", Known(3, {counter.evolve: 3}, NAMES))
    memory.keep("a", Known(2, {counter.evolve: 2}))
    assert memory.get("a") == Known(3, {counter.evolve: 3}, NAMES)


def test_what_has_not_changed_for_the_longest_is_forgotten_first() -> None:
    memory = Memory(size=2)
    for stream in ("a", "b", "a", "c"):
        memory.keep(stream, Known(1))
    assert [memory.get(stream).version for stream in "abc"] == [1, 0, 1]
    assert memory.get("b") is NOTHING


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(1, 9)), max_size=20))
def test_the_newest_version_is_known_in_whatever_order_it_is_told(
    told: list[tuple[str, int]],
) -> None:
    memory = Memory()
    for stream, version in told:
        memory.keep(stream, Known(version))
    newest = {stream: max(v for s, v in told if s == stream) for stream, _ in told}
    assert {stream: memory.get(stream).version for stream in newest} == newest

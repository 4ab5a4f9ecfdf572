"""What was decided is kept, in order, once."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
import stamina
from eventsourcing.persistence import StoredEvent

from fleet.decider import Conflict, Entry, Refused
from fleet.ledger import follow
from fleet.ledger.applications import Lifecycle
from fleet.ledger.handle import handle, load
from fleet.ledger.saying import Said, Saying
from tests.fleet.ledger.counter import CLERK, LIMIT, Count, Counted, counter


def count(stream: str, note: str = "") -> Said[Any, Any, Any]:
    return Said(stream, counter, Count(note=note))


def written(ledger: Lifecycle) -> Sequence[int]:
    return [each.id for each in ledger.recorder.select_notifications(None, 1000)]


async def test_entries_are_read_back_as_they_were_written(
    ledger: Lifecycle, connection: asyncpg.Connection
) -> None:
    said = handle(ledger, count("counter:甲", "一"), saying=CLERK)
    said += handle(ledger, count("counter:甲", "二"), saying=CLERK)
    assert said == await follow.read(connection, "lifecycle", 0)


def test_an_entry_says_who_when_and_where(ledger: Lifecycle) -> None:
    before = datetime.now(UTC)  # noqa: TID251 - it is the clock that is tested
    [entry] = handle(ledger, count("counter:1", "一"), saying=CLERK)
    assert entry == Entry(
        "lifecycle", 1, "counter:1", 1, entry.event_id, entry.recorded_at, entry.metadata,
        Counted(note="一"),
    )  # fmt: skip
    assert before <= entry.recorded_at <= datetime.now(UTC)  # noqa: TID251 - as above


def test_what_the_speaker_leaves_empty_is_not_kept(ledger: Lifecycle) -> None:
    [entry] = handle(ledger, count("counter:1"), saying=Saying(actor="王", channel="http"))
    assert entry.metadata == {"actor": "王", "channel": "http"}


def test_all_commands_are_kept_or_none(ledger: Lifecycle) -> None:
    too_many = [count("counter:2") for _ in range(LIMIT + 1)]
    with pytest.raises(Refused, match="LimitReached"):
        handle(ledger, count("counter:1"), *too_many, saying=CLERK)
    assert written(ledger) == []


def test_a_command_sees_what_those_before_it_did_to_its_stream(ledger: Lifecycle) -> None:
    entries = handle(ledger, *[count("counter:1") for _ in range(LIMIT)], saying=CLERK)
    assert [entry.version for entry in entries] == [1, 2, 3]
    assert load(ledger, "counter:1", counter) == LIMIT


def test_a_command_that_changes_nothing_writes_nothing(ledger: Lifecycle) -> None:
    assert handle(ledger, count("counter:1", "nothing"), saying=CLERK) == []
    assert written(ledger) == []


def test_the_same_command_again_is_answered_with_what_it_did(ledger: Lifecycle) -> None:
    named = replace(CLERK, command_id=uuid4())
    first = handle(ledger, count("counter:1"), count("counter:2"), saying=named)
    handle(ledger, count("counter:1"), saying=CLERK)
    assert handle(ledger, count("counter:1"), count("counter:2"), saying=named) == first
    assert len(written(ledger)) == len(first) + 1


def test_the_same_command_from_many_at_once_is_done_once(ledger: Lifecycle) -> None:
    named = replace(CLERK, command_id=uuid4())
    with ThreadPoolExecutor(8) as clerks:
        answers = list(
            clerks.map(lambda _: handle(ledger, count("counter:1"), saying=named), range(8))
        )
    assert len(written(ledger)) == 1
    assert answers == [answers[0]] * 8


def test_an_answer_lost_on_the_way_is_not_a_conflict(
    ledger: Lifecycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    insert = ledger.recorder.insert_events

    def twice(events: Sequence[StoredEvent], **kwargs: UUID) -> Sequence[int] | None:
        insert(events, **kwargs)
        positions: Sequence[int] | None = insert(events, **kwargs)
        return positions

    monkeypatch.setattr(ledger.recorder, "insert_events", twice)  # as the library does
    [entry] = handle(ledger, count("counter:1"), saying=CLERK)
    assert written(ledger) == [entry.position]


def test_the_loser_of_a_race_decides_again_from_what_the_winner_wrote(ledger: Lifecycle) -> None:
    def slow(_: Count, state: int) -> list[Counted]:
        if not written(ledger):
            handle(ledger, count("counter:1"), saying=CLERK)
        return [Counted(note=f"after {state}")]

    slowly = replace(counter, decide=slow)
    [entry] = handle(ledger, Said("counter:1", slowly, Count()), saying=CLERK)
    assert entry.event == Counted(note="after 1")


def test_who_loses_five_times_is_told(ledger: Lifecycle) -> None:
    tries = []

    def too_late(command: Count, state: int) -> list[Counted]:
        tries.append(state)
        other = replace(counter, decide=lambda *_: [Counted()])
        handle(ledger, Said("counter:1", other, command), saying=CLERK)
        return [Counted()]

    late = replace(counter, decide=too_late)
    with (
        stamina.set_testing(True, attempts=5, cap=True),
        pytest.raises(Conflict, match="counter:1"),
    ):
        handle(ledger, Said("counter:1", late, Count()), saying=CLERK)
    assert tries == [0, 1, 2, 3, 4]


def test_no_race_breaks_a_limit(ledger: Lifecycle) -> None:
    def clerk(_: int) -> int:
        try:
            return len(handle(ledger, count("counter:1"), saying=CLERK))
        except (Refused, Conflict):
            return 0

    with ThreadPoolExecutor(8) as clerks:
        assert sum(clerks.map(clerk, range(24))) <= LIMIT
    assert load(ledger, "counter:1", counter) <= LIMIT


def test_five_hundred_streams_are_written_within_a_second(ledger: Lifecycle) -> None:
    handle(ledger, count("counter:warm"), saying=CLERK)
    begin = time.perf_counter()
    entries = handle(ledger, *[count(f"counter:{n}") for n in range(500)], saying=CLERK)
    assert time.perf_counter() - begin < 1
    assert [entry.stream for entry in entries] == [f"counter:{n}" for n in range(500)]


def test_the_environment_does_not_leak_in(migrated: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIFECYCLE_POSTGRES_ENABLE_DB_FUNCTIONS", "y")
    monkeypatch.setenv("POSTGRES_HOST", "nowhere.invalid")
    monkeypatch.setenv("PERSISTENCE_MODULE", "eventsourcing.popo")
    with Lifecycle.opened(migrated) as ledger:
        assert not ledger.recorder.datastore.enable_db_functions
        assert handle(ledger, count("counter:1"), saying=CLERK)

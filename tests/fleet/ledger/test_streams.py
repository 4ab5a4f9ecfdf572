"""Facts looked up when a command is decided, and what follows from an event in the same save."""

from collections.abc import Iterable
from typing import Any, ClassVar

import pytest

from fleet.decider import Command, Conflict, Decider, Event, Refused
from fleet.ledger.applications import Lifecycle
from fleet.ledger.handle import handle, load
from fleet.ledger.saying import Reader, Said, Saying
from fleet.ledger.streams import Streams
from tests.fleet.ledger.counter import CLERK, LIMIT, Count, Counted, counter


class Mirror(Command):
    """Write down how often the other one has counted."""

    FACTS: ClassVar = frozenset({"seen", "by"})
    seen: int = -1
    by: str = ""


def _written(command: Mirror, _: int) -> list[Counted]:
    return [Counted(note=f"{command.by} saw {command.seen}")]


mirror: Decider[Mirror, Counted, int] = Decider(
    initial=0, decide=_written, evolve=lambda count, _: count + 1
)


def look(read: Reader, saying: Saying) -> dict[str, object]:
    return {"seen": read.state("counter:1", counter), "by": saying.actor}


def count(stream: str, note: str = "") -> Said[Count, Counted, int]:
    return Said(stream, counter, Count(note=note))


def passed_on(event: Event) -> Iterable[Said[Any, Any, Any]]:
    """What is counted as `pass` is counted by the next one too."""
    if isinstance(event, Counted) and event.note.startswith("pass"):
        yield count("counter:2", event.note.removeprefix("pass"))


def test_a_fact_is_looked_up_when_the_command_is_decided(ledger: Lifecycle) -> None:
    told = Said("counter:mirror", mirror, Mirror(), look)
    entries = handle(ledger, count("counter:1"), told, count("counter:1"), saying=CLERK)
    assert entries[1].event == Counted(note="clerk saw 1")


def test_what_follows_from_an_event_is_kept_in_the_same_save(ledger: Lifecycle) -> None:
    entries = handle(ledger, count("counter:1", "pass it"), saying=CLERK, then=passed_on)
    assert [entry.stream for entry in entries] == ["counter:1", "counter:2"]
    assert len({entry.recorded_at for entry in entries}) == 1


def test_what_follows_has_consequences_of_its_own(ledger: Lifecycle) -> None:
    handle(ledger, count("counter:1", "passpass"), saying=CLERK, then=passed_on)
    assert load(ledger, "counter:2", counter) == 2


def test_nothing_is_kept_if_a_consequence_is_refused(ledger: Lifecycle) -> None:
    handle(ledger, *[count("counter:2")] * LIMIT, saying=CLERK)
    with pytest.raises(Refused):
        handle(ledger, count("counter:1", "pass"), saying=CLERK, then=passed_on)
    assert load(ledger, "counter:1", counter) == 0


def test_a_refusal_knows_the_command_that_was_said(ledger: Lifecycle) -> None:
    handle(ledger, *[count("counter:2")] * LIMIT, saying=CLERK)
    with pytest.raises(Refused) as refusal:
        handle(ledger, count("counter:1", "pass"), saying=CLERK, then=passed_on)
    assert refusal.value.command == Count(note="pass")


def test_what_was_refused_is_forgotten_and_the_rest_goes_on(ledger: Lifecycle) -> None:
    streams = Streams(ledger)
    streams.hear([count("counter:1")] * 2, CLERK)
    with pytest.raises(Refused):
        streams.hear([count("counter:1")] * 2, CLERK)
    assert streams.state("counter:1", counter) == 2
    assert len(streams.hear([count("counter:1")], CLERK)) == 1


def test_the_name_of_an_event_is_known_before_it_is_kept(ledger: Lifecycle) -> None:
    streams = Streams(ledger)
    assert streams.named("counter:1", Counted) is None
    *_, last = streams.hear([count("counter:1")] * 2, CLERK)
    assert streams.named("counter:1", Counted) == last.event_id


def test_the_name_of_a_kept_event_is_found_again(ledger: Lifecycle) -> None:
    [entry] = handle(ledger, count("counter:1"), saying=CLERK)
    assert Streams(ledger).named("counter:1", Counted) == entry.event_id


def test_a_guard_that_was_told_something_else_is_asked_again(ledger: Lifecycle) -> None:
    tries = []

    def stale(_: Count, __: int) -> list[Counted]:
        tries.append(1)
        if len(tries) == 1:
            raise Conflict("told something else")
        return [Counted()]

    impatient = Decider(initial=0, decide=stale, evolve=lambda state, _: state)
    handle(ledger, count("counter:1"), Said("counter:3", impatient, Count()), saying=CLERK)
    assert len(tries) == 2
    assert load(ledger, "counter:1", counter) == 1

"""A run may begin at a memory and end at one: it sees what a run over everything sees."""

from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from telemetry import watch
from telemetry.course import Piece, Task, far
from telemetry.fence import Shape
from telemetry.instants import Instants, gather
from telemetry.moment import FOREVER
from telemetry.profile import PLAIN, STANDARD
from telemetry.visits import Memory
from telemetry.watch import Known, Outcome, Stored, evaluate
from tests.telemetry.scene import INSIDE, OUTSIDE, YARD

SECOND = 10**6
YARD_SHAPE = Shape.compiled(YARD)


def task(key: str, begin: int = 0, end: int = FOREVER, **other: object) -> Task:
    made = Task(key, STANDARD, (Piece(begin, end, (YARD_SHAPE,)),), fence="yard", version=1)
    return replace(made, **other)  # type: ignore[arg-type]


TASKS = [
    task("fence:yard@1"),
    task("fence:yard@2", 90 * SECOND, 400 * SECOND, profile=PLAIN),
    task("rule:GEO-02@0", rule="GEO-02", fence=""),
]


@dataclass(frozen=True)
class Seen:
    """Where the car was, every twenty seconds."""

    lon: list[float]

    def instants(self, begin: int = 0) -> Instants:
        """From the instant with this index on."""
        t = np.arange(begin, len(self.lon), dtype=np.int64) * 20 * SECOND
        lon = np.array(self.lon[begin:], np.float64)
        return gather(t, lon, np.full(len(lon), 30.3), np.zeros(len(lon), np.bool_))


seen = st.builds(Seen, st.lists(st.sampled_from([INSIDE, OUTSIDE]), min_size=2, max_size=60))


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memories are stored at every fourth instant."""
    monkeypatch.setattr(watch, "CHECKPOINT_EVERY", 4)


def whole(car: Seen) -> Outcome:
    return evaluate(TASKS, None, car.instants(), Stored())


@given(seen, st.integers(0, 14))
@example(Seen([INSIDE, OUTSIDE]), 0)
def test_a_run_from_any_memory_ends_like_a_run_over_everything(car: Seen, pick: int) -> None:
    everything = whole(car)
    memories = [*everything.checkpoints, *([everything.tail] if everything.tail else [])]
    known = memories[pick % len(memories)]
    rest = evaluate(TASKS, known, car.instants(known.at // (20 * SECOND)), Stored())
    assert rest.tail == everything.tail
    for key, visits in rest.visits.items():
        lasting = [v for v in everything.visits[key] if (v.exit_confirmed or FOREVER) > known.at]
        assert visits[-len(lasting) :] == lasting


def test_a_run_ends_at_the_stored_memory_that_is_as_it_was() -> None:
    before = whole(Seen([INSIDE] * 30))
    after = Seen([INSIDE] * 30)
    again = evaluate(TASKS, None, after.instants(), Stored(before.checkpoints, 5 * 20 * SECOND))
    assert again.stopped == before.checkpoints[1].at
    assert again.tail is None


def test_a_memory_before_the_touched_instant_proves_nothing() -> None:
    before = whole(Seen([INSIDE] * 30))
    late = Stored(before.checkpoints, FOREVER)
    assert evaluate(TASKS, None, Seen([INSIDE] * 30).instants(), late).stopped is None


def test_a_run_goes_on_where_the_memory_is_another() -> None:
    before = whole(Seen([INSIDE] * 30))
    moved = Seen([INSIDE] * 10 + [OUTSIDE] * 20)
    again = evaluate(TASKS, None, moved.instants(), Stored(before.checkpoints, 0))
    assert again.stopped == before.checkpoints[0].at
    later = Stored(before.checkpoints[2:], 0)
    assert evaluate(TASKS, None, moved.instants(), later).stopped is None


def test_without_instants_nothing_is_found() -> None:
    nothing = evaluate(TASKS, None, Seen([]).instants(), Stored())
    assert nothing.tail is None
    assert not any(nothing.visits.values())


def test_what_is_remembered_of_far_fences_is_stored_once() -> None:
    here = task("fence:here@1", everyone=True)
    away, mine = replace(here, key="fence:away@1"), task("fence:mine@1")
    doubtful = Memory(9, 9, anchor_doubtful=True)
    told = [(mine, Memory.outside(9)), (far(200), doubtful), (here, doubtful), (away, Memory(9))]
    known = Known.of(9, told)
    assert known.memories == {far(200).key: doubtful, away.key: Memory(9)}
    assert [known.memory(each) for each in (mine, here, away)] == [told[0][1], doubtful, Memory(9)]
    assert known.memory(replace(here, pieces=(Piece(10, 20, ()),))) == Memory.start()

"""The law: verdicts are a function of the set of positions, whatever order they came in."""

from itertools import count

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from telemetry.corrections import Correction, Voided, difference, fold
from telemetry.fence import IN, OUT, Shape
from telemetry.instants import gather, instant_classes, jumps
from telemetry.profile import PLAIN, STANDARD, Profile
from telemetry.survey import Stays, Track, survey
from telemetry.visits import Memory, Visit, run

SECOND = 1_000_000
LON, LAT = 120.0, 30.0
M = 1e-5  # about a metre, in degrees

Fact = tuple[str, int, float, float]  # vehicle, seconds, degrees east and north
Walk = tuple[Profile, list[Shape], list[Fact]]

SQUARE = Shape.compiled(
    {
        "type": "Polygon",
        "coordinates": [
            [[LON, LAT], [LON + 0.002, LAT], [LON + 0.002, LAT + 0.002], [LON, LAT + 0.002],
             [LON, LAT]]
        ],
    }
)  # fmt: skip


def track(facts: list[Fact]) -> Track:
    names = tuple(dict.fromkeys(fact[0] for fact in facts))
    return Track(
        names,
        np.array([names.index(fact[0]) for fact in facts], np.int64),
        np.array([fact[1] * SECOND for fact in facts], np.int64),
        np.array([fact[2] for fact in facts], np.float64),
        np.array([fact[3] for fact in facts], np.float64),
    )


def found(facts: list[Fact], shapes: list[Shape], profile: Profile) -> set[Stays]:
    return set(survey(track(facts), shapes, profile))


@st.composite
def walks(draw: st.DrawFn) -> Walk:
    """Two cars straying around two fences, sometimes silent, sometimes in two places at once."""
    centre = st.integers(-60, 60).map(lambda d: d * M)
    shapes = [
        Shape.compiled(
            {"type": "Point", "coordinates": [LON + draw(centre), LAT + draw(centre)]},
            radius_m=draw(st.sampled_from([20, 60])),
        )
        for _ in range(2)
    ]
    step = st.tuples(
        st.sampled_from(["a", "b"]),
        st.sampled_from([0, 5, 15, 40, 70, 1000]),
        st.integers(-80, 80),
        st.sampled_from([0, 0, 0, 0, 50_000]),
    )
    now, facts = 0, []
    for car, seconds, east, off in draw(st.lists(step, max_size=40)):
        now += seconds
        facts.append((car, now, LON + (east + off) * M, LAT))
    return draw(st.sampled_from([PLAIN, STANDARD])), shapes, facts


@given(walks(), st.data())
def test_order_and_repeats_do_not_matter(walk: Walk, data: st.DataObject) -> None:
    profile, shapes, facts = walk
    arrivals = data.draw(st.permutations(facts + facts[:5]))
    assert found(arrivals, shapes, profile) == found(facts, shapes, profile)


@given(walks(), st.integers(1, 4))
def test_vehicles_may_be_shared_out(walk: Walk, workers: int) -> None:
    profile, shapes, facts = walk
    parts = track(facts).parts(workers)
    assert len(parts) == workers
    assert sum(len(part.t) for part in parts) == len(facts)
    shared = [stays for part in parts for stays in survey(part, shapes, profile)]
    assert len(shared) == len(set(shared))
    assert set(shared) == found(facts, shapes, profile)


@given(walks(), st.data(), st.integers(1, 8))
def test_folded_corrections_are_the_visits_after_every_arrival(
    walk: Walk, data: st.DataObject, size: int
) -> None:
    profile, shapes, facts = walk
    facts = [("a", *fact[1:]) for fact in facts]
    arrivals = data.draw(st.permutations(facts + facts[:5]))
    records: list[tuple[str, Correction]] = []
    ids = map(str, count())
    for begin in range(0, len(arrivals), size):
        visits = of_the_first(arrivals[: begin + size], shapes, profile)
        corrections = difference(list(fold(records).items()), visits)
        records += [(getattr(each, "id", "") or next(ids), each) for each in corrections]
        assert sorted(fold(records).values(), key=lambda v: v.enter_hi) == visits
    standing = list(fold(records).items())
    assert difference(standing, of_the_first(facts, shapes, profile)) == []


def of_the_first(facts: list[Fact], shapes: list[Shape], profile: Profile) -> list[Visit]:
    stays = [each for each in found(facts, shapes, profile) if each.fence == 0]
    return list(stays[0].visits) if stays else []


@given(walks())
@example((STANDARD, [SQUARE], []))
def test_the_sparse_way_is_the_plain_way(walk: Walk) -> None:
    profile, shapes, facts = walk
    assert found(facts, shapes, profile) == {
        stays
        for car in {fact[0] for fact in facts}
        for index, shape in enumerate(shapes)
        if (stays := one_by_one(car, index, shape, facts, profile)).visits
    }


def one_by_one(car: str, index: int, shape: Shape, facts: list[Fact], profile: Profile) -> Stays:
    mine = [fact for fact in facts if fact[0] == car]
    t, lon, lat = (np.array([fact[k] for fact in mine]) for k in (1, 2, 3))
    instants = gather(t * SECOND, lon, lat, np.zeros(len(t), np.bool_))
    classes = instant_classes(shape.classes(instants.lon, instants.lat, profile.band_m), instants)
    kept = ~jumps(instants, profile.max_speed_kmh)
    memory, visits = Memory.start(), []
    for at in np.flatnonzero(kept):
        here = slice(at, at + 1)
        memory, closed = run(
            memory, instants.t[here], classes[here], instants.doubtful[here], profile
        )
        visits += closed
    return Stays(car, index, (*visits, memory.open) if memory.open else tuple(visits))


INSIDE, NEARBY, FAR = (LON + 0.001, LAT + 0.001), (LON - 0.001, LAT), (LON - 1, LAT)


def test_conflicting_positions_at_one_instant_decide_nothing_in_either_order() -> None:
    drive: list[Fact] = [("a", 0, *NEARBY), ("a", 30, *INSIDE), ("a", 60, *INSIDE)]
    one: Fact = ("a", 40, *INSIDE)
    other: Fact = ("a", 40, *NEARBY)
    both = [found([*drive, *pair], [SQUARE], PLAIN) for pair in ([one, other], [other, one])]
    assert both[0] == both[1] == found([*drive, one], [SQUARE], PLAIN)
    assert len(next(iter(found([*drive, other], [SQUARE], PLAIN))).visits) == 2


def test_a_late_position_that_reveals_a_jump_voids_the_visit() -> None:
    careful = Profile("careful", 0, 0, 0, None, 200)
    live: list[Fact] = [("a", 0, *FAR), ("a", 60, *INSIDE)]
    before = of_the_first(live, [SQUARE], careful)
    after = of_the_first([*live, ("a", 120, *FAR)], [SQUARE], careful)
    assert (len(before), after) == (1, [])
    assert difference([("x", before[0])], after) == [Voided("x", before[0], "evidence_changed")]


def test_many_cars_are_surveyed_in_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = [(car, at, *INSIDE) for car in "abc" for at in (0, 30, 60)]
    whole = found(facts, [SQUARE], STANDARD)
    monkeypatch.setattr("telemetry.survey._AT_ONCE", 4)
    assert found(facts, [SQUARE], STANDARD) == whole
    assert {stays.vehicle for stays in whole} == {"a", "b", "c"}


def test_a_car_that_was_never_there_is_not_named() -> None:
    assert found([("a", 0, *FAR)], [SQUARE], STANDARD) == set()
    assert (IN, OUT) == (1, -1)

"""Every scene alone: what was planted is what is found, and nothing else is."""

from collections.abc import Callable
from functools import partial
from itertools import count

import pytest

from simulators.truth import book
from simulators.truth.book import SCENES, Act
from simulators.truth.faults import Odometer
from simulators.truth.judged import findings, rulebook, the_car
from simulators.truth.reckoning import Reckoning, reckoned
from simulators.truth.scenes import driving, places, seals, weeks
from simulators.truth.scenes.scene import Play, Scene
from simulators.truth.script import Script
from simulators.truth.span import Kind, Span
from simulators.truth.stage import Stage
from tests.simulators.truth.blank import city, script

DAYS, MONTH = 16, 30
ALONE = {f"{scene.name}-{'-'.join(scene.days)}": scene for scene in SCENES}
SEALED: dict[str, Play] = {
    "moves": seals.moves,
    "by_night": seals.by_night,
    "silent": seals.silent,
    "stored": seals.stored,
}


def reckon(story: Script, *acts: Act) -> Reckoning:
    book.play(story, acts)
    return reckoned(story, findings(the_car(story, rulebook(story.span))))


def first_of(days: tuple[Kind, ...]) -> int:
    span = Span(DAYS)
    kinds = [span.kind(day) for day in range(DAYS)]
    return next(day for day in count() if tuple(kinds[day : day + len(days)]) == days)


def a_car_for(scene: Scene) -> int:
    of = scene.categories or {car.category for car in city().cars}
    return next(car.number for car in city().cars if car.category in of)


@pytest.mark.parametrize("name", ALONE)
def test_a_scene_is_found_as_it_was_planted(name: str) -> None:
    scene = ALONE[name]
    story = script(a_car_for(scene), DAYS)
    act = Act(scene.name, scene.play, first_of(scene.days), len(scene.days))
    assert reckon(story, act).errors == []


@pytest.mark.parametrize("car", [0, 1])
def test_a_crash_is_told_by_terminals_that_have_a_word_for_it(car: int) -> None:
    story = script(car, DAYS)
    assert reckon(story, Act("crash", driving.crash, 3)).errors == []
    assert bool(story.labels) == (city().cars[car].language != "json")


@pytest.mark.parametrize("name", SEALED)
def test_what_a_car_does_in_a_sealed_period(name: str) -> None:
    story = script(2, DAYS)
    day = story.span.day_of(story.span.sealed[0]) + 1
    assert reckon(story, Act(name, SEALED[name], day)).errors == []
    assert bool(story.labels) == (name != "stored")


@pytest.mark.parametrize("salt", range(3))
def test_an_order_alone_is_no_exemption(salt: int) -> None:
    story = script(2, DAYS, salt)
    assert reckon(story, Act("moves", seals.moves, DAYS - 2)).errors == []
    assert [label.code for label in story.labels] == ["SEAL-01"] * 2


def test_an_exempt_car_may_move() -> None:
    story = script(2, DAYS)
    story.fact("exempt", *story.span.sealed, seals.PERIOD)
    first = story.span.day_of(story.span.sealed[0])
    assert reckon(story, Act("exempt", seals.on_watch, first)).errors == []
    assert story.labels == []


@pytest.mark.parametrize("name", seals.OUTSIDE)
def test_a_car_that_is_not_at_home_when_the_seal_begins(name: str) -> None:
    story = script(3, MONTH)
    eve = story.span.day_of(story.span.sealed[0]) - 1
    assert reckon(story, Act(name, seals.OUTSIDE[name], eve, 2)).errors == []
    assert {"SEAL-02", "GEO-01"} <= {label.code for label in story.labels}


@pytest.mark.parametrize(
    ("play", "last", "codes"),
    [
        (weeks.commute, 14, {"USE-07", "GEO-01"}),
        (weeks.commute, 6, {"GEO-01"}),
        (weeks.by_order, 14, set()),
    ],
)
def test_a_pattern_takes_days_and_no_order_that_allows_it(
    play: Callable[..., None], last: int, codes: set[str]
) -> None:
    story = script(4, MONTH)
    assert reckon(story, Act("commute", partial(play, last=last), 2)).errors == []
    assert {label.code for label in story.labels} == codes


def test_a_pattern_that_says_nothing_clear_is_not_planted() -> None:
    with pytest.raises(ValueError, match="5 days"):
        weeks.commute(script(4, MONTH), 2, 10)


@pytest.mark.parametrize(("factor", "found"), [(1.02, 0), (1.3, 1), (1.1, 1)])
def test_an_odometer_is_compared_with_the_way_of_a_month(factor: float, found: int) -> None:
    story = script(5, MONTH)
    story.faults = [Odometer(story.span.begin, factor)]
    days = [day for day in range(MONTH) if story.span.kind(day) == "work"]
    acts = [Act("patrols", weeks.patrols, day) for day in days]
    assert reckon(story, *acts).errors == []
    assert len(story.labels) == found


def test_a_retired_car_is_found_on_the_road() -> None:
    story = script(6, DAYS)
    assert reckon(story, Act("retired", weeks.retire, 3, DAYS - 3)).errors == []
    assert {label.code for label in story.labels} == {"DISP-03"}


@pytest.mark.parametrize("play", [places.beyond, places.astray])
def test_who_cannot_leave_its_area_stays_at_home(play: Play) -> None:
    story = script(7, DAYS)
    story.stage.__dict__["beyond"] = None
    assert reckon(story, Act("beyond", play, 3)).errors == []
    assert story.itinerary.drives == []


def test_a_way_that_comes_near_the_edge_again_says_nothing_clear(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(places, "_crossing", lambda *_: None)
    story = script(7, DAYS)
    assert reckon(story, Act("off_area", places.off_area, 3)).errors == []
    assert story.labels == []


def test_in_a_small_district_nothing_is_beyond(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulators.truth.stage._BEYOND_M", 1e7)
    assert script(7).stage.beyond is None


def test_places_that_lie_together_are_one_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Stage, "apart", lambda *_: False)
    for play in (places.long_stop, places.sensitive):
        story = script(8, DAYS)
        assert reckon(story, Act("together", play, 3)).errors == []
        assert story.labels == []

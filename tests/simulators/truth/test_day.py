"""One day of the story as it happens, and its papers as the ledger holds them."""

from collections.abc import Sequence
from functools import cache

import numpy as np

from fleet.decider import Event
from simulators.truth import trail
from simulators.truth.day import AFTER_S, TICK_S, Day, Said, prepared
from simulators.truth.judged import heard
from simulators.truth.span import DAY_S
from simulators.truth.stage import DISTRICT, SENSITIVE, Stage, crowd
from telemetry.fix import Quality
from telemetry.rulebook import Rulebook
from telemetry.timelines.fact import Fact
from telemetry.timelines.timelines import Timelines
from tests.simulators.truth.blank import CARS, city, script

BY_CAR = ("ordered", "driven", "unsafe", "retired")


@cache
def day() -> Day:
    return list(prepared(city(), 1))[-1]


@cache
def happened() -> list[tuple[float, Sequence[Said], Sequence[Event]]]:
    return list(day().ticks())


def test_everything_is_said_in_the_minute_in_which_it_comes() -> None:
    said = [(end, fix) for end, some, _ in happened() for _, fixes in some for fix in fixes]
    live = [(end, fix) for end, fix in said if Quality.LATE not in fix.quality]
    lag = np.array([end - fix.at.timestamp() for end, fix in live])
    assert len(live) > 0.9 * len(said)
    assert 0 < np.percentile(lag, 1) <= np.percentile(lag, 99) <= 2 * TICK_S


def test_the_day_is_over_when_backlogs_and_late_papers_have_come() -> None:
    assert len(happened()) == (DAY_S + AFTER_S) / TICK_S
    assert any(papers for _, _, papers in happened())
    assert list(day().papers) == [-1]


def test_papers_say_in_the_ledger_what_the_script_says() -> None:
    for story in day().scripts:
        timelines = Timelines()
        for fact in story.facts:
            for event in trail.events(story, fact):
                timelines.apply(event)
        assert when(timelines.of(story.vehicle)) == when(story.facts)


def when(facts: list[Fact]) -> list[tuple[str, int, int, tuple[str, ...]]]:
    mine = (it for it in facts if it.kind in BY_CAR)
    return sorted((it.kind, it.begin, it.end, it.names) for it in mine)


def test_a_place_without_a_fix_is_told_as_none() -> None:
    fixes = [fix for _, some, _ in happened() for _, each in some for fix in each]
    assert {fix.lon is None for fix in fixes} == {True, False}
    assert all((fix.lon is None) == (Quality.NO_FIX in fix.quality) for fix in fixes)


def test_every_place_that_an_order_names_is_an_area() -> None:
    story = script(1)
    named = {it["fence"] for it in trail.areas(story.stage)}
    assert named == {story.stage.place(way) for way in (0, 1, SENSITIVE, DISTRICT)}


def test_a_layer_of_everybody_lists_only_what_nobody_else_visits() -> None:
    places = crowd(city())
    alone = [Stage(city(), car) for car in city().cars]
    shared = [Stage(city(), car, places) for car in city().cars]
    assert 0 < sum(it.listed for it in shared) <= sum(it.listed for it in alone) < CARS
    layer = Rulebook().sensitive_layer
    assert all(it.place(SENSITIVE).startswith(layer) == it.listed for it in shared)


def test_what_is_heard_does_not_depend_on_who_asks() -> None:
    one, other = script(7), script(7)
    assert np.array_equal(heard(one).t, heard(other).t)

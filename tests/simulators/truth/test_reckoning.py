"""Planted against found."""

from math import inf

import pytest

from simulators.truth.faults import Drift, Silence, Wild
from simulators.truth.label import clear, told
from simulators.truth.reckoning import Count, Reckoning, reckoned
from simulators.truth.spell import Spell
from telemetry.found import Found
from telemetry.visits import Visit
from tests.simulators.truth.blank import script

NOON = script().span.at(0, 12)


def found(begin: float, end: float | None, code: str = "USE-01") -> Found:
    first = round((NOON + begin) * 1e6)
    if end is None:
        return Found(code, Visit(first - 10_000_000, first, first))
    last = round((NOON + end) * 1e6)
    return Found(code, Visit(first - 10_000_000, first, first, last, last + 10_000_000, last))


def planted(begin: float, end: float = inf, *, ambiguous: bool = False) -> Reckoning:
    return reckon([], (begin, end), ambiguous=ambiguous)


def reckon(things: list[Found], *spells: tuple[float, float], ambiguous: bool = False) -> Reckoning:
    story = script()
    for begin, end in spells:
        story.label("USE-01", NOON + begin, NOON + end)
        if ambiguous:
            story.doubt()
    return reckoned(story, things)


def numbers(reckoning: Reckoning) -> tuple[int, int, int, int]:
    count = reckoning.counts["USE-01"]
    return count.hit, count.missed, count.wrong, count.left_out


def test_what_is_found_when_it_was_planted_is_a_hit() -> None:
    assert numbers(reckon([found(0, 300)], (-5, 305))) == (1, 0, 0, 0)
    assert numbers(reckon([found(0, None)], (-5, inf))) == (1, 0, 0, 0)


@pytest.mark.parametrize("spell", [(-200, 300), (0, 900), (0, inf)])
def test_what_is_found_at_another_time_is_missed_and_wrong(spell: tuple[float, float]) -> None:
    reckoning = reckon([found(0, 300)], spell)
    assert numbers(reckoning) == (0, 1, 1, 0)
    assert [error.kind for error in reckoning.errors] == ["missed", "wrong"]
    assert "USE-01" in reckoning.errors[0].beside


def test_nothing_found_is_missed_and_nothing_planted_is_wrong() -> None:
    assert planted(0, 300).errors[0].beside == "nothing found"
    assert reckon([found(0, 300)]).errors[0].beside == "nothing planted"


def test_two_findings_of_one_thing_are_one_hit_and_one_wrong() -> None:
    assert numbers(reckon([found(0, 300), found(2, 290)], (0, 300))) == (1, 0, 1, 0)


def test_the_ambiguous_counts_neither_way() -> None:
    assert numbers(planted(0, 300, ambiguous=True)) == (0, 0, 0, 1)
    assert numbers(reckon([found(0, 100)], (0, 300), ambiguous=True)) == (0, 0, 0, 1)


def test_another_code_is_another_matter() -> None:
    reckoning = reckon([found(0, 300, "USE-06")], (0, 300))
    assert {error.code for error in reckoning.errors} == {"USE-01", "USE-06"}


@pytest.mark.parametrize(
    ("count", "good"),
    [(Count(100, 100, 99), True), (Count(100, 99, 98), False), (Count(99, 100, 98), False),
     (Count(), True)],
)  # fmt: skip
def test_good_is_ninety_nine_of_a_hundred_both_ways(count: Count, good: bool) -> None:  # noqa: FBT001 - of a table
    assert Reckoning({"USE-01": count}).good is good


def test_too_much_left_out_is_not_good() -> None:
    assert not Reckoning({"USE-01": Count(90, 90, 90, 10)}).good


def test_cars_add_up() -> None:
    whole = planted(0, 300)
    whole.add(reckon([found(0, 300)], (0, 300)))
    assert whole.counts["USE-01"].as_json() == {
        "planted": 2, "found": 1, "missed": 1, "wrong": 0, "ambiguous": 0,
        "precision": 1.0, "recall": 0.5,
    }  # fmt: skip
    assert len(whole.errors) == 1


def test_an_entry_that_nobody_saw_may_have_been_at_any_time() -> None:
    spell = Spell.of(Found("GEO-02", Visit(None, 5_000_000, 6_000_000)))
    assert spell.begins == (-inf, 5)
    assert str(spell).endswith("...")


@pytest.mark.parametrize(("kmh", "found"), [(120, False), (141, None), (147, None), (150, True)])
def test_near_to_a_limit_nothing_is_clear(kmh: float, found: bool | None) -> None:  # noqa: FBT001 - of a table
    assert clear("SAFE-01", kmh) is found


def test_moments_are_told_in_local_time() -> None:
    assert told(NOON) == "02-14 12:00:00"


def test_an_error_names_what_was_wrong_with_the_terminal() -> None:
    story = script()
    story.faults += [Wild(NOON, 500, 0), Silence(NOON - 100, NOON + 100), Drift(0, 100, 1, 1)]
    story.label("USE-01", NOON - 10, NOON + 600)
    [error] = reckoned(story, []).errors
    assert error.faults == "Silence 02-14 11:58:20; Wild 02-14 12:00:00"

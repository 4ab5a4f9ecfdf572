"""The same start value over the same list draws the same lines, for anybody."""

from datetime import date, timedelta

import pytest
from hypothesis import given as each
from hypothesis import strategies as st

from fleet.supervision.sample import drawn, list_hash
from fleet.supervision.spot_check_words import Line

START = 20_210_930
LIST = [
    Line(
        vehicle=f"浙A-{car:04}",
        day=date(2021, 10, 1) + timedelta(days=day),
        mode="ONLINE" if car % 2 else "ONSITE",
    )
    for car in range(162)
    for day in range(7)
]


@pytest.mark.proves("R083")
def test_the_draw_of_the_year_is_the_same_on_replay() -> None:
    sample = drawn(LIST, START, 272)
    assert sample == drawn(LIST, START, 272)
    assert len({*sample}) == 272
    assert {*sample} < {*LIST}


@pytest.mark.proves("R083")
def test_the_draw_never_changes() -> None:
    assert list_hash(LIST) == "8be3089583a23c5baaf3c342b80a5ce2ebdf51c467b48b99d4d125f9d8814bfe"
    assert [line.text for line in drawn(LIST, START, 3)] == DRAWN


DRAWN = ["浙A-0062|2021-10-02|ONSITE", "浙A-0119|2021-10-07|ONLINE", "浙A-0051|2021-10-05|ONLINE"]


@pytest.mark.proves("R083")
def test_a_list_that_differs_in_one_row_is_another_list() -> None:
    changed = [*LIST[:-1], LIST[-1].model_copy(update={"vehicle": "浙A-9999"})]
    assert list_hash(changed) != list_hash(LIST)
    assert drawn(changed, START, 272) != drawn(LIST, START, 272)


@pytest.mark.parametrize(
    "change", [{"vehicle": "浙A-9998"}, {"day": date(2021, 9, 30)}, {"mode": "ONLINE"}]
)
def test_every_word_of_a_row_is_hashed(change: dict[str, object]) -> None:
    assert list_hash([LIST[0].model_copy(update=change), *LIST[1:]]) != list_hash(LIST)


def test_another_start_value_is_another_draw() -> None:
    assert drawn(LIST, START + 1, 272) != drawn(LIST, START, 272)


@each(st.permutations(LIST[:12]), st.integers(0, 14))
def test_the_order_of_the_list_is_no_lever(lines: list[Line], size: int) -> None:
    assert drawn(lines, START, size) == drawn(LIST[:12], START, size)
    assert drawn(lines, START, size) == drawn(lines, START, 12)[:size]

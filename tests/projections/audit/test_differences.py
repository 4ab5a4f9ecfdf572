"""Two states of the same rows."""

from hypothesis import given
from hypothesis import strategies as st

from projections.audit.differences import Difference, differences, digest

ROWS = st.dictionaries(st.text(), st.dictionaries(st.text(), st.integers(-9, 9)))


def test_a_row_is_added_removed_or_changed() -> None:
    before, after = {"a": 1, "b": 2, "c": 3}, {"b": 2, "c": 4, "d": 5}
    assert list(differences("units", before, after)) == [
        Difference("units", "a", "removed", 1, None),
        Difference("units", "c", "changed", 3, 4),
        Difference("units", "d", "added", None, 5),
    ]


@given(ROWS, ROWS)
def test_no_difference_means_the_same_digest_and_the_other_way_round(
    before: dict[str, dict[str, int]], after: dict[str, dict[str, int]]
) -> None:
    same = not list(differences("units", before, after))
    assert same == (before == after) == (digest(before) == digest(after))

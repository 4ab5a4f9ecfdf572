"""What two policies say differently."""

from fleet.policy.comparing import Difference, differences
from tests.fleet.policy.sample import HANGZHOU, like


def test_a_policy_does_not_differ_from_itself() -> None:
    assert differences(HANGZHOU, like()) == []


def test_each_field_that_differs_is_named_with_both_values() -> None:
    deadline = {"month": 6, "day": 30}
    renewal = HANGZHOU.content["renewal"] | {"deadline": deadline}
    assert differences(HANGZHOU, like(version="b", renewal=renewal)) == [
        Difference("version", "2021-11-01", "b"),
        Difference("renewal.deadline.month", 7, 6),
        Difference("renewal.deadline.day", 31, 30),
        Difference("renewal.deadline.basis", "seed-503", "design"),
    ]


def test_rows_are_counted_from_the_first() -> None:
    rows = HANGZHOU.content["standards"]
    fewer = like(standards=rows[:-1])
    found = differences(HANGZHOU, fewer)
    assert [each.field for each in found][:2] == ["standards.6.category", "standards.6.body"]
    assert all(each.after is None for each in found)
    assert differences(fewer, HANGZHOU)[0] == Difference("standards.6.category", None, "ANY")


def test_plain_lists_are_one_value() -> None:
    disposal = HANGZHOU.content["disposal"] | {"warn_days": [30]}
    told = Difference("disposal.warn_days", [90, 60, 30], [30])
    assert differences(HANGZHOU, like(disposal=disposal)) == [told]

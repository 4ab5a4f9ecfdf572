"""A policy file with mistakes: each is told with file, line, column, field, and what to mend."""

from pathlib import Path

import pytest
import yaml

from fleet.policy.loading import Mistake, PolicyUnreadable, from_yaml
from tests.fleet.policy.sample import TEXT

MISTAKES = yaml.safe_load((Path(__file__).parent / "mistakes.yaml").read_text("utf-8"))
ONE = [(each["old"], each["new"], each["told"]) for each in MISTAKES]


def _mistakes(text: str) -> list[str]:
    with pytest.raises(PolicyUnreadable) as told:
        from_yaml(text, "x.yaml")
    assert str(told.value) == "\n".join(map(str, told.value.mistakes))
    return [str(mistake) for mistake in told.value.mistakes]


@pytest.mark.parametrize(("old", "new", "told"), ONE)
def test_a_mistake_is_told_with_its_place(old: str, new: str, told: str) -> None:
    assert old in TEXT
    assert _mistakes(TEXT.replace(old, new)) == [f"x.yaml:{told}"]


@pytest.mark.proves("R033")
def test_several_mistakes_are_told_at_once_in_the_order_of_the_file() -> None:
    text = TEXT.replace("gate:", "gte:").replace("warn_days: [90", "warn_days: [0")
    assert _mistakes(text) == [
        "x.yaml:39:3: renewal.gate: a value was expected; nothing stands here",
        "x.yaml:44:3: renewal.gte: no such key; did you mean gate?",
        "x.yaml:50:15: disposal.warn_days.0: Input should be greater than or equal to 1 (found 0)",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "1:1: a policy was expected; the file is empty"),
        ("[]", "1:1: Input should be a valid dictionary or instance of PolicySet (found [])"),
        ("- a\n---\n- b", "2:1: no YAML: but found another document"),
        ("a: 'b", "1:6: no YAML: found unexpected end of stream"),
    ],
)
def test_what_is_no_mapping_is_no_policy(text: str, told: str) -> None:
    assert _mistakes(text) == [f"x.yaml:{told}"]


def test_a_sign_that_no_file_may_have_is_told() -> None:
    (told,) = _mistakes("\x00")
    assert told.startswith("x.yaml:1:1: unacceptable character #x0000")


def test_a_doubled_key_in_a_list_is_told() -> None:
    text = TEXT.replace(
        "{sector: INSTITUTION, ceiling", "{sector: PARTY_GOV, sector: INSTITUTION, ceiling"
    )
    assert _mistakes(text) == ["x.yaml:24:80: sector: is said twice"]


def test_a_file_without_a_name_is_called_policy() -> None:
    with pytest.raises(PolicyUnreadable) as told:
        from_yaml("")
    problem = "a policy was expected; the file is empty"
    assert told.value.mistakes == (Mistake("policy.yaml", 1, 1, "", problem),)

"""What fuzzing found worth keeping is tried again with every build."""

from pathlib import Path

import pytest

from fuzz.targets import TARGETS

CORPUS = Path(__file__).parents[3] / "fuzz" / "corpus"


@pytest.mark.parametrize("name", TARGETS)
def test_every_input_of_the_corpus_keeps_the_promise(name: str) -> None:
    inputs = sorted((CORPUS / name).iterdir())
    assert inputs
    for each in inputs:
        TARGETS[name](each.read_bytes())


def test_the_corpus_is_small_and_every_folder_has_a_target() -> None:
    assert {folder.name for folder in CORPUS.iterdir()} == TARGETS.keys()
    assert sum(each.stat().st_size for each in CORPUS.rglob("*") if each.is_file()) < 500_000

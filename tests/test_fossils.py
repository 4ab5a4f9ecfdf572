"""Whatever was stored by any release is read for ever."""

import json
from pathlib import Path
from typing import Any

import pytest

from fleet.ledger.topics import EVENTS, read

FOLDER = Path(__file__).parent / "fossils"
FOSSILS: dict[str, list[dict[str, Any]]] = {
    f"{path.parent.name}/{path.stem}": [
        json.loads(line) for line in path.read_text("utf-8").splitlines()
    ]
    for path in sorted(FOLDER.glob("*/*.jsonl"))
}


@pytest.mark.parametrize("file", FOSSILS)
def test_every_stored_event_is_read(file: str) -> None:
    for fossil in FOSSILS[file]:
        state = json.dumps(fossil["said"]).encode()
        assert read(fossil["topic"], state, file)


def test_every_topic_has_left_a_fossil() -> None:
    assert {fossil["topic"] for found in FOSSILS.values() for fossil in found} == EVENTS.keys()

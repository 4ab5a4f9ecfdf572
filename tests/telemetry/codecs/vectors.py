"""The shared vectors, where they are at hand."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[4] / "shared" / "telemetry" / "vectors"


def rows(name: str) -> list[dict[str, Any]]:
    """Every row of a file."""
    return [json.loads(line) for line in (FOLDER / name).read_text().splitlines()]

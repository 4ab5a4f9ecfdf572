"""A place outside of pytest's own folders, which are closed to other users."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def reachable() -> Iterator[Path]:
    """A folder that every user may enter."""
    folder = Path(tempfile.mkdtemp(prefix="gongche-reachable-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)

"""SQL lives in `.sql` files: whole statements, each under a header line that names it."""

import re
from importlib.resources import files

_HEADER = re.compile(r"^-- ([a-z_]+)$", re.MULTILINE)


def statements(package: str, file: str) -> dict[str, str]:
    """Read a file of statements.

    Args:
        package: The package it lies in: `telemetry`.
        file: Its name: `archive.sql`.

    Returns:
        Name -> statement, in the order of the file.
    """
    _, *parts = _HEADER.split(files(package).joinpath(file).read_text("utf-8"))
    return dict(zip(parts[::2], (text.strip() for text in parts[1::2]), strict=True))

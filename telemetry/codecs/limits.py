"""How much of one message is looked at, and how much of a refused one is kept."""

from telemetry.fix import Malformed

MESSAGE = 8 * 1024
"""Bytes of a message that carries one record."""

BATCH = 64 * 1024
"""Bytes of a message that carries several."""

RECORDS = 500
"""Records, or frames, in one message."""

KEPT = 8 * 1024
"""Bytes of a message that is too large, kept beside the reason."""


def too_large(payload: bytes, detail: str) -> Malformed:
    """The answer to a message beyond a limit, with the first bytes of it."""
    return Malformed("too_large", detail, raw=payload[:KEPT])

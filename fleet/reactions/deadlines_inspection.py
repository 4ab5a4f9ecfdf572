"""The dates that checks and papers set (placeholder of the lead: helper D writes this)."""

from collections.abc import Iterable

from fleet.decider import Entry
from fleet.reactions.due import Due, Forget, Say


def managers(_: Entry) -> Iterable[Say]:
    """Nothing yet."""
    return ()


def deadlines(_: Entry) -> Iterable[Due | Forget]:
    """Nothing yet."""
    return ()

"""The alerts of checks and papers (placeholder of the lead: helper D writes this)."""

from collections.abc import Iterable

from fleet.decider import Entry
from fleet.reactions.due import Notice, Withdrawal


def notices(_: Entry) -> Iterable[Notice | Withdrawal]:
    """Nothing yet."""
    return ()

"""The versions of a paper: numbered, each with its time, never overlapping, never edited."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from fleet.terms import FOREVER


@dataclass(frozen=True, slots=True)
class Version:
    """A version and when it is in force (half-open, UTC).

    Attributes:
        number: From 1 on, without gaps; a later number was published later.
        valid_from: The first moment of it.
        valid_to: The first moment after it; None while it lasts.
    """

    number: int
    valid_from: datetime
    valid_to: datetime | None

    @property
    def until(self) -> datetime:
        """The first moment after it, `FOREVER` while it lasts."""
        return FOREVER if self.valid_to is None else self.valid_to


Versions = tuple[Version, ...]
"""Those that are in force at some time, in the order of their times."""


def cut(versions: Iterable[Version], at: datetime) -> Versions:
    """Nothing is in force from that moment on."""
    return tuple(
        version if version.until <= at else replace(version, valid_to=at)
        for version in versions
        if version.valid_from < at
    )


def published(versions: Versions, version: Version) -> Versions:
    """A new version replaces everything from its beginning on."""
    return (*cut(versions, version.valid_from), version)


def lasts_beyond(versions: Versions, at: datetime) -> bool:
    """Whether anything is in force at that moment or later."""
    return any(version.until > at for version in versions)

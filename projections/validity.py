"""Versions that hold one after the other: a new one replaces everything from its begin on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol, Self, TypeVar


class Held(Protocol):
    """An event that holds for a while: half-open, UTC; without an end while it lasts."""

    @property
    def valid_from(self) -> datetime:
        """The first moment of it."""

    @property
    def valid_to(self) -> datetime | None:
        """The first moment after it."""

    def model_copy(self, *, update: Mapping[str, Any] | None = None) -> Self:
        """The same, with other values."""


V = TypeVar("V", bound=Held)


def published(versions: tuple[V, ...], version: V) -> tuple[V, ...]:
    """The versions after one more was published."""
    return (*ended(versions, version.valid_from), version)


def ended(versions: tuple[V, ...], at: datetime) -> tuple[V, ...]:
    """The versions when nothing holds from `at` on."""
    return tuple(_ended(version, at) for version in versions if version.valid_from < at)


def _ended(version: V, at: datetime) -> V:
    over = version.valid_to is not None and version.valid_to <= at
    return version if over else version.model_copy(update={"valid_to": at})


def holding(versions: tuple[V, ...], at: datetime) -> V | None:
    """The version that holds at a moment."""
    return next((version for version in versions if _holds(version, at)), None)


def _holds(version: Held, at: datetime) -> bool:
    return version.valid_from <= at and (version.valid_to is None or at < version.valid_to)

"""Versions that hold one after the other: a new one replaces everything from its begin on."""

from datetime import datetime
from typing import TypeVar

from fleet.vehicle.fence import FencePublished
from fleet.vehicle.fence_plan import FencePlanPublished

V = TypeVar("V", bound=FencePublished | FencePlanPublished)


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


def _holds(version: FencePublished | FencePlanPublished, at: datetime) -> bool:
    return version.valid_from <= at and (version.valid_to is None or at < version.valid_to)

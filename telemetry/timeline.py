"""Versions in force: each half-open in time; a new one replaces everything from its begin on."""

from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from telemetry.moment import FOREVER

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class InForce(Generic[V]):
    """A version and when it holds.

    Attributes:
        begin: Microseconds, inclusive.
        end: Microseconds, exclusive.
        value: What holds then.
    """

    begin: int
    end: int
    value: V


@dataclass(frozen=True)
class Timeline(Generic[V]):
    """Versions one after the other, without overlap."""

    versions: tuple[InForce[V], ...] = field(default=())

    def publish(self, value: V, begin: int, end: int = FOREVER) -> "Timeline[V]":
        """With a new version that replaces everything from its begin on."""
        kept = self.cut(begin).versions
        return Timeline((*kept, InForce(begin, end, value)) if begin < end else kept)

    def cut(self, at: int) -> "Timeline[V]":
        """With nothing in force from `at` on."""
        return Timeline(
            tuple(
                replace(version, end=min(version.end, at))
                for version in self.versions
                if version.begin < at
            )
        )

    def at(self, when: int) -> V | None:
        """What is in force then."""
        for version in reversed(self.versions):
            if version.begin <= when < version.end:
                return version.value
        return None

    def edges(self) -> set[int]:
        """The moments at which something changes."""
        return {edge for version in self.versions for edge in (version.begin, version.end)}

"""A city on a laptop: seeded, repeatable, and with faults that are known."""

from simulators.town import Town, build

__all__ = ["Town", "build"]

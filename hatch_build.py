"""Placeholder until the page is built."""

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Lays the page's third-party JavaScript beside the page."""

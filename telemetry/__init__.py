"""From a terminal's bytes to a verdict: fixes, fences, findings."""

from telemetry.fix import Fix, Malformed, Quality

__all__ = ["Fix", "Malformed", "Quality"]

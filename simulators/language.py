"""What a simulated terminal speaks."""

from typing import Literal

Language = Literal["json", "nmea", "2013", "2019"]
"""The project's own JSON, NMEA with numbers around it, or an edition of JT/T 808."""

NUMBERED = frozenset({"json", "nmea"})
"""Whoever speaks these is acknowledged by its own numbers; the others by serials of JT/T 808."""

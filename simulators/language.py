"""What a simulated terminal speaks."""

from typing import Literal

Language = Literal["json", "2013", "2019"]
"""The project's own JSON, or an edition of JT/T 808."""

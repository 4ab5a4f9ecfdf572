"""GEO-02, 越界: a car outside all its operating areas. An absence is a visit to the outside.

The visits machine runs on swapped classes, so that entering an absence is leaving the areas, with
the same care about bands, gaps and jumps.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from telemetry.profile import Profile

CODE = "GEO-02"

_OUTSIDE_S = 60  # "Outside the operating fence >=3 good fixes and >=60 s"
_OUTSIDE_FIXES = 3
_RETURN_S = 30

Int8s = NDArray[np.int8]


def absence_profile(profile: Profile) -> Profile:
    """How sure the engine must be of an absence and of the return.

    Args:
        profile: Its band ("error radius cleared"), gap and speed are kept.

    Source:
        alerts.json, GEO-02.
    """
    return replace(
        profile,
        name=f"{CODE.lower()}-{profile.name}",
        enter_dwell_s=_OUTSIDE_S,
        exit_dwell_s=_RETURN_S,
        enter_fixes=_OUTSIDE_FIXES,
        exit_fixes=1,
    )


def swapped(classes: Int8s) -> Int8s:
    """Inside and outside exchanged; the band stays."""
    exchanged: Int8s = np.negative(classes)
    return exchanged

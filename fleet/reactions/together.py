"""What follows from an event in the same save, to other streams: all or nothing.

退一补一, 车随职能走, 先指标后预算: a rule that binds several records is kept by letting each of
them answer. The first that says no wins, and nothing is written.
"""

from collections.abc import Callable, Iterable
from typing import Any

from fleet.decider import Event
from fleet.reactions.streams import AnySaid
from fleet.reactions.together_disposal import DISPOSAL
from fleet.reactions.together_planning import PLANNING
from fleet.reactions.together_procurement import PROCUREMENT
from fleet.reactions.together_quota import QUOTA
from fleet.reactions.together_vehicle import VEHICLE

TOGETHER: dict[type[Event], Callable[[Any], Iterable[AnySaid]]] = {
    **QUOTA,
    **PLANNING,
    **PROCUREMENT,
    **VEHICLE,
    **DISPOSAL,
}
"""Event -> what is said because of it."""


def together(event: Event) -> Iterable[AnySaid]:
    """What has to be said to other streams in the same save."""
    follows = TOGETHER.get(type(event))
    return follows(event) if follows else ()

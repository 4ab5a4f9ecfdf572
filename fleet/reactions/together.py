"""What follows from an event in the same save, to other streams: all or nothing.

退一补一, 车随职能走, 先指标后预算: a rule that binds several records is kept by letting each of
them answer. The first that says no wins, and nothing is written.
"""

from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any

from fleet.decider import Event
from fleet.reactions.streams import AnySaid
from fleet.reactions.together_dispatch import DISPATCH
from fleet.reactions.together_disposal import DISPOSAL
from fleet.reactions.together_inspection import INSPECTION
from fleet.reactions.together_people import PEOPLE
from fleet.reactions.together_planning import PLANNING
from fleet.reactions.together_procurement import PROCUREMENT
from fleet.reactions.together_quota import QUOTA
from fleet.reactions.together_schedules import SCHEDULES
from fleet.reactions.together_supervision import SUPERVISION
from fleet.reactions.together_vehicle import VEHICLE

TABLES: tuple[dict[type[Event], Callable[[Any], Iterable[AnySaid]]], ...] = (
    QUOTA,
    PLANNING,
    PROCUREMENT,
    VEHICLE,
    DISPOSAL,
    PEOPLE,
    SCHEDULES,
    DISPATCH,
    SUPERVISION,
    INSPECTION,
)
"""Event -> what is said because of it; an event may stand in several, they answer in order."""


def together(event: Event) -> Iterable[AnySaid]:
    """What has to be said to other streams in the same save."""
    found = (table[type(event)](event) for table in TABLES if type(event) in table)
    return chain.from_iterable(found)

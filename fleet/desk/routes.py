"""Every command that can be said: the table of contents of the desk.

What other streams have to answer in the same save follows from the events
(`fleet.reactions.together`).
"""

from fleet.desk.routes_cases import CASES
from fleet.desk.routes_dispatch import DISPATCH
from fleet.desk.routes_disposal import DISPOSAL
from fleet.desk.routes_inspection import INSPECTION
from fleet.desk.routes_people import PEOPLE
from fleet.desk.routes_planning import PLANNING
from fleet.desk.routes_platform import PLATFORM
from fleet.desk.routes_policy import POLICY
from fleet.desk.routes_procurement import PROCUREMENT
from fleet.desk.routes_quota import QUOTA
from fleet.desk.routes_supervision import SUPERVISION
from fleet.desk.routes_vehicle import VEHICLE

ROUTES = {
    route.command.__name__: route
    for route in (
        *CASES,
        *DISPATCH,
        *POLICY,
        *QUOTA,
        *PLATFORM,
        *PLANNING,
        *PROCUREMENT,
        *VEHICLE,
        *DISPOSAL,
        *PEOPLE,
        *INSPECTION,
        *SUPERVISION,
    )
}
"""The word on the wire, and where it goes."""

"""What commands to an alert case cannot say themselves."""

from typing import Any

from fleet.ledger.saying import Reader
from fleet.policy.brief import Brief
from fleet.reactions.briefing import where
from fleet.reactions.lookups import Found
from fleet.supervision.alert_case import alert_case
from fleet.supervision.case_stages import OpenedAlert
from fleet.supervision.restricted_list import restricted_list
from fleet.vehicle.stages import car_of
from fleet.vehicle.vehicle import vehicle


def of_alert(command: Any, read: Reader) -> str:  # noqa: ANN401 - any command to one
    """The command is said to an alert case."""
    known = read.state(f"alert-case:{command.case}", alert_case)
    return known.file.raised.jurisdiction if isinstance(known, OpenedAlert) else ""


def of_alerted(command: Any, read: Reader) -> str:  # noqa: ANN401 - an alert that is raised
    """Where the unit belongs that the alert is about, or that keeps the car."""
    return where(command.unit or _owner(command.vehicle, read), read)


def concerned(command: Any, told: Brief, read: Reader) -> Found:  # noqa: ANN401 - an alert
    """Who keeps the car, where that is, and who alone hears of it if it is confidential."""
    return {
        "owner": _owner(command.vehicle, read),
        "jurisdiction": told.jurisdiction,
        "officer": _officer(told.jurisdiction, command.vehicle, read),
    }


def officer(command: Any, _: Brief, read: Reader) -> Found:  # noqa: ANN401 - a handler's command
    """Who alone deals with the car of a case, as the restricted list says now."""
    known = read.state(f"alert-case:{command.case}", alert_case)
    if not isinstance(known, OpenedAlert):
        return {"officer": ""}
    raised = known.file.raised
    return {"officer": _officer(raised.jurisdiction, raised.vehicle, read)}


def _owner(car: str, read: Reader) -> str:
    return car_of(read.state(f"vehicle:{car}", vehicle)).unit if car else ""


def _officer(jurisdiction: str, car: str, read: Reader) -> str:
    """The list of the unit's own region is asked."""
    known = read.state(f"restricted-list:{jurisdiction}", restricted_list)
    return known.officers.get(car, "")

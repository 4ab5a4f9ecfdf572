"""Who may take which step of an alert case: by role, by unit, by name, and never twice."""

from fleet.policy import authority
from fleet.policy.brief import Brief
from fleet.supervision import case_refusals as refuse
from fleet.supervision.case_stages import CaseFile, Escalated, OpenedAlert

SUPERVISORS = ("BUREAU", "DISCIPLINE")
"""Who may open a case again."""

requires = authority.require
"""One of these roles, whoever it is."""

_ASKED = ("UNIT_CLERK", "UNIT_LEADER", "DRIVER")


def acknowledges(brief: Brief, case: OpenedAlert, officer: str) -> None:
    """Its handler; after an escalation the next above, or one above him.

    Raises:
        Refused: If it is somebody else.
    """
    file = case.file
    roles = file.higher if isinstance(case, Escalated) else (file.handler,)
    _handles(brief, file, officer, roles)


def handles(brief: Brief, file: CaseFile, officer: str) -> None:
    """The role in whose hands it is.

    Raises:
        Refused: If it is somebody else.
    """
    _handles(brief, file, officer, (file.handler,))


def _handles(brief: Brief, file: CaseFile, officer: str, roles: tuple[str, ...]) -> None:
    """Of a car on the restricted list only the named officer, whatever the role."""
    named = officer or file.raised.officer
    if not named:
        _require(brief, file, roles)
    elif brief.actor.person != named:
        raise refuse.officer_only(file, named, brief.actor.person)


def answers(brief: Brief, file: CaseFile) -> None:
    """The unit or its driver; where it is about a device, or about no unit, the handler (B17).

    Raises:
        Refused: If it is somebody else.
    """
    own = file.raised.desk or not file.raised.unit
    _require(brief, file, (*_ASKED, file.handler) if own else _ASKED)


def verifies(brief: Brief, file: CaseFile) -> None:
    """The role that verifies, in a person who has not dealt with it.

    Raises:
        Refused: If it is somebody else.
    """
    requires(brief, file.raised.verifier)
    if brief.actor.person in file.hands:
        raise refuse.handled_by_himself(file, brief.actor.person)


def orders(brief: Brief, file: CaseFile) -> None:
    """The role that verifies, or the bureau.

    Raises:
        Refused: If it is somebody else.
    """
    requires(brief, *dict.fromkeys((file.raised.verifier, "BUREAU")))


def _require(brief: Brief, file: CaseFile, roles: tuple[str, ...]) -> None:
    """One of these roles; a unit's leader wherever its clerk; each unit for its own cars."""
    leader = ("UNIT_LEADER",) if "UNIT_CLERK" in roles else ()
    requires(brief, *dict.fromkeys((*roles, *leader)))
    actor, unit = brief.actor, file.raised.unit
    if actor.role in _ASKED and actor.unit and unit and actor.unit != unit:
        raise refuse.another_unit(file, actor.unit)

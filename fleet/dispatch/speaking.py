"""Who may say what to a dispatch order: units ask and approve, dispatchers send."""

from typing import Any

from fleet.decider import Refused
from fleet.dispatch import order_refusals as refuse
from fleet.dispatch import trip_refusals as deny
from fleet.dispatch.order_commands import OnOrder
from fleet.dispatch.order_facts import Serving
from fleet.dispatch.order_stages import File
from fleet.policy.authority import covers, require
from fleet.policy.brief import Brief

UNIT = ("UNIT_CLERK", "UNIT_LEADER")
PASSENGERS = ("PASSENGER", "BENEFICIARY")
ASKERS = (*UNIT, *PASSENGERS, "CENTRE")
OFFICE = (*UNIT, "CENTRE", "DISTRICT")
_UNIT_PEOPLE = (*UNIT, *PASSENGERS, "DRIVER")


def of_order(command: OnOrder, file: File) -> dict[str, Any]:
    """What every event of an order says."""
    drafted, actor = file.drafted, command.brief.actor
    return {
        "order": drafted.order,
        "unit": drafted.unit,
        "jurisdiction": drafted.jurisdiction,
        "platform": drafted.platform,
        "by": actor.person,
        "role": actor.role,
        "at": command.at,
    }


def allowed(file: File) -> dict[str, Any]:
    """What the order allows, as it stands."""
    names = ("begins_at", "area", "fences", "overnight", "off_hours", "cross_area")
    said = {name: getattr(file.drafted, name) for name in names}
    return {**said, "ends_at": file.ends_at}


def check_unit(number: str, unit: str, brief: Brief) -> None:
    """Let a unit's people speak for their own unit only; who names no unit speaks for any.

    Raises:
        Refused: If the speaker belongs to another one.
    """
    actor = brief.actor
    if actor.role in _UNIT_PEOPLE and actor.unit not in ("", unit):
        raise refuse.other_unit(number, unit, actor.person, actor.unit)


def check_asker(number: str, unit: str, brief: Brief) -> None:
    """Let only who may ask for a trip do so.

    Raises:
        Refused: If it is somebody else.
    """
    require(brief, *ASKERS)
    check_unit(number, unit, brief)


def check_approver(file: File, brief: Brief) -> None:
    """Let a leader of the unit decide, or the fleet centre on its own trips; never who asks.

    Raises:
        Refused: If it is somebody else.

    Source:
        R060; handbook 4.
    """
    drafted = file.drafted
    require(brief, "UNIT_LEADER", *_own(file, brief))
    check_unit(drafted.order, drafted.unit, brief)
    check_differs(file, brief.actor.person)


def check_differs(file: File, person: str) -> None:
    """Let nobody approve what he wants himself.

    Raises:
        Refused: If he does.
    """
    if person in file.askers:
        raise refuse.approver_asks(file.drafted.order, person)


def check_dispatcher(file: File, serving: Serving | None, brief: Brief) -> None:
    """Let the fleet centre and a platform's own dispatchers send its cars, a unit only its own.

    Raises:
        Refused: If it is somebody else.

    Source:
        R055, R056, R057.
    """
    drafted, actor = file.drafted, brief.actor
    if drafted.platform is None:
        require(brief, *UNIT, *_own(file, brief))
        check_unit(drafted.order, drafted.unit, brief)
        return
    if serving is None:
        raise refuse.platform_unknown(drafted.order, drafted.platform)
    if not _dispatches(serving, brief):
        raise refuse.no_dispatcher(drafted.order, drafted.platform, actor.person, actor.role)


def sent_by(file: File, serving: Serving | None, brief: Brief) -> bool:
    """Whether the speaker may send this order's car."""
    try:
        check_dispatcher(file, serving, brief)
    except Refused:
        return False
    return True


def check_keeper(file: File, serving: Serving | None, brief: Brief) -> None:
    """Let programs keep an order's dates and judge its trip, and whoever dispatches it.

    Programs have no role. Of a unit's own car the fleet centre may say it too.

    Raises:
        Refused: If it is somebody else.
    """
    own_car = file.drafted.platform is None
    if brief.actor.role not in ("", "CENTRE" if own_car else ""):
        check_dispatcher(file, serving, brief)


def check_driving(file: File, serving: Serving | None, brief: Brief, *drivers: str) -> None:
    """Let a driver tell of his own trip, a unit of its own orders, and whoever dispatches them.

    Args:
        file: What is known of the order.
        serving: Its platform.
        brief: Who speaks.
        drivers: Who drives: by the order, and as it is said.

    Raises:
        Refused: If it is somebody else.
    """
    actor, number = brief.actor, file.drafted.order
    if actor.role == "DRIVER":
        if actor.person not in drivers:
            raise deny.not_its_driver(number, drivers[0], actor.person)
    elif actor.role in UNIT:
        check_unit(number, file.drafted.unit, brief)
    else:
        check_dispatcher(file, serving, brief)


def _own(file: File, brief: Brief) -> tuple[str, ...]:
    """The fleet centre is a unit too, and speaks for itself."""
    return ("CENTRE",) if brief.actor.unit == file.drafted.unit else ()


def _dispatches(serving: Serving, brief: Brief) -> bool:
    """Whether the speaker dispatches on a platform: a unit's people never do (R056)."""
    actor = brief.actor
    if not covers(actor.jurisdiction, serving.jurisdiction, brief.shelf):
        return False
    named = actor.person in serving.dispatchers and actor.role not in _UNIT_PEOPLE
    return actor.role == "CENTRE" or named

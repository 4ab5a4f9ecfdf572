"""What is looked up when a command is decided: the speaker, the rules, what other streams know."""

from collections.abc import Callable, Mapping
from typing import Any

from fleet.decider import Command
from fleet.dispatch.platform import Opened as OpenedPlatform
from fleet.dispatch.platform import platform
from fleet.disposal.disposal import disposal
from fleet.disposal.disposal_stages import Opened as OpenedCase
from fleet.disposal.joint_inspection import Completed, Planned, joint_inspection
from fleet.ledger.saying import Facts, Reader, Saying
from fleet.organisation.unit import Registered, unit
from fleet.planning.budget_line import Asked, budget_line
from fleet.planning.indicator import indicator
from fleet.planning.indicator_stages import Drafted
from fleet.policy.brief import Actor, Brief
from fleet.policy.policies import policies, shelved
from fleet.policy.shelf import Shelf
from fleet.procurement.purchase import purchase
from fleet.procurement.stages import Begun

Region = Callable[[Any, Reader], str]
"""Whose rules apply to a command."""

More = Callable[[Any, Brief, Reader], Mapping[str, object]]
"""What else a command cannot say itself."""


def briefed(command: Command, region: Region, more: More | None = None) -> Facts:
    """Lay a brief beside a command, and what else has to be looked up for it."""

    def facts(read: Reader, saying: Saying) -> Mapping[str, object]:
        told = brief(region(command, read), read, saying)
        return {"brief": told, **(more(command, told, read) if more else {})}

    return facts


def brief(jurisdiction: str, read: Reader, saying: Saying) -> Brief:
    """Who speaks, and the policies of a jurisdiction and of those above it."""
    actor = Actor(saying.actor, saying.role, saying.unit, saying.jurisdiction)
    return Brief(actor, jurisdiction, shelf_of(jurisdiction, read))


def shelf_of(jurisdiction: str, read: Reader) -> Shelf:
    """Every published policy of a jurisdiction and of those above it."""
    if not jurisdiction:
        return Shelf()
    shelf = Shelf()
    while True:
        regions = {*shelf.lineage(jurisdiction)}
        wider = shelved({code: read.state(f"policy:{code}", policies) for code in sorted(regions)})
        if {*wider.lineage(jurisdiction)} <= regions:
            return wider
        shelf = wider


def of_itself(command: Any, _: Reader) -> str:  # noqa: ANN401 - any command that names one
    """The command names the jurisdiction."""
    return str(command.jurisdiction)


def of_unit(command: Any, read: Reader) -> str:  # noqa: ANN401 - any command that names one
    """The command names a unit."""
    return where(command.unit, read)


def where(code: str, read: Reader) -> str:
    """Where a unit belongs; empty for one that nobody knows."""
    known = read.state(f"unit:{code}", unit)
    return known.jurisdiction if isinstance(known, Registered) else ""


def of_indicator(command: Any, read: Reader) -> str:  # noqa: ANN401 - any command to one
    """The command is said to an indicator."""
    known = read.state(f"indicator:{command.indicator}", indicator)
    return known.form.jurisdiction if isinstance(known, Drafted) else ""


def of_line(command: Any, read: Reader) -> str:  # noqa: ANN401 - any command to one
    """The command is said to a budget line."""
    known = read.state(f"budget-line:{command.line}", budget_line)
    return where(known.unit if isinstance(known, Asked) else getattr(command, "unit", ""), read)


def of_purchase(command: Any, read: Reader) -> str:  # noqa: ANN401 - any command to one
    """The command is said to a purchase."""
    known = read.state(f"purchase:{command.purchase}", purchase)
    return known.file.drafted.jurisdiction if isinstance(known, Begun) else ""


def of_case(command: Any, read: Reader) -> str:  # noqa: ANN401 - any command to one
    """The command is said to a disposal case."""
    known = read.state(f"disposal:{command.case}", disposal)
    return known.file.jurisdiction if isinstance(known, OpenedCase) else ""


def of_platform(command: Any, read: Reader) -> str:  # noqa: ANN401 - any command to one
    """The command is said to a platform."""
    known = read.state(f"platform:{command.platform}", platform)
    return known.jurisdiction if isinstance(known, OpenedPlatform) else ""


def of_inspection(command: Any, read: Reader) -> str:  # noqa: ANN401 - any command to one
    """The command is said to a joint inspection."""
    match read.state(f"joint-inspection:{command.inspection}", joint_inspection):
        case Planned(jurisdiction=where) | Completed(plan=Planned(jurisdiction=where)):
            return where
        case _:
            return ""

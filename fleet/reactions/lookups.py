"""The facts that commands cannot say themselves, each from the streams that know them."""

from collections.abc import Mapping
from typing import Any

from fleet.decider import Refused
from fleet.disposal.disposal import disposal
from fleet.disposal.disposal_events import (
    AssetDisposalApproved,
    AssetWrittenOff,
    DisposalApproved,
)
from fleet.disposal.disposal_stages import Opened as OpenedCase
from fleet.disposal.docket import docket
from fleet.ledger.saying import Reader
from fleet.organisation.unit import Registered, unit
from fleet.planning.indicator import indicator
from fleet.planning.indicator_stages import (
    Approved,
    Budgeted,
    Consumed,
    Drafted,
    Executable,
    Form,
)
from fleet.planning.year_plan import PlanEntry
from fleet.policy.brief import Brief
from fleet.quota.book import book
from fleet.quota.slot import slot
from fleet.quota.slot_stages import Occupied, Reserved
from fleet.quota.stages import Opened as OpenedBook
from fleet.quota.stages import book_code
from fleet.reactions.briefing import where
from fleet.vehicle.stages import car_of
from fleet.vehicle.vehicle import vehicle

Found = Mapping[str, object]


def unit_of(command: Any, _: Brief, read: Reader) -> Found:  # noqa: ANN401 - names a unit
    """When the unit was founded, its sector, where it belongs."""
    return _unit(command.unit, read)


def receiver_of(command: Any, _: Brief, read: Reader) -> Found:  # noqa: ANN401 - a transfer
    """The same of the unit that gets the slots."""
    return _unit(command.to_unit, read)


def _unit(code: str, read: Reader) -> Found:
    known = read.state(f"unit:{code}", unit)
    if not isinstance(known, Registered):
        return {"unit_created": None, "unit_sector": None, "unit_jurisdiction": ""}
    return {
        "unit_created": known.created_on,
        "unit_sector": known.sector,
        "unit_jurisdiction": known.jurisdiction,
    }


def place_of(command: Any, _: Brief, read: Reader) -> Found:  # noqa: ANN401 - names a unit
    """Where the unit belongs."""
    return {"unit_jurisdiction": where(command.unit, read)}


def held(command: Any, told: Brief, read: Reader) -> Found:  # noqa: ANN401 - a headcount
    """The unit's slots of a category that have a car or a purchase."""
    known = read.state(f"quota-book:{book_code(command.jurisdiction, command.sector)}", book)
    if not isinstance(known, OpenedBook):
        return {"occupied": ()}
    category = canonical(command.category, told, command)
    slots = (*known.of(command.unit, category), *known.over(command.unit, category))
    standing = ((each, read.state(f"slot:{each}", slot)) for each in slots)
    return {"occupied": tuple(each for each, it in standing if isinstance(it, Occupied | Reserved))}


def category_of(command: Any, told: Brief, _: Reader) -> Found:  # noqa: ANN401 - a car enters
    """The category by its key in the policy, where there is a policy that knows it."""
    return {"category": canonical(command.category, told, command)}


def canonical(name: str, told: Brief, command: Any) -> str:  # noqa: ANN401 - any with a time
    """A category by its key; as it was said where no policy knows it."""
    try:
        return told.shelf.in_force(told.jurisdiction, command.at).category(name)
    except Refused:
        return name


def birthday(command: Any, _: Brief, read: Reader) -> Found:  # noqa: ANN401 - a draft
    """Where the unit belongs, its sector, and how old the car is that is to be replaced."""
    known = dict(_unit(command.unit, read))
    del known["unit_created"]
    if command.vehicle is None:
        return known
    car = car_of(read.state(f"vehicle:{command.vehicle}", vehicle))
    return {**known, "first_registered": car.first_registered}


def old_car(command: Any, _: Brief, read: Reader) -> Found:  # noqa: ANN401 - a submission
    """When the old car was first registered, as its dossier says now."""
    known = read.state(f"indicator:{command.indicator}", indicator)
    if not isinstance(known, Drafted) or known.form.vehicle is None:
        return {}
    car = car_of(read.state(f"vehicle:{known.form.vehicle}", vehicle))
    return {"first_registered": car.first_registered}


def gate(command: Any, told: Brief, read: Reader) -> Found:  # noqa: ANN401 - a review
    """The unit's disposals that close the gate, read the way the indicator's policy says."""
    known = read.state(f"indicator:{command.indicator}", indicator)
    if not isinstance(known, Drafted):
        return {}
    form: Form = known.form
    policy = told.shelf.cited(form.policy)
    any_open = policy.renewal.gate.unfinished_disposal == "ANY_OPEN_CASE"
    day = None if any_open else policy.jurisdiction.day(command.at)
    unfinished = read.state(f"docket:{form.unit}", docket).unfinished(day)
    return {"unfinished": unfinished, "overdue_on": day}


def entries(command: Any, _: Brief, read: Reader) -> Found:  # noqa: ANN401 - a plan
    """What the indicators of a plan say of themselves."""
    return {"entries": tuple(_entry(number, read) for number in command.indicators)}


def _entry(number: str, read: Reader) -> PlanEntry:
    known = read.state(f"indicator:{number}", indicator)
    if not isinstance(known, Drafted):
        said = {"kind": "", "slot": number, "plan_year": 0, "nev": False, "approved": False}
        return PlanEntry(indicator=number, **said)
    form = known.form
    return PlanEntry(
        indicator=number,
        kind=form.kind,
        slot=form.slot,
        plan_year=form.plan_year,
        jurisdiction=form.jurisdiction,
        nev=form.specification.is_nev,
        approved=isinstance(known, Approved | Budgeted | Executable | Consumed),
    )


def write_off(command: Any, _: Brief, read: Reader) -> Found:  # noqa: ANN401 - an application
    """The event that wrote the old car off, and when that was."""
    if command.case is None:
        return {"predecessor": None, "written_off_at": None}
    stream = f"disposal:{command.case}"
    known = read.state(stream, disposal)
    at = known.file.written_off_at if isinstance(known, OpenedCase) else None
    return {"predecessor": read.named(stream, AssetWrittenOff), "written_off_at": at}


def approval_before(command: Any, _: Brief, read: Reader) -> Found:  # noqa: ANN401 - a step
    """The event that approved the disposal."""
    return {"predecessor": read.named(f"disposal:{command.case}", DisposalApproved)}


def asset_approval_before(command: Any, _: Brief, read: Reader) -> Found:  # noqa: ANN401 - a step
    """The event that approved the act on the asset."""
    return {"predecessor": read.named(f"disposal:{command.case}", AssetDisposalApproved)}

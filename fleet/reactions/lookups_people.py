"""What is looked up for what is said about drivers."""

from collections.abc import Mapping
from typing import Any

from fleet.ledger.saying import Reader
from fleet.people.driver import driver
from fleet.people.driver_stages import Dossier
from fleet.people.rule_book import rule_book
from fleet.policy.brief import Brief
from fleet.reactions.briefing import where

Found = Mapping[str, object]


def of_driver(command: Any, read: Reader) -> str:  # noqa: ANN401 - any command to one
    """The command is said to a driver's dossier."""
    known = read.state(f"driver:{command.driver}", driver)
    return known.jurisdiction if isinstance(known, Dossier) else ""


def of_appraisal(command: Any, read: Reader) -> str:  # noqa: ANN401 - any command about one
    """The command is about an appraisal: it stays where it began, though the driver may move."""
    known = read.state(f"driver:{command.driver}", driver)
    if not isinstance(known, Dossier):
        return ""
    begun = known.appraisals.get(command.period)
    return begun.jurisdiction if begun else known.jurisdiction


def new_place_of(command: Any, _: Brief, read: Reader) -> Found:  # noqa: ANN401 - an update
    """Where the new unit belongs."""
    return {"unit_jurisdiction": where(command.unit, read) if command.unit else ""}


def versions_of(command: Any, told: Brief, read: Reader) -> Found:  # noqa: ANN401 - a reading
    """The versions of a rule document in the nearest rule book that has it."""
    for region in told.shelf.lineage(told.jurisdiction):
        known = read.state(f"rule-book:{region}", rule_book).of(command.document)
        if known:
            return {"published": known}
    return {"published": ()}

"""A special check (专项检查) is one task for each car of the named districts."""

from collections.abc import Iterator

from fleet.decider import Entry
from fleet.inspection.special_words import SpecialCheckOrdered
from fleet.reactions.census import Census
from fleet.reactions.due import Say


def special_checks(entry: Entry, census: Census) -> Iterator[Say]:
    """The tasks that an entry asks for.

    Source:
        R093.
    """
    if not isinstance(entry.event, SpecialCheckOrdered):
        return
    event = entry.event
    told = {"command": "ScheduleCheck", "kind": "SPECIAL", "period": event.campaign}
    shelf, named = census.shelf, {*event.districts}
    for name, car in census.cars():
        unit = census.unit(car.unit)
        if named & {unit.district, *shelf.lineage(unit.jurisdiction)}:
            yield Say({**told, "vehicle": name, "at": event.at})

"""What follows from an entry for cars in use: asked by reactions that remember the books."""

from collections.abc import Iterator
from datetime import datetime

from fleet.decider import Entry
from fleet.reactions import (
    deadlines_cases,
    deadlines_dispatch,
    deadlines_inspection,
    deadlines_people,
    deadlines_supervision,
    notices_dispatch,
    notices_inspection,
    notices_schedules,
)
from fleet.reactions.census import Census
from fleet.reactions.due import Action
from fleet.reactions.fence_edits import FenceEdits
from fleet.reactions.gaps import Gaps
from fleet.reactions.holidays import Holidays
from fleet.reactions.sealing import sealing
from fleet.reactions.special_checks import special_checks


class InUse:
    """Reactions with a memory; made anew, it is told of everything it remembers again."""

    def __init__(self) -> None:
        self._census, self._gaps, self._holidays = Census(), Gaps(), Holidays()
        self._fences = FenceEdits()

    def remember(self, entry: Entry) -> None:
        """Take an entry into account that was answered already."""
        self._census.take(entry)
        for each in (self._gaps.changed, self._holidays.follows, self._fences.follows):
            for _ in each(entry, self._census):  # it was said already
                pass

    def follows(self, entry: Entry, now: datetime) -> Iterator[Action]:
        """What is asked for because of an entry, in order, told now.

        Source:
            Handbook 6: PM5, PM6, PM7, PM10, PM15.
        """
        self._census.take(entry)
        yield from self._holidays.follows(entry, self._census)
        yield from sealing(entry, self._census)
        yield from special_checks(entry, self._census)
        yield from deadlines_inspection.managers(entry, now)
        for notices in (notices_dispatch, notices_inspection, notices_schedules):
            yield from notices.notices(entry)
        yield from self._gaps.changed(entry, self._census)
        yield from self._fences.follows(entry, self._census)
        for dates in _DATES:
            yield from dates.deadlines(entry)


_DATES = (
    deadlines_cases,
    deadlines_dispatch,
    deadlines_inspection,
    deadlines_people,
    deadlines_supervision,
)

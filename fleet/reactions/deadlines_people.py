"""The dates that an appraisal sets: when its stars are awarded (PM15)."""

from collections.abc import Iterable

from fleet.decider import Entry
from fleet.people.driver_events import DimensionScored, StarsAwarded
from fleet.reactions.due import Due, Forget


def deadlines(entry: Entry) -> Iterable[Due | Forget]:
    """What an entry puts on the list of dates, or takes off it.

    Source:
        R097; PM15.
    """
    match entry.event:
        case DimensionScored(missing=()) as event:
            at = max(event.due_at, event.at)
            said = {"driver": event.driver, "period": event.period, "at": at}
            yield Due(_key(event), at, {"command": "AwardStars", **said})
        case StarsAwarded() as event:
            yield Forget(_key(event))
        case _:
            return


def _key(event: DimensionScored | StarsAwarded) -> str:
    return f"driver:{event.driver}:stars:{event.period}:"

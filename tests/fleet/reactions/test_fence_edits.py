"""GEO-04: the map was changed around an alert."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from fleet.decider import Event
from fleet.reactions.due import Notice
from fleet.reactions.fence_edits import TOPICS, FenceEdits
from fleet.reactions.followers import followers
from fleet.supervision.case_events import AlertClosed, AlertReopened, EvidenceMerged
from fleet.vehicle.fence import FencePublished, FenceWithdrawn
from fleet.vehicle.fence_plan import FencePlanPublished
from tests.fleet.reactions.books import NOW, Books
from tests.fleet.supervision.casework import RAISED

HOUR = timedelta(hours=1)
CASE = "geo-02:C1:1"
ACTED: dict[str, Any] = {"by": "p", "role": "BUREAU"}


class Desk:
    """A city's books, and what each entry shows."""

    def __init__(self) -> None:
        self.books, self.edits = Books(), FenceEdits()
        self.books.unit()
        self.books.car()
        self.plan(1, NOW - 900 * HOUR)

    def hears(self, stream: str, event: Event, now: datetime = NOW) -> list[Notice]:
        """The next entry, and what it shows."""
        entry = self.books.entry(stream, event, now=now)
        return [*self.edits.follows(entry, self.books.census)]

    def plan(self, version: int, effect: datetime, now: datetime = NOW) -> list[Notice]:
        """A version of the car's plan."""
        areas = {"home": ("H",), "operating": ("O",), "forbidden": ("F",)}
        told = {"vehicle": "C1", "version": version, "valid_from": effect, "valid_to": None}
        return self.hears("fence-plan:C1", FencePlanPublished(**areas, **told), now)

    def area(self, name: str, version: int, effect: datetime) -> list[Notice]:
        """A version of an area."""
        place = {"type": "Point", "coordinates": [120.0, 30.0]}
        told = {"fence": name, "version": version, "name": name, "geometry": place}
        form = {"radius_m": 50.0, "half_width_m": None, "profile": "standard", "everyone": False}
        datum = {"declared_datum": "wgs84", "declared_geometry": None}
        event = FencePublished(**told, **form, **datum, valid_from=effect, valid_to=None)
        return self.hears(f"fence:{name}", event)

    def alert(self, begin: datetime, end: datetime | None = None, **more: Any) -> list[Notice]:  # noqa: ANN401 - of any field
        """An alert of the car."""
        told = {"case": CASE, "code": "GEO-02", "vehicle": "C1", "unit": "U", **more}
        span = {"begins_at": begin, "ends_at": end}
        return self.hears(f"alert-case:{CASE}", RAISED.model_copy(update={**told, **span}))

    def closes(self, event: type[Event] = AlertClosed, **more: Any) -> list[Notice]:  # noqa: ANN401 - of any field
        """Something becomes of it."""
        told = {"case": CASE, "code": "GEO-02", "vehicle": "C1", "unit": "U", "at": NOW}
        return self.hears(f"alert-case:{CASE}", event(**told, **more))


@pytest.mark.proves("GEO-04", "R069")
@pytest.mark.parametrize(
    ("effect", "told"),
    [(-25, False), (-24, True), (0, True), (3, True), (27, True), (28, False)],
)
def test_a_plan_changed_within_a_day_of_an_open_alert_is_told(effect: int, *, told: bool) -> None:
    desk = Desk()
    desk.alert(NOW, NOW + 3 * HOUR)
    assert bool(desk.plan(2, NOW + effect * HOUR, now=NOW - HOUR)) == told


@pytest.mark.proves("GEO-04")
def test_a_plan_changed_before_the_alert_is_told_when_that_is_raised() -> None:
    desk = Desk()
    assert desk.plan(2, NOW - 5 * HOUR) == []
    [notice] = desk.alert(NOW, NOW + HOUR)
    assert notice.code == "GEO-04"
    assert notice.key == "geo-04:fence-plan:C1@2:geo-02:C1:1"
    assert (notice.unit, notice.vehicle, notice.at) == ("U", "C1", NOW)
    assert notice.inputs == {
        "change": "fence-plan:C1@2",
        "effect_at": (NOW - 5 * HOUR).isoformat(),
        "alert": CASE,
        "alert_code": "GEO-02",
        "begins_at": NOW.isoformat(),
    }


@pytest.mark.proves("GEO-04")
def test_a_change_filed_afterwards_that_reaches_back_over_the_alert_is_told() -> None:
    desk = Desk()
    desk.alert(NOW, NOW + HOUR)
    assert desk.plan(2, NOW - 300 * HOUR, now=NOW - HOUR) == []
    assert len(desk.plan(3, NOW - 300 * HOUR, now=NOW + 9 * HOUR)) == 1


@pytest.mark.proves("GEO-04")
def test_an_area_of_the_plan_that_is_drawn_anew_or_withdrawn_is_told() -> None:
    desk = Desk()
    desk.alert(NOW)
    assert desk.area("elsewhere", 2, NOW) == []
    assert [it.inputs["change"] for it in desk.area("O", 2, NOW)] == ["fence:O@2"]
    [notice] = desk.hears("fence:H", FenceWithdrawn(fence="H", at=NOW))
    assert notice.inputs["change"] == "fence:H:withdrawn"


@pytest.mark.proves("GEO-04")
def test_a_first_version_changes_nothing() -> None:
    desk = Desk()
    desk.alert(NOW)
    assert desk.plan(1, NOW) == desk.area("O", 1, NOW) == []


@pytest.mark.proves("GEO-04")
def test_an_alert_that_is_closed_asks_nothing_until_it_is_opened_again() -> None:
    desk = Desk()
    desk.alert(NOW)
    desk.closes(note="", **ACTED)
    assert desk.plan(2, NOW) == []
    told = {"reason": "r", "documents": (), "source": "", "sha256": ""}
    desk.closes(AlertReopened, **told, **ACTED)
    assert len(desk.plan(3, NOW)) == 1


@pytest.mark.proves("GEO-04")
def test_the_window_ends_as_later_evidence_says() -> None:
    merged = {"severity": "AMBER", "begins_at": NOW, "inputs": {}, "evidence": (), "sha256": "s"}
    desk = Desk()
    desk.alert(NOW)
    assert desk.plan(2, NOW + 99 * HOUR)
    desk.closes(EvidenceMerged, **merged, ends_at=NOW + HOUR, source="", times=2, folded=False)
    assert desk.plan(3, NOW + 99 * HOUR) == []


@pytest.mark.proves("GEO-04")
def test_what_papers_tell_is_true_of_a_moment() -> None:
    desk = Desk()
    desk.alert(NOW, code="USE-01", rule_version="papers")
    assert desk.plan(2, NOW + 25 * HOUR) == []
    assert desk.plan(3, NOW + 24 * HOUR)


@pytest.mark.proves("GEO-04")
@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"code": "SEAL-02"}, True),
        ({"code": "USE-01"}, True),
        ({"code": "GEO-03"}, False),  # it asks for a plan
        ({"code": "GEO-04"}, False),
        ({"code": "TERM-01"}, False),  # a device stands where it stands
        ({"vehicle": ""}, False),
        ({"vehicle": "C2"}, False),
    ],
)
def test_only_alerts_about_where_the_car_was_matter(more: dict[str, Any], *, told: bool) -> None:
    desk = Desk()
    desk.alert(NOW, **more)
    assert bool(desk.plan(2, NOW)) == told


def test_other_entries_and_cases_say_nothing() -> None:
    desk = Desk()
    merged = {"severity": "AMBER", "begins_at": NOW, "inputs": {}, "evidence": (), "sha256": "s"}
    assert desk.closes(note="", **ACTED) == []
    assert (
        desk.closes(EvidenceMerged, **merged, ends_at=None, source="", times=2, folded=False) == []
    )
    assert [*desk.edits.follows(desk.books.policy(), desk.books.census)] == []


def test_what_it_remembers_is_told_again_after_a_restart() -> None:
    [_, use, _] = followers()
    assert use.topics >= TOPICS

"""One paper, one answer: what it changes of places, and what of a car's facts."""

from fleet.vehicle.terminal import TerminalBound
from telemetry.books import Books, Changed
from telemetry.moment import FOREVER
from telemetry.touched import Touched
from tests.telemetry import papers_of_use as it
from tests.telemetry.papers_of_use import DAY, us


def test_a_paper_of_a_place_and_a_paper_of_use_are_both_heard() -> None:
    books = Books()
    bound = TerminalBound(vehicle="V1", device="T1", valid_from=DAY, valid_to=None)
    mine = frozenset({"V1"})
    assert books.apply(bound) == Changed(Touched(mine, us(0), "binding_changed"), None)
    ordered = Touched(mine, us(1), "order.assigned", us(3))
    assert books.apply(it.assigned("V1", 1, 3)) == Changed(None, ordered)
    assert [binding.device for binding in books.registry.spans("V1")] == ["T1"]
    assert [fact.kind for fact in books.timelines.of("V1")] == ["ordered"]


def test_touched_is_for_ever_unless_it_says_until_when() -> None:
    assert Touched(frozenset(), 0, "binding_changed").end == FOREVER

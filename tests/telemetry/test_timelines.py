"""What the papers say about a car over time; a late paper names the past that it changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleet.decider import Event
from fleet.dispatch.order_events import (
    EmergencyOrderVoided,
    TripCancelled,
    TripNoShow,
    TripRequestExpired,
)
from fleet.vehicle.commissioning import VehicleCommissioned
from fleet.vehicle.retirement import (
    VehicleDisposed,
    VehicleRestored,
    VehicleWithdrawn,
    VehicleWrittenOff,
)
from fleet.vehicle.service import VehicleReturned
from telemetry.moment import FOREVER
from telemetry.timelines.fact import Allowance, Fact
from telemetry.timelines.timelines import Timelines
from telemetry.touched import Touched
from tests.telemetry import papers_of_use as it
from tests.telemetry.papers_of_use import hour, us

CARS = (it.unit("U"), it.car("V1"), it.car("V2", "W"))
CITY = (it.unit("W", "330106"), *CARS)


def heard(*events: Event) -> Timelines:
    timelines = Timelines()
    for event in events:
        timelines.apply(event)
    return timelines


def told(*events: Event) -> Timelines:
    return heard(*CITY, *events)


def touched(reason: str, begin: float, end: float | None = None, *cars: str) -> Touched:
    """Of V1 where no car is named; for ever where no end is."""
    until = FOREVER if end is None else us(end)
    return Touched(frozenset(cars or {"V1"}), us(begin), reason, until)


def spans(timelines: Timelines, kind: str, car: str = "V1") -> list[tuple[float, float]]:
    """Hours into the day, of the facts of a kind."""
    day, an_hour = us(0), us(1) - us(0)
    found = [fact for fact in timelines.of(car) if fact.kind == kind]
    return [
        (
            (fact.begin - day) / an_hour,
            9999 if fact.end == FOREVER else (fact.end - day) / an_hour,
        )
        for fact in found
    ]


def withdrawn(at: float) -> Event:
    return VehicleWithdrawn(vehicle="V1", approval="1", at=hour(at))


def restored(at: float) -> Event:
    return VehicleRestored(vehicle="V1", reason="撤销", at=hour(at))


def written_off(at: float) -> Event:
    return VehicleWrittenOff(vehicle="V1", approval="2", at=hour(at))


@pytest.mark.proves("R109")
def test_service_ends_and_begins_again_and_ends_in_retirement() -> None:
    gone = {"plate": "浙A1", "vin": None, "certificate": "回1"}
    disposed = VehicleDisposed(vehicle="V1", **gone, at=hour(8))
    timelines = told(withdrawn(2), restored(3), withdrawn(5), written_off(6))
    assert spans(timelines, "in_service") == [(0, 2), (3, 5)]
    assert spans(timelines, "retired") == [(6, 9999)]
    assert timelines.apply(disposed) == touched("vehicle.disposed", 8)
    assert spans(timelines, "retired") == [(6, 8)]


def test_a_new_car_serves_from_its_commissioning_and_until_it_goes_elsewhere() -> None:
    papers = {"insured_until": hour(0).date(), "inspected_until": hour(0).date()}
    begins = VehicleCommissioned(vehicle="V3", **papers, at=hour(1))
    ends = it.gone_elsewhere("V3", 4)
    assert spans(told(begins, ends), "in_service", "V3") == [(1, 4)]


def test_what_ends_before_it_begins_never_was() -> None:
    assert spans(told(withdrawn(-1)), "in_service") == []


@pytest.mark.proves("R086")
@pytest.mark.proves("R077")
def test_an_order_allows_what_it_says_for_its_time() -> None:
    area = {"type": "Point", "coordinates": [120.1, 30.2]}
    more = {"overnight": True, "off_hours": True, "cross_area": True, "fences": ("F1",)}
    timelines = told(it.assigned("V1", 1, 5, area=area, **more))
    text = '{"coordinates":[120.1,30.2],"type":"Point"}'
    allows = Allowance("D1", False, True, True, True, text, ("F1",))  # noqa: FBT003 - in the order of the fields
    fact = Fact("ordered", "V1", us(1), us(5), ("O1",), allows)
    assert fact in timelines.at("V1", us(1))
    assert fact not in timelines.at("V1", us(5))
    assert [each.kind for each in timelines.of("V1")] == ["in_service", "ordered"]


@pytest.mark.proves("R060")
def test_an_extension_moves_the_end_and_names_its_order_time() -> None:
    timelines = told(it.assigned("V1", 1, 3))
    assert timelines.apply(it.extended("V1", 1, 5, 3)) == touched("order.extended", 1, 5)
    assert spans(timelines, "ordered") == [(1, 5)]


def test_another_car_instead_changes_both() -> None:
    timelines = told(it.assigned("V1", 1, 3))
    window = timelines.apply(it.reassigned("V2", "V1", 1, 3))
    assert window == touched("order.reassigned", 1, 3, "V1", "V2")
    assert (spans(timelines, "ordered"), spans(timelines, "ordered", "V2")) == ([], [(1, 3)])


def test_on_the_way_the_order_goes_over_to_another_car() -> None:
    timelines = told(it.assigned("V1", 1, 5), it.departed("V1", 1.5))
    timelines.apply(it.changed("V2", "V1", 2, 5))
    timelines.apply(it.extended("V2", 2, 6, 5))
    timelines.apply(it.returned("V2", 5.5))
    assert (spans(timelines, "ordered"), spans(timelines, "ordered", "V2")) == ([(1, 2)], [(2, 6)])
    assert (spans(timelines, "driven"), spans(timelines, "driven", "V2")) == (
        [(1.5, 2)],
        [(2, 5.5)],
    )


def test_a_car_is_out_from_its_departure_to_its_return() -> None:
    timelines = told(it.assigned("V1", 1, 3), it.departed("V1", 0.9))
    assert spans(timelines, "driven") == [(0.9, 9999)]
    assert timelines.apply(it.returned("V1", 3.5)) == touched("order.returned", 3.5)
    assert spans(timelines, "driven") == [(0.9, 3.5)]
    assert spans(timelines, "ordered") == [(1, 3)]


@pytest.mark.proves("R086")
@pytest.mark.parametrize("kind", [TripCancelled, TripRequestExpired, TripNoShow])
def test_what_never_took_place_allows_nothing(kind: type[Event]) -> None:
    timelines = told(it.assigned("V1", 1, 3))
    assert timelines.apply(it.off(kind, "V1")) == touched(kind.TOPIC, 1, 3)
    assert spans(timelines, "ordered") == []


@pytest.mark.proves("USE-01")
def test_an_emergency_counts_until_its_papers_are_missed() -> None:
    timelines = told(it.emergency("V1", 1, 3), it.departed("V1", 1), it.returned("V1", 2))
    [ordered] = [fact for fact in timelines.of("V1") if fact.kind == "ordered"]
    assert ordered.allows == Allowance("D1", emergency=True)
    assert timelines.apply(it.off(EmergencyOrderVoided, "V1")) == touched("order.voided", 1, 3)
    assert (spans(timelines, "ordered"), spans(timelines, "driven")) == ([], [(1, 2)])


@pytest.mark.proves("R060")
def test_an_emergency_counts_from_its_opening_also_with_another_car_and_longer() -> None:
    opened = told(it.emergency("V1", 2, 4, at=hour(1)))
    assert spans(opened, "ordered") == [(1, 4)]
    opened.apply(it.reassigned("V2", "V1", 2, 4))
    assert (spans(opened, "ordered"), spans(opened, "ordered", "V2")) == ([], [(1, 4)])
    opened.apply(it.extended("V2", 2, 5, 4))
    assert spans(opened, "ordered", "V2") == [(1, 5)]
    late = told(it.emergency("V1", 2, 4, at=hour(3)))
    assert spans(late, "ordered") == [(3, 4)]


def test_a_car_that_takes_over_after_the_end_has_no_order_until_it_is_extended() -> None:
    timelines = told(it.assigned("V1", 1, 3), it.departed("V1", 1))
    timelines.apply(it.changed("V2", "V1", 4, 3))
    assert (spans(timelines, "ordered"), spans(timelines, "ordered", "V2")) == ([(1, 3)], [])
    assert timelines.apply(it.extended("V2", 1, 6, 3)) == touched("order.extended", 4, 6, "V2")
    assert (spans(timelines, "ordered"), spans(timelines, "ordered", "V2")) == ([(1, 3)], [(4, 6)])


def test_an_extension_of_what_nobody_knows_holds_for_its_own_time() -> None:
    assert spans(told(it.extended("V1", 1, 3, 2)), "ordered") == [(1, 3)]


def test_a_request_without_a_car_touches_nobody() -> None:
    assert told().apply(it.off(TripCancelled, None)) is None


@pytest.mark.proves("R078")
def test_a_period_seals_the_cars_of_its_region_until_it_is_called_off() -> None:
    timelines = told()
    assert timelines.apply(it.planned("P1", 2, 8)) == touched("seal-period.planned", 2, 8)
    assert (spans(timelines, "sealed"), spans(timelines, "sealed", "V2")) == ([(2, 8)], [])
    timelines.apply(it.car("V3", at=4))
    assert spans(timelines, "sealed", "V3") == [(4, 8)]
    timelines.apply(it.exempted("P1", "V1", 3, 4))
    window = timelines.apply(it.called_off("P1"))
    assert window == touched("seal-period.cancelled", 2, 8, "V1", "V3")
    assert spans(timelines, "exempt") == []
    assert timelines.apply(it.called_off("P9")) is None


@pytest.mark.proves("R078")
def test_a_late_exemption_names_its_window() -> None:
    timelines = told(it.planned("P1", 2, 8))
    assert timelines.apply(it.exempted("P1", "V1", 3, 4)) == touched(
        "seal-period.exemption-granted", 3, 4
    )
    assert timelines.at("V1", us(3)) >= {Fact("exempt", "V1", us(3), us(4), ("P1",))}


@pytest.mark.proves("R007")
def test_a_car_that_moves_to_another_region_is_sealed_with_it_from_then_on() -> None:
    timelines = told(it.planned("P1", 2, 8), it.planned("P2", 0, 6, "330106"))
    assert timelines.apply(it.moved("V1", "W", 4)) == touched("vehicle.transferred", 4, 8)
    assert spans(timelines, "sealed") == [(2, 4), (4, 6)]
    timelines.apply(it.moved("V1", "W", 3))
    assert spans(timelines, "sealed") == [(2, 3), (3, 6)]


def test_a_car_that_leaves_these_books_is_not_sealed_any_more() -> None:
    timelines = told(it.planned("P1", 2, 8))
    assert timelines.apply(it.gone_elsewhere("V1", 5)) == touched("vehicle.transferred-out", 5)
    assert spans(timelines, "sealed") == [(2, 5)]


def test_a_unit_that_is_heard_of_late_seals_its_cars_for_all_their_time() -> None:
    timelines = heard(it.car("V1"), it.car("V2", "W"), it.planned("P1", 2, 8))
    assert timelines.apply(it.unit("U")) == touched("unit.registered", 2, 8)
    assert spans(timelines, "sealed") == [(2, 8)]


@pytest.mark.proves("R094")
@pytest.mark.proves("INSP-04")
def test_a_car_is_unsafe_until_nothing_fails_any_more() -> None:
    timelines = told(it.failed("V1", 1, "TYRES", "BRAKES"), it.passed("V1", 2, "TYRES"))
    assert spans(timelines, "unsafe") == [(1, 2), (2, 9999)]
    names = [fact.names for fact in timelines.of("V1") if fact.kind == "unsafe"]
    assert names == [("BRAKES", "TYRES"), ("TYRES",)]
    assert timelines.apply(it.passed("V1", 3)) == touched("vehicle.safety-items-passed", 3)
    assert spans(timelines, "unsafe") == [(1, 2), (2, 3)]


def test_a_paper_of_something_else_changes_nothing() -> None:
    assert told().apply(it.unit("X")) is None
    assert (
        told().apply(VehicleReturned(vehicle="V1", order="O1", odometer_km=1, at=hour(1))) is None
    )
    assert told().of("V9") == []


hours = st.integers(0, 12)
cars = st.sampled_from(["V1", "V2"])


def _order(car: str, other: str, begin: int, length: int) -> st.SearchStrategy[list[Event]]:
    """An order's papers in their order."""
    end = begin + length
    first = st.sampled_from([it.assigned(car, begin, end), it.emergency(car, begin, end)])
    before = st.sampled_from([[], [it.reassigned(other, car, begin, end)]])
    rest = st.sampled_from(
        [
            [],
            [it.off(TripCancelled, car)],
            [it.departed(car, begin), it.returned(car, end)],
            [it.departed(car, begin), it.extended(car, begin, end + 2, end), it.returned(car, end)],
            [it.departed(car, begin), it.changed(other, car, begin + 0.5, end)],
            [it.departed(car, begin), it.returned(car, end), it.off(EmergencyOrderVoided, car)],
        ]
    )
    return st.builds(lambda one, two, three: [one, *two, *three], first, before, rest)


order_papers = st.tuples(cars, cars, hours, st.integers(1, 5)).flatmap(lambda it: _order(*it))
period_papers = st.tuples(hours, st.integers(1, 6), st.sampled_from(["330100", "330106"])).flatmap(
    lambda told: st.sampled_from(
        [
            [it.planned("P1", told[0], told[0] + told[1], told[2])],
            [it.planned("P1", told[0], told[0] + told[1], told[2]), it.exempted("P1", "V1", 2, 3)],
            [it.planned("P1", told[0], told[0] + told[1], told[2]), it.called_off("P1")],
        ]
    )
)
safety_papers = st.tuples(hours, st.integers(0, 4)).map(
    lambda told: [it.failed("V1", told[0], "BRAKES"), it.passed("V1", told[0] + told[1])]
)
service_papers = st.tuples(hours, st.integers(0, 3), st.booleans()).map(
    lambda told: [withdrawn(told[0]), (restored if told[2] else written_off)(told[0] + told[1])]
)
transfer_papers = hours.map(lambda at: [it.moved("V2", "U", at)])
unit_papers = st.just([it.unit("W", "330106")])
streams = st.tuples(
    order_papers, period_papers, safety_papers, service_papers, transfer_papers, unit_papers
)


def interleaved(papers: tuple[list[Event], ...], choices: list[int]) -> list[Event]:
    """The streams, mixed; each in its own order."""
    waiting = [[*stream] for stream in papers]
    mixed: list[Event] = []
    while any(waiting):
        ready = [stream for stream in waiting if stream]
        choice = choices[len(mixed) % len(choices)] if choices else 0
        mixed.append(ready[choice % len(ready)].pop(0))
    return mixed


@given(streams, st.lists(st.integers(0, 5), max_size=12))
def test_in_whatever_order_streams_are_heard_the_timelines_are_the_same(
    papers: tuple[list[Event], ...], choices: list[int]
) -> None:
    one, other = (heard(*CARS, *interleaved(papers, way)) for way in ([], choices))
    assert [one.of(car) for car in ("V1", "V2")] == [other.of(car) for car in ("V1", "V2")]


@given(streams, st.lists(st.integers(0, 5), max_size=12))
def test_wherever_a_paper_changes_an_answer_its_window_covers_it(
    papers: tuple[list[Event], ...], choices: list[int]
) -> None:
    timelines = heard(*CARS)
    instants = [us(0) + n * (us(0.25) - us(0)) for n in range(-4, 100)]
    for event in interleaved(papers, choices):
        before = {(car, at): timelines.at(car, at) for car in ("V1", "V2") for at in instants}
        window = timelines.apply(event)
        for (car, at), answer in before.items():
            covered = window and car in window.vehicles and window.begin <= at < window.end
            assert covered or _said(timelines.at(car, at)) == _said(answer)


def _said(facts: frozenset[Fact]) -> set[tuple[object, ...]]:
    return {(fact.kind, fact.names, fact.allows) for fact in facts}

"""A slot: one car, one purchase, one indicator a year."""

from datetime import UTC, datetime
from typing import Any

import pytest

from fleet.decider import Conflict, Refused
from fleet.quota.slot import slot
from fleet.quota.slot_stages import Closed, Occupied, Reserved, Right, Vacant
from fleet.quota.slot_words import (
    CloseSlot,
    LiftExcess,
    MarkExcess,
    MoveToUnit,
    OccupySlot,
    OpenSlot,
    PlanSlot,
    ReleaseSlot,
    ReserveSlot,
    SlotClosed,
    SlotCommand,
    SlotEvent,
    SlotExcessLifted,
    SlotMarkedExcess,
    SlotMoved,
    SlotOccupied,
    SlotOpened,
    SlotPlanned,
    SlotReleased,
    SlotReserved,
    SlotUnplanned,
    SlotVacated,
    UnplanSlot,
    VacateSlot,
)
from tests.fleet.quota.city import refusal
from tests.given import Given

NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)
SAID: dict[str, Any] = {"slot": "S1", "at": NOW}
OWN: dict[str, Any] = {"unit": "A", "category": "EMERGENCY_SUPPORT"}
TOLD: dict[str, Any] = {**SAID, **OWN, "book": "330100-PARTY_GOV"}

given = Given(slot)
open_slot = OpenSlot(**TOLD)
opened = SlotOpened(**TOLD)
close = CloseSlot(**SAID)
closed = SlotClosed(**TOLD)
take_over = OccupySlot(**SAID, **OWN, vehicle="V1")
taken_over = SlotOccupied(**TOLD, vehicle="V1", purchase=None)
occupy = OccupySlot(**SAID, **OWN, vehicle="V2", purchase="P1")
occupied = SlotOccupied(**TOLD, vehicle="V2", purchase="P1")
vacate = VacateSlot(**SAID, vehicle="V1", case="D1")
vacated = SlotVacated(**TOLD, vehicle="V1", case="D1")
reserve = ReserveSlot(**SAID, **OWN, purchase="P1", kind="RENEWAL")
reserved = SlotReserved(**TOLD, purchase="P1", kind="RENEWAL")
release = ReleaseSlot(**SAID, purchase="P1")
released = SlotReleased(**TOLD, purchase="P1")
move = MoveToUnit(**SAID, from_unit="A", to_unit="B")
moved = SlotMoved(**{**TOLD, "unit": "B"}, from_unit="A", to_unit="B", vehicle=None)
mark = MarkExcess(**SAID)
marked = SlotMarkedExcess(**TOLD, vehicle="V1")
lift = LiftExcess(**SAID)
lifted = SlotExcessLifted(**TOLD)
renew = PlanSlot(**SAID, **OWN, indicator="I1", year=2028, kind="RENEWAL", vehicle="V1")
renewed = SlotPlanned(**TOLD, indicator="I1", year=2028, kind="RENEWAL", vehicle="V1")
add = PlanSlot(**SAID, **OWN, indicator="I1", year=2028, kind="ADDITION")
added = SlotPlanned(**TOLD, indicator="I1", year=2028, kind="ADDITION", vehicle=None)
unplan = UnplanSlot(**SAID, indicator="I1")
unplanned = SlotUnplanned(**TOLD, indicator="I1", year=2028)

VACANT, OCCUPIED, RESERVED = (opened,), (opened, taken_over), (opened, reserved)
EXCESS = (opened, taken_over, marked, vacated)


def refused(command: SlotCommand, *past: SlotEvent) -> Refused:
    """The answer to a command after this past; it names the slot."""
    no = refusal(lambda: slot.decide(command, slot.fold(past)))
    assert no.values["slot"] == "S1"
    return no


def test_one_out_one_in() -> None:
    given(*OCCUPIED).when(vacate).then(vacated)
    given(*OCCUPIED, vacated).when(reserve).then(reserved)
    given(*OCCUPIED, vacated, reserved).when(occupy).then(occupied)
    given(*OCCUPIED, vacated, reserved, occupied).when(
        VacateSlot(**SAID, vehicle="V2", case="D2"),
    ).then(SlotVacated(**TOLD, vehicle="V2", case="D2"))


def test_a_slot_opens_and_closes() -> None:
    given().when(open_slot).then(opened)
    given(*VACANT).when(close).then(closed)
    given(*VACANT).when(close.model_copy(update={"told_vacant": True})).then(closed)


def test_a_car_taken_over_lives_on_its_slot_at_once() -> None:
    given(*VACANT).when(take_over).then(taken_over)


@pytest.mark.parametrize(
    ("past", "command"),
    [
        (VACANT, open_slot),
        (OCCUPIED, open_slot),
        ((*VACANT, closed), close),
        (OCCUPIED, take_over),
        ((*OCCUPIED, vacated), vacate),
        ((*OCCUPIED, vacated, reserved, occupied), vacate),
        (RESERVED, reserve),
        ((*RESERVED, released), release),
        (RESERVED, release.model_copy(update={"purchase": "P2"})),
        (OCCUPIED, release),
        ((), release),
        ((*VACANT, closed), release),
        ((), unplan),
        ((*VACANT, closed), unplan),
        (VACANT, unplan),
        ((*VACANT, moved), move),
        ((*OCCUPIED, marked), mark),
        (OCCUPIED, lift),
        ((*OCCUPIED, marked, lifted), lift),
        ((*OCCUPIED, renewed), renew),
    ],
)
def test_saying_it_again_changes_nothing(past: tuple[SlotEvent, ...], command: SlotCommand) -> None:
    given(*past).when(command).then()


@pytest.mark.proves("R002")
@pytest.mark.parametrize(
    "other", [{"book": "330100-INSTITUTION"}, {"unit": "B"}, {"category": "VETERAN_CADRE"}]
)
def test_a_slot_stands_in_one_book(other: dict[str, str]) -> None:
    no = refused(open_slot.model_copy(update=other), opened)
    assert (no.rule, no.code, no.basis) == ("一车一编", "SlotDiffers", "R002")
    assert no.values == {"slot": "S1", "book": "330100-PARTY_GOV", **OWN}


def test_nothing_is_said_to_a_slot_nobody_authorised() -> None:
    for command in (take_over, vacate, reserve, move, add, close):
        no = refused(command)
        assert (no.rule, no.code, no.basis) == ("一车一编", "SlotUnknown", "R003")
        assert no.values == {"slot": "S1"}


def test_nothing_is_said_to_a_slot_that_is_retired() -> None:
    for command in (open_slot, take_over, vacate, reserve, move, add):
        no = refused(command, opened, closed)
        assert (no.rule, no.code, no.basis) == ("一车一编", "SlotRetired", "R003")
        assert no.values == {"slot": "S1"}


@pytest.mark.proves("R108")
def test_a_slot_has_one_occupant() -> None:
    for command in (occupy, take_over.model_copy(update={"vehicle": "V3"})):
        no = refused(command, *OCCUPIED)
        assert (no.rule, no.code, no.basis) == ("退一补一", "SlotOccupied", "R108, R113")
        assert (no.values, no.alert) == ({"slot": "S1", "vehicle": "V1"}, "")


@pytest.mark.proves("R113")
@pytest.mark.proves("PROC-04")
def test_no_purchase_for_an_occupied_slot() -> None:
    no = refused(reserve, *OCCUPIED)
    assert (no.rule, no.code, no.alert) == ("退一补一", "SlotOccupied", "PROC-04")
    assert no.values == {"slot": "S1", "vehicle": "V1"}


def test_a_slot_is_reserved_for_one_purchase() -> None:
    second = reserve.model_copy(update={"purchase": "P2"})
    for command in (second, take_over, occupy.model_copy(update={"purchase": "P2"})):
        no = refused(command, *RESERVED)
        assert (no.rule, no.code, no.basis) == ("退一补一", "AlreadyReserved", "R113")
        assert (no.values, no.alert) == ({"slot": "S1", "purchase": "P1"}, "")
    given(*RESERVED, released).when(second).then(reserved.model_copy(update={"purchase": "P2"}))


def test_a_purchase_needs_its_reservation() -> None:
    for past in (VACANT, (*RESERVED, released)):
        no = refused(occupy, *past)
        assert (no.rule, no.code, no.basis) == ("退一补一", "ReservationMissing", "R113")
        assert no.values == {"slot": "S1", "purchase": "P1"}


def test_a_purchase_that_is_off_frees_the_slot() -> None:
    given(*RESERVED).when(release).then(released)


@pytest.mark.parametrize("command", [take_over, reserve, add])
@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"unit": "B"}, "SlotOfOtherUnit"),
        ({"category": "VETERAN_CADRE"}, "SlotOfOtherCategory"),
        ({"unit": "B", "category": "VETERAN_CADRE"}, "SlotOfOtherUnit"),
    ],
)
def test_a_slot_is_for_its_unit_and_category(
    command: SlotCommand, other: dict[str, str], code: str
) -> None:
    no = refused(command.model_copy(update=other), opened)
    assert (no.rule, no.code, no.basis) == ("编随单位和类别", code, "R003")
    told = {f"told_{name}": value for name, value in (OWN | other).items()}
    assert no.values == {"slot": "S1", **OWN, **told}


@pytest.mark.parametrize("past", [VACANT, RESERVED, (*OCCUPIED, vacated, reserved, occupied)])
def test_only_the_car_that_lives_there_leaves(past: tuple[SlotEvent, ...]) -> None:
    no = refused(vacate.model_copy(update={"vehicle": "V3"}), *past)
    assert (no.rule, no.code, no.basis) == ("一车一编", "VehicleNotOnSlot", "R003")
    assert no.values == {"slot": "S1", "vehicle": "V3", "unit": "A"}


@pytest.mark.proves("R007")
def test_a_slot_moves_with_its_car() -> None:
    given(*VACANT).when(move).then(moved)
    given(*OCCUPIED).when(move).then(moved.model_copy(update={"vehicle": "V1"}))
    given(opened, moved).when(take_over.model_copy(update={"unit": "B"})).then(
        taken_over.model_copy(update={"unit": "B"}),
    )
    assert isinstance(slot.fold([*OCCUPIED, moved]), Occupied)


@pytest.mark.proves("R007")
def test_a_slot_does_not_move_from_another_unit_or_under_a_purchase() -> None:
    no = refused(move.model_copy(update={"from_unit": "C"}), opened)
    assert (no.code, no.values["told_unit"]) == ("SlotOfOtherUnit", "C")
    assert no.values["told_category"] == OWN["category"]
    assert refused(move, *RESERVED).code == "AlreadyReserved"


@pytest.mark.proves("R005")
@pytest.mark.proves("QUOT-01")
def test_a_held_slot_is_marked_as_excess() -> None:
    given(*OCCUPIED).when(mark).then(marked)
    given(*RESERVED).when(mark).then(marked.model_copy(update={"vehicle": None}))
    given(*OCCUPIED, marked).when(lift).then(lifted)
    given(*OCCUPIED, marked, lifted).when(mark).then(marked)


@pytest.mark.proves("R005")
def test_an_excess_slot_is_not_filled_again() -> None:
    for command in (reserve, add, take_over.model_copy(update={"vehicle": "V3"})):
        no = refused(command, *EXCESS)
        assert (no.rule, no.code, no.basis) == ("超编不补", "SlotInExcess", "R005")
        assert no.values == {"slot": "S1", "unit": "A"}
    assert refused(renew, *OCCUPIED, marked).code == "SlotInExcess"


@pytest.mark.proves("R005")
def test_an_excess_slot_says_so_when_it_becomes_vacant() -> None:
    given(*OCCUPIED, marked).when(vacate).then(vacated.model_copy(update={"excess": True}))
    given(*RESERVED, marked).when(release).then(released.model_copy(update={"excess": True}))
    given(*EXCESS).when(close).then(closed)
    given(*RESERVED, marked).when(occupy).then(occupied)


@pytest.mark.parametrize(
    ("past", "command"),
    [
        (VACANT, mark),
        (EXCESS, mark),
        ((), mark),
        ((opened, closed), mark),
        ((opened, closed), lift),
        ((), lift),
        (OCCUPIED, close.model_copy(update={"told_vacant": True})),
        (RESERVED, close.model_copy(update={"told_vacant": True})),
    ],
)
def test_a_book_that_was_told_old_news_decides_again(
    past: tuple[SlotEvent, ...], command: SlotCommand
) -> None:
    with pytest.raises(Conflict, match=r"^slot S1 is not (held|open|vacant) any more$"):
        slot.decide(command, slot.fold(past))


def test_only_a_vacant_slot_is_retired() -> None:
    assert refused(close, *OCCUPIED).code == "SlotOccupied"
    assert refused(close, *RESERVED).code == "AlreadyReserved"


@pytest.mark.proves("R026")
def test_an_indicator_stands_on_a_slot_for_a_year() -> None:
    given(*OCCUPIED).when(renew).then(renewed)
    given(*VACANT).when(add).then(added)
    given(*OCCUPIED, renewed).when(unplan).then(unplanned)
    given(*OCCUPIED, renewed, unplanned).when(renew).then(renewed)


@pytest.mark.proves("R026")
def test_one_indicator_a_slot_and_year() -> None:
    second = renew.model_copy(update={"indicator": "I2"})
    no = refused(second, *OCCUPIED, renewed)
    assert (no.rule, no.code, no.basis) == ("一编一标", "AlreadyPlanned", "R026")
    assert no.values == {"slot": "S1", "year": 2028, "indicator": "I1"}
    later = second.model_copy(update={"year": 2029})
    given(*OCCUPIED, renewed).when(later).then(
        renewed.model_copy(update={"indicator": "I2", "year": 2029}),
    )


def test_taking_one_indicator_off_leaves_the_others() -> None:
    other = renewed.model_copy(update={"indicator": "I2", "year": 2029})
    known = slot.fold([*OCCUPIED, renewed, other, unplanned])
    assert known == Occupied(Right("330100-PARTY_GOV", **OWN, plans={2029: "I2"}), "V1")


def test_a_renewal_names_the_car_that_lives_there_or_did() -> None:
    given(*OCCUPIED, vacated).when(renew).then(renewed)
    for vehicle, shown in (("V3", "V3"), (None, "-")):
        no = refused(renew.model_copy(update={"vehicle": vehicle}), *OCCUPIED)
        assert (no.code, no.values["vehicle"]) == ("VehicleNotOnSlot", shown)
    assert refused(renew, opened).code == "VehicleNotOnSlot"
    assert refused(renew.model_copy(update={"vehicle": None}), opened).code == "VehicleNotOnSlot"
    assert refused(renew, *OCCUPIED, vacated, reserved).code == "AlreadyReserved"


def test_an_addition_needs_a_vacant_slot() -> None:
    no = refused(add, *OCCUPIED)
    assert (no.code, no.alert) == ("SlotOccupied", "")
    assert refused(add, *RESERVED).code == "AlreadyReserved"


def test_what_is_told_of_no_slot_is_still_taken_into_account() -> None:
    right = Right("330100-PARTY_GOV", **OWN)
    assert slot.fold([reserved]) == Reserved(right, "P1")
    assert slot.fold([lifted]) == Vacant(right)
    assert slot.fold([closed]) == Closed(right)

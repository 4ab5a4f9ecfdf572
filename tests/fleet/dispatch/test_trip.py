"""The trip: departure, extension, return."""

import hashlib
from datetime import timedelta

import pytest

from fleet.dispatch.order_commands import OrderCommand
from fleet.dispatch.order_events import (
    OrderEvent,
    TripExtended,
    VehicleDepartedOnOrder,
    VehicleReturnedOnOrder,
)
from fleet.dispatch.order_forms import Unsealing
from fleet.dispatch.order_refusals import clock
from tests.fleet.dispatch.test_assigning import COVER
from tests.fleet.dispatch.trips import (
    ADMIN,
    BACK,
    BEGIN,
    BY_CENTRE,
    CITY,
    CLOSED,
    END,
    FREE,
    LEFT,
    POLICY,
    assign,
    brief,
    change,
    depart,
    draft,
    emergency,
    extend,
    file,
    give_back,
    given,
    key_in,
    key_out,
    last,
    local,
    other,
    papers,
    reassign,
    refusal,
    told,
    until,
)

OF = {"order": "O1", "unit": "A1", "jurisdiction": CITY, "platform": "ADMIN"}
BY_DRIVER = OF | {"by": "D1", "role": "DRIVER"}
PAIR = {"vehicle": "V1", "driver": "D1"}
TIMES = {"begins_at": BEGIN, "ends_at": END}
ASSIGNED, GONE = until(assign), until(depart)


@pytest.mark.proves("R060")
def test_a_departure_says_who_left_with_what_and_when_it_is_overdue() -> None:
    departed = VehicleDepartedOnOrder(
        **BY_DRIVER, at=LEFT, **PAIR, **TIMES, evidence="cabinet", note="", odometer_km=1000,
        driver_card="D1", daily_check=True, emergency=False, overdue_at=local("13:00"),
    )  # fmt: skip
    given(*ASSIGNED).when(depart).then(departed)


@pytest.mark.proves("INSP-01")
def test_a_departure_without_a_check_that_day_says_so() -> None:
    unchecked = other(depart, daily_check=False, driver_card=None, odometer_km=None)
    departed = last(unchecked, past=ASSIGNED)
    assert (departed.daily_check, departed.driver_card, departed.odometer_km) == (False, None, None)


def test_an_emergency_leaves_as_one() -> None:
    assert last(depart, past=told(draft, emergency)).emergency


@pytest.mark.proves("USE-09")
@pytest.mark.proves("R086")
@pytest.mark.parametrize("who", ["driver", "driver_card"])
def test_nobody_else_drives(who: str) -> None:
    no = refusal(other(depart, **{who: "D2"}), ASSIGNED)
    assert (no.code, no.alert) == ("DriverDiffers", "USE-09")
    assert (no.values["driver"], no.values["told"]) == ("D1", "D2")


def test_after_a_change_of_the_driver_the_new_one_drives() -> None:
    past = told(reassign, past=ASSIGNED)
    assert refusal(depart, past).alert == "USE-09"
    its_own = brief("D3", "DRIVER")
    assert told(other(depart, driver="D3", driver_card="D3", brief=its_own), past=past)


@pytest.mark.proves("INSP-04")
def test_a_car_with_a_failed_safety_item_stays() -> None:
    no = refusal(other(depart, failed=("BRAKES", "LIGHTS")), ASSIGNED)
    assert (no.code, no.alert) == ("SafetyItemsFailed", "INSP-04")
    assert (no.values["vehicle"], no.values["items"]) == ("V1", "BRAKES, LIGHTS")


def test_what_only_a_person_tells_of_needs_a_note() -> None:
    assert refusal(other(depart, evidence="manual"), ASSIGNED).code == "NoteMissing"
    noted = last(other(depart, evidence="manual", note="钥匙柜停电"), past=ASSIGNED)
    assert (noted.evidence, noted.note) == ("manual", "钥匙柜停电")


@pytest.mark.parametrize("evidence", ["key", "telemetry", "cabinet"])
def test_keys_cabinets_and_terminals_tell_by_themselves(evidence: str) -> None:
    assert last(other(depart, evidence=evidence), past=ASSIGNED).evidence == evidence


def test_it_leaves_when_it_is_ready_and_not_before() -> None:
    ready = local("09:30")
    assert told(other(depart, at=ready), past=ASSIGNED)
    no = refusal(other(depart, at=ready - timedelta(seconds=1)), ASSIGNED)
    assert (no.code, no.values["ready_at"]) == ("TooEarly", clock(ready))


def test_the_same_departure_again_is_nothing_new() -> None:
    assert told(other(depart, at=BEGIN, evidence="telemetry"), past=GONE) == GONE
    assert refusal(other(depart, driver="D2"), GONE).code == "OutOfOrder"


@pytest.mark.proves("USE-02")
@pytest.mark.proves("R068")
def test_an_extension_says_who_agreed_and_holds_its_hash() -> None:
    text = '{"approver":"lin","ends_at":"2025-03-10T05:00:00Z","order":"O1","reason":"会议延长"}'
    cover = {name: value for name, value in COVER.items() if name != "lent_for"}
    longer = cover | {"by": "chen", "role": "UNIT_CLERK", "at": local("11:30")}
    extended = TripExtended(
        **longer | {"ends_at": local("13:00")}, previous_ends_at=END, approver="lin",
        reason="会议延长", form_sha256=hashlib.sha256(text.encode()).hexdigest(),
        overdue_at=local("14:00"), key_due=None,
    )  # fmt: skip
    given(*GONE).when(extend).then(extended)


@pytest.mark.proves("USE-12")
def test_an_extension_gives_the_key_more_time() -> None:
    assert last(extend, past=told(key_out, past=GONE)).key_due == local("13:30")


def test_the_same_end_again_is_nothing_new() -> None:
    after = told(extend, past=GONE)
    assert told(extend, past=after) == after
    assert file(after).ends_at == local("13:00")


def test_an_extension_ends_later_than_before_and_than_now() -> None:
    no = refusal(other(extend, ends_at=END - timedelta(seconds=1)), GONE)
    assert (no.code, no.values["ends_at"]) == ("NotLonger", clock(END))
    late = other(extend, at=local("13:00"), ends_at=local("13:00"))
    assert refusal(late, GONE).values["ends_at"] == clock(local("13:00"))
    assert told(other(late, ends_at=local("13:01")), past=GONE)


@pytest.mark.proves("R060")
def test_who_asked_for_the_trip_does_not_agree_to_its_extension() -> None:
    no = refusal(other(extend, approver="chen"), GONE)
    assert (no.code, no.values["person"]) == ("ApproverAsks", "chen")


def test_the_unit_or_the_dispatcher_extends() -> None:
    assert told(other(extend, brief=brief("gu", "CENTRE")), past=GONE)
    assert told(other(extend, brief=brief("lin", "UNIT_LEADER", "A1")), past=GONE)
    assert refusal(other(extend, brief=brief("x", "UNIT_CLERK", "B1")), GONE).code == "OtherUnit"
    assert refusal(other(extend, brief=brief("D1", "DRIVER")), GONE).code == "NotDispatcher"
    centre = brief("gu", "CENTRE")
    assert refusal(other(extend, brief=centre, serving=None), GONE).code == "PlatformUnknown"


@pytest.mark.proves("R078")
def test_a_trip_is_not_extended_into_a_seal_period() -> None:
    no = refusal(other(extend, seals=(FREE, CLOSED)), GONE)
    assert (no.code, no.values["names"], no.policy) == ("SealPeriodCovers", "国庆节", POLICY)
    assert told(other(extend, seals=(FREE,)), past=GONE)


def returned(**more: object) -> VehicleReturnedOnOrder:
    said = {
        **BY_DRIVER, **PAIR, **TIMES, "at": BACK, "odometer_km": 1030, "inside_home": True,
        "note": "", "in_workshop": False, "departed_at": LEFT, "papers_due": None, "key_due": None,
        **more,
    }  # fmt: skip
    return VehicleReturnedOnOrder.model_validate(said)


@pytest.mark.proves("R060")
def test_a_return_says_what_it_came_back_with() -> None:
    given(*GONE).when(give_back).then(returned())


@pytest.mark.proves("USE-11")
def test_a_return_without_its_papers_says_until_when_they_are_due() -> None:
    gone = told(draft, emergency, depart)
    due = local("2025-03-11 09:20")
    given(*gone).when(give_back).then(returned(papers_due=due))
    filed = told(other(papers, at=local("10:00")), past=gone)
    given(*filed).when(give_back).then(returned())


@pytest.mark.proves("USE-12")
def test_a_key_is_due_half_an_hour_after_the_return() -> None:
    out = told(key_out, past=GONE)
    given(*out).when(give_back).then(returned(key_due=local("12:20")))
    back = told(other(key_in, at=local("11:40")), past=out)
    given(*back).when(give_back).then(returned())


def test_a_return_needs_a_reading_that_does_not_run_back() -> None:
    assert refusal(other(give_back, odometer_km=None), GONE).code == "OdometerMissing"
    no = refusal(other(give_back, odometer_km=999), GONE)
    assert (no.code, no.values["before"], no.values["told"]) == ("OdometerRunsBack", 1000, 999)
    assert told(other(give_back, odometer_km=1000), past=GONE)


def test_nobody_read_it_when_it_left() -> None:
    unread = told(other(depart, odometer_km=None), past=ASSIGNED)
    assert told(other(give_back, odometer_km=0), past=unread)
    changed = told(change, past=GONE)
    by_its_own = other(give_back, odometer_km=5, brief=brief("D3", "DRIVER"))
    assert last(by_its_own, past=changed).vehicle == "V3"


@pytest.mark.proves("R077")
def test_a_car_returns_home_or_somebody_says_where_it_stands() -> None:
    assert refusal(other(give_back, inside_home=False), GONE).code == "ReturnUnexplained"
    noted = last(other(give_back, inside_home=False, note="停在修理厂"), past=GONE)
    assert (noted.inside_home, noted.note) == (False, "停在修理厂")


def test_a_car_that_was_brought_to_the_workshop_is_back_all_the_same() -> None:
    towed = other(give_back, in_workshop=True, inside_home=False, note="在定点修理厂")
    assert last(towed, past=GONE).in_workshop


def test_the_same_return_again_is_nothing_new() -> None:
    after = told(give_back, past=GONE)
    assert told(other(give_back, at=local("11:55")), past=after) == after
    assert refusal(other(give_back, odometer_km=1031), after).code == "OutOfOrder"


def test_a_trip_without_a_car_is_no_trip() -> None:
    departed = last(depart, past=ASSIGNED)
    lost: list[OrderEvent] = [*until(draft), departed]
    assert refusal(give_back, lost).code == "OutOfOrder"


TELLING = ((depart, ASSIGNED), (give_back, GONE))
telling = pytest.mark.parametrize(("command", "past"), TELLING, ids=("departure", "return"))


@telling
def test_a_driver_tells_of_his_own_trip_only(command: OrderCommand, past: list[OrderEvent]) -> None:
    assert last(command, past=past).by == "D1"
    no = refusal(other(command, brief=brief("D2", "DRIVER")), past)
    assert (no.code, no.values["driver"], no.values["person"]) == ("NotItsDriver", "D1", "D2")


@telling
def test_so_does_the_unit_or_the_dispatcher(command: OrderCommand, past: list[OrderEvent]) -> None:
    for role in ("UNIT_CLERK", "UNIT_LEADER"):
        assert last(other(command, brief=brief("x", role, "A1")), past=past).role == role
        assert refusal(other(command, brief=brief("x", role, "B1")), past).code == "OtherUnit"
    assert last(other(command, **BY_CENTRE), past=past).role == "CENTRE"
    for role in ("PASSENGER", "BUREAU"):
        stranger = other(command, brief=brief("x", role, "A1"), serving=ADMIN)
        assert refusal(stranger, past).code == "NotDispatcher"
    nobody = {"brief": brief("x", ""), "serving": ADMIN}
    key = {"evidence": "key"} if command is depart else {}
    assert refusal(other(command, **nobody, **key), past).code == "NotDispatcher"


@pytest.mark.parametrize("evidence", ["cabinet", "telemetry"])
def test_devices_tell_of_a_departure_themselves(evidence: str) -> None:
    by_device = other(depart, evidence=evidence, brief=brief("cabinet", ""))
    assert last(by_device, past=ASSIGNED).evidence == evidence


@pytest.mark.proves("USE-09")
def test_who_takes_anothers_order_for_his_own_is_the_wrong_driver() -> None:
    second = other(depart, driver="D2", driver_card=None, brief=brief("D2", "DRIVER"))
    assert refusal(second, ASSIGNED).alert == "USE-09"


@pytest.mark.proves("R078")
def test_what_was_planned_after_it_was_sent_keeps_the_car_at_home() -> None:
    no = refusal(other(depart, seals=(FREE, CLOSED)), ASSIGNED)
    assert (no.code, no.values["names"], no.policy) == ("SealPeriodCovers", "国庆节", POLICY)
    departed = last(other(depart, seals=(FREE,), sealed=True), past=ASSIGNED)
    assert departed.unseals is None


@pytest.mark.proves("R078")
def test_an_emergency_leaves_although_its_car_is_sealed_and_says_who_allowed_it() -> None:
    opened = told(draft, emergency)
    assert last(other(depart, seals=(CLOSED,)), past=opened).unseals is None
    departed = last(other(depart, seals=(CLOSED,), sealed=True), past=opened)
    assert departed.unseals == Unsealing(approver="gu", reason="FLOOD_CONTROL")


def test_an_emergency_is_extended_into_a_seal_period_all_the_same() -> None:
    gone = told(draft, emergency, depart)
    assert last(other(extend, seals=(CLOSED,)), past=gone).ends_at == local("13:00")


def test_a_unit_without_a_platform_extends_by_itself() -> None:
    assert told(other(extend, serving=None), past=GONE)

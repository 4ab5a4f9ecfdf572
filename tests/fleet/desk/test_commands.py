"""Words become commands, and commands reach every stream they concern."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given as each
from hypothesis import strategies as st

from fleet.decider import Refused
from fleet.desk.commands import Misspoken, parse, say, say_all
from fleet.desk.routes import ROUTES
from fleet.ledger.applications import Lifecycle
from fleet.ledger.handle import load
from fleet.vehicle.claim import Free, Held
from fleet.vehicle.plate import plate
from fleet.vehicle.stages import Available, Disposed, WrittenOff
from fleet.vehicle.vehicle import vehicle
from fleet.vehicle.vin import vin
from tests.fleet.desk.said import AT, BIND, CAR, FENCE, TERMINAL, UNIT, wire
from tests.scenarios.office import BUREAU, DIGEST, FINANCE, PRICE, Office
from tests.scenarios.office import vin as vin_of

BEGIN = "2026-01-01T00:00:00Z"
PLACE: dict[str, Any] = {"unit": "U", "slot": "S1", "category": "LAW_ENFORCEMENT"}
CHANGE = wire("ChangePlate", vehicle="V1", old="浙A12345", new="浙AD12345")


def _streams(ledger: Lifecycle, said: dict[str, Any]) -> list[str]:
    return [entry.stream for entry in say(ledger, parse(said))]


def test_every_command_has_a_route_of_its_own_name() -> None:
    assert all(name == route.command.__name__ for name, route in ROUTES.items())
    assert "BindTerminal" in ROUTES


def test_the_speaker_stands_on_the_envelope() -> None:
    actor = {"person": "li", "role": "CENTRE", "unit": "A1"}
    said = {**TERMINAL, "actor": actor, "correlation": "c", "causation": "supervision:1"}
    saying = parse(said, "cli").saying
    assert (saying.actor, saying.role, saying.unit, saying.channel) == ("li", "CENTRE", "A1", "cli")
    assert (saying.correlation, saying.causation) == ("c", "supervision:1")


def test_a_validity_begins_when_the_command_is_said_unless_it_says_otherwise() -> None:
    terminal, car = parse(BIND).saids
    assert terminal.command.valid_from.isoformat() == "2027-03-01T00:00:00+00:00"
    assert car.command.valid_from == terminal.command.valid_from
    earlier = parse({**BIND, "valid_from": "2026-01-01T00:00:00Z"}).saids[0]
    assert earlier.command.valid_from.year == 2026


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"command": "BindTerminl"}, "did you mean BindTerminal or UnbindTerminal?"),
        ({"command": "Xyz"}, r"command: no command has this name; known: [A-Z]\w+, [A-Z]"),
        ({"command": None}, "command: no command has this name"),
        ({"device": "a b"}, r"device: .* \(found 'a b'\)"),
        ({"valid_to": "yesterday"}, r"valid_to: .*datetime"),
        ({"valid_to": "2027-03-02T08:00:00"}, r"valid_to: .*timezone"),
        ({"valid_to": AT}, "valid_to is not later than valid_from"),
        ({"valid_to": "0001-01-01T00:00:00+14:00"}, "valid_to: there is no such moment in UTC"),
        ({"colour": "x" * 100}, r"colour: .*not permitted \(found 'x{56}\.\.\."),
        ({"id": "7"}, "id: .*UUID"),
        ({"at": None}, "valid_from: Field required$"),
        ({"actor": ""}, "actor.person: "),
        ({"actor": None}, "actor: "),
        ({"actor": {"role": "CENTRE"}}, "actor.person: Field required$"),
        ({"actor": "li\0"}, r"actor: a text has no zero character \(U\+0000\) \(found 'li\\x00'\)"),
        ({"actor": {"person": "li", "role": "\0"}}, r"actor\.role: .*no zero character"),
        ({"device": "T\0"}, "device: .*no zero character"),
        ({"vehicle": "V\0"}, "vehicle: .*no zero character"),
        ({"correlation": "\0"}, "correlation: .*no zero character"),
        ({"properties": {"a": [[{"b\0": 1}]]}}, "properties.a: .*no zero character"),
    ],
)
def test_what_is_wrong_is_one_line_with_its_field(change: dict[str, Any], line: str) -> None:
    with pytest.raises(Misspoken, match=line) as misspoken:
        parse({**BIND, **change})
    assert len(misspoken.value.problems) == 1


def test_what_is_no_object_is_no_command() -> None:
    with pytest.raises(Misspoken, match="a command is a JSON object"):
        parse([BIND])


@each(st.sampled_from([*ROUTES]), st.dictionaries(st.text(), st.none() | st.text() | st.floats()))
def test_whatever_is_said_is_a_command_or_misspoken(name: str, fields: dict[str, object]) -> None:
    try:
        assert parse({**fields, "command": name}).saids
    except Misspoken as misspoken:
        assert str(misspoken)  # noqa: PT017 - one of the two right answers


@pytest.mark.proves("R073")
def test_a_car_is_taken_over_with_its_plate_and_vin_in_one_save(ledger: Lifecycle) -> None:
    assert _streams(ledger, UNIT) == ["unit:A1"]
    assert _streams(ledger, CAR) == ["vehicle:V1", "plate:浙A12345", "vin:LSVAA4182E2184841"]
    assert _streams(ledger, CAR) == []
    with pytest.raises(Refused, match="PlateTaken"):
        say(ledger, parse({**CAR, "vehicle": "V2"}))
    with pytest.raises(Refused, match="VinTaken"):
        say(ledger, parse({**CAR, "vehicle": "V2", "plate": "浙A54321"}))
    assert load(ledger, "plate:浙A54321", plate) == Free()


def test_no_car_without_a_unit(ledger: Lifecycle) -> None:
    with pytest.raises(Refused, match="UnitUnknown"):
        say(ledger, parse(CAR))


def test_a_binding_stands_in_both_streams(ledger: Lifecycle) -> None:
    say_all(ledger, [UNIT, CAR, TERMINAL])
    assert _streams(ledger, BIND) == ["terminal:T1", "vehicle:V1"]
    end = wire("UnbindTerminal", device="T1", vehicle="V1", at="2027-03-02T08:00:00+08:00")
    assert _streams(ledger, end) == ["terminal:T1", "vehicle:V1"]
    assert _streams(ledger, end) == []


def test_a_changed_plate_is_free_for_another_car(ledger: Lifecycle) -> None:
    say_all(ledger, [UNIT, CAR])
    assert _streams(ledger, CHANGE) == ["vehicle:V1", "plate:浙A12345", "plate:浙AD12345"]
    assert _streams(ledger, CHANGE) == []
    other = {key: value for key, value in CAR.items() if key != "vin"} | {"vehicle": "V2"}
    assert _streams(ledger, other) == ["vehicle:V2", "plate:浙A12345"]
    assert _streams(ledger, CHANGE) == []


@pytest.mark.proves("R052")
@pytest.mark.proves("R069")
def test_a_bought_car_is_used_when_plan_and_account_are_there(ledger: Lifecycle) -> None:
    office = _bought(ledger)
    car = PLACE | {
        "vehicle": "N1",
        "unit": "A",
        "plate": "浙B1",
        "vin": vin_of("N1"),
        "engine": "EN1",
    }
    assert office.refused("RegisterVehicle", **car).code == "PurchaseMissing"
    assert office.refused("TakeOverVehicle", **car).code == "OutOfOrder"
    office.say("RegisterVehicle", purchase="P1", **car)
    office.say("RegisterTerminal", device="T1")
    office.say("BindTerminal", device="T1", vehicle="N1", valid_from=BEGIN)
    fit: dict[str, Any] = {"vehicle": "N1", "marking": "exempt"}
    assert office.refused("FitEquipment", **fit).code == "HomeMissing"
    plan: dict[str, Any] = {"vehicle": "N1", "home": ["F1"], "valid_from": BEGIN}
    assert office.refused("PublishFencePlan", **plan).code == "FenceUnknown"
    say(ledger, parse(FENCE))
    office.say("PublishFencePlan", **plan)
    assert office.refused("FitEquipment", **fit).code == "CostAccountMissing"
    office.say("OpenCostAccount", vehicle="N1", unit="A")
    office.say("FitEquipment", **fit)
    papers: dict[str, Any] = {"insured_until": "2028-01-01", "inspected_until": "2028-01-01"}
    no = office.refused("CommissionVehicle", vehicle="N1", **papers)
    assert no.values["missing"] == "first_registered, price_fen"
    office.say("UpdateDossier", vehicle="N1", first_registered="2026-05-06", price_fen=PRICE)
    office.say("CommissionVehicle", vehicle="N1", **papers)
    assert isinstance(load(ledger, "vehicle:N1", vehicle), Available)


def _bought(ledger: Lifecycle) -> Office:
    """A new car that has been delivered and accepted."""
    office = Office(ledger, datetime(2025, 6, 2, 1, tzinfo=UTC))
    office.open("A")
    office.slots("A", "S1")
    office.indicator("I1", "A", "S1")
    office.approve("I1", renewal=False)
    office.budget("I1", "A")
    office.now = datetime(2026, 5, 4, 1, tzinfo=UTC)
    office.draft("P1", "A", "S1", "I1")
    office.apply("P1")
    office.buy("P1", "N1")
    return office


@pytest.mark.proves("R112")
@pytest.mark.proves("R117")
@pytest.mark.parametrize("number", [{}, {"vin": CAR["vin"]}])
def test_a_car_that_is_gone_frees_its_plate_and_vin(
    ledger: Lifecycle, number: dict[str, Any]
) -> None:
    office = _written_off(ledger, **number)
    assert isinstance(load(ledger, "vehicle:C1", vehicle), WrittenOff)
    result: dict[str, Any] = {"case": "D1", "certificate": "回1", "sha256": DIGEST}
    no = office.refused("RecordDisposalResult", plate="浙A2", **number, **result)
    assert no.basis == "R117"
    assert load(ledger, "plate:浙A1", plate) == Held("C1")
    office.say("RecordDisposalResult", plate="浙A1", **number, **result)
    assert isinstance(load(ledger, "vehicle:C1", vehicle), Disposed)
    assert load(ledger, "plate:浙A1", plate) == Free()
    assert load(ledger, f"vin:{CAR['vin']}", vin) == Free()


@pytest.mark.proves("R114")
def test_no_car_is_withdrawn_without_its_approved_case(ledger: Lifecycle) -> None:
    office = Office(ledger, datetime(2025, 3, 1, 1, tzinfo=UTC))
    office.open("U")
    office.slots("U", "S1")
    office.car("1", "U", "S1", first_registered="2010-01-01")
    out: dict[str, Any] = {"vehicle": "C1", "approval": "处1"}
    assert office.refused("EnterDisposal", **out).code == "DisposalCaseMissing"
    office.say("DraftDisposal", case="D1", vehicle="C1", ground="SAFETY", **PLACE)
    office.refused("EnterDisposal", case="D1", **out)
    assert isinstance(load(ledger, "vehicle:C1", vehicle), Available)


def _written_off(ledger: Lifecycle, **car: Any) -> Office:  # noqa: ANN401 - any word of a car
    """An unsafe car that is out of the asset books and handed to the recycler."""
    office = Office(ledger, datetime(2025, 3, 1, 1, tzinfo=UTC))
    office.open("U")
    office.slots("U", "S1")
    office.car("1", "U", "S1", first_registered="2010-01-01", **car)
    office.say("DraftDisposal", case="D1", vehicle="C1", ground="SAFETY", **PLACE)
    office.say("RequestDisposal", case="D1", document="检1号")
    office.say("ApproveDisposal", FINANCE, case="D1")
    office.say("ApproveDisposal", BUREAU, case="D1")
    office.say("EnterDisposal", vehicle="C1", approval="处1", case="D1")
    office.say("ApproveAssetDisposal", FINANCE, case="D1", document="资1")
    office.say("WriteOffAsset", case="D1", document="销1")
    office.say("SealForDisposal", case="D1", place="停车场")
    office.say("StartPhysicalDisposal", case="D1", mode="SCRAP")
    return office


def test_areas_are_named_by_plans(ledger: Lifecycle) -> None:
    add = wire("AddFences", vehicle="V1", role="operating", fences=["F1"])
    assert say_all(ledger, [FENCE, add]) == 2
    assert say_all(ledger, [FENCE, add]) == 0
    assert _streams(ledger, wire("WithdrawFence", fence="F1")) == ["fence:F1"]


def test_the_same_id_is_answered_as_the_first_time(ledger: Lifecycle) -> None:
    said = {**UNIT, "id": str(uuid4())}
    assert say(ledger, parse(said)) == say(ledger, parse(said))
    assert say_all(ledger, [said, {**UNIT, "id": str(uuid4())}]) == 1


def test_many_are_said_in_a_few_saves_and_keep_their_speakers(ledger: Lifecycle) -> None:
    units = [wire("RegisterUnit", unit=f"U{n}", name="x", jurisdiction="1") for n in range(600)]
    cars = [
        {**wire("TakeOverVehicle", vehicle=f"V{n}", plate=f"P{n}", unit=f"U{n}", category="x")}
        | {"actor": "wang"}
        for n in range(600)
    ]
    assert say_all(ledger, (each for each in [*units, *cars])) == 600 + 1200
    assert load(ledger, "plate:P599", plate) == Held("V599")

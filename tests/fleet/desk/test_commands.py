"""Words become commands, and commands reach every stream they concern."""

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
from fleet.vehicle.plate import Assigned, Free, plate
from fleet.vehicle.stages import Available, Disposed
from fleet.vehicle.vehicle import vehicle
from fleet.vehicle.vin import vin
from tests.fleet.desk.said import AT, BIND, CAR, FENCE, TERMINAL, UNIT, wire

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
        ({"command": "Xyz"}, "command: no command has this name; known: RegisterUnit, "),
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


def test_the_whole_life_of_a_new_car(ledger: Lifecycle) -> None:
    plan = wire("PublishFencePlan", vehicle="V1", home=["F1"])
    papers = {"insured_until": "2028-01-01", "inspected_until": "2028-01-01"}
    certificate = {"plate": CAR["plate"], "vin": CAR["vin"], "certificate": "回收1号"}
    new = {**CAR, "command": "RegisterVehicle"}
    say_all(ledger, [UNIT, new, TERMINAL, BIND])
    with pytest.raises(Refused, match="HomeMissing"):
        say(ledger, parse(wire("FitEquipment", vehicle="V1", marking="exempt")))
    with pytest.raises(Refused, match="FenceUnknown"):
        say(ledger, parse(plan))
    in_service = wire("CommissionVehicle", vehicle="V1", **papers)
    say_all(ledger, [FENCE, plan, wire("FitEquipment", vehicle="V1", marking="exempt"), in_service])
    assert isinstance(load(ledger, "vehicle:V1", vehicle), Available)
    out = [wire("EnterDisposal", vehicle="V1", approval="处1")]
    out += [wire("WriteOffVehicle", vehicle="V1", approval="资1")]
    out += [wire("ConfirmDisposal", vehicle="V1", **certificate)]
    assert say_all(ledger, out) == 5
    assert isinstance(load(ledger, "vehicle:V1", vehicle), Disposed)
    assert load(ledger, f"vin:{CAR['vin']}", vin) == vin.initial


def test_a_car_without_vin_ends_without_one(ledger: Lifecycle) -> None:
    car = {key: value for key, value in CAR.items() if key != "vin"}
    end = {"plate": CAR["plate"], "certificate": "回收1号"}
    out = [
        wire("EnterDisposal", vehicle="V1", approval="处1"),
        wire("CancelDisposal", vehicle="V1", reason="仍可使用"),
        wire("EnterDisposal", vehicle="V1", approval="处2"),
        wire("WriteOffVehicle", vehicle="V1", approval="资1"),
        wire("ConfirmDisposal", vehicle="V1", **end),
    ]
    assert say_all(ledger, [UNIT, car, *out]) == 9
    assert load(ledger, "plate:浙A12345", plate) == Free()


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
    assert load(ledger, "plate:P599", plate) == Assigned("V599")

"""Cars are suggested for an order, with reasons; a dispatcher assigns."""

import json
from datetime import datetime
from typing import Any

import pytest
from click.testing import CliRunner, Result

from fleet.decider import Decider, Event
from fleet.dispatch.suggestion import Place, Suggestion
from fleet.ledger.streams import Streams
from fleet.policy.grounds import Grounds
from fleet.reactions.suggesting import suggested
from fleet.supervision.seal_calendar import SealEntered
from fleet.supervision.seal_events import SealPlanned
from fleet.supervision.seal_stages import Dossier, Exemption, Open
from projections.cli.suggest import suggest
from tests.scenarios.fleet_centre import CENTRE, DAY, approved, car, city, drafted, driver
from tests.scenarios.office import BUREAU, HANGZHOU, Office, local

LAKE = (120.15, 30.25)
NOON, NIGHT = (datetime.fromisoformat(local(f"{DAY} {clock}")) for clock in ("12:00", "23:00"))
SPARED = Exemption("V2", "B1", "值班", "孙立", NOON, NIGHT, "免1号", late=False)
PLANNED = SealPlanned(
    period="S1",
    jurisdiction=HANGZHOU,
    name="春节",
    first_day=NOON.date(),
    last_day=NOON.date(),
    begins_at=NOON,
    ends_at=NIGHT,
    document=None,
    grounds=Grounds(policy="p@1"),
    by="孙立",
    at=NOON,
)


@pytest.fixture
def centre(office: Office) -> Office:
    """A platform with an own car, another unit's electric car, and a driver."""
    city(office)
    car(office, "V1")
    car(office, "V2", "B1", energy="BATTERY")
    driver(office, "D1")
    return office


def listed(office: Office, number: str, **places: Place | None) -> list[Suggestion]:
    """What is suggested among all cars of the books."""
    cars: dict[str, Place | None] = {"V1": None, "V2": None, "GHOST": None, **places}
    found = suggested(number, cars, LAKE, Streams(office.ledger))
    assert found is not None
    return found


def numbers(office: Office, number: str) -> list[str]:
    """The cars, the best first."""
    return [it.vehicle for it in listed(office, number)]


@pytest.mark.proves("R062")
def test_a_list_says_why_and_assigns_nothing(centre: Office) -> None:
    approved(centre, "O1", "09:00", "10:00")
    before = len(centre.entries)
    own, other = listed(centre, "O1", V2=LAKE)
    assert (own.vehicle, own.score, other.vehicle, other.score) == ("V1", 120, "V2", 70)
    assert [reason.code for reason in other.reasons] == [
        "OtherUnit",
        "CategoryServes",
        "Near",
        "LightlyUsed",
        "NewEnergy",
    ]
    assert [(it.code, it.points) for it in own.reasons][-1] == ("LightlyUsed", 20)
    assert len(centre.entries) == before
    assert topics_of(centre, "O1") == ["order.drafted", "order.requested", "order.approved"]


def topics_of(office: Office, number: str) -> list[str]:
    """What was written about an order."""
    told: list[Event] = [it.event for it in office.entries if it.stream == f"order:{number}"]
    return [event.TOPIC for event in told]


@pytest.mark.proves("R062")
def test_a_car_that_is_out_at_the_time_is_not_suggested(centre: Office) -> None:
    approved(centre, "O1", "09:00", "10:00")
    centre.say("AssignCarAndDriver", CENTRE, order="O1", vehicle="V1", driver="D1")
    approved(centre, "O2", "09:30", "11:00")
    approved(centre, "O3", "10:00", "11:00")
    assert (numbers(centre, "O2"), numbers(centre, "O3")) == (["V2"], ["V1", "V2"])
    [own, _] = listed(centre, "O3")
    assert dict(own.reasons[3].values) == {"orders": "1", "most": "1"}
    assert own.reasons[3].points == 0
    assert numbers(centre, "O1") == ["V1", "V2"]


@pytest.mark.proves("R062")
def test_a_car_off_the_road_is_not_suggested(centre: Office) -> None:
    approved(centre, "O1", "09:00", "10:00")
    centre.say("SuspendVehicle", BUREAU, vehicle="V1", cause="INVESTIGATION")
    assert numbers(centre, "O1") == ["V2"]
    out = {"vehicle": "V2", "jurisdiction": "330200", "acceptance": "甬收1号"}
    centre.say("TransferOut", BUREAU, **out)
    assert numbers(centre, "O1") == []


@pytest.mark.proves("R062")
def test_a_car_whose_papers_end_before_the_order_is_not_suggested(centre: Office) -> None:
    paper = {"vehicle": "V1", "kind": "INSURANCE", "valid_until": DAY}
    centre.say("WatchPaper", {"person": "reactions"}, **paper)
    for number, minute, cars in (("O1", "00", ["V1", "V2"]), ("O2", "01", ["V2"])):
        approved(centre, number, "20:00", "21:00", ends_at=local(f"2026-03-11 00:{minute}"))
        assert numbers(centre, number) == cars


class Holiday(Streams):
    """The streams of a ledger, and a sealed period that covers the day of the orders."""

    def state(self, stream: str, decider: Decider[Any, Any, Any]) -> Any:  # noqa: ANN401 - as there
        """What a stream amounts to."""
        match stream:
            case "seal-calendar:330100":
                when = {"period": "S1", "name": "春节", "begins_at": NOON, "ends_at": NIGHT}
                entered = SealEntered(jurisdiction=HANGZHOU, at=NOON, **when)
                return decider.fold([entered])
            case "seal-period:S1":
                return Open(Dossier(PLANNED, exemptions=(SPARED,)))
            case _:
                return super().state(stream, decider)


@pytest.mark.proves("R062")
def test_a_sealed_car_is_not_suggested_and_an_exempt_one_is(centre: Office) -> None:
    approved(centre, "O1", "14:00", "15:00")
    found = suggested("O1", {"V1": None, "V2": None}, None, Holiday(centre.ledger))
    assert found is not None
    assert [it.vehicle for it in found] == ["V2"]


@pytest.mark.proves("R062")
def test_without_a_platform_a_unit_gets_its_own_cars(centre: Office) -> None:
    drafted(centre, "O1", "09:00", "10:00", platform=None)
    assert numbers(centre, "O1") == ["V1"]
    drafted(centre, "O2", "09:00", "10:00", category="LAW_ENFORCEMENT")
    assert numbers(centre, "O2") == []
    drafted(centre, "O3", "09:00", "10:00", category="ADMIN_ENFORCEMENT")
    [first, _] = listed(centre, "O3")
    assert first.reasons[1].code == "CategoryAsked"


def test_nothing_is_suggested_for_an_order_nobody_knows(centre: Office) -> None:
    assert suggested("O9", {"V1": None}, None, Streams(centre.ledger)) is None


def run(*words: str, code: int = 0) -> Result:
    result = CliRunner().invoke(suggest, words)
    assert result.exit_code == code, result.output
    return result


@pytest.fixture
def typed(centre: Office, dsn: str, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An order that is typed about."""
    monkeypatch.setenv("GONGCHE_DATABASE_URL", dsn)
    approved(centre, "O1", "09:00", "10:00")
    return centre


@pytest.mark.proves("R062")
def test_suggestions_are_asked_for_on_the_command_line(typed: Office) -> None:
    found: list[dict[str, Any]] = json.loads(run("O1", "--json", "--language", "en").stdout)
    assert [it["vehicle"] for it in found] == ["V1", "V2"]
    assert found[0]["reasons"][0] == {
        "code": "OwnUnit",
        "points": 100,
        "values": {"unit": "A1"},
        "text": "a car of the unit itself (A1)",
    }
    shown = run("O1", "--from", "120.15,30.25").stdout
    assert "本单位（A1）车辆 +100" in shown
    typed.say("SendToWorkshop", CENTRE, vehicle="V1", workshop="一厂", designated=True)
    typed.say("SendToWorkshop", CENTRE, vehicle="V2", workshop="一厂", designated=True)
    assert run("O1").stdout == "no car could go\n"


@pytest.mark.usefixtures("typed")
def test_a_wrong_word_on_the_command_line_is_told() -> None:
    assert "there is no order 'O9'" in run("O9", code=2).output
    assert "expected LON,LAT" in run("O1", "--from", "lake", code=2).output

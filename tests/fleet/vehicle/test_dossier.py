"""One dossier a car: particulars, marking, odometer, papers, recalls."""

from datetime import date, timedelta
from typing import Any

import pytest

from fleet.vehicle.dossier import (
    DocumentRecorded,
    DossierCommand,
    DossierUpdated,
    MarkingRecorded,
    OdometerRecorded,
    RecallRecorded,
    RecordDocument,
    RecordMarking,
    RecordOdometer,
    RecordRecall,
    UpdateDossier,
)
from fleet.vehicle.stages import Car, Paper, car_of
from fleet.vehicle.vehicle import VehicleEvent, vehicle
from tests.fleet.vehicle.garage import (
    BOUGHT,
    NOW,
    ON_PAPER,
    VIN,
    V,
    commission,
    commissioned,
    equipped,
    fit,
    given,
    mounted,
    ordered,
    other,
    refusal,
    registered,
    reserve,
    reserved,
    taken_over,
)

DIGEST = "ab" * 32
PARTICULARS: dict[str, Any] = {
    "model": "红旗 H5",
    "vin": VIN,
    "first_registered": date(2015, 3, 1),
    "engine": "CA4GC20",
    "body": "SEDAN",
    "energy": "PETROL",
    "displacement_ml": 1500,
    "price_fen": 11_800_000,
}
PAPER: dict[str, Any] = V | {"number": "保1", "sha256": DIGEST, "valid_until": date(2028, 3, 1)}
update = UpdateDossier(**V, **PARTICULARS)
updated = DossierUpdated(**V, **PARTICULARS)
mark = RecordMarking(**V, kind="recorded", sha256=DIGEST)
marked = MarkingRecorded(**V, kind="recorded", until=None, document="", sha256=DIGEST)
exempt = RecordMarking(**V, kind="exempt", until=date(2027, 3, 1), document="免喷1号")
exempted = MarkingRecorded(**V, kind="exempt", until=date(2027, 3, 1), document="免喷1号")
reading = RecordOdometer(**V, odometer_km=100)
was_read = OdometerRecorded(**V, odometer_km=100, replaced="")
insure = RecordDocument(**PAPER, kind="INSURANCE")
insured = DocumentRecorded(**PAPER, kind="INSURANCE")
inspected = DocumentRecorded(**PAPER, kind="REGISTRATION")
recall = RecordRecall(**V, recall="R1", stop_drive=True)
recalled = RecallRecorded(**V, recall="R1", stop_drive=True, answered=False, unit="A1")
answer = RecordRecall(**V, recall="R1", answered=True)
answered = RecallRecorded(**V, recall="R1", stop_drive=False, answered=True, unit="A1")
ALL: tuple[DossierCommand, ...] = (update, mark, reading, insure, recall)


def _car(*past: VehicleEvent) -> Car:
    return car_of(vehicle.fold(past))


@pytest.mark.proves("R069")
def test_a_dossier_is_completed_and_kept() -> None:
    given(taken_over).when(update).then(updated)
    given(taken_over, updated).when(update).then()
    car = _car(taken_over, updated)
    assert {name: getattr(car, name) for name in PARTICULARS} == PARTICULARS


@pytest.mark.parametrize("name", PARTICULARS)
def test_what_is_not_given_stays(name: str) -> None:
    empty = dict.fromkeys(("vin", "first_registered", "displacement_ml", "price_fen"))
    known = empty | dict.fromkeys(("model", "engine", "body", "energy"), "")
    one = UpdateDossier(**V, **{name: PARTICULARS[name]})
    event = DossierUpdated(**V, **known | {name: PARTICULARS[name]})
    given(taken_over).when(one).then(event)
    given(taken_over, updated).when(one).then()
    given(taken_over).when(UpdateDossier(**V)).then()


def test_a_particular_may_be_corrected_and_a_vin_may_not() -> None:
    cheaper = UpdateDossier(**V, price_fen=0)
    given(taken_over, updated).when(cheaper).then(updated.model_copy(update={"price_fen": 0}))
    another = UpdateDossier(**V, vin="LSVAA4182E2184842")
    assert refusal(another, taken_over, updated).code == "VinForLife"


@pytest.mark.proves("R074")
def test_a_marking_is_recorded_with_its_photo_or_exempted_for_a_time() -> None:
    given(taken_over).when(mark).then(marked)
    given(taken_over, marked).when(mark).then()
    given(taken_over, marked).when(exempt).then(exempted)
    given(taken_over, exempted).when(exempt).then()
    longer = other(exempt, until=date(2028, 3, 1))
    told = exempted.model_copy(update={"until": date(2028, 3, 1)})
    given(taken_over, exempted).when(longer).then(told)


@pytest.mark.proves("R074")
def test_the_marking_of_the_dossier_is_enough() -> None:
    past = (ordered, registered, mounted)
    bare = other(fit, marking=None)
    given(*past, marked).when(bare).then(equipped)
    given(*past, exempted).when(bare).then(equipped.model_copy(update={"marking": "exempt"}))
    assert refusal(bare, *past).code == "MarkingMissing"


@pytest.mark.proves("R074")
def test_an_exemption_ends_with_its_last_day_in_hangzhou() -> None:
    past = (ordered, registered, mounted, exempted)
    late = other(fit, marking=None, at=NOW + timedelta(hours=7, minutes=59))
    told = equipped.model_copy(update={"marking": "exempt", "at": late.at})
    given(*past).when(late).then(told)
    over = other(fit, marking=None, at=NOW + timedelta(hours=8))
    assert refusal(over, *past).code == "MarkingMissing"
    given(*past).when(other(over, marking="recorded")).then(
        equipped.model_copy(update={"at": over.at})
    )


def test_an_exemption_lasts_as_long_as_it_is_the_marking() -> None:
    past = (ordered, registered, mounted, exempted)
    assert _car(*past, equipped).exempt_until is None
    kept = _car(*past, equipped.model_copy(update={"marking": "exempt"}))
    assert (kept.marking, kept.exempt_until) == ("exempt", date(2027, 3, 1))
    pictured = _car(ordered, registered, mounted, marked, equipped)
    assert (pictured.marking, pictured.photo) == ("recorded", DIGEST)
    bare = equipped.model_copy(update={"marking": "exempt"})
    assert _car(ordered, registered, mounted, marked, bare).photo is None
    repainted = _car(ordered, registered, mounted, marked, exempted)
    assert (repainted.marking, repainted.photo) == ("exempt", None)


def test_a_photo_of_the_marking_may_follow() -> None:
    given(*BOUGHT).when(mark).then(marked)
    bare = marked.model_copy(update={"sha256": None})
    given(*BOUGHT).when(other(mark, sha256=None)).then()
    given(*BOUGHT, marked).when(other(mark, sha256=None)).then(bare)


@pytest.mark.proves("R069")
def test_an_odometer_never_falls_unless_it_was_replaced() -> None:
    given(taken_over).when(reading).then(was_read)
    given(taken_over, was_read).when(reading).then()
    more = was_read.model_copy(update={"odometer_km": 101})
    given(taken_over, was_read).when(other(reading, odometer_km=101)).then(more)
    less = other(reading, odometer_km=99)
    assert refusal(less, taken_over, was_read).code == "OdometerTurnedBack"
    new = other(less, replaced="换表")
    replaced = was_read.model_copy(update={"odometer_km": 99, "replaced": "换表"})
    given(taken_over, was_read).when(new).then(replaced)


def test_a_paper_is_kept_by_the_hash_of_its_file() -> None:
    given(taken_over).when(insure).then(insured)
    given(taken_over, insured).when(insure).then()
    renewed = other(insure, valid_until=date(2029, 3, 1))
    told = insured.model_copy(update={"valid_until": date(2029, 3, 1)})
    given(taken_over, insured).when(renewed).then(told)
    kept = _car(taken_over, insured, inspected).papers
    paper = Paper("保1", DIGEST, date(2028, 3, 1))
    assert kept == {"INSURANCE": paper, "REGISTRATION": paper}
    with pytest.raises(ValueError, match="pattern"):
        RecordDocument(**PAPER | {"sha256": "x"}, kind="INSURANCE")


@pytest.mark.proves("R069")
def test_the_papers_of_the_dossier_are_enough_for_service() -> None:
    past = (ordered, registered, mounted, equipped)
    bare = other(commission, insured_until=None, inspected_until=None)
    dates = {"insured_until": date(2028, 3, 1), "inspected_until": date(2028, 3, 1)}
    given(*past, insured, inspected).when(bare).then(commissioned.model_copy(update=dates))
    given(*past, insured, inspected).when(commission).then(commissioned)
    assert refusal(bare, *past, insured).values["paper"] == "行驶证"
    assert refusal(bare, *past, inspected).values["paper"] == "保险"
    endless = insured.model_copy(update={"valid_until": None})
    assert refusal(bare, *past, endless, inspected).values["paper"] == "保险"


@pytest.mark.proves("R069")
@pytest.mark.parametrize(
    ("gap", "name"),
    [
        ({"engine": ""}, "engine"),
        ({"first_registered": None}, "first_registered"),
        ({"price_fen": None}, "price_fen"),
        ({"engine": "", "price_fen": None}, "engine, price_fen"),
    ],
)
def test_no_service_without_a_complete_dossier(gap: dict[str, object], name: str) -> None:
    past = (ordered, registered.model_copy(update=gap), mounted, equipped)
    no = refusal(commission, *past)
    assert (no.code, no.values["missing"]) == ("DossierIncomplete", name)
    given(*past, updated).when(commission).then(commissioned)


def test_a_recall_stands_until_it_is_answered() -> None:
    given(taken_over).when(recall).then(recalled)
    given(taken_over, recalled).when(recall).then()
    given(taken_over, recalled).when(answer).then(answered)
    given(taken_over, recalled, answered).when(answer).then()
    given(taken_over).when(answer).then()


def test_a_recall_stops_a_car_only_if_it_says_so() -> None:
    mild = recalled.model_copy(update={"stop_drive": False})
    second = recalled.model_copy(update={"recall": "R2"})
    given(taken_over).when(other(recall, stop_drive=False)).then(mild)
    given(taken_over, mild).when(recall).then(recalled)
    given(taken_over, mild).when(reserve).then(reserved)
    no = refusal(reserve, taken_over, recalled, second)
    assert (no.code, no.values["recalls"]) == ("RecallStands", "R1, R2")
    given(taken_over, recalled, answered).when(reserve).then(reserved)
    assert refusal(reserve, taken_over, recalled, second, answered).values["recalls"] == "R2"


@pytest.mark.parametrize("command", ALL, ids=lambda command: type(command).__name__)
def test_a_dossier_is_kept_from_the_delivery_to_the_write_off(command: DossierCommand) -> None:
    for past in ((), (ordered,), ON_PAPER):
        no = refusal(command, *past)
        named = (no.code, no.values["vehicle"], no.values["command"])
        assert named == ("OutOfOrder", "V1", type(command).__name__)
    for dossier in ((ordered, registered), BOUGHT):
        assert vehicle.decide(other(command), vehicle.fold(dossier))


def test_what_is_told_of_nobody_is_passed_over() -> None:
    assert vehicle.fold([updated, was_read]) == vehicle.initial

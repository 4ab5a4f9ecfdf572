"""What the rules find of a car in the story, all of it at once, as a judge would in the end."""

from fleet.policy.loading import from_yaml
from fleet.policy.packaged import text
from simulators.truth.absences import absences, instants
from simulators.truth.receiver import records
from simulators.truth.script import Script
from simulators.truth.span import Span, micros
from telemetry.car import Car
from telemetry.found import Found
from telemetry.moment import BEGINNING, FOREVER
from telemetry.records import Records
from telemetry.rulebook import Rulebook
from telemetry.rulebook import rulebook as numbers
from telemetry.rules.book import EVERY
from telemetry.rules.geofence import CODE

_AFTER_S = 900.0  # the last backlog has come


def rulebook(span: Span) -> Rulebook:
    """The numbers of the packaged policy, with the days off of the story."""
    policy = from_yaml(text("cn-zj-hangzhou@2021-11-01"))
    days = range(-1, span.days + 1)
    return numbers(policy, {span.date_of(day): span.kind(day) != "work" for day in days})


def heard(script: Script) -> Records:
    """What its terminal says in the whole story."""
    motion, device = script.itinerary.motion(), script.stage.car.device
    return records(motion, script.faults, script.span.end, script.random, device)


def the_car(script: Script, book: Rulebook) -> Car:
    """What a judge would know of it when the story is over."""
    stage, span = script.stage, script.span
    return Car(
        vehicle=script.vehicle,
        unit=stage.car.unit.code,
        category=stage.car.category,
        begin=BEGINNING,
        end=FOREVER,
        now=micros(span.end + _AFTER_S),
        records=heard(script),
        facts=sorted(script.facts, key=lambda it: (it.begin, it.end, it.kind, it.names)),
        areas=stage.areas,
        rulebook=book,
        named=stage.named,
    )


def findings(car: Car) -> list[Found]:
    """Of all rules, and the absences from the operating areas (GEO-02)."""
    found = [it for rule in EVERY for it in rule(car).found]
    shapes = [area.shape for area in car.areas if area.role == "operating"]
    return found + [Found(CODE, visit) for visit in absences(instants(car.records), shapes)]

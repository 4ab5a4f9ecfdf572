"""The people, cars and papers of the checks and repairs that are told here."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, TypeVar

import pytest

from fleet.decider import Command, Decider, Refused
from fleet.policy.brief import Actor, Brief
from fleet.policy.loading import from_yaml
from fleet.policy.packaged import text
from fleet.policy.shelf import Shelf

C = TypeVar("C", bound=Command)

CITY = "330100"
REFERENCE = "cn-zj-hangzhou@2021-11-01"
HANGZHOU = from_yaml(text(REFERENCE))
DIGEST = "ab" * 32
SAFETY = ("BRAKES", "STEERING", "TYRES", "LIGHTS", "SEAT_BELTS")
ALL = (*SAFETY, "APPEARANCE", "CLEANLINESS", "MARKING", "TOOLS")
GOOD = dict.fromkeys(ALL, "PASS")


def local(said: str) -> datetime:
    """A moment as the clocks in Hangzhou show it."""
    return datetime.fromisoformat(f"{said}+08:00").astimezone(UTC)


def brief(person: str, role: str = "", region: str = "", where: str = CITY) -> Brief:
    """What the desk lays beside a command."""
    return Brief(Actor(person, role, jurisdiction=region), where, Shelf({CITY: (HANGZHOU,)}))


BUREAU = brief("wang", "BUREAU")
CENTRE = brief("gu", "CENTRE")
DRIVER = brief("zhao", "DRIVER")
REACTIONS = brief("reactions")
ABROAD = brief("ma", "BUREAU", "330200")
NOW = local("2026-10-05 09:00")


def other(command: C, **change: object) -> C:
    """The same command with other words, read as on the wire."""
    return type(command).model_validate(dict(command) | change)


def told(decider: Decider[Any, Any, Any], *commands: Command, past: Iterable[Any] = ()) -> Any:  # noqa: ANN401 - events of any kind
    """What has happened when these were said one after the other."""
    events = list(past)
    for command in commands:
        events += decider.decide(command, decider.fold(events))
    return events


def refusal(decider: Decider[Any, Any, Any], command: Command, past: Iterable[Any] = ()) -> Refused:
    """The no that the command is answered with."""
    with pytest.raises(Refused) as no:
        decider.decide(command, decider.fold(past))
    return no.value


def in_full(no: Refused) -> dict[str, object]:
    """All that is said."""
    return {
        "rule": no.rule,
        "code": no.code,
        "basis": no.basis,
        "alert": no.alert,
        "policy": no.policy,
        "zh": no.say("zh"),
        "en": no.say("en"),
        "values": no.values,
    }

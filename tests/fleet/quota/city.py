"""The policy of Hangzhou, and those who speak under it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from fleet.decider import Refused
from fleet.policy.brief import Actor, Brief
from fleet.policy.policy_set import PolicySet
from fleet.policy.shelf import Shelf

CITY = "330100"
DISTRICT = "330106"

_FILE = Path(__file__).parents[1] / "policy/hangzhou.yaml"
_CONTENT: dict[str, Any] = yaml.safe_load(_FILE.read_text("utf-8"))
_CONTENT["quota"]["headcount_ratio"] = {"LAW_ENFORCEMENT": 20}
_CONTENT["categories"]["SPECIAL_TECH"]["counts_towards_ceiling"] = False


def policy(**changes: dict[str, Any]) -> PolicySet:
    """The policy of the city, with some chapters changed in part."""
    changed = {name: {**_CONTENT.get(name, {}), **told} for name, told in changes.items()}
    return PolicySet.model_validate(_CONTENT | changed)


def brief(role: str = "BUREAU", rules: PolicySet | None = None) -> Brief:
    """What the desk lays beside a command."""
    return Brief(Actor("wang", role), CITY, Shelf({CITY: (rules or policy(),)}))


REFERENCE = "cn-zj-hangzhou@2021-11-01"
BUREAU, FINANCE, CLERK = brief(), brief("FINANCE"), brief("UNIT_CLERK")


def refusal(answer: Callable[[], object]) -> Refused:
    """The refusal that this is answered with, said in both languages."""
    with pytest.raises(Refused) as caught:
        answer()
    assert caught.value.say("zh") != caught.value.say("en")
    return caught.value

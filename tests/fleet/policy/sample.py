"""Hangzhou's policy as the bureau gave it, and policies like it."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from fleet.decider import Refused
from fleet.policy.loading import from_yaml
from fleet.policy.policy_set import PolicySet

TEXT = (Path(__file__).parent / "hangzhou.yaml").read_text("utf-8")
HANGZHOU = from_yaml(TEXT)
REGION: dict[str, Any] = {"code": "330100", "parent": "330000", "tz": "Asia/Shanghai"}


def like(**change: object) -> PolicySet:
    """Hangzhou's policy with other words in it."""
    return PolicySet.model_validate(HANGZHOU.content | change)


def version(day: str, code: str = "330100", **change: object) -> PolicySet:
    """A version that begins on a day, of any region."""
    name = "cn-zj-hangzhou" if code == "330100" else f"cn-{code}"
    told = {"policy_id": name, "version": day, "effective_from": day}
    return like(**{**told, "jurisdiction": REGION | {"code": code, "parent": None}, **change})


def noon(day: str) -> datetime:
    """Noon in Hangzhou."""
    return datetime.fromisoformat(f"{day}T04:00:00+00:00").astimezone(UTC)


def refusal(act: Callable[[], object]) -> Refused:
    """The no that an act is answered with."""
    with pytest.raises(Refused) as no:
        act()
    return no.value

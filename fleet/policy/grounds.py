"""On what a decision rests: the policy's version, the rules, and what they were asked about."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from fleet.policy.policy_set import PolicySet

Inputs = Mapping[str, Any]
"""What a rule is asked about: JSON values, so that it can be asked again years later."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: a question to a policy.

    Attributes:
        name: Its id: the requirement it comes from, `R027`.
        holds: Whether the policy is content with the inputs. Pure.
    """

    name: str
    holds: Callable[[PolicySet, Inputs], bool]


class Grounds(BaseModel):
    """Stored with a decision, so that it can be judged again under its own version.

    Attributes:
        policy: `cn-zj-hangzhou@2021-11-01`.
        rules: Names of the rules that were asked.
        inputs: What they were asked about.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    policy: str
    rules: tuple[str, ...] = ()
    inputs: dict[str, Any] = {}

    @classmethod
    def of(cls, policy: PolicySet, *rules: Rule, **inputs: object) -> Self:
        """The grounds of a decision that is being taken."""
        names = tuple(rule.name for rule in rules)
        return cls(policy=policy.reference, rules=names, inputs=inputs)

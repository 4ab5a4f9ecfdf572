"""Reading a policy file (YAML): what is wrong is told with file, line, column and field."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, get_args, get_origin

import yaml
from pydantic import BaseModel, ValidationError

from fleet.policy.policy_set import LooseEnds, Place, PolicySet

_MAY_NOT = "extra_forbidden"


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One thing that is wrong with a policy file.

    Attributes:
        file: Its name.
        line: From 1.
        column: From 1.
        field: As `renewal.deadline.month`; empty for the whole.
        problem: What should stand there, and what was found.
    """

    file: str
    line: int
    column: int
    field: str
    problem: str

    def __str__(self) -> str:
        """One line, as editors jump to it."""
        where = f"{self.file}:{self.line}:{self.column}"
        return (
            f"{where}: {self.field}: {self.problem}" if self.field else f"{where}: {self.problem}"
        )


class PolicyUnreadable(ValueError):  # noqa: N818 - named like the answer it is
    """The file is no policy.

    Attributes:
        mistakes: All of them, in the order of the file.
    """

    def __init__(self, *mistakes: Mistake) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = mistakes


class _AsWritten(yaml.SafeLoader):
    """Leaves days as they are written: one that does not exist is told with its place."""


_AsWritten.yaml_implicit_resolvers = {
    sign: [(tag, form) for tag, form in forms if tag != "tag:yaml.org,2002:timestamp"]
    for sign, forms in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def from_yaml(text: str, file: str = "policy.yaml") -> PolicySet:
    """Read a policy.

    Args:
        text: The file's content.
        file: Its name, for the errors.

    Raises:
        PolicyUnreadable: If it is not YAML, says something twice, or is not what a policy is.
    """
    tree, content = _parsed(text, file)
    if doubled := [_at(mark, file, name, "is said twice") for name, mark in _doubled(tree, set())]:
        raise PolicyUnreadable(*doubled)
    try:
        return PolicySet.model_validate(content)
    except ValidationError as error:
        raise PolicyUnreadable(*sorted(_of_pydantic(error, tree, file))) from error


def _parsed(text: str, file: str) -> tuple[yaml.Node, object]:
    try:
        tree: yaml.Node | None = yaml.compose(text, _AsWritten)
        content = yaml.load(text, _AsWritten)  # noqa: S506 - a SafeLoader
    except yaml.MarkedYAMLError as error:
        raise PolicyUnreadable(_of_yaml(error, file)) from error
    except yaml.YAMLError as error:
        raise PolicyUnreadable(Mistake(file, 1, 1, "", str(error))) from error
    if tree is None:
        raise PolicyUnreadable(Mistake(file, 1, 1, "", "a policy was expected; the file is empty"))
    return tree, content


def _of_yaml(error: yaml.MarkedYAMLError, file: str) -> Mistake:
    return _at(error.problem_mark, file, "", f"no YAML: {error.problem}")


def _of_pydantic(error: ValidationError, tree: yaml.Node, file: str) -> Iterator[Mistake]:
    for each in error.errors(include_url=False):
        place, cause = each["loc"], each.get("ctx", {}).get("error")
        if isinstance(cause, LooseEnds):
            for end, problem in cause.ends:
                yield _at(_mark(tree, end), file, _dotted(end), problem)
        elif each["type"] == _MAY_NOT:
            yield _at(_key_mark(tree, place), file, _dotted(place), _unknown(place))
        else:
            missing = each["type"] == "missing"
            shown = "" if missing else f" (found {_short(each['input'])})"
            problem = "a value was expected; nothing stands here" if missing else each["msg"]
            told = problem.removeprefix("Value error, ") + shown
            yield _at(_mark(tree, place), file, _dotted(place), told)


def _unknown(place: Place) -> str:
    """What could have been meant by a key that a policy does not know."""
    known = _keys(place[:-1])
    near = get_close_matches(str(place[-1]), known, n=2)
    meant = f"did you mean {' or '.join(near)}?" if near else f"known: {', '.join(known)}"
    return f"no such key; {meant}"


def _keys(place: Place) -> list[str]:
    """The keys that a chapter knows."""
    model: Any = PolicySet
    for step in place:
        if get_origin(model) in (tuple, dict):
            model = get_args(model)[-1 if get_origin(model) is dict else 0]
        else:
            model = _fields(model)[str(step)]
    return list(_fields(model))


def _fields(model: type[BaseModel]) -> dict[str, Any]:
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}


def _mark(node: yaml.Node, place: Place) -> yaml.Mark:
    """Where a field stands; of one that is missing, where it should."""
    for step in place:
        inner = _inner(node, step)
        if inner is None:
            break
        node = inner
    return node.start_mark


def _key_mark(node: yaml.Node, place: Place) -> yaml.Mark:
    """Where a key stands."""
    *above, name = place
    for step in above:
        node = _inner(node, step) or node
    keys = node.value if isinstance(node, yaml.MappingNode) else []
    return next((key.start_mark for key, _ in keys if key.value == name), node.start_mark)


def _inner(node: yaml.Node, step: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
        inner: yaml.Node = node.value[step]
        return inner
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == str(step)), None)
    return None


def _doubled(node: yaml.Node, walked: set[int]) -> Iterator[tuple[str, yaml.Mark]]:
    """Keys that a mapping has twice: YAML would silently take the last."""
    if id(node) in walked:  # an alias; it may even stand inside itself
        return
    walked.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        for each in node.value:
            yield from _doubled(each, walked)
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield key.value, key.start_mark
            seen.add(key.value)
            yield from _doubled(value, walked)


def _dotted(place: Place) -> str:
    return ".".join(map(str, place))


def _at(mark: yaml.Mark | None, file: str, field: str, problem: str) -> Mistake:
    line, column = (mark.line, mark.column) if mark else (0, 0)
    return Mistake(file, line + 1, column + 1, field, problem)


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}..."  # noqa: PLR2004 - half a line

"""Who speaks at the keyboard, and how one command of theirs is answered."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

import click
import orjson

from fleet.cli.opened import both, login
from fleet.decider import Refused
from fleet.desk.commands import described, parse, say
from fleet.ledger.applications import Lifecycle

REFUSED = 3  # exit code

_OPTIONS = (
    click.option("--region", metavar="CODE", default="", help="For which region: 330106."),
    click.option("--role", metavar="ROLE", default="", help="As which body: BUREAU, FINANCE ..."),
    click.option("--as", "person", metavar="PERSON", help="Who speaks.  [default: login name]"),
)


def speaking(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --as, --role and --region; the command gets them as `speaker`, an actor on the wire."""

    @wraps(command)
    def told(*given: Any, person: str | None, role: str, region: str, **asked: Any) -> Any:  # noqa: ANN401 - whatever click hands on
        actor = {"person": person or login(), "role": role, "jurisdiction": region}
        return command(*given, speaker=actor, **asked)

    for option in _OPTIONS:
        told = option(told)
    return told


def speak(ledger: Lifecycle, wire: Mapping[str, Any], nothing: str) -> None:
    """Say one command, as `gongche say` does, and print what was written.

    Args:
        ledger: Where to.
        wire: The command, as JSON values.
        nothing: What is told where nothing changes.

    Raises:
        Misspoken: If a field is not what it should be.
        Exit: With 3 if a rule says no, which is told in both languages.
    """
    try:
        entries = say(ledger, parse(wire, "cli"))
    except Refused as refusal:
        for line in both(refusal):
            click.echo(line, err=True)
        raise click.exceptions.Exit(REFUSED) from refusal
    for entry in entries:
        click.echo(orjson.dumps(described(entry)))
    if not entries:
        click.echo(nothing, err=True)

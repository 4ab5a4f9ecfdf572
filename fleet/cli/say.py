"""`gongche say`: one command, or a list of them, from JSON."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import click
import orjson

from fleet.cli.opened import both, lifecycle
from fleet.cli.speaker import speaking
from fleet.decider import Refused
from fleet.desk.commands import Misspoken, described, parse
from fleet.desk.commands import say as say_to
from fleet.desk.routes import ROUTES
from fleet.ledger.applications import Lifecycle
from fleet.settings import data_option, read

DONE, WRONG, REFUSED = 0, 1, 3  # exit codes


def _list_commands(context: click.Context, _: click.Parameter, wanted: bool) -> None:  # noqa: FBT001 - called by click
    if not wanted:
        return
    for name, route in ROUTES.items():
        fields = route.command.model_fields.items()
        told = (field + "*" * each.is_required() for field, each in fields)
        click.echo(f"{name:18} {' '.join(told)}")
    context.exit()


@click.command()
@click.argument("file", type=click.File("rb"))
@click.option("--keep-going", is_flag=True, help="Say the rest of the list after a refusal.")
@click.option(
    "--commands",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_list_commands,
    help="List the commands and their fields (* must be given; times default to `at`).",
)
@speaking
@data_option
@click.pass_context
def say(
    context: click.Context,
    /,
    file: IO[bytes],
    data: Path | None,
    speaker: dict[str, str],
    *,
    keep_going: bool,
) -> None:
    """Say one command, or a list of them one after the other, from FILE (- for stdin).

    Prints one JSON line for each entry written; what was true already writes none. Exits with 3
    if a rule says no, in both languages, and with 1 if something is no command. What was said
    before it is kept; nothing after it is said, unless --keep-going.

    Without "actor" it is who --as, --role and --region say, without "at" it is now. An "id" (a
    UUID) makes it safe to say the same again.

    \b
    Example:
      echo '{"command": "RegisterUnit", "unit": "A1", "name": "市档案馆",
             "jurisdiction": "330100"}' | gongche say -
    """  # noqa: D301 - click leaves the lines after its mark as they are
    said = _list(file)
    defaults = {"actor": speaker, "at": datetime.now(UTC)}
    worst = DONE
    with lifecycle(read(data)) as ledger:
        for number, wire in enumerate(said, start=1):
            full = {**defaults, **wire} if isinstance(wire, Mapping) else wire
            code = _say(ledger, full, f"command {number} of {len(said)}")
            worst = max(worst, code)
            if code != DONE and not keep_going:
                break
    context.exit(worst)


def _list(file: IO[bytes]) -> list[object]:
    try:
        said = orjson.loads(file.read())
    except orjson.JSONDecodeError as error:
        raise click.ClickException(f"{getattr(file, 'name', '-')} is no JSON: {error}") from error
    return said if isinstance(said, list) else [said]


def _say(ledger: Lifecycle, wire: object, which: str) -> int:
    """Say one; the exit code it deserves."""
    try:
        entries = say_to(ledger, parse(wire, "cli"))
    except Misspoken as misspoken:
        for problem in misspoken.problems:
            click.echo(f"{which}: {problem}", err=True)
        return WRONG
    except Refused as refusal:
        for line in both(refusal):
            click.echo(f"{which}: {line}", err=True)
        return REFUSED
    for entry in entries:
        click.echo(orjson.dumps(described(entry)))
    return DONE

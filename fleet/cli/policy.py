"""`gongche policy`: the rules of a jurisdiction, checked, published, read and compared."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, cast

import click
import orjson
import yaml
from rich.console import Console
from rich.table import Table

from fleet.cli.opened import lifecycle
from fleet.cli.speaker import speak, speaking
from fleet.desk.commands import Misspoken
from fleet.desk.tables import moment
from fleet.ledger.applications import Lifecycle
from fleet.ledger.envelope import Envelope
from fleet.policy import packaged
from fleet.policy.comparing import differences
from fleet.policy.loading import PolicyUnreadable, from_yaml
from fleet.policy.policies import (
    Policies,
    PolicyEvent,
    PolicyPublished,
    PolicyRetired,
    policies,
    shelved,
)
from fleet.policy.policy_set import PolicySet
from fleet.policy.shelf import Shelf
from fleet.settings import data_option, read

NOTHING = "said already: nothing changes"
WRONG = 1  # exit code: something is wrong in what was looked at
_TOPICS = (PolicyPublished.TOPIC, PolicyRetired.TOPIC)
_PAGE = 500  # events read at a time
_SHOWN = 12  # digits of a hash

json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")


class Wrong(click.ClickException):
    """What was looked at is not what was expected."""

    exit_code = WRONG


@click.group()
def policy() -> None:
    """The rules (政策) of a jurisdiction, as dated, immutable versions."""


@policy.command()
@click.argument("file")
@json_option
def check(file: str, *, as_json: bool) -> None:
    """Read a policy FILE and say what is wrong with it, each with line, column and field.

    FILE may also be one that comes with the program: cn-zj-hangzhou@2021-11-01. Exits with 1 if
    anything is wrong; nothing is written.

    Example: gongche policy check hangzhou-2026.yaml
    """
    found = _file(file)
    if as_json:
        click.echo(orjson.dumps(_described(found, None)))
        return
    begin = found.effective_from.isoformat()
    click.echo(f"{file}: {found.reference} for {found.jurisdiction.code} from {begin}")
    click.echo(f"sha256 {found.sha256}")


@policy.command()
@click.argument("file")
@click.option("--document", required=True, help="The decree that says so.")
@speaking
@data_option
def publish(file: str, document: str, data: Path | None, speaker: dict[str, str]) -> None:
    """Publish a policy FILE; from then on nobody can change this version.

    The same file again changes nothing. A changed one needs its own version and first day. Exits
    with 3 if a rule says no, in both languages; the attempt is kept.

    \b
    Examples:
      gongche policy publish hangzhou-2026.yaml --document 杭机管〔2025〕9号
      gongche policy publish cn-zj-hangzhou@2021-11-01 --document 杭机管〔2021〕12号
    """  # noqa: D301 - click leaves the lines after its mark as they are
    found = _file(file)
    said = {"jurisdiction": found.jurisdiction.code, "content": found.content}
    with lifecycle(read(data)) as ledger:
        speak(ledger, _wire("PublishPolicy", speaker, document=document, **said), NOTHING)


@policy.command()
@click.argument("jurisdiction")
@click.option("--on", "day", required=True, help="The first local day without it: 2027-01-01.")
@click.option("--document", required=True, help="The decree that says so.")
@speaking
@data_option
def retire(
    jurisdiction: str, day: str, document: str, data: Path | None, speaker: dict[str, str]
) -> None:
    """End the rules of JURISDICTION; those of the one above it hold again.

    Exits with 3 if a rule says no, in both languages; the attempt is kept.

    Example: gongche policy retire 330106 --on 2027-01-01 --document 西机管〔2026〕3号
    """
    told = {"jurisdiction": jurisdiction, "ends_on": day, "document": document}
    try:
        with lifecycle(read(data)) as ledger:
            speak(ledger, _wire("RetirePolicy", speaker, **told), NOTHING)
    except Misspoken as error:
        raise click.UsageError(str(error)) from error


@policy.command("list")
@json_option
@data_option
def list_(data: Path | None, *, as_json: bool) -> None:
    """List every published version, and the days on which it holds.

    Example: gongche policy list --json
    """
    settings = read(data)
    with lifecycle(settings) as ledger:
        shelf = _shelf(ledger)
    rows = [each for code in sorted(shelf.policies) for each in shelf.versions(code)]
    if as_json:
        for found, until in rows:
            click.echo(orjson.dumps(_described(found, until)))
        return
    table = Table("Policy 政策", "Region 地区", "From 自", "Until 至", "SHA-256")
    for found, until in rows:
        days = found.effective_from.isoformat(), until.isoformat() if until else "-"
        hashed = found.sha256[:_SHOWN]
        table.add_row(found.reference, found.jurisdiction.code, *days, hashed)
    Console().print(table)


@policy.command()
@click.argument("jurisdiction")
@click.option("--at", "at_", metavar="TIME", help="In force then: 2026-10-01.  [default: now]")
@json_option
@data_option
def show(jurisdiction: str, at_: str | None, data: Path | None, *, as_json: bool) -> None:
    """Show the policy in force in JURISDICTION, which may be that of the region above it.

    Exits with 3 if there is none.

    Example: gongche policy show 330106 --at 2026-10-01
    """
    settings = read(data)
    try:
        at = moment(at_, settings.zone) if at_ else datetime.now(UTC)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--at") from error
    with lifecycle(settings) as ledger:
        shelf = _shelf(ledger)
    found = shelf.in_force(jurisdiction, at)
    until = {each.reference: day for each, day in shelf.versions(found.jurisdiction.code)}
    if as_json:
        told = _described(found, until[found.reference]) | {"content": found.content}
        click.echo(orjson.dumps(told))
        return
    click.echo(f"# {found.reference}  sha256 {found.sha256}")
    click.echo(yaml.safe_dump(found.content, allow_unicode=True, sort_keys=False), nl=False)


@policy.command()
@click.argument("first")
@click.argument("second")
@json_option
@data_option
def compare(first: str, second: str, data: Path | None, *, as_json: bool) -> None:
    """Say in what two policies differ: published references, or files.

    Example: gongche policy compare cn-zj-hangzhou@2021-11-01 hangzhou-2026.yaml
    """
    with lifecycle(read(data)) as ledger:
        shelf = _shelf(ledger)
    found = differences(_either(shelf, first), _either(shelf, second))
    if as_json:
        for each in found:
            told = {"field": each.field, "before": each.before, "after": each.after}
            click.echo(orjson.dumps(told))
        return
    table = Table("Field 项", first, second)
    for each in found:
        table.add_row(each.field, _text(each.before), _text(each.after))
    Console().print(table)


def _either(shelf: Shelf, name: str) -> PolicySet:
    try:
        return shelf.cited(name)
    except LookupError:
        return _file(name)


def _file(name: str) -> PolicySet:
    """Read a file, or one that comes with the program.

    Raises:
        Wrong: If it is not there, or no policy; all that is wrong is told.
    """
    try:
        return from_yaml(_content(name), name)
    except PolicyUnreadable as error:
        for mistake in error.mistakes:
            click.echo(str(mistake), err=True)
        raise Wrong(f"{name} is no policy: {len(error.mistakes)} to mend") from error


def _content(name: str) -> str:
    path = Path(name)
    try:
        return path.read_text("utf-8") if path.is_file() else packaged.text(name)
    except LookupError as error:
        raise Wrong(f"there is no file {name}, nor is it a published policy: {error}") from error
    except UnicodeDecodeError as error:
        raise Wrong(f"{name} is not UTF-8: {error}") from error


def _wire(command: str, speaker: dict[str, str], **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - a command's own fields
    return {"command": command, "actor": speaker, "at": datetime.now(UTC), **fields}


def _shelf(ledger: Lifecycle) -> Shelf:
    """Everything that was ever published."""
    states: dict[str, Policies] = {}
    for event in _events(ledger):
        before = states.get(event.jurisdiction, policies.initial)
        states[event.jurisdiction] = policies.evolve(before, event)
    return shelved(states)


def _events(ledger: Lifecycle) -> Iterator[PolicyEvent]:
    start = 1
    while page := ledger.recorder.select_notifications(start, _PAGE, topics=_TOPICS):
        for each in page:
            envelope = cast("Envelope", ledger.mapper.to_domain_event(each))
            yield cast("PolicyEvent", envelope.event)
        start = page[-1].id + 1


def _described(found: PolicySet, until: date | None) -> dict[str, Any]:
    return {
        "policy": found.reference,
        "jurisdiction": found.jurisdiction.code,
        "effective_from": found.effective_from,
        "until": until,
        "sha256": found.sha256,
    }


def _text(value: object) -> str:
    return (
        "-" if value is None else value if isinstance(value, str) else orjson.dumps(value).decode()
    )

"""`gongche send`: a person tells a terminal something; it stands in the ledger, with its reason."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import wraps
from getpass import getuser
from pathlib import Path
from typing import IO, Any, get_args
from uuid import uuid4

import click
import orjson

from fleet.decider import Refused
from fleet.desk.commands import Misspoken, described, parse, say
from fleet.ledger.applications import Lifecycle
from fleet.ledger.handle import load
from fleet.ledger.schema import migrate
from fleet.servers import running
from fleet.settings import data_option, read
from fleet.vehicle.fence import Known
from fleet.vehicle.fence import fence as fence_decider
from fleet.vehicle.terminal_order import Kind
from telemetry.codecs.jt808.bodies.parameters import parameters as named
from telemetry.gateway.errands import Unspeakable, worded
from telemetry.gateway.fence_push import pushed

_REFUSED = 3
_URGENT, _SHOWN, _SPOKEN = 1 << 0, 1 << 2, 1 << 3  # flags of 0x8300 (2013)

Told = tuple[Kind, Mapping[str, Any]]

_OPTIONS = (
    click.argument("device"),
    click.option("--reason", required=True, help="Why."),
    click.option("--as", "person", help="Who orders it.  [default: login name]"),
    click.option("--role", default="", help="As which body: BUREAU, FINANCE ..."),
    click.option(
        "--minutes",
        type=click.FloatRange(min=0, min_open=True),
        default=60.0,
        show_default=True,
        help="Not said any more if the terminal does not connect within.",
    ),
    data_option,
)


def _ordering(words: Callable[..., Any]) -> Callable[..., None]:
    """A command whose function says what is told; the rest is the same for all of them."""

    @wraps(words)
    def ordered(*, data: Path | None, **given: Any) -> None:  # noqa: ANN401 - whatever is asked
        wire = _wire(*(given.pop(name) for name in ("device", "reason", "person", "role")))
        until = datetime.now(UTC) + timedelta(minutes=given.pop("minutes"))
        settings = read(data)
        with running(settings.data, settings.database_url, settings.broker_url, broker=False) as at:
            migrate(at.database)
            with Lifecycle.opened(at.database) as ledger:
                told = {**wire, "until": until.isoformat()}
                _say(ledger, told, lambda: words(ledger=ledger, **given))

    for option in reversed(_OPTIONS):
        ordered = option(ordered)
    return ordered


def _wire(device: str, reason: str, person: str | None, role: str) -> dict[str, Any]:
    return {
        "command": "OrderTerminal",
        "actor": {"person": person or getuser(), "role": role},
        "order": uuid4().hex,
        "device": device,
        "reason": reason,
        "at": datetime.now(UTC).isoformat(),
    }


def _say(ledger: Lifecycle, wire: dict[str, Any], words: Callable[[], Told]) -> None:
    try:
        kind, fields = words()
        for edition in ("2013", "2019"):
            worded(kind, fields, edition)
        spoken = parse({**wire, "kind": kind, "fields": fields}, "cli")
        for entry in say(ledger, spoken):
            click.echo(orjson.dumps({**described(entry), "order": wire["order"]}))
    except (Unspeakable, Misspoken) as error:
        raise click.ClickException(str(error)) from error
    except Refused as refusal:
        click.echo(refusal.say("zh"), err=True)
        click.echo(refusal.say("en"), err=True)
        raise click.exceptions.Exit(_REFUSED) from refusal


@click.group()
def send() -> None:
    """Tell a terminal something; the gateway says it, and writes down what became of it.

    \b
    Example:
      gongche send text 13800138000 请停车接受检查 --reason 封存期间行驶
    """  # noqa: D301 - click leaves the lines after its mark as they are


@send.command()
@_ordering
@click.argument("words")
@click.option("--urgent", is_flag=True)
def text(words: str, ledger: Lifecycle, *, urgent: bool) -> Told:
    """Show and speak WORDS to the driver (0x8300)."""
    del ledger
    flags = _SHOWN | _SPOKEN | (_URGENT if urgent else 0)
    return "text", {"flags": flags, "text": words}


@send.command()
@_ordering
@click.argument("settings", nargs=-1, required=True, metavar="NAME=VALUE...")
def parameters(settings: tuple[str, ...], ledger: Lifecycle) -> Told:
    """Set parameters by name: heartbeat_s=30 default_interval_s=10 (0x8103)."""
    del ledger
    pairs = [setting.partition("=") for setting in settings]
    values = {name: int(value) if value.isdecimal() else value for name, _, value in pairs}
    try:
        return "parameters", {"parameters": named(**values)}
    except KeyError as error:
        raise Unspeakable(f"no parameter is called {error}") from error


@send.command()
@_ordering
@click.argument("fence_id", metavar="FENCE")
def fence(fence_id: str, ledger: Lifecycle) -> Told:
    """Let the terminal watch the last version of a FENCE itself (0x8600, 0x8604, 0x8606)."""
    known = load(ledger, f"fence:{fence_id}", fence_decider)
    if not isinstance(known, Known):
        raise Unspeakable(f"no fence is called {fence_id}")
    return pushed(known.last)


@send.command()
@_ordering
@click.argument("kind", type=click.Choice(get_args(Kind)))
@click.argument("file", type=click.File("rb"))
def fields(kind: Kind, file: IO[bytes], ledger: Lifecycle) -> Told:
    """Anything else: the fields of a message as JSON, from FILE (- for stdin)."""
    del ledger
    try:
        told = orjson.loads(file.read())
    except orjson.JSONDecodeError as error:
        raise Unspeakable(f"no JSON: {error}") from error
    return kind, told if isinstance(told, dict) else {}

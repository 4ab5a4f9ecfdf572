"""`gongche alerts`: the alert stream, one object a line."""

from contextlib import aclosing
from pathlib import Path

import click
import orjson

from fleet.settings import data_option
from projections import history
from projections.alerts import Alert, backlog, stream
from projections.cli.opened import Opened, opened, until_told


@click.command()
@click.option("--follow", is_flag=True, help="Go on with what comes, until Ctrl-C.")
@click.option(
    "--since",
    metavar="POSITION|TIME",
    help="Only what was said after supervision:34, or after a time; else from the beginning.",
)
@data_option
def alerts(since: str | None, data: Path | None, *, follow: bool) -> None:
    """Print every word of the ledger about findings as NDJSON: opened, amended, voided.

    The object is the same as on the event stream and on MQTT. Its position is where to go on:
    whoever passes the last one seen to --since misses nothing and gets nothing twice.

    Example: gongche alerts --follow --since supervision:34
    """
    with opened(data) as it:
        until_told(_print(it, since, follow=follow))


async def _print(it: Opened, since: str | None, *, follow: bool) -> None:
    moment = it.moment(since)
    async with it.connection() as connection:
        place = (await history.cut(connection, moment)).positions if moment else None
        if not follow:
            async for alert in backlog(connection, place):
                _echo(alert)
            return
    async with aclosing(stream(it.addresses.database, place)) as following:
        async for alert in following:
            _echo(alert)


def _echo(alert: Alert) -> None:
    click.echo(orjson.dumps(alert.body))

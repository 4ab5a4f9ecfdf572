"""What the papers say about a vehicle over time."""

import asyncio
import json
from dataclasses import asdict
from pathlib import Path
from zoneinfo import ZoneInfo

import asyncpg
import click
from rich.console import Console
from rich.table import Table

from fleet.ledger import follow
from fleet.ledger.schema import migrate
from fleet.servers import running
from fleet.settings import Settings, data_option, read
from telemetry.moment import FOREVER, moment
from telemetry.timelines.fact import Fact
from telemetry.timelines.timelines import TOPICS, Timelines

_CHINESE = {
    "in_service": "在用",
    "retired": "已核销",
    "ordered": "派车",
    "driven": "出车",
    "sealed": "封存",
    "exempt": "豁免",
    "unsafe": "安全项未过",
}


@click.command()
@click.argument("vehicle")
@data_option
@click.option("--json", "as_json", is_flag=True, help="One object a line, times in UTC.")
def timeline(vehicle: str, data: Path | None, *, as_json: bool) -> None:
    """Show what the papers say about a VEHICLE over time.

    In service, written off, ordered, out, sealed, exempt, unsafe: the intervals that verdicts use.

    Example: gongche timeline HZ0001
    """
    settings = read(data)
    facts = asyncio.run(_facts(settings, vehicle))
    if as_json:
        for fact in facts:
            click.echo(json.dumps(_told(fact)))
    elif facts:
        Console().print(_table(facts, settings.zone))
    else:
        click.echo(f"没有车辆 {vehicle} 的记录。 The papers say nothing of {vehicle}.", err=True)


async def _facts(settings: Settings, vehicle: str) -> list[Fact]:
    timelines = Timelines()
    with running(settings.data, settings.database_url, settings.broker_url, broker=False) as at:
        await asyncio.to_thread(migrate, at.database)
        connection = await asyncpg.connect(at.database)
        try:
            last, after = await follow.head(connection, "lifecycle"), 0
            while after < last:
                page = await follow.read_topics(connection, "lifecycle", TOPICS, after, last)
                for entry in page:
                    timelines.apply(entry.event)
                after = page[-1].position if page else last
        finally:
            await connection.close()
    return timelines.of(vehicle)


def _told(fact: Fact) -> dict[str, object]:
    ends = None if fact.end == FOREVER else moment(fact.end).isoformat()
    return {**asdict(fact), "begin": moment(fact.begin).isoformat(), "end": ends}


def _table(facts: list[Fact], zone: ZoneInfo) -> Table:
    table = Table("起 from", "止 until", "状态 state", "依据 by", "内容 allows")
    for fact in facts:
        begin = f"{moment(fact.begin).astimezone(zone):%F %T}"
        end = "" if fact.end == FOREVER else f"{moment(fact.end).astimezone(zone):%F %T}"
        state = f"{_CHINESE[fact.kind]} {fact.kind}"
        table.add_row(begin, end, state, " ".join(fact.names), _allowed(fact))
    return table


def _allowed(fact: Fact) -> str:
    if fact.allows is None:
        return ""
    allows = asdict(fact.allows)
    flags = [name for name in ("emergency", "overnight", "off_hours", "cross_area") if allows[name]]
    return " ".join([fact.allows.driver, *flags, *fact.allows.fences])

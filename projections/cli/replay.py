"""`gongche replay`: fold the ledgers again, and compare."""

import asyncio
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
import orjson

from fleet.settings import data_option
from projections.audit import replay as audit
from projections.audit.differences import Difference, digest
from projections.cli.opened import Opened, opened

_MOMENT = "TIME|POSITION"


@click.command()
@click.option("--until", metavar=_MOMENT, help="Fold to here; else to the end.")
@click.option("--diff", metavar=_MOMENT, help="And compare: what happened from here to there.")
@click.option("--rebuild", is_flag=True, help="Compare the live tables with a fold from zero.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@data_option
def replay(
    until: str | None, diff: str | None, data: Path | None, *, rebuild: bool, as_json: bool
) -> None:
    """Fold all views from the first event on, to any moment.

    Prints the positions, and of each view how many rows there are and their SHA-256: the same
    events end in the same digest, on any machine. With --rebuild, exits with 1 and names view and
    row if a live table is not what the events say.

    Example: gongche replay --until supervision:34
    """
    with opened(data) as it:
        told = asyncio.run(_replay(it, until, diff, rebuild=rebuild))
    click.echo(orjson.dumps(told, option=orjson.OPT_INDENT_2) if as_json else _words(told))
    raise SystemExit(1 if rebuild and told["differences"] else 0)


async def _replay(
    it: Opened, until: str | None, diff: str | None, *, rebuild: bool
) -> dict[str, Any]:
    there, here = it.moment(until), it.moment(diff)
    async with it.connection() as connection:
        if rebuild:
            compared = await audit.rebuild(connection)
            return _told(compared.positions, compared.rows, compared.found)
        after = await audit.until(connection, there)
        if here is None:
            return _told(after.positions, after.rows, [])
        before = await audit.until(connection, here)
        return _told(after.positions, after.rows, audit.between(before, after))


def _told(
    positions: Mapping[str, Any], rows: audit.Rows, found: list[Difference]
) -> dict[str, Any]:
    views = {name: {"rows": len(kept), "sha256": digest(kept)} for name, kept in rows.items()}
    return {
        "positions": positions,
        "views": dict(sorted(views.items())),
        "differences": [asdict(difference) for difference in found],
    }


def _words(told: Mapping[str, Any]) -> str:
    lines = [f"{name} {place}" for name, place in _flat(told["positions"])]
    lines += [f"{name} {it['rows']} rows {it['sha256']}" for name, it in told["views"].items()]
    lines += [_line(it) for it in told["differences"]]
    return "\n".join(lines)


def _flat(positions: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [
        (name, " ".join(f"{key}:{at}" for key, at in place.items()))
        if isinstance(place, Mapping)
        else ("until", f"{name}:{place}")
        for name, place in positions.items()
    ]


def _line(it: Mapping[str, Any]) -> str:
    before, after = it["before"] or {}, it["after"] or {}
    fields = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
    return f"{it['view']} {it['id']} {it['kind']}: {', '.join(fields)}"

"""`gongche calendar`: which days of a year are off, as the State Council has announced them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click
import orjson
import yaml
from rich.console import Console
from rich.table import Table

from fleet.cli.opened import lifecycle
from fleet.cli.speaker import speak, speaking
from fleet.desk.commands import Misspoken
from fleet.ledger.handle import load
from fleet.policy.calendar import calendar as decider
from fleet.policy.calendar import known
from fleet.policy.packaged_calendar import words, years
from fleet.settings import data_option, read


class Wrong(click.ClickException):
    """What was looked at is not what was expected."""

    exit_code = 1


@click.group()
def calendar() -> None:
    """Holidays and make-up workdays (节假日安排), year by year."""


@calendar.command()
@click.argument("year_or_file", metavar="YEAR|FILE")
@speaking
@data_option
def announce(year_or_file: str, data: Path | None, speaker: dict[str, str]) -> None:
    """Enter the holidays of YEAR, or those in FILE; the same again changes nothing.

    Those of YEAR are taken from the package chinese-calendar, which knows 2004 to 2026. A FILE
    (YAML or JSON) has `year`, `source`, `holidays` (a list of `date` and `name`) and `workdays`
    (the weekend days that are worked). Later notices may be entered too: they amend the year.

    \b
    Examples:
      gongche calendar announce 2026
      gongche calendar announce 2027.yaml
    """  # noqa: D301 - click leaves the lines after its mark as they are
    path = Path(year_or_file)
    told = _of_package(int(year_or_file)) if _is_year(year_or_file) else _of_file(path)
    wire = {"at": datetime.now(UTC), **told, "command": "AnnounceCalendar", "actor": speaker}
    try:
        with lifecycle(read(data)) as ledger:
            speak(ledger, wire, "announced already: nothing changes")
    except Misspoken as misspoken:
        for problem in misspoken.problems:
            click.echo(f"{year_or_file}: {problem}", err=True)
        raise Wrong(f"{year_or_file} is no calendar") from misspoken


@calendar.command()
@click.argument("year", type=int)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@data_option
def show(year: int, data: Path | None, *, as_json: bool) -> None:
    """Show the holidays and make-up workdays of YEAR; exits with 3 if nobody has announced them.

    Example: gongche calendar show 2026 --json
    """
    with lifecycle(read(data)) as ledger:
        found = known(load(ledger, f"calendar:{year}", decider), year)
    days = {day: (name, False) for day, name in found.holidays.items()}
    days |= dict.fromkeys(found.workdays, ("调休上班", True))
    if as_json:
        for day, (name, worked) in sorted(days.items()):
            click.echo(orjson.dumps({"date": day, "name": name, "workday": worked}))
        return
    table = Table("Day 日期", "Name 名称", "Workday 上班", title=found.source)
    for day, (name, worked) in sorted(days.items()):
        table.add_row(day.isoformat(), name, "yes 是" if worked else "no 否")
    Console().print(table)


def _is_year(said: str) -> bool:
    return said.isdecimal() and not Path(said).exists()


def _of_package(year: int) -> Mapping[str, Any]:
    """What chinese-calendar knows about a year.

    Raises:
        Wrong: If it does not know the year.
    """
    try:
        return words(year)
    except LookupError as error:
        first, *_, last = years()
        raise Wrong(
            f"chinese-calendar {version('chinese-calendar')} knows {first} to {last}, "
            f"not {year}: update that package, or give a FILE with the State Council's notice"
        ) from error


def _of_file(path: Path) -> Mapping[str, Any]:
    """What stands in a file.

    Raises:
        Wrong: If it is not there, or holds no mapping.
    """
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, ValueError, yaml.YAMLError) as error:
        raise Wrong(f"{path}: {error}") from error
    if not isinstance(content, Mapping):
        raise Wrong(f"{path}: year, source, holidays and workdays were expected")
    return content

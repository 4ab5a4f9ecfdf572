"""`gongche doctor`: whether the house is in order, and what to do where it is not."""

import json
import platform
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import packages_distributions, version
from pathlib import Path
from urllib.parse import urlsplit

import click

from fleet.servers import Unavailable, binaries, found, mqtt, probe
from fleet.settings import Settings, data_option, read

PACKAGES = ("fleet", "telemetry", "projections", "simulators")
OLDEST_POSTGRES = 15
CLOCK_LIMIT = timedelta(seconds=5)
DISK_LIMIT = 2 * 1024**3  # bytes: two days of a city's fixes
TABLES = (
    "public.lifecycle_events",
    "public.supervision_events",
    "archive.fixes",
    "archive.latest",
    "archive.visit_records",
    "archive.quarantine",
    "views.positions",
)


@dataclass(frozen=True)
class Check:
    """One thing that was looked at.

    Attributes:
        check: What.
        found: What was seen.
        todo: What to do about it; empty if it is in order.
    """

    check: str
    found: str
    todo: str = ""

    @property
    def ok(self) -> bool:
        """Whether nothing has to be done."""
        return not self.todo


@click.command()
@data_option
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of lines.")
def doctor(data: Path | None, *, as_json: bool) -> None:
    """Look at versions, servers, tables, packages, clock and disk; start nothing.

    Exits with 1 if anything is wrong, and says what to do. Example: gongche doctor --json
    """
    checks = list(_checks(read(data)))
    ok = all(check.ok for check in checks)
    if as_json:
        click.echo(
            json.dumps(
                {"ok": ok, "checks": [{"ok": check.ok, **asdict(check)} for check in checks]},
                indent=2,
            )
        )
    else:
        click.echo("\n".join(map(_line, checks)))
    raise SystemExit(0 if ok else 1)


def _line(check: Check) -> str:
    line = f"{'ok' if check.ok else 'wrong':5}  {check.check:10} {check.found}"
    return f"{line} -> {check.todo}" if check.todo else line


def _checks(settings: Settings) -> Iterator[Check]:
    yield Check("versions", f"gongche {version('gongche')}, Python {platform.python_version()}")
    yield from _packages()
    yield from _programs(settings)
    yield from _servers(settings)
    yield _disk(settings.data)


def _packages() -> Iterator[Check]:
    owners = packages_distributions()
    others = {package: sorted(set(owners.get(package, [])) - {"gongche"}) for package in PACKAGES}
    clashes = [f"{package} also from {', '.join(by)}" for package, by in others.items() if by]
    todo = "install gongche into an environment of its own" if clashes else ""
    yield Check("packages", "; ".join(clashes) or "nobody else's", todo)


def _programs(settings: Settings) -> Iterator[Check]:
    for given, find in (
        (settings.database_url, binaries.postgres),
        (settings.broker_url, binaries.nats),
    ):
        if given is None:
            try:
                yield Check("program", str(find()))
            except Unavailable as error:
                missing, todo = error.message.split(": ", 1)
                yield Check("program", missing, todo)


def _servers(settings: Settings) -> Iterator[Check]:
    try:
        private = found(settings.data)
    except Unavailable as error:
        yield Check("servers", error.message, "be that user, or give another --data")
        return
    for name, url, ask in (
        ("database", settings.database_url or private.database, _database),
        ("broker", settings.broker_url or private.broker, _broker),
    ):
        if url:
            yield from ask(url)
        else:
            yield Check(name, f"none runs in {settings.data}; `gongche up` starts one")


def _database(url: str) -> Iterator[Check]:
    try:
        seen = probe.database(url, TABLES, lambda: datetime.now(UTC))
    except Unavailable as error:
        yield Check("database", error.message, "start it, or correct GONGCHE_DATABASE_URL")
        return
    new_enough = seen.major >= OLDEST_POSTGRES
    todo = "" if new_enough else f"gongche needs PostgreSQL {OLDEST_POSTGRES} or later"
    yield Check("database", f"PostgreSQL {seen.version} at {_where(url)}", todo)
    yield _tables(seen.tables)
    yield _clock(seen.ahead)


def _tables(there: frozenset[str]) -> Check:
    missing = [table for table in TABLES if table not in there]
    if not there:
        return Check("tables", "none yet; `gongche up` makes them")
    if missing:
        return Check("tables", f"missing: {', '.join(missing)}", "`gongche up` makes them")
    return Check("tables", f"all {len(TABLES)} are there")


def _clock(ahead: timedelta) -> Check:
    ok = abs(ahead) <= CLOCK_LIMIT
    seen = f"the database's is {ahead.total_seconds():+.1f} s from ours"
    return Check("clock", seen, "" if ok else "let both machines follow one time server")


def _broker(url: str) -> Iterator[Check]:
    if mqtt.accepts(url):
        yield Check("broker", f"MQTT 3.1.1 at {_where(url)}")
    else:
        seen = f"no MQTT broker at {_where(url)} lets us in"
        yield Check("broker", seen, "start it, or correct GONGCHE_BROKER_URL")


def _disk(data: Path) -> Check:
    there = next(
        folder for folder in (data.absolute(), *data.absolute().parents) if folder.exists()
    )
    free = shutil.disk_usage(there).free
    ok = free >= DISK_LIMIT
    seen = f"{free / 1024**3:.1f} GiB free at {there}"
    return Check("disk", seen, "" if ok else f"free {DISK_LIMIT // 1024**3} GiB")


def _where(url: str) -> str:
    """An address without its password."""
    return urlsplit(url).netloc.rpartition("@")[2] or url

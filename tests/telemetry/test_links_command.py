"""`gongche links` on a real database."""

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest
from click.testing import CliRunner, Result

from telemetry.archive import migrate
from telemetry.cli.links import links
from telemetry.links import SQL

NOON = datetime(2026, 10, 1, 4, tzinfo=UTC)
PHONE = "13800138000"


@pytest.fixture(autouse=True)
def database(dsn: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("GONGCHE_DATABASE_URL", dsn)
    return dsn


async def connected(dsn: str) -> None:
    """A terminal has a code, and is connected."""
    connection = await asyncpg.connect(dsn)
    await migrate(connection)
    code = (PHONE, b"hash", "M", "X", "T1", "浙A12345", NOON)
    await connection.execute(SQL["issue_code"], *code)
    await connection.execute(SQL["open_link"], PHONE, "10.0.0.7", NOON, "2013", "", "")
    await connection.execute(
        SQL["keep_facts"], [PHONE] * 2, ["bad_code"] * 2, ["from 10.0.0.9"] * 2, [NOON] * 2
    )
    await connection.close()


def said(*words: str) -> Result:
    return CliRunner().invoke(links, [*words, "--data", str(Path("nowhere"))])


def test_nothing_is_said_about_nobody() -> None:
    assert "Nothing yet." in said("list").stderr


def test_links_and_facts_are_listed(database: str) -> None:
    asyncio.run(connected(database))
    assert "10.0.0.7" in said("list").stdout
    (link,) = map(json.loads, said("list", "--json", "--device", PHONE).stdout.splitlines())
    assert (link["device"], link["plate"], link["closed_at"]) == (PHONE, "浙A12345", None)
    (fact,) = map(json.loads, said("facts", "--json").stdout.splitlines())
    assert (fact["kind"], fact["times"]) == ("bad_code", 2)


def test_a_code_is_revoked_by_somebody_for_a_reason(database: str) -> None:
    asyncio.run(connected(database))
    why = ("--by", "李四", "--reason", "终端更换")
    assert said("revoke", PHONE, *why).exit_code == 0
    facts = [json.loads(line) for line in said("facts", "--json").stdout.splitlines()]
    assert facts[-1]["detail"] == "by 李四: 终端更换"
    assert said("revoke", "nobody", *why).exit_code == 1

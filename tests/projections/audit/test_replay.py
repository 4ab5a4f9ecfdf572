"""The live tables against a fold from zero, with what the archive remembers."""

import json
from datetime import UTC, datetime

import asyncpg

from projections import engine, tables
from projections.audit import replay
from projections.views import ALL
from telemetry.archive import migrate as migrate_archive
from tests.projections.stories import OCTOBER, OPENED, PAPERS, finding, written

TIMES = ("enter_lo", "enter_hi", "enter_confirmed", "exit_lo", "exit_hi", "exit_confirmed")
CONTENT = dict.fromkeys(TIMES) | {
    "enter_hi": 1_500_000,
    "enter_confirmed": 2_000_001,
    "flags": ["entry_unseen", "open"],
    "enter_fixes": 2,
    "exit_fixes": 0,
}
RECORD = """
INSERT INTO archive.visit_records (
    visit_id, kind, vehicle, fence, fence_version, content, changed, cause, late, recorded_at
)
VALUES ('v1', 'opened', 'car-1', 'yard', 1, $1, '{}', '{}', false, $2)
"""
VISIT = """
INSERT INTO archive.visits (
    visit_id, vehicle, fence, fence_version, profile, enter_hi, enter_confirmed, flags,
    enter_fixes, exit_fixes
)
VALUES ('v1', 'car-1', 'yard', 1, 'plain', $1, $2, '{entry_unseen,open}', 2, 0)
"""
STANDING = """
INSERT INTO archive.standing (finding_id, vehicle, scope, finding, version, voided)
VALUES ($1, 'car-1', 'rule', $2, 1, false)
"""


async def lived(connection: asyncpg.Connection) -> None:
    """A car, a finding and a visit, wherever they are kept."""
    await migrate_archive(connection)
    await written(connection, "lifecycle", *PAPERS)
    await written(connection, "supervision", OPENED)
    await connection.execute(RECORD, json.dumps(CONTENT), OCTOBER)
    entered = [datetime.fromtimestamp(at, UTC) for at in (1.5, 2.000001)]
    await connection.execute(VISIT, *entered)
    told = OPENED.finding.model_dump_json()
    await connection.execute(STANDING, OPENED.finding.finding_id, told)
    await engine.bring_up(connection)


async def test_everything_that_is_kept_is_what_was_recorded(connection: asyncpg.Connection) -> None:
    await lived(connection)
    compared = await replay.rebuild(connection)
    assert compared.found == []
    assert set(compared.rows) == {*ALL, "standing", "visits"}
    assert all(compared.rows[name] for name in ("alerts", "standing", "vehicles", "visits"))


async def test_a_visit_changed_by_hand_is_found(connection: asyncpg.Connection) -> None:
    await lived(connection)
    await connection.execute("UPDATE archive.visits SET flags = '{}'")
    [found] = (await replay.rebuild(connection)).found
    assert (found.view, found.id, found.kind) == ("visits", "v1", "changed")


async def test_a_finding_the_judge_believes_without_the_ledger_is_found(
    connection: asyncpg.Connection,
) -> None:
    await lived(connection)
    await connection.execute(STANDING, "geo-02:car-1:2", finding(2).model_dump_json())
    [found] = (await replay.rebuild(connection)).found
    assert (found.view, found.kind) == ("standing", "added")


async def test_a_live_table_is_compared_with_the_ledger_up_to_where_it_stands(
    connection: asyncpg.Connection,
) -> None:
    await lived(connection)
    await written(connection, "lifecycle", PAPERS[0].model_copy(update={"name": "later"}))
    assert (await replay.rebuild(connection)).found == []


async def test_an_entry_that_was_put_aside_counts_on_neither_side(
    connection: asyncpg.Connection,
) -> None:
    await written(connection, "lifecycle", PAPERS[0].model_copy(update={"name": "a\0b"}))
    await engine.bring_up(connection)
    assert await tables.put_aside(connection)
    assert (await replay.rebuild(connection)).found == []

"""It says what is wrong while the database is away, and works on when it is back."""

import re
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from fleet.servers import Server, start_postgres
from projections import engine
from telemetry import archive
from tests.conftest import careless
from tests.projections.stories import OCTOBER, PAPERS, prepared, written
from tests.projections.web.asked import asked
from tests.projections.web.town import LIBRARY, Town
from tests.waiting import eventually

LINE = re.compile(r"(?P<name>[a-z_]+)(?P<labels>\{[a-z_]+=\"[^\"]*\"(,[a-z_]+=\"[^\"]*\")*\})? \d+")


@dataclass
class Machine:
    """A database server that goes away and comes back."""

    data: Path
    server: Server

    def restart(self) -> None:
        """At the same address."""
        self.server = start_postgres(self.data)


@pytest.fixture
def machine() -> Iterator[Machine]:
    """A server of the test's own, so that no other test misses it."""
    data = Path(tempfile.mkdtemp(prefix="gongche-away-"))
    machine = Machine(data, start_postgres(data))
    careless(machine.server.url)
    yield machine
    machine.server.stop()
    shutil.rmtree(data)


@pytest.fixture
async def client(machine: Machine) -> AsyncIterator[httpx.AsyncClient]:
    """Of an app over that server."""
    connection = await prepared(machine.server.url)
    await archive.migrate(connection)
    await written(connection, "lifecycle", *PAPERS)
    await engine.bring_up(connection)
    await connection.close()
    async with asked(machine.server.url, lambda: OCTOBER) as opened:
        yield opened


async def test_it_says_that_the_database_is_away_until_it_is_back(
    client: httpx.AsyncClient, machine: Machine
) -> None:
    async def back() -> bool:
        return (await client.get("/readyz")).status_code == 200

    assert await back()
    machine.server.kill()
    for path in ("/readyz", "/metrics", "/api/v1/views/units", "/api/v1/vehicles/car-1"):
        answer = await client.get(path)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "1"), path
        assert answer.json()["type"] == "urn:gongche:problem:database-away"
        assert "the database does not answer" in answer.json()["detail"]
        assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert (await client.get("/healthz")).json() == {"status": "ok"}
    said = await client.post("/api/v1/commands", json=LIBRARY)
    assert (said.status_code, said.json()["type"]) == (503, "urn:gongche:problem:database-away")
    machine.restart()
    await eventually(back)
    assert (await client.post("/api/v1/commands", json=LIBRARY)).status_code == 200
    assert (await client.get("/api/v1/vehicles/car-1")).json()["row"]["plate"] == "浙A0001警"


async def test_numbers_are_in_the_form_of_prometheus(town: Town) -> None:
    async with asked(town.dsn, lambda: town.now) as client:
        answer = await client.get("/metrics")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    kinds: dict[str, str] = {}
    for line in answer.text.splitlines():
        if line.startswith("# TYPE "):
            _, _, name, kind = line.split()
            kinds[name] = kind
            continue
        found = LINE.fullmatch(line)
        assert found, line
        assert found["name"] in kinds
    assert {"gauge", "counter"} == set(kinds.values())
    assert all(name.endswith("_total") for name, kind in kinds.items() if kind == "counter")
    assert 'gongche_view_position{view="vehicles",ledger="lifecycle"}' in answer.text


async def test_a_fault_of_ours_is_a_problem_behind_the_same_walls(town: Town) -> None:
    await town.connection.execute("DROP TABLE views.units")
    async with asked(town.dsn, lambda: town.now) as client:
        answer = await client.get("/api/v1/views/units")
    assert (answer.status_code, answer.json()["type"]) == (500, "urn:gongche:problem:fault")
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"

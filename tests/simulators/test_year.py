"""A year of the invented city, told to a real ledger."""

import asyncpg
import pytest

from fleet.ledger.applications import Lifecycle
from fleet.ledger.schema import migrate
from projections import engine, tables
from projections.audit import replay
from simulators import year as telling
from simulators.story import ADDITIONS, NEV, RENEWALS, cast, year

CARS, ORDERS = 700, 100


@pytest.mark.proves("R003")
@pytest.mark.proves("R048")
@pytest.mark.proves("R049")
@pytest.mark.timeout(240)
async def test_the_boards_show_at_each_quarters_end_what_was_known_before(dsn: str) -> None:
    migrate(dsn)
    connection = await asyncpg.connect(dsn)
    await tables.migrate(connection)
    ends = []
    with Lifecycle.opened(dsn) as ledger:
        for quarter in year(CARS, orders=ORDERS):
            *_, entries = telling.tell(ledger, quarter)
            ends.append(await telling.told(connection, quarter.name, entries, 0.0))
            assert await telling.seen(connection, quarter, ends[-1].position) == quarter.known
    for quarter, end in zip(year(CARS, orders=ORDERS), ends, strict=True):  # and later, too
        assert await telling.seen(connection, quarter, end.position) == quarter.known
    await engine.bring_up(connection)
    assert (await replay.rebuild(connection)).found == []
    await connection.close()


def test_the_same_seed_tells_the_same_year() -> None:
    assert next(year(CARS, 3, ORDERS)).wires == next(year(CARS, 3, ORDERS)).wires
    assert next(year(CARS, 3, ORDERS)).wires != next(year(CARS, 4, ORDERS)).wires


def test_twenty_seven_cars_are_asked_for_nine_of_them_electric() -> None:
    wishes = cast(CARS).asked
    kinds = [wish.kind for wish in wishes]
    assert (kinds.count("RENEWAL"), kinds.count("ADDITION")) == (RENEWALS, ADDITIONS) == (21, 6)
    assert sum(wish.nev for wish in wishes) == NEV == 9
    assert len({wish.slot for wish in wishes}) == 27

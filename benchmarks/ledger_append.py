"""Appending to the ledger against the library's own recorder, on one embedded PostgreSQL.

Prints a table: events a second of both, and their ratio. `python benchmarks/ledger_append.py`
"""

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from uuid import uuid4

from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresDatastore, PostgresProcessRecorder
from psycopg.conninfo import conninfo_to_dict

from fleet.ledger.chain import canonical
from fleet.ledger.envelope import StoredEnvelope
from fleet.ledger.recorder import LedgerRecorder
from fleet.servers import running

BATCHES = {1: 200, 100: 40, 1000: 12}
"""Events a save -> how many saves a round."""
ROUNDS = 9
STATE = b'{"note":"' + b"x" * 350 + b'"}'
METADATA = canonical({"actor": "gongche", "channel": "benchmark", "role": "feed", "unit": "甲"})


def plain(number: int) -> list[StoredEvent]:
    """What the library stores."""
    return [StoredEvent(f"vehicle:{uuid4()}", 1, "finding.opened", STATE) for _ in range(number)]


def enveloped(number: int) -> list[StoredEvent]:
    """The same with our envelope."""
    return [
        StoredEnvelope(e.originator_id, 1, e.topic, e.state, uuid4(), METADATA)
        for e in plain(number)
    ]


def rate(
    recorder: PostgresProcessRecorder, make: Callable[[int], Sequence[StoredEvent]], size: int
) -> float:
    """Events a second over one round."""
    batches = [make(size) for _ in range(BATCHES[size])]
    begin = time.perf_counter()
    for batch in batches:
        recorder.insert_events(batch)
    return size * len(batches) / (time.perf_counter() - begin)


def measured(
    stock: PostgresProcessRecorder, ours: LedgerRecorder, size: int
) -> tuple[float, float]:
    """Events a second of both, alternating; medians of the rounds."""
    rounds = [(rate(stock, plain, size), rate(ours, enveloped, size)) for _ in range(ROUNDS)]
    library, ledger = zip(*rounds, strict=True)
    return median(library), median(ledger)


def alone(size: int) -> tuple[float, float]:
    """Events a second of the library and of ours, on a fresh server."""
    with recorders() as (stock, ours):
        return measured(stock, ours, size)


@contextmanager
def recorders() -> Iterator[tuple[PostgresProcessRecorder, LedgerRecorder]]:
    """The library's recorder and ours, on a fresh server."""
    with (
        tempfile.TemporaryDirectory(prefix="gongche-bench-") as data,
        running(Path(data), None, None, broker=False) as servers,
    ):
        where = conninfo_to_dict(servers.database)
        address = [str(where[name]) for name in ("dbname", "host", "port", "user", "password")]
        with PostgresDatastore(*address, pool_size=2, originator_id_type="text") as datastore:
            stock = PostgresProcessRecorder(
                datastore, events_table_name="stock_events", tracking_table_name="stock_tracking"
            )
            ours = LedgerRecorder(
                datastore, events_table_name="our_events", tracking_table_name="our_tracking"
            )
            stock.create_table()
            ours.create_table()
            yield stock, ours


def main() -> None:
    """Measure, alternating, and print the medians."""
    with recorders() as (stock, ours):
        print(f"{'a save':>8} {'stock/s':>9} {'ours/s':>9} {'ratio':>6}")  # noqa: T201 - its table
        for size in BATCHES:
            library, ledger = measured(stock, ours, size)
            ratio = ledger / library
            print(f"{size:>8} {library:>9.0f} {ledger:>9.0f} {ratio:>6.2f}")  # noqa: T201 - as above


if __name__ == "__main__":
    main()

"""The library's recorder, writing our rows: flat arrays, envelope columns, chain, gate."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from eventsourcing.persistence import (
    ApplicationRecorder,
    InterfaceError,
    OperationalError,
    StoredEvent,
    Subscription,
)
from eventsourcing.postgres import PostgresDatastore, PostgresFactory, PostgresProcessRecorder
from eventsourcing.utils import Environment, EnvType, retry
from psycopg import Cursor
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import DictRow, dict_row
from typing_extensions import override

from fleet.ledger.chain import Claim, link
from fleet.ledger.envelope import StoredEnvelope, record_of
from fleet.ledger.schema import creation, texts
from fleet.ledger.subscription import LedgerSubscription

_PARAMETER = re.compile(r"\$(\d+)")


class LedgerRecorder(PostgresProcessRecorder):
    """Keeps what the library's recorder promises, and the ledger's promises besides.

    `insert_events(..., command_id=UUID)` keeps the command beside its events; a second time it
    raises the library's `IntegrityError`.
    """

    def __init__(
        self,
        datastore: PostgresDatastore,
        *,
        events_table_name: str = "stored_events",
        tracking_table_name: str = "notification_tracking",
    ) -> None:
        super().__init__(
            datastore,
            events_table_name=events_table_name,
            tracking_table_name=tracking_table_name,
        )
        self._sql = {
            # What is $1 elsewhere, psycopg writes %(1)b: b for binary, which spares an array the
            # detour over text.
            name: _PARAMETER.sub(r"%(\1)b", text).encode()
            for name, text in texts(events_table_name, tracking_table_name).items()
        }

    @override
    def create_table(self) -> None:
        """Create what is not there yet."""
        with self.datastore.transaction(commit=True) as cursor:
            for statement in creation(self.events_table_name, self.tracking_table_name):
                cursor.execute(statement.encode(), prepare=False)

    @override
    def select_events(self, originator_id: UUID | str, **limits: Any) -> Sequence[StoredEvent]:
        """The events of one stream; its id is text in the table, whatever the caller has."""
        events: Sequence[StoredEvent] = super().select_events(str(originator_id), **limits)
        return events

    @override
    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> Subscription[ApplicationRecorder]:
        """Follow what is written after a position."""
        return LedgerSubscription(recorder=self, gt=gt, topics=topics)

    def streams(self, versions: Mapping[str, int]) -> list[StoredEvent]:
        """The events of some streams after a version each, stream by stream, oldest first."""
        return [
            StoredEnvelope(
                originator_id=row["originator_id"],
                originator_version=row["originator_version"],
                topic=row["topic"],
                state=row["state"],
                event_id=row["event_id"],
                metadata="{}",
            )
            for row in self._read("read_streams", [*versions], [*versions.values()])
        ]

    def names(self, kind: str) -> list[str]:
        """The streams of a kind: `vehicle` for all that are called `vehicle:...`."""
        found = self._read("read_names", f"{kind}:", f"{kind};")
        return [row["originator_id"] for row in found]

    def rows(self, positions: Sequence[int]) -> list[DictRow]:
        """The rows at some positions, in order."""
        found: list[DictRow] = self._read("read_positions", list(positions))
        return found

    def answered(self, command_id: UUID) -> list[DictRow]:
        """The rows a command was answered with; empty if it never wrote any."""
        found: list[DictRow] = self._read("read_command", command_id)
        return found

    @retry((InterfaceError, OperationalError), max_attempts=10, wait=0.2)
    def _read(self, name: str, *arguments: object) -> list[DictRow]:
        with self.datastore.get_connection() as connection, connection.cursor() as cursor:
            self._execute(cursor, name, *arguments)
            return cursor.fetchall()

    @override
    def _insert_stored_events(
        self, curs: Cursor[DictRow], stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> None:
        for name in ("limit_wait", "lock", "notify"):
            curs.execute(self._sql[name])
        claim = self._claim(curs, len(stored_events))
        columns = link(claim, list(map(record_of, stored_events)))
        with curs.connection.cursor() as cursor:
            if command_id := kwargs.get("command_id"):
                self._execute(cursor, "keep_command", command_id, claim.positions)
            last = claim.positions[-1], len(stored_events), columns[-1][-1], claim.recorded_at
            self._execute(cursor, "move_head", *last)
        self._execute(curs, "keep_events", *columns)

    @override
    def _fetch_ids_after_insert_events(
        self, curs: Cursor[DictRow], stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        row = curs.fetchone()
        return None if row is None else row["positions"]

    def _claim(self, cursor: Cursor[DictRow], events: int) -> Claim:
        self._execute(cursor, "claim", events)
        row = cursor.fetchone()
        if row is None:
            raise LookupError(f"{self.events_table_name}_head is empty: no chain to continue")
        return Claim(row["hash"], row["recorded_at"], row["positions"])

    def _execute(self, cursor: Cursor[DictRow], name: str, *arguments: object) -> None:
        named = {str(number): argument for number, argument in enumerate(arguments, 1)}
        cursor.execute(self._sql[name], named, prepare=True)


class LedgerFactory(PostgresFactory):
    """Makes ledger recorders, on connections to a whole address."""

    application_recorder_class = LedgerRecorder
    process_recorder_class = LedgerRecorder

    def __init__(self, env: Environment | EnvType | None) -> None:
        super().__init__(env)
        if dsn := self.env.get("LEDGER_DSN"):
            # The library knows five words of an address, and would leave out sslmode.
            self.datastore.pool.kwargs = {**conninfo_to_dict(dsn), "row_factory": dict_row}

"""The applications of the library: one table of events each, so that no feed makes a clerk wait."""

from functools import cached_property
from typing import Self

from eventsourcing.application import Application
from eventsourcing.persistence import Mapper
from eventsourcing.utils import Environment, EnvType
from psycopg.conninfo import conninfo_to_dict
from typing_extensions import override

from fleet.ledger.envelope import EnvelopeMapper
from fleet.ledger.memory import Memory
from fleet.ledger.recorder import LedgerRecorder


class Ledger(Application[str]):
    """Keep the object as long as its recorder is used: it owns the pool. Close it with `with`."""

    recorder: LedgerRecorder

    @cached_property
    def memory(self) -> Memory:
        """What its streams amounted to when they were last read."""
        return Memory()

    @classmethod
    def opened(cls, dsn: str) -> Self:
        """The ledger in a database; `fleet.ledger.schema.migrate` has made its tables.

        Args:
            dsn: `postgresql://...`
        """
        return cls(_environment(dsn))

    @override
    def construct_env(self, name: str, env: EnvType | None = None) -> Environment:
        """Look at what we say, and not at the variables of the process: they would win."""
        return Environment(name, dict(env or {}))

    @override
    def construct_mapper(self) -> Mapper[str]:
        """Store our envelopes."""
        return EnvelopeMapper(self.construct_transcoder())

    @override
    def construct_recorder(self) -> LedgerRecorder:
        """Write our rows."""
        recorder = self.factory.process_recorder()
        if not isinstance(recorder, LedgerRecorder):
            raise TypeError(f"a ledger is kept by a LedgerRecorder, not by a {type(recorder)}")
        return recorder


class Supervision(Ledger):
    """What the facts say."""

    name = "supervision"


class Lifecycle(Ledger):
    """What people decided."""

    name = "lifecycle"
    _beside: Supervision | None = None

    @property
    def supervision(self) -> Supervision:
        """The other ledger of the same database, opened when it is first asked for."""
        if self._beside is None:
            self._beside = Supervision.opened(self.env["LEDGER_DSN"])
        return self._beside

    @override
    def close(self) -> None:
        """Close both."""
        if self._beside is not None:
            self._beside.close()
        super().close()


def _environment(dsn: str) -> dict[str, str]:
    address = conninfo_to_dict(dsn)
    return {
        "PERSISTENCE_MODULE": "fleet.ledger.recorder:LedgerFactory",
        "LEDGER_DSN": dsn,
        "POSTGRES_DBNAME": str(address.get("dbname", "")),
        "POSTGRES_HOST": str(address.get("host", "")),
        "POSTGRES_PORT": str(address.get("port", "")),
        "POSTGRES_USER": str(address.get("user", "")),
        "POSTGRES_PASSWORD": str(address.get("password", "")),
        "POSTGRES_POOL_SIZE": "2",
        "POSTGRES_MAX_OVERFLOW": "8",
        "ORIGINATOR_ID_TYPE": "text",
        "CREATE_TABLE": "n",
    }

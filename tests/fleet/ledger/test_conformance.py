"""The library's own test cases hold on our recorder."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from eventsourcing.postgres import PostgresDatastore
from eventsourcing.tests import application, persistence
from psycopg.conninfo import conninfo_to_dict

from fleet.ledger.recorder import LedgerRecorder

ADDRESS = ("dbname", "host", "port", "user", "password")
FACTORY = "fleet.ledger.recorder:LedgerFactory"


class OnPostgres:
    """Makes our recorder in a database of its own, with streams named by text."""

    INITIAL_VERSION = 1
    EXPECT_CONTIGUOUS_NOTIFICATION_IDS = False  # a sequence does not roll back

    @pytest.fixture(autouse=True)
    def database(self, dsn: str) -> Iterator[None]:
        """Twenty connections, for the tests that race."""
        address = [str(conninfo_to_dict(dsn)[name]) for name in ADDRESS]
        with PostgresDatastore(
            *address, pool_size=5, max_overflow=15, originator_id_type="text"
        ) as self.datastore:
            yield

    def new_originator_id(self) -> str:
        """Text, as all our streams."""
        return f"车辆:{uuid4()}"

    def create_recorder(self) -> LedgerRecorder:
        """Ours."""
        recorder = LedgerRecorder(self.datastore)
        recorder.create_table()
        return recorder


class TestApplicationRecorder(OnPostgres, persistence.ApplicationRecorderTestCase[LedgerRecorder]):
    """Storing, order, reading back, subscribing."""

    def test_insert_subscribe(self) -> None:
        """Optional in the library, not here."""
        self.optional_test_insert_subscribe()


class TestProcessRecorder(OnPostgres, persistence.ProcessRecorderTestCase):
    """Events and how far another ledger was followed, in one transaction."""


class TestTrackingRecorder(OnPostgres, persistence.TrackingRecorderTestCase):
    """How far another ledger was followed."""


class TestNonInterleaving(OnPostgres, persistence.NonInterleavingNotificationIDsBaseCase):
    """Positions rise in the order of commits."""


@pytest.mark.filterwarnings("default::DeprecationWarning")  # one of them looks for it
class TestApplication(application.ApplicationTestCase):
    """The library's application on our factory."""

    expected_factory_topic = FACTORY

    @pytest.fixture(autouse=True)
    def database(self, dsn: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """The test cases are set up by the environment; ours never is."""
        monkeypatch.setenv("PERSISTENCE_MODULE", FACTORY)
        monkeypatch.setenv("ORIGINATOR_ID_TYPE", "text")
        monkeypatch.setenv("POSTGRES_POOL_SIZE", "5")
        monkeypatch.setenv("POSTGRES_MAX_OVERFLOW", "15")
        for name in ADDRESS:
            monkeypatch.setenv(f"POSTGRES_{name.upper()}", str(conninfo_to_dict(dsn)[name]))

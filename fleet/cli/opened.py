"""What the commands of this package share: the ledger opened, who is there, and a no."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager

from fleet.decider import Refused
from fleet.ledger.applications import Lifecycle
from fleet.ledger.schema import migrate
from fleet.servers import running
from fleet.settings import Settings


@contextmanager
def lifecycle(settings: Settings) -> Iterator[Lifecycle]:
    """The ledger of what people decided, its tables made."""
    urls = settings.database_url, settings.broker_url
    with running(settings.data, *urls, broker=False) as addresses:
        migrate(addresses.database)
        with Lifecycle.opened(addresses.database) as ledger:
            yield ledger


def login() -> str:
    """Who sits at the keyboard, as the machine knows them."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in a container
        return "cli"


def both(refusal: Refused) -> list[str]:
    """A refusal in both languages, a line each."""
    name = f"{refusal.rule} {refusal.code} ({refusal.basis})"
    return [f"{name} {refusal.say('zh')}", f"{name} {refusal.say('en')}"]

"""The library's subscription, which looks again by itself when a notification was missed.

The library reads once before it listens: what is written in between waits for the next event, or
for ever. We follow with `follow.py`; this keeps the promise that comes with the recorder.
"""

from eventsourcing.postgres import PostgresSubscription
from typing_extensions import override

LOOK_AGAIN_S = 1.0


class LedgerSubscription(PostgresSubscription):
    """Wakes up by notification, and every second."""

    @override
    def _loop_on_pull(self) -> None:
        try:
            self._pull()
            while not self._has_been_stopped:
                self._has_been_notified.wait(LOOK_AGAIN_S)
                self._pull()
        except BaseException as error:  # noqa: BLE001 - handed to the reading thread, as in the library
            self._thread_error = self._thread_error or error
            self.stop()

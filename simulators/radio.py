"""What all simulated terminals have in common for those who make them talk, whatever the wire."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol, TypeVar

from telemetry.fix import Fix

T_contra = TypeVar("T_contra", contravariant=True)


class Radio(Protocol[T_contra]):
    """Many terminals: `Terminals` over MQTT, `Trackers` over TCP."""

    @property
    def sent(self) -> int:
        """Messages, repeats included."""

    @property
    def resent(self) -> int:
        """Of these, the ones that were said before."""

    @property
    def outstanding(self) -> int:
        """Records that nobody has acknowledged yet."""

    @property
    def settled(self) -> int:
        """Records that have been acknowledged."""

    @property
    def refused(self) -> int:
        """Of these, the ones that went to quarantine."""

    def say(self, terminal: T_contra, fixes: Sequence[Fix], *, times: int = 1) -> list[bytes]:
        """Report; whether it arrives is the terminal's care from then on."""

    async def greeted(self) -> None:
        """Wait until somebody answers."""

    def nudge(self) -> None:
        """Everything has been said: hurry."""

    async def below(self, records: int) -> None:
        """Wait until fewer than so many records are unacknowledged."""

    def working(self) -> AbstractAsyncContextManager[None]:
        """Listen and repeat meanwhile."""

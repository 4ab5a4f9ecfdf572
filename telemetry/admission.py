"""Which plain records may take the fast way: their cars are clear, and none was there before."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from telemetry.columns import Columns, Int64s
from telemetry.fix import DOUBTFUL, UNUSABLE
from telemetry.lane import Lane
from telemetry.registry import Registry
from telemetry.sequences import Boot

Bools = NDArray[np.bool_]

Key = tuple[str, int]
"""Device and boot."""

_NOT_PLAIN = int(UNUSABLE | DOUBTFUL)


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Plain records, sorted by device and then by time.

    Attributes:
        devices: Their terminals, each once.
        edges: Where each terminal's records begin, shape (devices + 1,).
        columns: The records.
        received: When each reached us, microseconds.
        plain: Of which terminals nothing has to be explained, shape (devices,).
    """

    devices: Sequence[str]
    edges: Int64s
    columns: Columns
    received: Int64s
    plain: Bools

    @classmethod
    def of(cls, columns: Columns, devices: Sequence[str], received: Int64s) -> "Candidates":
        """Sort them.

        Args:
            columns: Plain records of many messages.
            devices: The terminal of each message.
            received: When each message reached us, microseconds.
        """
        index = {device: number for number, device in enumerate(dict.fromkeys(devices))}
        owner = np.array([index[device] for device in devices], np.int64)[columns.message]
        order = np.lexsort((columns.at, owner))
        owner = owner[order]
        names = np.flatnonzero(np.bincount(owner, minlength=len(index)))
        edges = np.append(np.searchsorted(owner, names), len(owner))
        told, columns = [*index], columns.where(order)
        return cls(
            [told[name] for name in names.tolist()],
            edges,
            columns,
            received[columns.message],
            _plain(columns, edges),
        )

    def keys(self) -> list[Key]:
        """Terminal and boot of those that are plain."""
        boots = self.columns.boot[self.edges[:-1]].tolist()
        told = zip(self.devices, boots, self.plain.tolist(), strict=True)
        return [(device, boot) for device, boot, plain in told if plain]

    def admitted(
        self, registry: Registry, boots: Mapping[Key, Boot], others: Sequence[str]
    ) -> tuple[Lane, set[int]]:
        """Who may take the fast way.

        Args:
            registry: Whose place each terminal told.
            boots: Which numbers are here of each of `keys`.
            others: Vehicles, and terminals, that have to go the other way.

        Returns:
            The records, and the numbers of the messages that have to go the other way.
        """
        vehicles = self._vehicles(registry, boots)
        odd = [device for device, name in zip(self.devices, vehicles, strict=True) if not name]
        blocked = {*others}
        for device in (*others, *odd):
            blocked.update(binding.vehicle for binding in registry.bindings.get(device, ()))
        blocked.update(name for name, times in Counter(vehicles).items() if times > 1)
        good = [
            bool(name) and name not in blocked and device not in blocked
            for device, name in zip(self.devices, vehicles, strict=True)
        ]
        every = Lane(vehicles, self.devices, self.edges, self.columns, self.received)
        lane = every.of(np.flatnonzero(good))
        gone = self.columns.message[np.repeat(~np.array(good, np.bool_), np.diff(self.edges))]
        return lane, set(gone.tolist())

    def _vehicles(self, registry: Registry, boots: Mapping[Key, Boot]) -> list[str]:
        """The vehicle of each terminal; empty where that has to be looked at record by record."""
        first, last = self.edges[:-1], self.edges[1:] - 1
        columns = self.columns
        told = (columns.at[first], columns.at[last], columns.boot[first], columns.seq[first])
        return [
            (registry.bound(device, begin, end) or "")
            if plain and _straight(registry, device) and _new(boots[device, boot], seq)
            else ""
            for device, plain, begin, end, boot, seq in zip(
                self.devices, self.plain.tolist(), *(c.tolist() for c in told), strict=True
            )
        ]


def _plain(columns: Columns, edges: Int64s) -> Bools:
    """Whether times and numbers rise, of one boot, with nothing against any record."""
    begins = np.zeros(len(columns), np.bool_)
    begins[edges[:-1]] = True
    rising = (np.diff(columns.at, prepend=0) > 0) & (np.diff(columns.seq, prepend=-1) > 0)
    same = np.diff(columns.boot, prepend=-1) == 0
    clear = (columns.quality & _NOT_PLAIN) == 0
    plain: Bools = np.logical_and.reduceat(clear & (begins | (rising & same)), edges[:-1])
    return plain


def _straight(registry: Registry, device: str) -> bool:
    """Whether a terminal is known, and was never declared to tell other times or places."""
    declared = device in registry.clocks or device in registry.datums
    return device in registry.devices and not declared


def _new(boot: Boot, seq: int) -> bool:
    """Whether no record from this number on is in the archive."""
    return not boot.stored or boot.stored[-1][1] < seq

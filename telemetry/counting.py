"""Which numbers of which boots a batch settles, and which numbers name two different records."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from telemetry.archive import Arrived, Identity, Refusal
from telemetry.reception import Reception
from telemetry.sequences import Boot, holds

Key = tuple[str, int]
"""Device and boot."""


@dataclass(slots=True)
class Counted:
    """The numbers of one boot in a batch."""

    stored: list[Arrived] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    first: int = 0


def counted(
    arrived: Iterable[Arrived], refusals: Iterable[Refusal], receptions: Iterable[Reception]
) -> dict[Key, Counted]:
    """Sort a batch by device and boot; what has no number is left out."""
    found: dict[Key, Counted] = defaultdict(Counted)
    for each in arrived:
        if each.fix.boot is not None and each.fix.seq is not None:
            found[each.fix.device, each.fix.boot].stored.append(each)
    for refusal in refusals:
        bad = refusal.malformed
        if bad.boot is not None and bad.seq is not None:
            found[refusal.device, bad.boot].refused.append(bad.seq)
    for reception in receptions:
        for boot, first in reception.firsts.items():
            one = found[reception.device, boot]
            one.first = max(one.first, first)
    return found


def settled(boot: Boot, batch: Counted) -> Boot:
    """The boot after the batch."""
    numbers = [each.fix.seq for each in batch.stored if each.fix.seq is not None]
    return boot.keep(numbers).refuse(batch.refused).start(batch.first)


def reused(
    boots: Mapping[Key, Boot], batch: Mapping[Key, Counted], new: AbstractSet[Identity]
) -> list[Arrived]:
    """New fixes whose number another record has, stored before or in the same batch."""
    found = []
    for key, one in batch.items():
        times = Counter(each.fix.seq for each in one.stored)
        before = boots.get(key, Boot()).stored
        found += [
            each
            for each in one.stored
            if each.identity in new
            and each.fix.seq is not None
            and (times[each.fix.seq] > 1 or holds(before, each.fix.seq))
        ]
    return found

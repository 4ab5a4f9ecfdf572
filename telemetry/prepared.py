"""A batch of messages before anything is known of their terminals: read in columns, or not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from fleet.story_clock import StoryClock
from telemetry.codecs.json_columns import columns
from telemetry.columns import Columns, Int64s
from telemetry.fix import Fix
from telemetry.moment import micros, moment
from telemetry.mqtt import Delivery
from telemetry.reception import Reception, receive
from telemetry.track import late

FEW = 64
"""Fewer messages are read one by one: that is as fast."""

_PLAIN = "/up/pos"
_A_DAY = 86_400_000_000  # microseconds


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """Messages, and what those say that are plain.

    Attributes:
        deliveries: As they came.
        arrivals: When each reached us, on the clock that the fixes use (UTC).
        devices: The terminal of each that may be plain; empty for the others.
        columns: What the plain ones say; None if there is none.
        received: `arrivals` in microseconds, where there are columns.
        receptions: What each of the others says, by its number.
    """

    deliveries: Sequence[Delivery]
    arrivals: Sequence[datetime]
    devices: Sequence[str]
    columns: Columns | None
    received: Int64s
    receptions: dict[int, Reception]

    def reception(self, number: int) -> Reception:
        """What a message holds."""
        found = self.receptions.get(number)
        if found is None:
            delivery = self.deliveries[number]
            found = receive(delivery.topic, delivery.payload, self.arrivals[number])
            self.receptions[number] = found
        return found

    def days(self) -> set[date]:
        """The days of all records."""
        read = self.receptions.values()
        days = {r.at.date() for one in read for r in one.records if isinstance(r, Fix)}
        if self.columns is not None:
            numbers = np.unique(self.columns.at // _A_DAY).tolist()
            days |= {moment(number * _A_DAY).date() for number in numbers}
        return days


def prepare(deliveries: Sequence[Delivery], clock: StoryClock) -> Prepared:
    """Read a batch.

    Args:
        deliveries: As they came.
        clock: The clock that the fixes use.
    """
    arrivals, received = _arrivals(deliveries, clock)
    devices = [_device(each.topic) for each in deliveries] if len(deliveries) >= FEW else []
    some = np.array([number for number, device in enumerate(devices) if device], np.int64)
    names, payloads = [devices[n] for n in some.tolist()], [deliveries[n].payload for n in some]
    found = columns(payloads, names, received[some])
    plain: set[int] = set()
    if found is not None and len(found):
        message = some[found.message]
        quality = found.quality | late(found.at, received[message])
        found, plain = found.told(message=message, quality=quality), {*message.tolist()}
    else:
        found = None
    prepared = Prepared(deliveries, arrivals, devices, found, received, {})
    for number in range(len(deliveries)):
        if number not in plain:
            prepared.reception(number)
    return prepared


def _arrivals(deliveries: Sequence[Delivery], clock: StoryClock) -> tuple[list[datetime], Int64s]:
    """When each came, twice; many came at once."""
    moments = {id(each.received_at): clock.story(each.received_at) for each in deliveries}
    numbers = {name: micros(at) for name, at in moments.items()}
    names = [id(each.received_at) for each in deliveries]
    received = np.array([numbers[name] for name in names], np.int64)
    return [moments[name] for name in names], received


def _device(topic: str) -> str:
    """The device of a topic for our own JSON; empty for another topic."""
    if not topic.endswith(_PLAIN):
        return ""
    return topic[: -len(_PLAIN)].rpartition("/")[2]

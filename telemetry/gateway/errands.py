"""Orders of people that wait for their terminal, and how each is worded in JT/T 808. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Literal

from fleet.decider import Event
from fleet.vehicle.terminal_order import (
    Kind,
    Result,
    TerminalOrderGiven,
    TerminalOrderSettled,
)
from telemetry.codecs.jt808.body import write_body

TOPICS = (TerminalOrderGiven.TOPIC, TerminalOrderSettled.TOPIC)
"""What has to be read of the ledger."""

MESSAGES: Mapping[Kind, int] = MappingProxyType(
    {
        "text": 0x8300,
        "parameters": 0x8103,
        "query_parameters": 0x8104,
        "query_position": 0x8201,
        "track": 0x8202,
        "confirm_alarm": 0x8203,
        "control": 0x8105,
        "vehicle_control": 0x8500,
        "circles": 0x8600,
        "delete_circles": 0x8601,
        "rectangles": 0x8602,
        "delete_rectangles": 0x8603,
        "polygon": 0x8604,
        "delete_polygons": 0x8605,
        "route": 0x8606,
        "delete_routes": 0x8607,
    }
)
"""Kind of an order -> message id."""

_RESULTS: Mapping[int | None, Result] = MappingProxyType(
    {0: "done", 1: "failed", 2: "not_understood", 3: "not_supported", None: "not_answered"}
)
_NEW: Mapping[str, Mapping[str, object]] = MappingProxyType(
    {"text": {"kind": 1}, "polygon": {"name": ""}, "route": {"name": ""}}
)  # what 2019 has and 2013 has not: a notice; no name


class Unspeakable(ValueError):  # noqa: N818 - named like the answer it is
    """The order's fields are not what the protocol has; says which."""


def worded(
    kind: Kind, fields: Mapping[str, Any], edition: Literal["2013", "2019"]
) -> tuple[int, bytes]:
    """An order as the terminal hears it: message id and body.

    Raises:
        Unspeakable: If a field is missing or does not fit.
    """
    try:
        return MESSAGES[kind], write_body(MESSAGES[kind], {**_NEW.get(kind, {}), **fields}, edition)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unspeakable(f"{kind}: {error!r}") from error


def result_named(result: int | None) -> Result:
    """What a terminal's answer says, in the words of the books."""
    return _RESULTS.get(result, "failed")


@dataclass(slots=True)
class Errands:
    """The orders that are not settled.

    Attributes:
        waiting: Terminal -> order -> what was given, the oldest first.
    """

    waiting: dict[str, dict[str, TerminalOrderGiven]] = field(default_factory=dict)

    def take(self, event: Event) -> str:
        """Take an event into account; whose terminal it is about, empty for others."""
        match event:
            case TerminalOrderGiven(device=device, order=order):
                self.waiting.setdefault(device, {})[order] = event
            case TerminalOrderSettled(device=device, order=order):
                self.forget(device, order)
            case _:
                device = ""
        return device

    def forget(self, device: str, order: str) -> None:
        """It is settled, or will be."""
        orders = self.waiting.get(device, {})
        orders.pop(order, None)
        if not orders:
            self.waiting.pop(device, None)

    def expired(self, at: datetime) -> list[TerminalOrderGiven]:
        """Those that are not said any more."""
        return [
            given
            for orders in self.waiting.values()
            for given in orders.values()
            if given.until <= at
        ]

    def of(self, device: str) -> list[TerminalOrderGiven]:
        """What a terminal has to be told."""
        return list(self.waiting.get(device, {}).values())

"""The state machines as one document, drawn from the tables of the deciders."""

from collections.abc import Iterator

from fleet.dispatch.order_machine import MACHINE as ORDER
from fleet.disposal.disposal_machine import MACHINE as DISPOSAL
from fleet.machine import Machine, drawn
from fleet.planning.indicator_machine import MACHINE as INDICATOR
from fleet.procurement.purchase_machine import MACHINE as PURCHASE
from fleet.supervision.case_machine import MACHINE as ALERT
from fleet.supervision.seal_machine import MACHINE as SEAL
from fleet.vehicle.vehicle_machine import MACHINE as VEHICLE

MACHINES = (VEHICLE, INDICATOR, PURCHASE, ORDER, DISPOSAL, ALERT, SEAL)
"""In the order of the handbook."""

_HEAD = """# State machines

Printed by `gongche machines`; a test compares this page with the tables in the code, and the code
with the specification. Commands that write into a file without moving it stand in the code only.
"""


def document() -> str:
    """All machines: a diagram and a table each (Markdown)."""
    return "\n".join([_HEAD, *(line for machine in MACHINES for line in _chapter(machine))]) + "\n"


def _chapter(machine: Machine) -> Iterator[str]:
    yield f"## {machine.name} ({machine.chinese})"
    yield ""
    yield f"Begins with `{machine.creation}`; ends: {', '.join(machine.ends)}."
    yield ""
    yield "```mermaid"
    yield from drawn(machine)
    yield "```"
    yield ""
    yield "|from|command|guard|event|to|"
    yield "|---|---|---|---|---|"
    for move in machine.moves:
        yield f"|{move.source}|{move.command}|{move.guard}|{move.event}|{move.target}|"
    yield ""

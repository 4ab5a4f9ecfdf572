"""Commands as they come over the wire, for all tests of the desk."""

from typing import Any

AT = "2027-03-01T08:00:00+08:00"


def wire(command: str, **fields: object) -> dict[str, Any]:
    """A command with an actor and a time."""
    return {"command": command, "actor": "li", "at": AT, **fields}


UNIT = wire("RegisterUnit", unit="A1", name="市档案馆", jurisdiction="330100")
CAR = wire(
    "TakeOverVehicle",
    vehicle="V1",
    plate="浙A12345",
    unit="A1",
    category="应急保障",
    vin="LSVAA4182E2184841",
)
TERMINAL = wire("RegisterTerminal", device="T1")
BIND = wire("BindTerminal", device="T1", vehicle="V1")
FENCE = wire(
    "PublishFence",
    fence="F1",
    geometry={"type": "Point", "coordinates": [120.15, 30.25]},
    radius_m=200,
)

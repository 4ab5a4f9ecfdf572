"""What a terminal is made of, and what it was made of before. Pure.

Source:
    feed.md 8 (signs of a swap), jt808.md 6.5.
"""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Parts:
    """Numbers by which a swap shows; empty where it has not told.

    Attributes:
        imei: Of the radio (0x0102, 2019).
        iccid: Of the SIM card (0x0107).
        firmware: Its version (0x0107).
    """

    imei: str = ""
    iccid: str = ""
    firmware: str = ""


def swaps(before: Parts, told: Parts) -> tuple[Parts, list[tuple[str, str]]]:
    """Compare.

    Returns:
        What is known now, and kind and detail of each fact for `telemetry.links`.
    """
    known: dict[str, str] = {}
    changes: list[tuple[str, str]] = []
    for name in (each.name for each in fields(Parts)):
        old, new = str(getattr(before, name)), str(getattr(told, name))
        known[name] = new or old
        if old and new and old != new:
            changes.append((f"{name}_changed", f"{old} -> {new}"))
    return Parts(**known), changes

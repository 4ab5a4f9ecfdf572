"""Whether a terminal may register, and what a supervisor has to know about it. Pure.

Source:
    jt808.md 6.2; feed.md 8 (signs of a swap).
"""

from dataclasses import dataclass
from typing import Literal

from telemetry.codecs.jt808.layout import Fields

ACCEPTED, PLATE_TAKEN, NO_VEHICLE, TERMINAL_TAKEN, NO_TERMINAL = range(5)
"""Results of a registration."""

Provisioning = Literal["bound", "open"]
"""`bound`: only what is in the books. `open`: whoever comes, while a fleet is taken over."""


@dataclass(frozen=True, slots=True)
class Books:
    """What the ledger says about a terminal and the plate it names, now.

    Attributes:
        known: The terminal is registered.
        vehicle: The vehicle it is in; empty: in none.
        holder: The vehicle with this plate or VIN; empty: no such vehicle.
        speaker: The terminal that speaks for that vehicle; empty: none.
    """

    known: bool
    vehicle: str = ""
    holder: str = ""
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Issued:
    """What is known of the code that the terminal has.

    Attributes:
        terminal_id: The terminal's own number, as it told it when it got its code.
        plate: The plate it told then.
        used: It has authenticated with it.
        connected: It is connected now, on another connection.
    """

    terminal_id: str = ""
    plate: str = ""
    used: bool = False
    connected: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the desk says.

    Attributes:
        result: 0 to 4.
        facts: Kind and detail of each, for `telemetry.links`.
    """

    result: int
    facts: tuple[tuple[str, str], ...] = ()


def admit(
    asked: Fields, device: str, books: Books, issued: Issued | None, provisioning: Provisioning
) -> Verdict:
    """Decide about a registration (0x0100).

    Nobody proves who he is in a registration. So a terminal that has used its code is not given
    another one while it is connected, nor under another terminal number than before: that would
    hand it to whoever knows its phone. An office that swaps the terminal revokes the code first.

    Args:
        asked: The registration's fields.
        device: The phone in normal form.
        books: What the ledger says.
        issued: What is known of its code; None: it has none, or it was revoked.
        provisioning: How strict the books are taken.
    """
    if issued is not None and issued.used and (why := _another(asked, issued)):
        return Verdict(TERMINAL_TAKEN, (("registered_by_another", why),))
    result = ACCEPTED if provisioning == "open" else _by_the_books(asked["plate"], device, books)
    facts: list[tuple[str, str]] = []
    if result:
        told = f"result {result}, plate {asked['plate']}, terminal {asked['terminal_id']}"
        facts.append(("registration_refused", told))
    if issued is not None and issued.plate not in ("", asked["plate"]):
        facts.append(("plate_changed", f"{issued.plate} -> {asked['plate']}"))
    return Verdict(result, tuple(facts))


def _another(asked: Fields, issued: Issued) -> str:
    if issued.connected:
        return f"terminal {asked['terminal_id']} asks for a code while another one is connected"
    if asked["terminal_id"] != issued.terminal_id:
        return f"terminal {issued.terminal_id} has the code, {asked['terminal_id']} asks for one"
    return ""


def _by_the_books(plate: str, device: str, books: Books) -> int:
    if not books.known:
        return NO_TERMINAL
    if not plate:
        return ACCEPTED
    if not books.holder:
        return NO_VEHICLE
    if books.vehicle not in ("", books.holder):
        return TERMINAL_TAKEN
    if not books.vehicle and books.speaker not in ("", device):
        return PLATE_TAKEN
    return ACCEPTED

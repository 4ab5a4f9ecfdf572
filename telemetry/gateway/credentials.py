"""The authentication codes of terminals: random, hashed, one a phone; and who may have one."""

import asyncio
import secrets
from collections.abc import Callable, Iterable
from datetime import datetime

import asyncpg
from pydantic import TypeAdapter, ValidationError

from fleet.ledger.applications import Lifecycle
from fleet.ledger.handle import load
from fleet.terms import Plate, Vin
from fleet.vehicle.binding import Bindings
from fleet.vehicle.claim import Claim, Held
from fleet.vehicle.plate import plate as plate_decider
from fleet.vehicle.stages import InBooks
from fleet.vehicle.terminal import Known
from fleet.vehicle.terminal import terminal as terminal_decider
from fleet.vehicle.vehicle import vehicle as vehicle_decider
from fleet.vehicle.vin import vin as vin_decider
from telemetry.codecs.jt808.layout import Fields
from telemetry.gateway.admission import Books, Issued
from telemetry.gateway.codes import Credential, digest
from telemetry.links import SQL

_BYTES = 16  # 128 bits, 22 characters
_NO_PLATE = 0  # the colour that says: a VIN stands in the place of the plate
_PLATE: TypeAdapter[str] = TypeAdapter(Plate)
_VIN: TypeAdapter[str] = TypeAdapter(Vin)


def random_code() -> str:
    """A new code: nobody can guess it."""
    return secrets.token_urlsafe(_BYTES)


class Credentials:
    """All codes, in memory; the database is asked again when one changes.

    Args:
        ledger: Where the books are.
    """

    def __init__(self, ledger: Lifecycle, new_code: Callable[[], str] = random_code) -> None:
        self._ledger, self._new_code = ledger, new_code
        self._by_device: dict[str, Credential] = {}

    async def read(
        self, connection: asyncpg.Connection, devices: Iterable[str] | None = None
    ) -> None:
        """Read them, all or those of some terminals."""
        wanted = None if devices is None else list(devices)
        for row in await connection.fetch(SQL["read_credentials"], wanted):
            before = self._by_device.get(row["device"], Credential())
            self._by_device[row["device"]] = before.merged(_credential(row))

    def get(self, device: str) -> Credential | None:
        """What is known of this terminal's code."""
        return self._by_device.get(device)

    def revoked(self, device: str) -> bool:
        """Whether its code was taken from it."""
        found = self._by_device.get(device)
        return found is not None and found.issued is None

    def used(self, device: str, code: str) -> None:
        """A new code was used: the one before is good no more."""
        self._by_device[device] = self._by_device.get(device, Credential()).used(code)

    def forget(self, device: str) -> list[bytes]:
        """The terminal's codes are good no more; which these are."""
        before = self._by_device.get(device, Credential())
        self._by_device[device] = before.revoked()
        return [each for each in (before.current, before.following) if each]

    async def books(self, device: str, asked: Fields, at: datetime) -> Books:
        """What the ledger says about a terminal and the plate it names."""
        return await asyncio.to_thread(self._books, device, asked, at)

    def _books(self, device: str, asked: Fields, at: datetime) -> Books:
        terminal = load(self._ledger, f"terminal:{device}", terminal_decider)
        if not isinstance(terminal, Known):
            return Books(known=False)
        holder = self._holder(asked)
        speaker = ""
        if holder:
            vehicle = load(self._ledger, f"vehicle:{holder}", vehicle_decider)
            if isinstance(vehicle, InBooks):
                speaker = _speaker(vehicle.car.terminals, at)
        return Books(
            known=True,
            vehicle=next((b.vehicle for b in terminal.bindings if b.covers(at)), ""),
            holder=holder,
            speaker=speaker,
        )

    def _holder(self, asked: Fields) -> str:
        claim: Claim
        if asked["plate_colour"] == _NO_PLATE:
            vin = _valid(_VIN, asked["plate"])
            claim = load(self._ledger, f"vin:{vin}", vin_decider)
        else:
            plate = _valid(_PLATE, asked["plate"])
            claim = load(self._ledger, f"plate:{plate}", plate_decider)
        return claim.vehicle if isinstance(claim, Held) else ""

    async def issue(
        self, connection: asyncpg.Connection, device: str, asked: Fields, at: datetime
    ) -> str:
        """A new code for a terminal, kept before it is told."""
        code = self._new_code()
        told = (asked["maker"], asked["model"], asked["terminal_id"], asked["plate"])
        texts = [str(each).replace("\0", "") for each in told]
        async with connection.transaction():
            await connection.execute(SQL["issue_code"], device, digest(code), *texts, at)
            await connection.execute(SQL["announce_credentials"], device)
        await self.read(connection, [device])
        return code


def _valid(kind: TypeAdapter[str], told: str) -> str:
    """The text as the books write it; what cannot be in the books is in no stream."""
    try:
        return kind.validate_python(str(told).replace("\0", ":"))  # no database takes a zero
    except ValidationError:
        return "-"


def _speaker(terminals: Bindings, at: datetime) -> str:
    return next((each.device for each in terminals if each.covers(at) and not each.spare), "")


def _credential(row: asyncpg.Record) -> Credential:
    issued = Issued(row["terminal_id"], row["plate"], row["used"])
    return Credential(
        current=row["code_sha256"] or b"",
        following=row["next_sha256"] or b"",
        issued=None if row["revoked"] else issued,
    )

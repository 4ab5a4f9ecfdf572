"""The papers that follow an emergency (补单), and the keys of its car."""

from datetime import datetime, timedelta

from fleet.dispatch import trip_refusals as deny
from fleet.dispatch.order_commands import (
    FileEmergencyPapers,
    KeyCommand,
    OnOrder,
    PapersCommand,
    RecordKeyIn,
    RecordKeyOut,
    VoidEmergencyOrder,
)
from fleet.dispatch.order_events import (
    EmergencyOrderOpened,
    EmergencyOrderVoided,
    EmergencyPapersFiled,
    KeyBroughtBack,
    KeyEvent,
    KeyTaken,
    PapersEvent,
)
from fleet.dispatch.order_refusals import not_yet, out_of_order
from fleet.dispatch.order_stages import File, Opened, Voided
from fleet.dispatch.speaking import OFFICE, check_differs, check_keeper, check_unit, of_order
from fleet.policy.authority import require


def decide(command: PapersCommand, order: Opened) -> list[PapersEvent]:
    """Answer a command about the papers of an emergency.

    Raises:
        Refused: If a rule forbids it.

    Source:
        R060, USE-01, USE-11, B8.
    """
    file = order.file
    if file.emergency is None:
        raise deny.no_emergency(command.order)
    if file.filed is not None:
        raise deny.papers_filed(command.order, file.filed.document)
    if isinstance(command, FileEmergencyPapers):
        return [_filed(command, file, file.emergency)]
    return [_voided(command, file, file.emergency)]


def repeats(command: PapersCommand, order: Opened) -> bool:
    """Whether the wish is true already."""
    if isinstance(command, VoidEmergencyOrder):
        return isinstance(order, Voided)
    filed = order.file.filed
    return filed is not None and (filed.document, filed.sha256) == (
        command.document,
        command.sha256,
    )


def _filed(
    command: FileEmergencyPapers, file: File, emergency: EmergencyOrderOpened
) -> EmergencyPapersFiled:
    require(command.brief, *OFFICE)
    check_unit(command.order, file.drafted.unit, command.brief)
    if command.at >= emergency.papers_due:
        raise deny.papers_late(command.order, emergency.papers_due)
    check_differs(file, command.approver)
    return EmergencyPapersFiled(
        **of_order(command, file),
        vehicle=file.vehicle or "",
        document=command.document,
        sha256=command.sha256,
        approver=command.approver,
    )


def _voided(
    command: VoidEmergencyOrder, file: File, emergency: EmergencyOrderOpened
) -> EmergencyOrderVoided:
    check_keeper(file, command.serving, command.brief)
    if command.at < emergency.papers_due:
        raise not_yet(command.order, emergency.papers_due, command.at)
    return EmergencyOrderVoided(
        **of_order(command, file),
        vehicle=file.vehicle,
        driver=file.driver,
        begins_at=file.drafted.begins_at,
        ends_at=file.ends_at,
        key_due=key_due(command, file, command.at),
        reason=command.reason,
        driven=file.departed_at is not None,
        departed_at=file.departed_at,
        returned_at=file.returned_at,
    )


def key_due(command: OnOrder, file: File, end: datetime) -> datetime | None:
    """Until when a key has to be back after this end; None: none is out (USE-12)."""
    if not file.keys:
        return None
    return _back_by(command, file, end)


def _back_by(command: OnOrder, file: File, end: datetime) -> datetime:
    policy = command.brief.shelf.cited(file.drafted.grounds.policy)
    return end + timedelta(minutes=policy.dispatch.key_return_minutes)


def keys(command: KeyCommand, order: Opened) -> list[KeyEvent]:
    """Answer what a key cabinet tells; the same again is nothing new.

    Raises:
        Refused: If the order has no car.

    Source:
        USE-12, P18.
    """
    file = order.file
    if file.vehicle is None:
        raise out_of_order(command, command.order, order)
    said = {"key": command.key, "cabinet": command.cabinet, "vehicle": file.vehicle}
    match command:
        case RecordKeyOut():
            if command.key in file.keys:
                return []
            due_at = _back_by(command, file, max(command.at, file.ends_at))
            return [KeyTaken(**of_order(command, file), **said, due_at=due_at)]
        case RecordKeyIn():
            if command.key not in file.keys:
                return []
            left = tuple(key for key in file.keys if key != command.key)
            return [KeyBroughtBack(**of_order(command, file), **said, left=left)]

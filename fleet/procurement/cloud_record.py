"""A record of the procurement cloud (政采云): its number stands for one purchase, once and for all.

Free --TakeCloudRecord--> Taken --TakeCloudRecord of the same purchase--> Taken
"""

from dataclasses import dataclass
from typing import ClassVar, Literal

from fleet.decider import Command, Decider, Event, Refused
from fleet.procurement.purchase_events import (
    CertificateIssued,
    ContractRecorded,
    DeliveryRecorded,
)
from fleet.terms import Code

RecordKind = Literal["certificate", "contract", "delivery"]
"""Which list of the cloud; its numbers are unique within a list."""

KINDS: dict[type[Event], RecordKind] = {
    CertificateIssued: "certificate",
    ContractRecorded: "contract",
    DeliveryRecorded: "delivery",
}
"""What is taken from which list."""

CHINESE = {"certificate": "指标证", "contract": "合同", "delivery": "交付"}
"""What the office calls the lists."""


class TakeCloudRecord(Command):
    """A purchase rests on this record.

    Attributes:
        kind: Which list of the cloud.
        external_id: The record's number there.
        purchase: Whose it is.
    """

    kind: RecordKind
    external_id: Code
    purchase: Code


class CloudRecordTaken(Event):
    """From now on the number stands for this purchase."""

    TOPIC: ClassVar = "cloud-record.taken"
    kind: RecordKind
    external_id: str
    purchase: str


@dataclass(frozen=True, slots=True)
class Free:
    """Nobody has seen it."""


@dataclass(frozen=True, slots=True)
class Taken:
    """It stands for this purchase."""

    purchase: str


CloudRecord = Free | Taken


def decide(command: TakeCloudRecord, record: CloudRecord) -> list[CloudRecordTaken]:
    """Answer who wants to rest on the record.

    Raises:
        Refused: If it stands for another purchase.

    Source:
        R050, R051.
    """
    match record:
        case Free():
            return [CloudRecordTaken(**dict(command))]
        case Taken(purchase=known) if known == command.purchase:
            return []
        case Taken(purchase=known):
            raise reused(command.kind, command.external_id, known, command.purchase)


def taking(event: Event) -> TakeCloudRecord | None:
    """What has to be said to the record an event came from; None if it was written by hand."""
    match event:
        case CertificateIssued() | ContractRecorded() | DeliveryRecorded() if event.external_id:
            kind, purchase = KINDS[type(event)], event.purchase
            return TakeCloudRecord(kind=kind, external_id=event.external_id, purchase=purchase)
        case _:
            return None


def evolve(_: CloudRecord, event: CloudRecordTaken) -> CloudRecord:
    """Take one event into account."""
    return Taken(event.purchase)


def reused(kind: RecordKind, external_id: str, known: str, told: str) -> Refused:
    """The number has come before, with something else behind it."""
    return Refused(
        "外部编号唯一",
        "ExternalIdReused",
        "R050, R051",
        zh="政采云{list_zh}记录 {external_id} 已用于购置 {known}，内容与此不同（购置 {purchase}）："
        "请核对文件，更正须使用新的编号。",
        en="{list} record {external_id} of the procurement cloud is known for purchase {known}, "
        "with other content than this (purchase {purchase}): check the file; "
        "a correction needs a number of its own.",
        list=kind,
        list_zh=CHINESE[kind],
        external_id=external_id,
        known=known,
        purchase=told,
    )


cloud_record: Decider[TakeCloudRecord, CloudRecordTaken, CloudRecord] = Decider(
    initial=Free(), decide=decide, evolve=evolve
)

"""The legal moves of a sealed period (封存停驶期)."""

from fleet.machine import Machine, moves

MACHINE = Machine(
    name="SealPeriod",
    chinese="封存停驶期",
    initial="Planned",
    creation="SealPlanned",
    ends=("Reported", "Cancelled"),
    moves=moves(
        (
            (
                "Planned",
                "AddExemption",
                "vehicle, reason, approver, window",
                "ExemptionGranted",
                "Planned",
            ),
            ("Planned", "OpenSeal", "start instant of the calendar entry", "SealOpened", "Open"),
            ("Planned", "CancelSeal", "calendar changed", "SealCancelled", "Cancelled"),
            (
                "Open",
                "RecordStartCheck",
                "for each car: inside, outside or unknown with fix age",
                "SealStartChecked",
                "Open",
            ),
            ("Open", "AddExemption", "urgent need, approver", "ExemptionGranted", "Open"),
            ("Open", "RecordSealBreach", "movement rule fired", "SealBreached", "Open"),
            ("Open", "CloseSeal", "end instant", "SealClosed", "Closed"),
            (
                "Closed",
                "PublishSealReport",
                "counts, exemptions, breaches",
                "SealReportPublished",
                "Reported",
            ),
        )
    ),
)
"""Source: handbook 5.7."""

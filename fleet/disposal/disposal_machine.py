"""The legal moves of a disposal case (处置)."""

from fleet.machine import Machine, moves

MACHINE = Machine(
    name="DisposalCase",
    chinese="处置",
    initial="Draft",
    creation="DisposalDrafted",
    ends=(
        "Closed",
        "Rejected",
        "Withdrawn",
    ),
    moves=moves(
        (
            (
                "Draft",
                "RequestDisposal",
                "cites indicator and execution document, or safety/early ground, or transfer",
                "DisposalRequested",
                "Requested",
            ),
            (
                "Requested",
                "ApproveDisposal",
                "bureau and finance, category rule; starts the one-year clock",
                "DisposalApproved",
                "DisposalApproved",
            ),
            ("Requested", "RejectDisposal", "reason code", "DisposalRejected", "Rejected"),
            ("Requested", "WithdrawDisposal", "by unit", "DisposalWithdrawn", "Withdrawn"),
            (
                "DisposalApproved",
                "ApproveAssetDisposal",
                "finance; cites disposal approval",
                "AssetDisposalApproved",
                "AssetApproved",
            ),
            (
                "DisposalApproved",
                "WithdrawDisposal",
                "approved withdrawal",
                "DisposalWithdrawn",
                "Withdrawn",
            ),
            (
                "AssetApproved",
                "WriteOffAsset",
                "unit; asset card removed; slot freed for one paired purchase",
                "AssetWrittenOff",
                "WrittenOff",
            ),
            (
                "WrittenOff",
                "SealForDisposal",
                "certificate reminder or at once; keys and plates handed in",
                "RetiredVehicleSealed",
                "Sealed",
            ),
            (
                "Sealed",
                "StartPhysicalDisposal",
                "mode SCRAP, AUCTION, TRADE_IN or TRANSFER",
                "PhysicalDisposalStarted",
                "InDisposal",
            ),
            ("Sealed", "MarkOverdue", "one year passed", "DisposalOverdue", "Overdue"),
            (
                "InDisposal",
                "RecordDisposalResult",
                "recycler certificate or sale record; proceeds recorded; plate cancelled",
                "DisposalResultRecorded",
                "Completed",
            ),
            ("InDisposal", "MarkOverdue", "one year passed", "DisposalOverdue", "Overdue"),
            (
                "Overdue",
                "StartPhysicalDisposal",
                "late start; reason required",
                "PhysicalDisposalStarted",
                "InDisposalLate",
            ),
            (
                "InDisposalLate",
                "RecordDisposalResult",
                "as above; case keeps the overdue flag",
                "DisposalResultRecorded",
                "Completed",
            ),
            (
                "Completed",
                "CloseDisposal",
                "joint inspection item answered if sampled",
                "DisposalClosed",
                "Closed",
            ),
        )
    ),
)
"""Source: handbook 5."""

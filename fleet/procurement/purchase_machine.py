"""The stages of a purchase, and what leads from one to the next (handbook 5.3)."""

from fleet.machine import Machine, moves

MACHINE = Machine(
    name="Purchase",
    chinese="购置",
    initial="Draft",
    creation="PurchaseDrafted",
    ends=("Closed", "Rejected", "Cancelled"),
    moves=moves(
        (
            (
                "Draft",
                "ApplyPurchase",
                "indicator Executable; RENEWAL: paired car written off; ADDITION: slot vacant",
                "PurchaseApplied",
                "Applied",
            ),
            ("Draft", "CancelPurchase", "by applicant", "PurchaseCancelled", "Cancelled"),
            (
                "Applied",
                "CheckStandard",
                "price cap, displacement cap, class, origin, energy kind under the policy version",
                "StandardCheckPassed",
                "Checked",
            ),
            ("Applied", "CheckStandard", "any limit broken", "StandardCheckFailed", "Draft"),
            ("Applied", "CancelPurchase", "by applicant", "PurchaseCancelled", "Cancelled"),
            (
                "Checked",
                "ApprovePurchase",
                "bureau (and finance where policy says)",
                "PurchaseApproved",
                "Approved",
            ),
            ("Checked", "RejectPurchase", "reason code", "PurchaseRejected", "Rejected"),
            (
                "Approved",
                "IssueCertificate",
                (
                    "indicator certificate (指标证) from the procurement cloud; "
                    "fires the disposal reminder"
                ),
                "CertificateIssued",
                "Certified",
            ),
            (
                "Approved",
                "CancelPurchase",
                "approved cancellation",
                "PurchaseCancelled",
                "Cancelled",
            ),
            (
                "Certified",
                "RecordContract",
                "contract price <= approved price",
                "ContractRecorded",
                "Contracted",
            ),
            (
                "Certified",
                "CancelPurchase",
                "approved cancellation; certificate voided",
                "PurchaseCancelled",
                "Cancelled",
            ),
            (
                "Contracted",
                "RecordDelivery",
                "VIN, engine number, spec equals contract",
                "DeliveryRecorded",
                "Delivered",
            ),
            (
                "Contracted",
                "RecordContractFailure",
                "supplier default",
                "ContractFailed",
                "Certified",
            ),
            (
                "Delivered",
                "AcceptDelivery",
                "acceptance check pass",
                "DeliveryAccepted",
                "Accepted",
            ),
            ("Delivered", "RefuseDelivery", "defects", "DeliveryRefused", "Contracted"),
            (
                "Accepted",
                "ClosePurchase",
                "vehicle registered, equipped and commissioned",
                "PurchaseClosed",
                "Closed",
            ),
        )
    ),
)

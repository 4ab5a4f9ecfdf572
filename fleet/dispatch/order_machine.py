"""The legal moves of a dispatch order (派车单)."""

from fleet.machine import Machine, moves

MACHINE = Machine(
    name="DispatchOrder",
    chinese="派车单",
    initial="Draft",
    creation="OrderDrafted",
    ends=(
        "Closed",
        "Rejected",
        "Cancelled",
        "Expired",
        "Voided",
    ),
    moves=moves(
        (
            (
                "Draft",
                "RequestTrip",
                "purpose allowed for the category; people, times, places given",
                "TripRequested",
                "Requested",
            ),
            (
                "Draft",
                "OpenEmergencyOrder",
                "emergency kind; dispatcher on duty; papers due within policy hours",
                "EmergencyOrderOpened",
                "Dispatched",
            ),
            (
                "Requested",
                "ApproveTrip",
                (
                    "approver differs from requester; cross-unit reason if pooled; "
                    "seal exemption if in a seal period"
                ),
                "TripApproved",
                "Approved",
            ),
            ("Requested", "RejectTrip", "reason code", "TripRejected", "Rejected"),
            ("Requested", "CancelTrip", "by requester", "TripCancelled", "Cancelled"),
            (
                "Requested",
                "ExpireTrip",
                "start time passed without approval",
                "TripRequestExpired",
                "Expired",
            ),
            (
                "Approved",
                "AssignCarAndDriver",
                (
                    "vehicle and driver schedules free (checked and written together), "
                    "licence class, checks valid"
                ),
                "CarAndDriverAssigned",
                "Dispatched",
            ),
            (
                "Approved",
                "OfferSocialTransport",
                "no capacity; budget left",
                "SocialTransportOffered",
                "Outsourced",
            ),
            ("Approved", "CancelTrip", "by requester", "TripCancelled", "Cancelled"),
            (
                "Approved",
                "ExpireTrip",
                "start time passed without car",
                "TripRequestExpired",
                "Expired",
            ),
            (
                "Dispatched",
                "Reassign",
                "driver or car change with reason",
                "OrderReassigned",
                "Dispatched",
            ),
            ("Dispatched", "CancelTrip", "before departure", "TripCancelled", "Cancelled"),
            (
                "Dispatched",
                "RecordDeparture",
                "manual, key cabinet or telemetry",
                "VehicleDepartedOnOrder",
                "Underway",
            ),
            (
                "Dispatched",
                "ExpireTrip",
                "no departure within policy minutes",
                "TripNoShow",
                "Expired",
            ),
            ("Underway", "ExtendTrip", "approved new end time", "TripExtended", "Underway"),
            (
                "Underway",
                "ChangeVehicle",
                "breakdown; new assignment",
                "VehicleChangedEnRoute",
                "Underway",
            ),
            (
                "Underway",
                "RecordReturn",
                "return reading; telemetry inside fence or note",
                "VehicleReturnedOnOrder",
                "Returned",
            ),
            (
                "Returned",
                "MatchTrip",
                "trip reconciliation result stored (matched, deviating, no telemetry)",
                "TripReconciled",
                "Reconciled",
            ),
            (
                "Reconciled",
                "SettleOrder",
                "distance, toll, fuel, parking agreed",
                "OrderSettled",
                "Settled",
            ),
            ("Reconciled", "DisputeOrder", "user or driver disputes", "OrderDisputed", "Disputed"),
            ("Disputed", "ResolveDispute", "decision with reason", "DisputeResolved", "Reconciled"),
            (
                "Outsourced",
                "SettleOrder",
                "rental or taxi invoice within budget",
                "OrderSettled",
                "Settled",
            ),
            ("Settled", "EvaluateOrder", "passenger rating 1..5", "OrderEvaluated", "Closed"),
            ("Settled", "CloseWithoutEvaluation", "policy days passed", "OrderClosed", "Closed"),
            (
                "Dispatched",
                "VoidEmergencyOrder",
                "papers not filed in time",
                "EmergencyOrderVoided",
                "Voided",
            ),
            (
                "Dispatched",
                "FileEmergencyPapers",
                "papers filed and approved in time",
                "EmergencyPapersFiled",
                "Dispatched",
            ),
            (
                "Underway",
                "FileEmergencyPapers",
                "papers filed and approved in time",
                "EmergencyPapersFiled",
                "Underway",
            ),
            (
                "Returned",
                "FileEmergencyPapers",
                "papers filed and approved in time",
                "EmergencyPapersFiled",
                "Returned",
            ),
            (
                "Returned",
                "VoidEmergencyOrder",
                "papers not filed in time; trip becomes unordered (USE-01)",
                "EmergencyOrderVoided",
                "Voided",
            ),
        )
    ),
)
"""Source: handbook 5.4."""

"""Words about dispatch orders."""

from fleet.desk.route import gated
from fleet.dispatch import order_commands as words
from fleet.dispatch.order import order
from fleet.reactions.briefing import of_unit
from fleet.reactions.lookups_dispatch import (
    approval,
    asked_platform,
    brought_in,
    budget,
    chosen,
    departure,
    extension,
    of_order,
    serving,
    taking_over,
)

_ORDER = "order:{order}"

DISPATCH = (
    gated(words.DraftOrder, _ORDER, order, of_unit, asked_platform),
    gated(words.RequestTrip, _ORDER, order, of_order, serving),
    gated(words.ApproveTrip, _ORDER, order, of_order, approval),
    gated(words.RejectTrip, _ORDER, order, of_order),
    gated(words.CancelTrip, _ORDER, order, of_order, serving),
    gated(words.ExpireTrip, _ORDER, order, of_order, serving),
    gated(words.AssignCarAndDriver, _ORDER, order, of_order, chosen),
    gated(words.OpenEmergencyOrder, _ORDER, order, of_order, chosen),
    gated(words.Reassign, _ORDER, order, of_order, chosen),
    gated(words.ChangeVehicle, _ORDER, order, of_order, taking_over),
    gated(words.OfferSocialTransport, _ORDER, order, of_order, budget),
    gated(words.RecordDeparture, _ORDER, order, of_order, departure),
    gated(words.ExtendTrip, _ORDER, order, of_order, extension),
    gated(words.RecordReturn, _ORDER, order, of_order, brought_in),
    gated(words.MatchTrip, _ORDER, order, of_order, serving),
    gated(words.SettleOrder, _ORDER, order, of_order),
    gated(words.DisputeOrder, _ORDER, order, of_order),
    gated(words.ResolveDispute, _ORDER, order, of_order),
    gated(words.EvaluateOrder, _ORDER, order, of_order),
    gated(words.CloseWithoutEvaluation, _ORDER, order, of_order, serving),
    gated(words.FileEmergencyPapers, _ORDER, order, of_order),
    gated(words.VoidEmergencyOrder, _ORDER, order, of_order, serving),
    gated(words.RecordKeyOut, _ORDER, order, of_order),
    gated(words.RecordKeyIn, _ORDER, order, of_order),
)

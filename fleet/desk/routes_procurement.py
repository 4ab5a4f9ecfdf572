"""Words about purchases."""

from fleet.desk.route import gated
from fleet.procurement import purchase_commands as words
from fleet.procurement.purchase import purchase
from fleet.reactions.briefing import of_purchase, of_unit
from fleet.reactions.lookups import place_of, write_off

_PURCHASE = "purchase:{purchase}"

PROCUREMENT = (
    gated(words.DraftPurchase, _PURCHASE, purchase, of_unit, place_of),
    gated(words.ApplyPurchase, _PURCHASE, purchase, of_purchase, write_off),
    gated(words.CheckStandard, _PURCHASE, purchase, of_purchase),
    gated(words.ApprovePurchase, _PURCHASE, purchase, of_purchase),
    gated(words.RejectPurchase, _PURCHASE, purchase, of_purchase),
    gated(words.CancelPurchase, _PURCHASE, purchase, of_purchase),
    gated(words.IssueCertificate, _PURCHASE, purchase, of_purchase),
    gated(words.RecordContract, _PURCHASE, purchase, of_purchase),
    gated(words.RecordContractFailure, _PURCHASE, purchase, of_purchase),
    gated(words.RecordDelivery, _PURCHASE, purchase, of_purchase),
    gated(words.AcceptDelivery, _PURCHASE, purchase, of_purchase),
    gated(words.RefuseDelivery, _PURCHASE, purchase, of_purchase),
    gated(words.ClosePurchase, _PURCHASE, purchase, of_purchase),
)

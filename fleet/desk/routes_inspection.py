"""Words about checks, special checks, repairs, covers, and papers that end."""

from fleet.desk.route import gated
from fleet.inspection.check import check
from fleet.inspection.check_commands import CompleteCheck, MarkMissed, ScheduleCheck, WaiveCheck
from fleet.inspection.paper import MarkExpired, WarnExpiry, WatchPaper, paper
from fleet.inspection.special_check import special_check
from fleet.inspection.special_words import OrderSpecialCheck
from fleet.inspection.warranty import RecordWarranty, warranty
from fleet.inspection.work_order import work_order
from fleet.inspection.work_order_words import (
    ApproveWorkOrder,
    CompleteWorkOrder,
    OpenWorkOrder,
    RecordInvoice,
    RejectWorkOrder,
)
from fleet.reactions.briefing import of_itself
from fleet.reactions.lookups_inspection import (
    cover,
    kept,
    of_car,
    of_check,
    of_work_order,
    owner,
    standing,
    task,
    use,
)

_CHECK, _ORDER, _PAPER = "check:{check}", "work-order:{work_order}", "paper:{vehicle}-{kind}"

INSPECTION = (
    gated(ScheduleCheck, "check:{vehicle}-{kind}-{period}", check, of_car, task),
    gated(CompleteCheck, _CHECK, check, of_check),
    gated(WaiveCheck, _CHECK, check, of_check, standing),
    gated(MarkMissed, _CHECK, check, of_check, use),
    gated(OrderSpecialCheck, "special-check:{campaign}", special_check, of_itself),
    gated(OpenWorkOrder, _ORDER, work_order, of_car, cover),
    gated(ApproveWorkOrder, _ORDER, work_order, of_work_order),
    gated(RejectWorkOrder, _ORDER, work_order, of_work_order),
    gated(RecordInvoice, _ORDER, work_order, of_work_order),
    gated(CompleteWorkOrder, _ORDER, work_order, of_work_order),
    gated(RecordWarranty, "warranty:{vehicle}", warranty, of_car),
    gated(WatchPaper, _PAPER, paper, of_car, owner),
    gated(WarnExpiry, _PAPER, paper, of_car, kept),
    gated(MarkExpired, _PAPER, paper, of_car, kept),
)

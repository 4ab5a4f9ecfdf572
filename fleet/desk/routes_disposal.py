"""Words about disposals and their joint inspections."""

from fleet.desk.route import gated
from fleet.disposal import disposal_commands as words
from fleet.disposal.disposal import disposal
from fleet.disposal.joint_inspection import (
    CompleteInspection,
    PlanInspection,
    RecordInspectionFinding,
    joint_inspection,
)
from fleet.reactions.briefing import of_case, of_inspection, of_itself, of_unit
from fleet.reactions.lookups import approval_before, asset_approval_before, place_of

_CASE = "disposal:{case}"
_INSPECTION = "joint-inspection:{inspection}"

DISPOSAL = (
    gated(words.DraftDisposal, _CASE, disposal, of_unit, place_of),
    gated(words.RequestDisposal, _CASE, disposal, of_case),
    gated(words.CiteIndicator, _CASE, disposal, of_case),
    gated(words.ApproveDisposal, _CASE, disposal, of_case),
    gated(words.RejectDisposal, _CASE, disposal, of_case),
    gated(words.WithdrawDisposal, _CASE, disposal, of_case),
    gated(words.ApproveAssetDisposal, _CASE, disposal, of_case, approval_before),
    gated(words.WriteOffAsset, _CASE, disposal, of_case, asset_approval_before),
    gated(words.SealForDisposal, _CASE, disposal, of_case),
    gated(words.StartPhysicalDisposal, _CASE, disposal, of_case),
    gated(words.RecordDisposalResult, _CASE, disposal, of_case),
    gated(words.CloseDisposal, _CASE, disposal, of_case),
    gated(words.MarkOverdue, _CASE, disposal, of_case),
    gated(words.ReceiveProceeds, _CASE, disposal, of_case),
    gated(words.ReportSignOfLife, _CASE, disposal, of_case),
    gated(PlanInspection, _INSPECTION, joint_inspection, of_itself),
    gated(RecordInspectionFinding, _INSPECTION, joint_inspection, of_inspection),
    gated(CompleteInspection, _INSPECTION, joint_inspection, of_inspection),
)

"""Words about alert cases."""

from fleet.decider import Command
from fleet.desk.route import Route, gated
from fleet.reactions.briefing import More
from fleet.reactions.lookups_cases import concerned, of_alert, of_alerted, officer
from fleet.supervision import case_commands as words
from fleet.supervision.alert_case import alert_case

_CASE = "alert-case:{case}"


def _to(command: type[Command], more: More | None = None) -> Route:
    return gated(command, _CASE, alert_case, of_alert, more)


CASES = (
    gated(words.RaiseAlert, _CASE, alert_case, of_alerted, concerned),
    _to(words.MergeEvidence),
    _to(words.AutoDismiss),
    _to(words.EscalateAlert),
    _to(words.AcknowledgeAlert, officer),
    _to(words.RequestExplanation, officer),
    _to(words.SubmitExplanation),
    _to(words.DismissAlert),
    _to(words.ConfirmFinding),
    _to(words.ReferToDiscipline),
    _to(words.RecordDisciplineFeedback),
    _to(words.OrderRectification),
    _to(words.SubmitRectification),
    _to(words.RejectRectification),
    _to(words.CloseAlert),
    _to(words.ReopenAlert),
)
"""The words on the wire; what facts say, programs say."""

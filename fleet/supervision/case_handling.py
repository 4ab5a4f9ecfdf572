"""What people do with an alert: see it, ask, answer, verify, put right, close."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from fleet.supervision import case_commands as words
from fleet.supervision import case_duties as duties
from fleet.supervision import case_events as events
from fleet.supervision import case_refusals as refuse
from fleet.supervision.case_evidence import papers_sha256
from fleet.supervision.case_raising import about
from fleet.supervision.case_stages import AwaitingExplanation, CaseFile, OpenedAlert
from fleet.terms import ZONE

Step = Callable[[Any, OpenedAlert], events.AlertCaseEvent]


def decide(command: words.OnAlert, case: OpenedAlert) -> events.AlertCaseEvent:
    """The one event that follows from a step the table allows.

    Raises:
        Refused: If the wrong person takes it, too early or too late, or with nothing in hand.

    Source:
        Handbook 5.6; rules 1 and 6 of section 10.
    """
    return _STEPS[type(command)](command, case)


def _acted(command: words.OnAlert, file: CaseFile) -> dict[str, Any]:
    actor = command.brief.actor
    return {**about(command, file), "by": actor.person, "role": actor.role}


def _escalate(command: words.EscalateAlert, case: OpenedAlert) -> events.AlertEscalated:
    file = case.file
    if command.at < file.limit:
        raise refuse.not_yet(command.case, file.limit)
    level = min(file.level + 1, len(file.raised.ladder) - 1)
    return events.AlertEscalated(
        **about(command, file),
        missed="EXPLANATION" if isinstance(case, AwaitingExplanation) else "ACKNOWLEDGE",
        limit=file.limit,
        level=level,
        handler=file.raised.ladder[level],
    )


def _acknowledge(command: words.AcknowledgeAlert, case: OpenedAlert) -> events.AlertAcknowledged:
    duties.acknowledges(command.brief, case, command.officer)
    return events.AlertAcknowledged(**_acted(command, case.file))


def _ask(command: words.RequestExplanation, case: OpenedAlert) -> events.ExplanationRequested:
    file = case.file
    duties.handles(command.brief, file, command.officer)
    return events.ExplanationRequested(
        **_acted(command, file),
        note=command.note,
        explain_by=command.at + timedelta(minutes=file.raised.explain_minutes),
        evidence_sha256=file.raised.evidence_sha256,
    )


def _explain(command: words.SubmitExplanation, case: OpenedAlert) -> events.ExplanationSubmitted:
    file = case.file
    duties.answers(command.brief, file)
    if command.at > file.limit:
        raise refuse.explained_late(command.case, file.limit, command.at)
    said = {"text": command.text, "documents": command.documents}
    return events.ExplanationSubmitted(**_acted(command, file), **said)


def _dismiss(command: words.DismissAlert, case: OpenedAlert) -> events.AlertDismissed:
    duties.verifies(command.brief, case.file)
    said = {"reason": command.reason, "note": command.note}
    return events.AlertDismissed(**_acted(command, case.file), **said)


def _confirm(command: words.ConfirmFinding, case: OpenedAlert) -> events.FindingConfirmed:
    duties.verifies(command.brief, case.file)
    said = {"finding_class": command.finding_class, "note": command.note}
    return events.FindingConfirmed(**_acted(command, case.file), **said)


def _refer(command: words.ReferToDiscipline, case: OpenedAlert) -> events.FindingReferred:
    file = case.file
    duties.orders(command.brief, file)
    if file.finding_class != "SUSPECTED_DISCIPLINE":
        raise refuse.no_discipline(command.case, file.finding_class)
    return events.FindingReferred(**_acted(command, file), document=command.document)


def _feedback(
    command: words.RecordDisciplineFeedback, case: OpenedAlert
) -> events.DisciplineFeedbackRecorded:
    duties.requires(command.brief, "DISCIPLINE")
    return events.DisciplineFeedbackRecorded(**_acted(command, case.file), result=command.result)


def _order(command: words.OrderRectification, case: OpenedAlert) -> events.RectificationOrdered:
    duties.orders(command.brief, case.file)
    today = command.at.astimezone(ZONE).date()
    if command.due_on < today:
        raise refuse.due_in_the_past(command.case, command.due_on, today)
    said = {"plan": command.plan, "due_on": command.due_on}
    return events.RectificationOrdered(**_acted(command, case.file), **said)


def _rectify(
    command: words.SubmitRectification, case: OpenedAlert
) -> events.RectificationSubmitted:
    duties.answers(command.brief, case.file)
    said = {"text": command.text, "documents": command.documents}
    return events.RectificationSubmitted(**_acted(command, case.file), **said)


def _reject(command: words.RejectRectification, case: OpenedAlert) -> events.RectificationRejected:
    duties.verifies(command.brief, case.file)
    return events.RectificationRejected(**_acted(command, case.file), reason=command.reason)


def _close(command: words.CloseAlert, case: OpenedAlert) -> events.AlertClosed:
    duties.verifies(command.brief, case.file)
    return events.AlertClosed(**_acted(command, case.file), note=command.note)


def _reopen(command: words.ReopenAlert, case: OpenedAlert) -> events.AlertReopened:
    duties.requires(command.brief, *duties.SUPERVISORS)
    digest = papers_sha256(command.documents)
    if digest in case.file.known:
        raise refuse.nothing_new(command.case)
    said = {"reason": command.reason, "documents": command.documents}
    return events.AlertReopened(**_acted(command, case.file), **said, source="", sha256=digest)


_STEPS: Mapping[type[words.OnAlert], Step] = {
    words.EscalateAlert: _escalate,
    words.AcknowledgeAlert: _acknowledge,
    words.RequestExplanation: _ask,
    words.SubmitExplanation: _explain,
    words.DismissAlert: _dismiss,
    words.ConfirmFinding: _confirm,
    words.ReferToDiscipline: _refer,
    words.RecordDisciplineFeedback: _feedback,
    words.OrderRectification: _order,
    words.SubmitRectification: _rectify,
    words.RejectRectification: _reject,
    words.CloseAlert: _close,
    words.ReopenAlert: _reopen,
}
"""Word -> its step."""

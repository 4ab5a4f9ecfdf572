"""An alert case (预警处置单): an alert is a question, and this is how it is answered.

Raised -> Acknowledged -> AwaitingExplanation -> UnderVerification -> Dismissed, or Confirmed ->
(Referred ->) Rectifying -> UnderAcceptance -> Closed; what takes too long is Escalated. The moves
are in `case_machine`; what facts do in `case_raising`, what people do in `case_handling`.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from fleet.decider import Decider
from fleet.policy import authority
from fleet.supervision import case_events as events
from fleet.supervision import case_handling, case_raising
from fleet.supervision import case_refusals as refuse
from fleet.supervision import case_stages as stages
from fleet.supervision.case_commands import AlertCaseCommand, EscalateAlert, FactCommand
from fleet.supervision.case_evidence import withdrawn_sha256
from fleet.supervision.case_machine import MACHINE
from fleet.supervision.case_stages import AlertCase, CaseFile, OpenedAlert, Unraised


def decide(command: AlertCaseCommand, case: AlertCase) -> list[events.AlertCaseEvent]:
    """Answer a command with the events that follow from it; none when the wish is already true.

    Raises:
        Refused: If a rule forbids it.

    Source:
        R085, R086; handbook 5.6 and 10; B9, B10, B17.
    """
    authority.check(command.brief)
    if isinstance(command, FactCommand):
        return [*case_raising.decide(command, case)]
    if isinstance(case, OpenedAlert):
        if MACHINE.takes(command, case):
            return [case_handling.decide(command, case)]
        if _repeats(command, case):
            return []
    raise refuse.out_of_order(command, command.case, case, MACHINE.sources(command))


def _repeats(command: AlertCaseCommand, case: OpenedAlert) -> bool:
    """Whether the last step was this one, taken by this person in these words."""
    last = case.file.last
    steps = {move.event for move in MACHINE.moves if move.command == type(command).__name__}
    if type(last).__name__ not in steps:
        return False
    known = dict(last)
    said = {name: value for name, value in command if name in known and name != "at"}
    by = {} if isinstance(command, EscalateAlert) else {"by": command.brief.actor.person}
    return known | said | by == known


def evolve(case: AlertCase, event: events.AlertCaseEvent) -> AlertCase:
    """Take one event into account."""
    if isinstance(event, events.AlertRaised):
        return stages.Raised(_opened(event))
    if not isinstance(case, OpenedAlert):
        return case
    if isinstance(event, events.EvidenceMerged):
        return replace(case, file=_merged(case.file, event))
    if isinstance(event, events.EvidencePassedOn):
        file = _shown(case.file, event.sha256, event.source, case.file.times)
        return replace(case, file=replace(file, successor=event.successor))
    file = replace(_known(case.file, event), last=event)
    return _STAGES[type(event)](file)


def _opened(event: events.AlertRaised) -> CaseFile:
    return CaseFile(
        raised=event,
        last=event,
        severity=event.severity,
        known=frozenset({event.evidence_sha256}),
        sources=frozenset({event.source} - {""}),
        times=1,
        listed_at=event.at,
        level=0,
        limit=event.acknowledge_by,
    )


def _merged(file: CaseFile, event: events.EvidenceMerged) -> CaseFile:
    return replace(
        _shown(file, event.sha256, event.source, event.times),
        severity=event.severity,
        listed_at=file.listed_at if event.folded else event.at,
    )


def _shown(file: CaseFile, digest: str, source: str, times: int) -> CaseFile:
    known, sources = file.known | {digest}, file.sources | ({source} - {""})
    return replace(file, known=known, sources=sources, times=times)


def _known(file: CaseFile, event: events.AlertCaseEvent) -> CaseFile:
    if isinstance(event, _HANDLED):
        file = replace(file, hands=file.hands | {event.by})
    match event:
        case events.AlertAcknowledged(role=role) if role in file.raised.ladder:
            file = replace(file, level=file.raised.ladder.index(role))
        case events.ExplanationRequested(explain_by=limit):
            file = replace(file, limit=limit)
        case events.AlertEscalated(level=level):
            file = replace(file, level=level)
        case events.AlertAutoDismissed(reason=reason, source=source):
            file = _shown(file, withdrawn_sha256(reason, source), source, file.times)
        case events.FindingConfirmed(finding_class=told):
            file = replace(file, finding_class=told)
        case events.AlertReopened(sha256=digest, source=source, at=at):
            file = replace(_shown(file, digest, source, file.times + 1), listed_at=at)
        case _:
            pass
    return file


_HANDLED = (
    events.AlertAcknowledged
    | events.ExplanationRequested
    | events.ExplanationSubmitted
    | events.RectificationSubmitted
)
"""Who does this has dealt with the case."""

_STAGES: Mapping[type[events.AlertCaseEvent], Callable[[CaseFile], AlertCase]] = {
    events.AlertEscalated: stages.Escalated,
    events.AlertAutoDismissed: stages.Dismissed,
    events.AlertAcknowledged: stages.Acknowledged,
    events.ExplanationRequested: stages.AwaitingExplanation,
    events.ExplanationSubmitted: stages.UnderVerification,
    events.AlertDismissed: stages.Dismissed,
    events.FindingConfirmed: stages.Confirmed,
    events.FindingReferred: stages.Referred,
    events.RectificationOrdered: stages.Rectifying,
    events.DisciplineFeedbackRecorded: stages.Rectifying,
    events.RectificationSubmitted: stages.UnderAcceptance,
    events.RectificationRejected: stages.Rectifying,
    events.AlertClosed: stages.Closed,
    events.AlertReopened: stages.Acknowledged,
}
"""Where an event leads."""

alert_case: Decider[AlertCaseCommand, events.AlertCaseEvent, AlertCase] = Decider(
    initial=Unraised(), decide=decide, evolve=evolve
)

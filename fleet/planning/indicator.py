"""A renewal indicator (更新指标): the permission to replace or add one car in a plan year.

Draft -> Submitted -> UnderReview -> Approved -> Budgeted -> Executable -> Consumed; and what ends
it before: Withdrawn, Rejected, Expired. The moves are in `indicator_machine`, what the two bodies
say in `review`, which records it backs in `indicator_citations`.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from fleet.decider import Decider
from fleet.planning import indicator_citations as citations
from fleet.planning import indicator_refusals as refuse
from fleet.planning import review
from fleet.planning.indicator_commands import (
    AssessCondition,
    AttachOpinion,
    ConsumeIndicator,
    CorrectIndicator,
    DraftIndicator,
    ExpireIndicator,
    GuardCommand,
    IndicatorCommand,
    IssueExecutionDocument,
    LinkBudget,
    OtherCommand,
    PaperCommand,
    ReviewCommand,
    SubmitIndicator,
    WithdrawIndicator,
)
from fleet.planning.indicator_events import (
    BureauDecisionRecorded,
    ConditionAssessed,
    ExecutionDocumentIssued,
    FinanceDecisionRecorded,
    GuardEvent,
    IndicatorBudgeted,
    IndicatorCorrected,
    IndicatorDrafted,
    IndicatorEvent,
    IndicatorExpired,
    IndicatorReturned,
    IndicatorSubmitted,
    IndicatorWithdrawn,
    OpinionAttached,
    PaperEvent,
)
from fleet.planning.indicator_machine import MACHINE
from fleet.planning.indicator_stages import (
    Approved,
    Budgeted,
    Consumed,
    Decision,
    Draft,
    Drafted,
    Executable,
    Expired,
    Form,
    Indicator,
    Rejected,
    Submitted,
    UnderReview,
    Unknown,
    Withdrawn,
)
from fleet.planning.rules import IN_TIME, OLD_ENOUGH
from fleet.policy import authority
from fleet.policy.grounds import Grounds
from fleet.policy.policy_set import PolicySet


def decide(command: IndicatorCommand, indicator: Indicator) -> list[IndicatorEvent]:
    """Answer a command with the events that follow from it; none when the wish is already true.

    Raises:
        Refused: If a rule forbids it.

    Source:
        R012-R016, R026-R035, R046, R119; handbook 5.2, A2, A7, A8, B2, B3, B6.
    """
    authority.check(command.brief)
    if isinstance(command, DraftIndicator):
        return _draft(command, indicator)
    if not isinstance(indicator, Drafted):
        raise refuse.out_of_order(command, command.indicator, indicator)
    if isinstance(command, GuardCommand):
        return [*citations.decide(command, indicator)]
    if isinstance(command, PaperCommand):
        return _paper(command, indicator)
    if not MACHINE.takes(command, indicator):
        return _again(command, indicator)
    policy = command.brief.shelf.cited(indicator.form.policy)
    if isinstance(command, ReviewCommand):
        return [*review.decide(command, indicator.form, policy)]
    return _move(command, indicator.form, policy)


def _draft(command: DraftIndicator, indicator: Indicator) -> list[IndicatorEvent]:
    policy = command.brief.shelf.in_force(command.unit_jurisdiction, command.at)
    track = policy.indicator.tracks.get(command.track)
    if track is None or command.unit_sector not in track.sectors:
        tracks = policy.indicator.tracks.items()
        known = ", ".join(key for key, it in tracks if command.unit_sector in it.sectors)
        raise refuse.other_track(command.indicator, command.track, command.unit_sector, known)
    if (command.kind == "RENEWAL") != (command.vehicle is not None):
        raise refuse.vehicle_named_wrongly(command.indicator, command.kind)
    told = command.model_dump(exclude={"brief", "unit_jurisdiction", "unit_sector", "category"})
    drafted = IndicatorDrafted.model_validate(
        {
            **told,
            "jurisdiction": command.unit_jurisdiction,
            "policy": policy.reference,
            "category": policy.category(command.category),
            "form": track.form,
            "by": command.brief.actor.person,
        }
    )
    if isinstance(indicator, Unknown):
        return [drafted]
    if isinstance(indicator, Draft) and _form(drafted, indicator.form.policy) == indicator.form:
        return []
    raise refuse.differs(command.indicator)


def _form(told: IndicatorDrafted, policy: str) -> Form:
    known = {name: getattr(told, name) for name in Form.__dataclass_fields__ if hasattr(told, name)}
    return Form(**{**known, "policy": policy, "applicant": told.by})


def _paper(command: PaperCommand, indicator: Drafted) -> list[IndicatorEvent]:
    form = indicator.form
    if not isinstance(indicator, Draft | Submitted | UnderReview):
        raise refuse.out_of_order(command, command.indicator, indicator)
    match command:
        case CorrectIndicator():
            return _correct(command, indicator)
        case AttachOpinion(opinion=opinion):
            attached = OpinionAttached(indicator=command.indicator, at=command.at, opinion=opinion)
            return [attached] if form.opinion != opinion else []
        case AssessCondition() if command.brief.actor.person == form.applicant:
            raise refuse.same_person(command.indicator, form.applicant)
        case AssessCondition(grade=grade):
            assessed = ConditionAssessed(
                indicator=command.indicator,
                at=command.at,
                grade=grade,
                document=command.document,
                by=command.brief.actor.person,
            )
            return [assessed] if form.condition != grade else []


def _correct(command: CorrectIndicator, indicator: Drafted) -> list[IndicatorEvent]:
    if not isinstance(indicator, Draft):
        raise refuse.out_of_order(command, command.indicator, indicator)
    form = indicator.form
    names = ("specification", "price_fen", "notes", "safety_ground")
    known = {name: getattr(form, name) for name in names}
    told = {name: value for name in names if (value := getattr(command, name)) is not None}
    if known | told == known:
        return []
    by = command.brief.actor.person
    said = IndicatorCorrected(indicator=command.indicator, at=command.at, by=by, **(known | told))
    return [said]


def _move(command: OtherCommand, form: Form, policy: PolicySet) -> list[IndicatorEvent]:
    match command:
        case SubmitIndicator():
            return [_submitted(command, form, policy)]
        case WithdrawIndicator() | ExpireIndicator():
            return [_ending(command, form, policy)]
        case _:
            return [*citations.moved(command, form)]


def _ending(
    command: WithdrawIndicator | ExpireIndicator, form: Form, policy: PolicySet
) -> IndicatorEvent:
    number, at, by = command.indicator, command.at, command.brief.actor.person
    slot = citations.of_slot(form)
    if isinstance(command, ExpireIndicator):
        if policy.jurisdiction.day(at).year <= form.plan_year:
            raise refuse.year_not_over(number, form.plan_year)
        if form.purchase:
            raise refuse.purchase_under_way(number, form.purchase)
        return IndicatorExpired(indicator=number, at=at, **slot)
    if form.unit != command.brief.actor.unit and form.applicant != by:
        raise refuse.not_applicant(number, form.unit, by)
    return IndicatorWithdrawn(indicator=number, at=at, reason=command.reason, by=by, **slot)


def _submitted(command: SubmitIndicator, form: Form, policy: PolicySet) -> IndicatorSubmitted:
    form = replace(form, first_registered=form.first_registered or command.first_registered)
    sent_at = form.submitted_at or command.at
    if form.kind == "RENEWAL" and form.first_registered is None:
        raise refuse.birthday_unknown(command.indicator, form.vehicle)
    on = date(form.plan_year, 12, 31)
    asked = review.asked_of(form, on) | {"submitted_at": sent_at.isoformat()}
    if not IN_TIME.holds(policy, asked):
        raise refuse.late(command.indicator, form, command.at, policy)
    if not OLD_ENOUGH.holds(policy, asked):
        raise refuse.too_young(command.indicator, form, on, policy)
    review.check_opinion(command.indicator, form, policy)
    return IndicatorSubmitted(
        indicator=command.indicator,
        at=command.at,
        jurisdiction=form.jurisdiction,
        first_registered=form.first_registered,
        grounds=Grounds.of(policy, IN_TIME, OLD_ENOUGH, **asked),
        by=command.brief.actor.person,
        **citations.of_slot(form),
    )


def _again(command: ReviewCommand | OtherCommand, indicator: Drafted) -> list[IndicatorEvent]:
    """Nothing happens if it stands there already, on the same paper."""
    form = indicator.form
    match command, indicator:
        case (SubmitIndicator(), Submitted()) | (WithdrawIndicator(), Withdrawn()):
            return []
        case ExpireIndicator(), Expired():
            return []
        case LinkBudget(line=line), Budgeted() if line == form.line:
            return []
        case IssueExecutionDocument(document=told), Executable() if told == form.document:
            return []
        case ConsumeIndicator(purchase=told), Consumed() if told == form.purchase:
            return []
        case _:
            return [*review.again(command, indicator)]


def evolve(indicator: Indicator, event: IndicatorEvent) -> Indicator:
    """Take one event into account."""
    if isinstance(event, IndicatorDrafted):
        return Draft(_form(event, event.policy))
    if not isinstance(indicator, Drafted):
        return indicator
    if isinstance(event, PaperEvent):
        return replace(indicator, form=_noted(indicator.form, event))
    if isinstance(event, GuardEvent):
        return replace(indicator, form=citations.noted(indicator.form, event))
    return _evolved(indicator.form, event)


def _noted(form: Form, event: PaperEvent) -> Form:
    match event:
        case IndicatorCorrected():
            names = ("specification", "price_fen", "notes", "safety_ground")
            return replace(form, **{name: getattr(event, name) for name in names})
        case OpinionAttached(opinion=opinion):
            return replace(form, opinion=opinion)
        case ConditionAssessed(grade=grade):
            return replace(form, condition=grade)


def _evolved(form: Form, event: IndicatorEvent) -> Indicator:
    match event:
        case IndicatorSubmitted(at=at, first_registered=born):
            born = form.first_registered or born
            sent_at = form.submitted_at or at
            return Submitted(replace(form, submitted_at=sent_at, first_registered=born))
        case IndicatorReturned():
            return Draft(replace(form, decisions={}))
        case BureauDecisionRecorded(positive=yes, by=by):
            return UnderReview(_decided(form, "BUREAU", Decision(yes, by)))
        case FinanceDecisionRecorded(positive=yes, by=by):
            return UnderReview(_decided(form, "FINANCE", Decision(yes, by)))
        case IndicatorBudgeted(line=line):
            form = replace(form, line=line)
        case ExecutionDocumentIssued(document=document):
            form = replace(form, document=document)
        case _:
            pass
    return _STAGES[type(event).__name__](form)


_STAGES: dict[str, Callable[[Form], Indicator]] = {
    "IndicatorReviewStarted": UnderReview,
    "IndicatorApproved": Approved,
    "IndicatorBudgeted": Budgeted,
    "ExecutionDocumentIssued": Executable,
    "IndicatorRejected": Rejected,
    "IndicatorWithdrawn": Withdrawn,
    "IndicatorExpired": Expired,
    "IndicatorConsumed": Consumed,
}
"""Where an event leads that changes nothing else."""


def _decided(form: Form, body: str, decision: Decision) -> Form:
    return replace(form, decisions={**form.decisions, body: decision})


indicator: Decider[IndicatorCommand, IndicatorEvent, Indicator] = Decider(
    initial=Unknown(), decide=decide, evolve=evolve
)

"""The review of an indicator: two bodies, two people; the gate; the condition; the age."""

from datetime import date
from typing import Any

from fleet.planning import indicator_refusals as refuse
from fleet.planning.indicator_citations import of_slot
from fleet.planning.indicator_commands import (
    ApproveIndicator,
    OtherCommand,
    RecordBureauDecision,
    RecordFinanceDecision,
    RejectIndicator,
    ReturnForCorrection,
    ReviewCommand,
    StartReview,
)
from fleet.planning.indicator_events import (
    BureauDecisionRecorded,
    FinanceDecisionRecorded,
    IndicatorApproved,
    IndicatorEvent,
    IndicatorRejected,
    IndicatorReturned,
    IndicatorReviewStarted,
)
from fleet.planning.indicator_stages import Approved, Decision, Form, Rejected, UnderReview
from fleet.planning.rules import GATE_OPEN, NOT_IMPORTED, OLD_ENOUGH, OPINION, UNFIT
from fleet.policy import authority
from fleet.policy.grounds import Grounds
from fleet.policy.policy_set import PolicySet

_ASKED = (OPINION, NOT_IMPORTED, UNFIT, OLD_ENOUGH, GATE_OPEN)  # of an approval


def decide(command: ReviewCommand, form: Form, policy: PolicySet) -> list[IndicatorEvent]:
    """Answer a command of the review.

    Raises:
        Refused: If a rule forbids it.

    Source:
        R012, R013, R015, R016, R031, R035, R042, R046, R119; B2, B3, B6.
    """
    number, at, by = command.indicator, command.at, command.brief.actor.person
    match command:
        case StartReview():
            return [_started(command, form, policy)]
        case RecordBureauDecision() | RecordFinanceDecision():
            return _decision(command, form, policy)
        case ApproveIndicator():
            return [_approved(command, form, policy)]
        case ReturnForCorrection(reason=reason):
            authority.require(command.brief, "BUREAU", "FINANCE")
            return [IndicatorReturned(indicator=number, at=at, reason=reason, by=by)]
        case RejectIndicator(reason=reason):
            authority.require(command.brief, "BUREAU", "FINANCE")
            return [
                IndicatorRejected(indicator=number, at=at, reason=reason, by=by, **of_slot(form))
            ]


def asked_of(form: Form, on: date) -> dict[str, Any]:
    """What the rules are asked about, as JSON values."""
    born = form.first_registered
    return {
        "kind": form.kind,
        "plan_year": form.plan_year,
        "vehicle": form.vehicle,
        "first_registered": born.isoformat() if born else None,
        "safety_ground": form.safety_ground,
        "condition": form.condition,
        "special_case": form.special_case,
        "opinion": form.opinion,
        "origin": form.specification.origin,
        "on": on.isoformat(),
    }


def again(command: ReviewCommand | OtherCommand, indicator: object) -> list[IndicatorEvent]:
    """Nothing happens if it stands there already.

    Raises:
        Refused: If it stands elsewhere.
    """
    match command, indicator:
        case (
            (StartReview(), UnderReview())
            | (ApproveIndicator(), Approved())
            | (RejectIndicator(), Rejected())
        ):
            return []
        case _:
            raise refuse.out_of_order(command, command.indicator, indicator)


def check_opinion(number: str, form: Form, policy: PolicySet) -> None:
    """Let a special case pass only with the supervising unit's opinion.

    Raises:
        Refused: If it is missing.
    """
    if not OPINION.holds(policy, {"special_case": form.special_case, "opinion": form.opinion}):
        raise refuse.opinion_missing(number, policy)


def _started(command: StartReview, form: Form, policy: PolicySet) -> IndicatorReviewStarted:
    return IndicatorReviewStarted(
        indicator=command.indicator,
        at=command.at,
        unit=form.unit,
        lead=policy.categories[form.category].lead,
        unfinished=command.unfinished,
        overdue_on=command.overdue_on,
        grounds=Grounds.of(policy, GATE_OPEN, unfinished=list(command.unfinished)),
    )


def _decision(
    command: RecordBureauDecision | RecordFinanceDecision, form: Form, policy: PolicySet
) -> list[IndicatorEvent]:
    number, at, by = command.indicator, command.at, command.brief.actor.person
    body = "BUREAU" if isinstance(command, RecordBureauDecision) else "FINANCE"
    authority.require(command.brief, body)
    known = form.decisions.get(body)
    if known == Decision(command.positive, by):
        return []
    if known is not None:
        raise refuse.same_body(number, body)
    _check_turn(command, form, policy, body)
    said = {"positive": command.positive, "reason": command.reason, "by": by}
    if body == "BUREAU":
        return [BureauDecisionRecorded(indicator=number, at=at, **said)]
    return [FinanceDecisionRecorded(indicator=number, at=at, **said)]


def _check_turn(
    command: RecordBureauDecision | RecordFinanceDecision,
    form: Form,
    policy: PolicySet,
    body: str,
) -> None:
    person = command.brief.actor.person
    others = {each.by for each in form.decisions.values()}
    if person in others | {form.applicant}:
        raise refuse.same_person(command.indicator, person)
    lead = policy.categories[form.category].lead
    approvers = policy.indicator.tracks[form.track].approvers
    if body != lead and lead in approvers and lead not in form.decisions:
        raise refuse.lead_first(command.indicator, lead, body)


def _approved(command: ApproveIndicator, form: Form, policy: PolicySet) -> IndicatorApproved:
    authority.require(command.brief, "BUREAU", "FINANCE")
    number, on = command.indicator, policy.jurisdiction.day(command.at)
    asked = asked_of(form, on) | {"unfinished": list(command.unfinished)}
    _check_papers(number, form, policy)
    _check_decisions(number, form, policy)
    if not NOT_IMPORTED.holds(policy, asked):
        raise refuse.imported(number, form, policy)
    if not UNFIT.holds(policy, asked):
        raise refuse.still_fit(number, form, policy)
    if not OLD_ENOUGH.holds(policy, asked):
        raise refuse.too_young(number, form, on, policy)
    if not GATE_OPEN.holds(policy, asked):
        raise refuse.gate_closed(number, form.unit, command.unfinished, policy)
    return IndicatorApproved(
        indicator=number,
        at=command.at,
        price_fen=form.price_fen,
        nev=form.specification.is_nev,
        notes=form.notes,
        unfinished=command.unfinished,
        overdue_on=command.overdue_on,
        year_ends=policy.jurisdiction.begins(date(form.plan_year + 1, 1, 1)),
        grounds=Grounds.of(policy, *_ASKED, **asked),
        by=command.brief.actor.person,
        **of_slot(form),
    )


def _check_papers(number: str, form: Form, policy: PolicySet) -> None:
    check_opinion(number, form, policy)
    if missing := form.notes.missing:
        raise refuse.notes_missing(number, missing)
    if form.kind == "RENEWAL" and not form.condition:
        raise refuse.not_assessed(number, form.vehicle)


def _check_decisions(number: str, form: Form, policy: PolicySet) -> None:
    approvers = policy.indicator.tracks[form.track].approvers
    if waiting := tuple(body for body in approvers if body not in form.decisions):
        raise refuse.undecided(number, waiting)
    if against := tuple(body for body, each in form.decisions.items() if not each.positive):
        raise refuse.said_no(number, against)

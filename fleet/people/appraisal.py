"""The appraisal of a driver (五星驾驶员考核): five dimensions, one weighted score, stars."""

from dataclasses import replace
from datetime import datetime, timedelta

from fleet.people import driver_refusals as refuse
from fleet.people.driver_commands import AppraisalCommand, AwardStars, Evidence, ScoreDimension
from fleet.people.driver_events import AppraisalEvent, DimensionScored, StarsAwarded
from fleet.people.driver_stages import Appraisal, Dossier
from fleet.people.period import after
from fleet.people.rules import EVIDENCE, JUDGED, SAFETY, STARS, hundredths
from fleet.people.standing import OFFICE, may
from fleet.policy.grounds import Grounds
from fleet.policy.policy_set import PolicySet

_CALLED = {
    "工作能力": "ability",
    "工作纪律": "discipline",
    "工作态度": "attitude",
    "工作绩效": "performance",
    "安全行车": SAFETY,
}
"""What the dimensions are called (seed L450)."""


def decide(command: AppraisalCommand, file: Dossier) -> list[AppraisalEvent]:
    """Answer a command about an appraisal; it runs on the policy its first score began under.

    Raises:
        Refused: If a rule forbids it.

    Source:
        R033, R097, R098.
    """
    known, policy = _begun(command, file)
    if command.brief.actor.person == command.driver:
        raise refuse.own_score(command.driver)
    match command:
        case ScoreDimension():
            may(command, file.unit, *OFFICE, "UNIT_LEADER")
            return _scored(command, file, known, policy)
        case AwardStars():
            if command.at < _due(command.period, policy):
                may(command, file.unit, *OFFICE)
            return [] if known.stars else [_awarded(command, file, known, policy)]


def evolve(file: Dossier, event: AppraisalEvent) -> Dossier:
    """Take one event into account."""
    begun = Appraisal(event.grounds.policy, file.jurisdiction)
    known = file.appraisals.get(event.period, begun)
    match event:
        case DimensionScored(dimension=dimension, score=score, evidence=evidence):
            known = replace(known, scores={**known.scores, dimension: (score, evidence)})
        case StarsAwarded(stars=stars):
            known = replace(known, stars=stars)
    return replace(file, appraisals={**file.appraisals, event.period: known})


def _begun(command: AppraisalCommand, file: Dossier) -> tuple[Appraisal, PolicySet]:
    shelf = command.brief.shelf
    if known := file.appraisals.get(command.period):
        return known, shelf.cited(known.policy)
    policy = shelf.in_force(file.jurisdiction, command.at)
    return Appraisal(policy.reference, file.jurisdiction), policy


def _due(period: str, policy: PolicySet) -> datetime:
    """From then on the stars need nobody to ask for them: the scores are there, the table decides.

    Source:
        PM15.
    """
    days = timedelta(days=policy.drivers.appraisal_days)
    return policy.jurisdiction.begins(after(period) + days)


def _scored(
    command: ScoreDimension, file: Dossier, known: Appraisal, policy: PolicySet
) -> list[AppraisalEvent]:
    dimension = _CALLED.get(command.dimension, command.dimension)
    dimensions = policy.driver_appraisal.dimensions
    if dimension not in dimensions:
        raise refuse.unknown_dimension(command.dimension, policy)
    if known.scores.get(dimension) == (command.score, command.evidence):
        return []
    if known.stars:
        raise refuse.appraised(command.driver, command.period, known.stars)
    grounds = _supported(command, dimension, policy)
    return [
        DimensionScored(
            driver=command.driver,
            unit=file.unit,
            period=command.period,
            dimension=dimension,
            score=command.score,
            evidence=command.evidence,
            missing=tuple(it for it in dimensions if it not in {*known.scores, dimension}),
            ends_at=policy.jurisdiction.begins(after(command.period)),
            due_at=_due(command.period, policy),
            grounds=grounds,
            by=command.brief.actor.person,
            at=command.at,
        )
    ]


def _supported(command: ScoreDimension, dimension: str, policy: PolicySet) -> Grounds:
    """The evidence that counts is of the kind the dimension asks for."""
    counts = [it for it in command.evidence if _counts(it, command.driver)]
    asked = {"dimension": dimension, "kinds": sorted({it.kind for it in counts})}
    if EVIDENCE.holds(policy, asked):
        return Grounds.of(policy, EVIDENCE, **asked)
    if dimension == SAFETY:
        raise refuse.not_measured(command.driver, policy.reference)
    raise refuse.nobody_judged(command.driver, dimension, policy.reference)


def _counts(evidence: Evidence, driver: str) -> bool:
    """Nobody vouches for himself, and what has no digest may have been changed since."""
    if evidence.kind == JUDGED:
        return evidence.reference != driver
    return evidence.digest is not None


def _awarded(
    command: AwardStars, file: Dossier, known: Appraisal, policy: PolicySet
) -> StarsAwarded:
    weights = policy.driver_appraisal.dimensions
    if missing := tuple(name for name in weights if name not in known.scores):
        raise refuse.dimensions_missing(command.driver, command.period, missing)
    begins = after(command.period)
    if policy.jurisdiction.day(command.at) < begins:
        raise refuse.not_over(command.driver, command.period, begins, command.at)
    scores = {name: known.scores[name][0] for name in weights}
    total = hundredths(weights, scores)
    verdict = {"hundredths": total, "stars": policy.drivers.stars_for(total // 100)}
    return StarsAwarded(
        driver=command.driver,
        unit=file.unit,
        period=command.period,
        scores=scores,
        weights=weights,
        **verdict,
        grounds=Grounds.of(policy, STARS, scores=scores, **verdict),
        by=command.brief.actor.person,
        at=command.at,
    )

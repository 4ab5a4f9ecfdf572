"""五星驾驶员: five dimensions, each with evidence of its kind, one score, stars."""

from itertools import pairwise
from typing import Any

import pytest

from fleet.decider import Refused
from fleet.people.driver import driver
from fleet.people.driver_commands import DriverCommand, Evidence, ScoreDimension
from fleet.people.driver_events import DimensionScored, StarsAwarded
from fleet.people.driver_stages import Appraisal
from fleet.policy.brief import Actor, Brief
from fleet.policy.grounds import Grounds
from fleet.policy.shelf import Shelf
from tests.fleet.people.crew import (
    CITY,
    DIGEST,
    JUDGED,
    LEADER,
    MEASURED,
    NOW,
    REFERENCE,
    award,
    brief,
    file,
    given,
    local,
    other,
    refusal,
    register,
    score,
    scores,
    told,
)
from tests.fleet.policy.sample import HANGZHOU, version

OF: dict[str, Any] = {"driver": "D1", "unit": "A1", "at": NOW, "period": "2025"}
FIVE = {"ability": 90, "discipline": 80, "attitude": 85, "performance": 91, "safety": 88}
WEIGHTS = {"ability": 20, "discipline": 20, "attitude": 15, "performance": 20, "safety": 25}
MISSING = ("discipline", "attitude", "performance", "safety")
ALL = scores(**FIVE)


def supported(dimension: str, *kinds: str) -> Grounds:
    """What the evidence of a score was asked about."""
    inputs = {"dimension": dimension, "kinds": list(kinds)}
    return Grounds(policy=REFERENCE, rules=("R098",), inputs=inputs)


SCORED = DimensionScored(
    **OF,
    by="zhao",
    dimension="ability",
    score=90,
    evidence=(JUDGED,),
    missing=MISSING,
    ends_at=local("2026-01-01 00:00"),
    due_at=local("2026-01-16 00:00"),
    grounds=supported("ability", "PERSON"),
)


def awarded(total: int, stars: int, **points: int) -> StarsAwarded:
    """The stars of a period."""
    verdict = {"scores": points, "hundredths": total, "stars": stars}
    grounds = Grounds(policy=REFERENCE, rules=("R097",), inputs=verdict)
    return StarsAwarded(**OF, by="wang", weights=WEIGHTS, **verdict, grounds=grounds)


@pytest.mark.proves("R098")
def test_a_score_rests_on_evidence_and_says_what_is_missing() -> None:
    given(*told()).when(score).then(SCORED)
    known = Appraisal(REFERENCE, CITY, {"ability": (90, (JUDGED,))})
    assert file(told(score)).appraisals == {"2025": known}
    given(*told(score)).when(score).then()


@pytest.mark.proves("R098")
@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("工作能力", "ability"),
        ("工作纪律", "discipline"),
        ("工作态度", "attitude"),
        ("工作绩效", "performance"),
        ("安全行车", "safety"),
    ],
)
def test_five_dimensions_are_called_as_in_the_law(name: str, key: str) -> None:
    both = other(score, dimension=name, evidence=(JUDGED, MEASURED))
    last = told(both)[-1]
    assert isinstance(last, DimensionScored)
    assert last.dimension == key
    assert key not in last.missing


def test_a_correction_replaces_the_score_before() -> None:
    better = other(score, score=91)
    given(*told(score)).when(better).then(SCORED.model_copy(update={"score": 91}))
    again = SCORED.model_copy(update={"evidence": (JUDGED, MEASURED)})
    grounds = supported("ability", "PERSON", "TELEMETRY")
    more = other(score, evidence=(JUDGED, MEASURED))
    given(*told(score)).when(more).then(again.model_copy(update={"grounds": grounds}))
    assert file(told(score, better)).appraisals["2025"].scores["ability"] == (91, (JUDGED,))


def test_what_is_missing_shrinks() -> None:
    lists = [event.missing for event in told(*ALL) if isinstance(event, DimensionScored)]
    assert [len(missing) for missing in lists] == [4, 3, 2, 1, 0]
    assert all({*more} > {*fewer} for more, fewer in pairwise(lists))


SAFETY = other(score, dimension="safety")
FINDING = Evidence(kind="FINDING", reference="F1", digest=DIGEST)
PAPER = Evidence(kind="DOCUMENT", reference="通报1号", digest=DIGEST)


def bare(evidence: Evidence) -> Evidence:
    """The same without a digest."""
    return evidence.model_copy(update={"digest": None})


@pytest.mark.proves("R098")
@pytest.mark.parametrize("evidence", [MEASURED, FINDING])
def test_a_safety_score_rests_on_what_was_measured(evidence: Evidence) -> None:
    last = told(other(SAFETY, evidence=(evidence,)))[-1]
    assert isinstance(last, DimensionScored)
    assert last.grounds == supported("safety", evidence.kind)


@pytest.mark.proves("R098")
@pytest.mark.parametrize("evidence", [JUDGED, PAPER, bare(MEASURED), bare(FINDING)])
def test_a_safety_score_does_not_rest_on_an_opinion(evidence: Evidence) -> None:
    no = refusal(other(SAFETY, evidence=(evidence,)), told())
    assert (no.code, no.policy) == ("SafetyNotMeasured", REFERENCE)


@pytest.mark.proves("R098")
@pytest.mark.parametrize(
    "evidence", [MEASURED, PAPER, Evidence(kind="PERSON", reference="D1", digest=DIGEST)]
)
def test_for_the_other_dimensions_somebody_stands_with_his_name(evidence: Evidence) -> None:
    no = refusal(other(score, evidence=(evidence,)), told())
    assert (no.code, no.policy) == ("NobodyJudged", REFERENCE)


def test_there_are_no_other_dimensions() -> None:
    no = refusal(other(score, dimension="appearance"), told())
    assert (no.code, no.policy) == ("UnknownDimension", REFERENCE)


@pytest.mark.parametrize("role", ["CENTRE", "BUREAU", "UNIT_LEADER"])
def test_who_may_score(role: str) -> None:
    assert len(told(other(score, brief=brief("qian", role)))) == 2


def test_who_may_not_score_or_award() -> None:
    assert refusal(other(score, brief=brief("qian", "UNIT_CLERK")), told()).code == "RoleMayNot"
    strange = other(score, brief=brief("qian", "UNIT_LEADER", "B2"))
    assert refusal(strange, told()).code == "OtherUnit"
    early = local("2026-01-15 23:59")
    assert refusal(other(award, brief=LEADER, at=early), told(*ALL)).code == "RoleMayNot"
    assert len(told(*ALL, other(award, brief=brief("sun", "BUREAU")))) == 7


@pytest.mark.parametrize("command", [score, award])
def test_nobody_appraises_himself(command: DriverCommand) -> None:
    own = other(command, brief=brief("D1", "CENTRE"))
    assert refusal(own, told(*ALL)).code == "OwnScore"


@pytest.mark.proves("R097")
def test_stars_follow_from_the_table() -> None:
    total = 90 * 20 + 80 * 20 + 85 * 15 + 91 * 20 + 88 * 25
    assert total == 8695
    given(*told(*ALL)).when(award).then(awarded(8695, 4, **FIVE))
    assert file(told(*ALL, award)).appraisals["2025"].stars == 4


@pytest.mark.proves("R097")
@pytest.mark.parametrize(
    ("points", "stars"),
    [(100, 5), (90, 5), (89, 4), (80, 4), (79, 3), (70, 3), (69, 2), (60, 2), (59, 1), (0, 1)],
)
def test_the_borders_of_the_table(points: int, stars: int) -> None:
    even = dict.fromkeys(WEIGHTS, points)
    given(*told(*scores(**even))).when(award).then(awarded(points * 100, stars, **even))


@pytest.mark.proves("R097")
def test_a_hair_below_ninety_is_not_ninety() -> None:
    almost = {**dict.fromkeys(WEIGHTS, 90), "attitude": 89}
    given(*told(*scores(**almost))).when(award).then(awarded(8985, 4, **almost))


def test_a_fortnight_later_the_stars_need_nobody_to_ask_for_them() -> None:
    late = other(award, brief=brief("reactions", ""), at=local("2026-01-16 00:00"))
    stars = awarded(8695, 4, **FIVE)
    said = stars.model_copy(update={"at": late.at, "by": "reactions"})
    given(*told(*ALL)).when(late).then(said)
    assert refusal(late, told(*ALL[:4])).code == "DimensionsMissing"


def test_stars_are_awarded_once() -> None:
    given(*told(*ALL, award)).when(award).then()
    given(*told(*ALL, award)).when(ALL[0]).then()
    no = refusal(other(ALL[0], score=100), told(*ALL, award))
    assert (no.code, no.values["stars"]) == ("AppraisalClosed", 4)


@pytest.mark.proves("R098")
@pytest.mark.parametrize("left", range(5))
def test_no_stars_without_all_five(left: int) -> None:
    said: list[ScoreDimension] = [*ALL[:left], *ALL[left + 1 :]]
    no = refusal(award, told(*said))
    assert (no.code, no.values["missing"]) == ("DimensionsMissing", ALL[left].dimension)


def test_no_stars_for_a_period_nobody_has_scored() -> None:
    no = refusal(other(award, period="2024"), told(*ALL))
    assert no.values["missing"] == ", ".join(WEIGHTS)


@pytest.mark.parametrize(
    ("period", "begins"),
    [
        ("2026", "2027-01-01 00:00"),
        ("2026Q1", "2026-04-01 00:00"),
        ("2026Q4", "2027-01-01 00:00"),
        ("2026-03", "2026-04-01 00:00"),
        ("2026-11", "2026-12-01 00:00"),
        ("2026-12", "2027-01-01 00:00"),
    ],
)
def test_a_period_is_appraised_when_it_is_over(period: str, begins: str) -> None:
    past = told(*(other(one, period=period) for one in ALL))
    last = past[-1]
    assert isinstance(last, DimensionScored)
    assert last.ends_at == local(begins)
    before = local(begins).replace(second=0).timestamp() - 1
    early = other(award, period=period, at=local(begins).fromtimestamp(before, NOW.tzinfo))
    assert refusal(early, past).code == "PeriodNotOver"
    assert driver.decide(other(award, period=period, at=local(begins)), driver.fold(past))


@pytest.mark.proves("R098")
def test_an_appraisal_keeps_the_policy_it_began_under() -> None:
    other_weights = {**WEIGHTS, "safety": 20, "ability": 25}
    newer = version("2026-03-01", driver_appraisal={"dimensions": other_weights})
    shelf = Shelf({CITY: (HANGZHOU, newer)})
    begun = [other(one, at=local("2026-02-28 10:00")) for one in ALL[:1]]
    now = other(award, brief=Brief(Actor("wang", "CENTRE"), CITY, shelf))
    later = [other(one, brief=Brief(Actor("wang", "CENTRE"), CITY, shelf)) for one in ALL[1:]]
    [stars] = driver.decide(now, driver.fold(told(*begun, *later)))
    assert isinstance(stars, StarsAwarded)
    assert (stars.weights, stars.grounds.policy) == (WEIGHTS, REFERENCE)
    [fresh] = driver.decide(other(later[0], period="2024"), driver.fold(told()))
    assert isinstance(fresh, DimensionScored)
    assert fresh.grounds.policy == newer.reference


def test_the_periods_of_a_driver_stand_side_by_side() -> None:
    quarter = other(score, period="2025Q4", score=70)
    known = file(told(score, quarter)).appraisals
    assert {name: it.scores["ability"][0] for name, it in known.items()} == {
        "2025": 90,
        "2025Q4": 70,
    }


def test_stars_of_an_appraisal_nobody_saw_begin_are_kept() -> None:
    stars = awarded(8695, 4, **FIVE)
    known = file([*told(), stars]).appraisals["2025"]
    assert known == Appraisal(REFERENCE, CITY, {}, 4)


@pytest.mark.parametrize("period", ["2025Q0", "2025Q5", "2025-13", "2025-00", "1999", "2025H1", ""])
def test_what_is_no_period(period: str) -> None:
    with pytest.raises(ValueError, match="period"):
        other(score, period=period)


def test_without_a_policy_nobody_is_scored() -> None:
    nothing = Brief(Actor("zhao", "UNIT_LEADER"), CITY, Shelf())
    with pytest.raises(Refused) as no:
        driver.decide(other(score, brief=nothing), driver.fold(told()))
    assert no.value.code == "NoPolicyInForce"
    assert register.brief.actor.person == "chen"

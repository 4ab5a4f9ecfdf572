"""The chapter on drivers: pledge, points, appraisal, rule documents, activities."""

from typing import Annotated

from pydantic import Field, field_validator

from fleet.policy.chapter import Chapter, Count, Positive
from fleet.terms import Name

Score = Annotated[int, Field(ge=0, le=100, strict=True)]


class StarRow(Chapter):
    """From this score on so many stars."""

    score: Score
    stars: Annotated[int, Field(ge=1, le=5, strict=True)]


_STARS = (
    StarRow(score=90, stars=5),
    StarRow(score=80, stars=4),
    StarRow(score=70, stars=3),
    StarRow(score=60, stars=2),
    StarRow(score=0, stars=1),
)
_ACTIVITIES = {
    "SAFETY_LECTURE": "交通安全知识大讲堂",
    "CIVILISED_TRAFFIC": "文明交通实践活动",
    "SKILL_TRAINING": "专业技能培训",
    "SKILL_CONTEST": "技能大比武",
}


class Drivers(Chapter):
    """驾驶员.

    Attributes:
        pledge_grace_days: So long into a year the pledge of the year before still counts (R096).
        points_limit: Penalty points at which a licence is suspended.
        rule_documents: How many documents the rule book has (R101).
        stars: From which score on how many stars; the best first (R097).
        activity_kinds: What drivers take part in; key -> Chinese name (R107).
        appraisal_days: So long after a period scores are given (PM15).
    """

    pledge_grace_days: Count = 0
    points_limit: Positive = 12
    rule_documents: Positive = 10
    stars: tuple[StarRow, ...] = _STARS
    activity_kinds: dict[str, Name] = _ACTIVITIES
    appraisal_days: Positive = 15
    basis: Name = "design"

    @field_validator("stars")
    @classmethod
    def _falls_to_zero(cls, rows: tuple[StarRow, ...]) -> tuple[StarRow, ...]:
        scores = [row.score for row in rows]
        if not scores or scores[-1] != 0 or scores != sorted(set(scores), reverse=True):
            raise ValueError("the scores fall, and the last one is 0")
        return rows

    def stars_for(self, score: int) -> int:
        """How many stars a score of 0 to 100 is worth."""
        return next(row.stars for row in self.stars if score >= row.score)

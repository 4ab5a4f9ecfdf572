"""V02: how many indicators stand at each stage, and how long they may still be sent."""

from datetime import date

import pytest

from projections.boards.indicator_pipeline import rows
from projections.views.policies import Policy
from tests.projections.papers import indicator

POLICIES = {"hz@1": Policy("hz@1", "330100", date(2021, 11, 1), "", "", deadline=(6, 30))}


def test_a_stage_of_a_year_is_one_line() -> None:
    asked = [
        indicator("I1", nev=True),
        indicator("I2", kind="ADDITION", unfinished=("D1",)),
        indicator("I3", stage="approved"),
        indicator("I4", plan_year=2026),
    ]
    found = rows(asked, {}, date(2026, 7, 1))
    assert [(it["plan_year"], it["stage"], it["count"]) for it in found] == [
        (2026, "draft", 1),
        (2027, "approved", 1),
        (2027, "draft", 2),
    ]
    counted = {name: found[2][name] for name in ("renewals", "additions", "nev", "blocked")}
    assert counted == {"renewals": 1, "additions": 1, "nev": 1, "blocked": 1}


@pytest.mark.proves("R027")
@pytest.mark.parametrize(
    ("today", "left"),
    [(date(2026, 7, 1), 30), (date(2026, 7, 31), 0), (date(2026, 8, 1), 0)],
)
def test_indicators_are_sent_by_the_last_of_july_of_the_year_before(today: date, left: int) -> None:
    [found] = rows([indicator("I1")], {}, today)
    assert (found["deadline"], found["days_left"]) == ("2026-07-31", left)


def test_where_the_policy_says_another_day_that_day_holds() -> None:
    [found] = rows([indicator("I1", policy="hz@1")], POLICIES, date(2026, 6, 1))
    assert (found["deadline"], found["days_left"]) == ("2026-06-30", 29)

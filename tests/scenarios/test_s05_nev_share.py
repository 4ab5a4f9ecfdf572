"""S05: the share of new-energy vehicles among a year's purchases."""

from datetime import UTC, datetime

import pytest

from tests.scenarios.office import BUREAU, ELECTRIC, HANGZHOU, SEDAN, Office

ALL = range(1, 28)


def planned(office: Office, nev: int) -> None:
    """27 approved indicators, so many of them for new-energy vehicles; 6 are additions."""
    office.now = datetime(2025, 6, 2, 1, tzinfo=UTC)
    office.open("A")
    office.slots("A", *(f"S{n}" for n in ALL))
    for n in ALL:
        more: dict[str, object] = {"specification": ELECTRIC if n <= nev else SEDAN}
        if n <= 21:
            office.car(f"{n}", "A", f"S{n}")
            more["vehicle"] = f"C{n}"
        office.indicator(f"I{n}", "A", f"S{n}", **more)
        office.approve(f"I{n}", renewal=n <= 21)
    office.say("OpenPlanYear", BUREAU, jurisdiction=HANGZHOU, year=2026)


PLAN = {"jurisdiction": HANGZHOU, "year": 2026, "indicators": [f"I{n}" for n in ALL]}


@pytest.mark.proves("R043")
@pytest.mark.proves("PROC-05")
def test_eight_of_twenty_seven_are_too_few(office: Office) -> None:
    planned(office, nev=8)
    refusal = office.refused("ApprovePlan", BUREAU, **PLAN)
    known = {name: refusal.values[name] for name in ("nev", "total", "needed")}
    assert known == {"nev": 8, "total": 27, "needed": 9}
    assert [notice.code for notice in office.notices()] == ["PROC-05"]


@pytest.mark.proves("R043")
def test_nine_of_twenty_seven_are_enough(office: Office) -> None:
    planned(office, nev=9)
    [approved, *entered] = office.say("ApprovePlan", BUREAU, **PLAN)
    said = approved.event.model_dump(include={"renewals", "additions", "nev"})
    assert said == {"renewals": 21, "additions": 6, "nev": 9}
    assert len(entered) == 27

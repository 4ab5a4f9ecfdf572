"""What is said to papers that nobody knows, and what nobody can say."""

import pytest

from fleet.desk.commands import Misspoken
from fleet.policy.loading import from_yaml
from fleet.policy.packaged import text
from tests.scenarios.office import BUREAU, Office

CAR = {"vehicle": "C1", "category": "LAW_ENFORCEMENT", "unit": "A"}
BOOK = {"jurisdiction": "330100", "sector": "PARTY_GOV"}
HEADS = {"unit": "A", "category": "LAW_ENFORCEMENT", "headcount": 20, "document": "编1"}
PLAN = {"jurisdiction": "330100", "year": 2026}


@pytest.mark.parametrize(
    ("command", "fields", "code"),
    [
        ("SubmitIndicator", {"indicator": "I9"}, "OutOfOrder"),
        ("StartReview", {"indicator": "I9"}, "OutOfOrder"),
        ("AttachVehicle", {"platform": "T9", **CAR}, "PlatformUnknown"),
        (
            "RecordInspectionFinding",
            {"inspection": "J9", "case": "D1", "finding": "齐"},
            "OutOfOrder",
        ),
        ("AdjustHeadcount", {**BOOK, **HEADS}, "BookNotOpened"),
        ("ApprovePlan", {**PLAN, "indicators": ["I9"]}, "PlanEntryUnfit"),
    ],
)
def test_a_word_to_papers_that_nobody_knows_says_so(
    office: Office, command: str, fields: dict[str, object], code: str
) -> None:
    office.publish()
    office.say("OpenPlanYear", BUREAU, **PLAN)
    assert office.refused(command, BUREAU, **fields).code == code


def test_what_is_looked_up_cannot_be_said(office: Office) -> None:
    with pytest.raises(Misspoken, match="is looked up, not said"):
        office.say("SubmitIndicator", indicator="I1", first_registered="2014-03-02")


@pytest.mark.proves("R011")
def test_the_region_that_a_policy_names_as_its_parent_speaks_for_it(office: Office) -> None:
    content = from_yaml(text("cn-zj-hangzhou@2021-11-01")).content
    for code, parent in (("339900", "330000"), ("330127", "339900")):
        region = {**content["jurisdiction"], "code": code, "parent": parent}
        told = {**content, "policy_id": f"zone-{code}", "jurisdiction": region}
        office.say("PublishPolicy", BUREAU, content=told, document="1", jurisdiction=code)
    book = {"jurisdiction": "330127", "sector": "PARTY_GOV", "document": "2"}
    city = {**BUREAU, "jurisdiction": "330100"}
    assert office.refused("OpenBook", city, **book).code == "OutsideJurisdiction"
    [opened] = office.say("OpenBook", {**BUREAU, "jurisdiction": "339900"}, **book)
    assert opened.event.TOPIC == "quota-book.opened"

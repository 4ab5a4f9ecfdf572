"""A joint inspection through the desk: each body for its own region, the case answered."""

from datetime import UTC, datetime

import pytest

from tests.scenarios.office import BUREAU, CLERK, DIGEST, FINANCE, HANGZHOU, Office

POLICE = {"person": "武松", "role": "TRAFFIC_POLICE", "jurisdiction": HANGZHOU}
STRANGER = {"person": "方宁", "role": "BUREAU", "jurisdiction": "330106"}


@pytest.mark.proves("R118")
@pytest.mark.proves("R011")
@pytest.mark.proves("R128")
def test_a_case_that_was_inspected_is_closed_with_an_answer(office: Office) -> None:
    office.now = datetime(2025, 3, 1, 1, tzinfo=UTC)
    office.open("U")
    office.slots("U", "S1")
    office.car("1", "U", "S1")
    place = {"unit": "U", "slot": "S1", "category": "LAW_ENFORCEMENT", "ground": "SAFETY"}
    office.say("DraftDisposal", case="D1", vehicle="C1", **place)
    office.say("RequestDisposal", case="D1", document="检1号")
    office.say("ApproveDisposal", FINANCE, case="D1")
    office.say("ApproveDisposal", BUREAU, case="D1")
    office.say("EnterDisposal", vehicle="C1", approval="处1", case="D1")
    office.say("ApproveAssetDisposal", FINANCE, case="D1", document="资1")
    office.say("WriteOffAsset", case="D1", document="销1")
    plan = {"cases": ["D1"], "bodies": ["BUREAU", "TRAFFIC_POLICE"]}
    office.say("PlanInspection", BUREAU, inspection="J1", jurisdiction=HANGZHOU, **plan)
    found = {"inspection": "J1", "case": "D1", "finding": "停放在指定地点"}
    office.say("RecordInspectionFinding", POLICE, **found)
    assert (
        office.refused("RecordInspectionFinding", STRANGER, **found).code == "OutsideJurisdiction"
    )
    office.say("RecordInspectionFinding", BUREAU, **found)
    office.say("CompleteInspection", BUREAU, inspection="J1", review_note="按期")
    office.say("SealForDisposal", case="D1", place="停车场")
    office.say("StartPhysicalDisposal", case="D1", mode="SCRAP")
    proof = {"certificate": "回1", "sha256": DIGEST, "plate": "浙A1"}
    office.say("RecordDisposalResult", case="D1", **proof)
    told = {"case": "D1", "review_note": "按期"}
    assert office.refused("CloseDisposal", CLERK, **told).code == "InspectionUnanswered"
    office.say("CloseDisposal", CLERK, answer="已整改", **told)

"""A notice is one sentence in each language: what the papers say, and of whom."""

from dataclasses import replace

import pytest

from projections.alert_form import Known, form
from projections.catalogue import CATALOGUE, entry, severity
from projections.notice_stories import STORIES
from projections.notice_text import told
from projections.views import alerts
from projections.views.alerts import Alert
from projections.views.units import Unit
from tests.projections.papers import RAISED, row

UNIT = Unit("A", "档案馆", "City Archive")


def notice(rule: str, /, **inputs: str) -> Alert:
    """About the car C1 of the archive."""
    said = {"code": rule, "subject": "disposal:D1", "inputs": inputs}
    alert = row(alerts.view, RAISED.model_copy(update=said))
    assert alert
    return alert


SLOT = {"slot": "S1", "exception": "特1"}
YEAR = {"year": "2027", "indicator": "I1", "last": "2026-07-31", "now": "2026-08-01 00:00:00"}
CEILING = {"jurisdiction": "330100", "sector": "PARTY_GOV", "ceiling": "1018", "wished": "1019"}


@pytest.mark.parametrize(
    ("code", "inputs", "zh"),
    [
        ("QUOT-01", SLOT, "超编：档案馆的编制S1超出核定数，车辆C1待处理"),
        ("QUOT-04", SLOT, "例外增编：档案馆依据特1例外增加编制S1"),
        ("DISP-02", {"due": "2027-03-02"},
         "处置逾期：档案馆的车辆C1应于2027-03-02前完成处置，已逾期"),
        ("DISP-04", {"days": "30"}, "处置收入未缴：档案馆的车辆C1处置收入未在30天内上缴"),
        ("QUOT-02", CEILING,
         "总量上调企图：有人拟将330100 PARTY_GOV的总量由1018上调至1019，已拒绝"),
        ("IND-01", YEAR, "逾期申报：2027年指标I1应于2026-07-31前申报，现在是2026-08-01 00:00:00"),
        ("USE-01", {"departed_at": "2026-10-01T01:00:00+00:00", "returned_at": "", "driver": "D1"},
         ("无单用车：档案馆的车辆C1于2026-10-01 09:00至-出车，派车单未补手续已作废（disposal:D1），"
          "驾驶员D1")),
        ("INSP-05", {"kind": "INSURANCE", "until": "2026-10-05", "days": "7"},
         "年检保险到期：档案馆的车辆C1的INSURANCE于2026-10-05到期，还有7天"),
        ("TERM-05", {"since": "2026-10-01T01:00:00+00:00"},
         "未装终端：档案馆的车辆C1自2026-10-01 09:00起没有绑定终端"),
        ("RENT-04", {"spent": "90.00", "cap": "100.00"},
         "交通费将超额：档案馆本年公务交通费用已用90.00，额度100.00"),
    ],
)  # fmt: skip
def test_a_notice_says_in_chinese_what_the_papers_say(
    code: str, inputs: dict[str, str], zh: str
) -> None:
    assert told(notice(code, **inputs), UNIT)["zh"] == zh


@pytest.mark.parametrize(
    ("code", "inputs", "en"),
    [
        ("DISP-01", {"due": "2027-03-02", "days": "90"},
         ("Disposal due soon: vehicle C1 of City Archive has to be gone by 2027-03-02: "
          "90 days left")),
        ("DISP-03", {"source": "toll", "reference": "ETC-1"},
         ("Retired car still used: vehicle C1 of City Archive is written off and still shows "
          "use: toll (ETC-1)")),
        ("PROC-01", {"code": "PriceAboveStandard"},
         ("Above standard: City Archive wants a car above the standard "
          "(disposal:D1, PriceAboveStandard)")),
        ("COST-01", {}, "Two fills in one day: City Archive, about disposal:D1"),
        ("USE-12", {"due": "2026-10-01T01:30:00+00:00"},
         ("Key not returned: the key of vehicle C1 of City Archive had to be back by "
          "2026-10-01 09:30 and is not (disposal:D1)")),
        ("USE-11", {"month": "2026-10", "count": "4", "limit": "3"},
         ("Emergency papers late: vehicle C1 had 4 emergency orders in 2026-10, more than 3")),
        ("SEAL-04", {"period": "P1", "exempt": "3", "cars": "10", "max_percent": "20"},
         ("Too many exemptions: City Archive has 3 of 10 cars exempt in sealed period P1, "
          "more than 20 %")),
    ],
)  # fmt: skip
def test_and_in_english(code: str, inputs: dict[str, str], en: str) -> None:
    assert told(notice(code, **inputs), UNIT)["en"] == en


def test_what_nobody_knows_is_a_dash_and_a_unit_without_a_name_goes_by_its_code() -> None:
    said = told(notice("QUOT-04"), Unit("A"))
    assert said["zh"] == "例外增编：A依据-例外增加编制-"
    nobody = replace(notice("QUOT-04", slot="S1"), unit="")
    assert told(nobody, Unit(""))["en"] == "Exceptional new slot: - got slot S1 by exception -"


def test_a_notice_that_came_again_says_how_often_and_a_settled_one_that_it_is() -> None:
    again = replace(notice("QUOT-04", **SLOT), amendments=2)
    assert told(again, UNIT)["zh"] == "例外增编：档案馆依据特1例外增加编制S1（第3次）"
    over = told(replace(again, state="voided"), UNIT)["en"]
    assert over == (
        "Exceptional new slot: settled: City Archive got slot S1 by exception 特1 (time 3)"
    )


def test_every_rule_of_the_catalogue_has_a_sentence_without_gaps_in_its_name() -> None:
    for code, rule in CATALOGUE.items():
        said = told(notice(code), UNIT)
        assert said["zh"].startswith(f"{rule.zh}：")
        assert said["en"].startswith(f"{rule.en}: ")


def test_an_unknown_rule_is_an_amber_alert() -> None:
    assert (entry("NEW-01").zh, severity("NEW-01")) == ("告警", "AMBER")
    assert severity("DISP-02") == "RED"


@pytest.mark.parametrize(
    "code",
    [
        "USE-01", "USE-02", "USE-09", "USE-10", "USE-11", "USE-12", "SAFE-05", "INSP-01", "INSP-02",
        "INSP-03", "INSP-04", "INSP-05", "INSP-06", "INSP-07", "GEO-03", "GEO-04", "TERM-05",
        "SEAL-04",
    ],
)  # fmt: skip
def test_every_paper_rule_of_cars_in_use_has_a_story_in_both_languages(code: str) -> None:
    assert {*STORIES[code]} == {"zh", "en"}
    assert "{" not in "".join(told(notice(code), UNIT).values())


def test_a_notice_that_says_how_grave_it_is_is_as_grave() -> None:
    assert form(notice("INSP-05"), Known())["severity"] == "AMBER"
    assert form(notice("INSP-05", severity="RED"), Known())["severity"] == "RED"

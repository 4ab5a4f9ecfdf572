"""`gongche say` of what the handbook forbids: the rule's name, the next step, and the attempt."""

import json
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner

from fleet.__main__ import main
from tests.scenarios.office import (
    BUREAU,
    CLERK,
    FINANCE,
    HANGZHOU,
    NOTES,
    PRICE,
    SEDAN,
    Office,
    local,
)

BOOK = {"jurisdiction": HANGZHOU, "sector": "PARTY_GOV"}
OTHER = {"jurisdiction": HANGZHOU, "sector": "INSTITUTION"}
LAW = {"category": "LAW_ENFORCEMENT"}
QUOTE = {"vendor": "甲", "specification": SEDAN, "price_fen": PRICE}
DRAFT = {
    "kind": "RENEWAL",
    "plan_year": 2026,
    "track": "GENERAL",
    "specification": SEDAN,
    "price_fen": PRICE,
    "notes": NOTES,
    **LAW,
}
FORBIDDEN: list[tuple[str, str, dict[str, str], dict[str, Any]]] = [
    ("总量只减不增", "RaiseCeiling", BUREAU, {**BOOK, "ceiling": 2000}),
    ("总量控制", "AuthoriseSlot", BUREAU, {**BOOK, **LAW, "slot": "X9", "unit": "A"}),
    (
        "原则上不再新增编制",
        "AuthoriseSlot",
        BUREAU,
        {**OTHER, "slot": "X8", "unit": "Z", "category": "EMERGENCY_SUPPORT"},
    ),
    (
        "7月底前申请次年指标",
        "SubmitIndicator",
        CLERK,
        {"indicator": "I2", "at": "2025-08-01T00:00:00+08:00"},
    ),
    (
        "先指标后预算",
        "RequestBudget",
        CLERK,
        {"line": "L9", "unit": "A", "year": 2026, "amount_fen": 1},
    ),
    (
        "先指标后预算",
        "RequestBudget",
        CLERK,
        {"line": "L2", "indicator": "I2", "unit": "A", "year": 2026, "amount_fen": 1},
    ),
    ("会同审批", "ApproveIndicator", FINANCE, {"indicator": "I3"}),
    (
        "双人双审",
        "RecordBureauDecision",
        {**FINANCE, "role": "BUREAU"},
        {"indicator": "I3", "positive": True},
    ),
    ("职责权限", "RecordBureauDecision", CLERK, {"indicator": "I3", "positive": True}),
    (
        "退一补一",
        "ApplyPurchase",
        CLERK,
        {"purchase": "P1", "quotes": [QUOTE], "body_reason": "执法"},
    ),
    ("凭指标和执行书处置", "RequestDisposal", CLERK, {"case": "D1", "indicator": "I1"}),
    ("办理次序", "ApproveAssetDisposal", FINANCE, {"case": "D1", "document": "资1"}),
    (
        "新能源汽车配备比例",
        "ApprovePlan",
        BUREAU,
        {"jurisdiction": HANGZHOU, "year": 2026, "indicators": ["I1"]},
    ),
    (
        "指标类型",
        "DraftIndicator",
        CLERK,
        {**DRAFT, "indicator": "I9", "unit": "A", "slot": "S1", "vehicle": "C1", "track": "X"},
    ),
]


@pytest.fixture
def town(dsn: str, office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A full book, one executable indicator, one submitted too late, one half decided."""
    monkeypatch.setenv("GONGCHE_DATABASE_URL", dsn)
    office.now = datetime(2025, 6, 2, 1, tzinfo=UTC)
    office.open("A")
    office.slots("A", "S1", "S2", "S3")
    office.say("OpenBook", BUREAU, document="2", **OTHER)
    office.say("RecordBaseline", BUREAU, retained=0, document="2", **OTHER)
    office.unit("Z", "INSTITUTION")
    office.say("LowerCeiling", BUREAU, ceiling=3, document="1", **BOOK)
    for n in (1, 2, 3):
        office.car(f"{n}", "A", f"S{n}")
        office.indicator(f"I{n}", "A", f"S{n}", vehicle=f"C{n}")
    office.approve("I1")
    office.budget("I1", "A")
    office.draft("P1", "A", "S1", "I1", vehicle="C1")
    place = {"unit": "A", "slot": "S1", "ground": "REPLACEMENT", **LAW}
    office.say("DraftDisposal", case="D1", vehicle="C1", **place)
    office.say("OpenPlanYear", BUREAU, jurisdiction=HANGZHOU, year=2026)
    office.say("SubmitIndicator", indicator="I3")
    office.say("AssessCondition", BUREAU, indicator="I3", grade="POOR", document="1")
    office.say("StartReview", BUREAU, indicator="I3")
    office.say("RecordFinanceDecision", FINANCE, indicator="I3", positive=True)
    return office


@pytest.mark.proves("R126")
def test_each_forbidden_command_is_answered_with_its_rule_and_kept_as_an_attempt(
    dsn: str, town: Office
) -> None:
    town.say("RecordBaseline", BUREAU, retained=3, document="1", **BOOK)
    for number, (rule, command, actor, fields) in enumerate(FORBIDDEN, start=1):
        before = written(dsn)
        wire = {"command": command, "actor": actor, "at": local("2025-12-01 09:00:00"), **fields}
        answer = CliRunner().invoke(main, ["say", "-"], input=json.dumps(wire))
        assert answer.exit_code == 3, (command, answer.output)
        chinese, english = answer.stderr.splitlines()
        assert f": {rule} " in chinese
        assert "：" in chinese
        assert ":" in english.split(") ")[-1]
        assert written(dsn) == before
        assert len(town.attempts()) == number
        assert town.attempts()[-1].rule == rule


def written(dsn: str) -> int:
    """How many events people's decisions have left."""
    with psycopg.connect(dsn) as connection:
        row = connection.execute("SELECT count(*) FROM lifecycle_events").fetchone()
    assert row
    return int(row[0])

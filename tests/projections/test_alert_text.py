"""What a supervisor reads."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from fleet.decider import Event
from projections.alert_form import Known, cloud_event, form, topic
from projections.alert_text import text
from projections.views import alerts, units, vehicles
from projections.views.alerts import Alert
from tests.projections.stories import AMENDED, CAR, OPENED, UNIT, VOIDED, entries

MIDNIGHT = datetime(2026, 10, 1, 16, tzinfo=UTC)  # in Hangzhou


def told(event: Event) -> Alert:
    alert = alerts.view.evolve(None, entries(event)[0])
    assert alert
    return alert


def known() -> Known:
    return Known(
        {key: row for key, row in vehicles.view.fold({}, entries(CAR)).items() if row},
        {key: row for key, row in units.view.fold({}, entries(UNIT)).items() if row},
    )


@pytest.mark.proves("GEO-02")
def test_an_exit_is_told_with_plate_and_local_times() -> None:
    said = text(told(OPENED), "浙A0001警")
    assert said["zh"] == (
        "越界：浙A0001警于2026-10-01 09:00:30至09:01:00之间驶出作业围栏，尚未返回"
    )
    assert said["en"] == (
        "Fence exit: 浙A0001警 left its operating area between 2026-10-01 09:00:30"
        " and 09:01:00; it has not returned"
    )


def test_a_return_is_told() -> None:
    said = text(told(AMENDED), "浙A0001警")
    assert said["zh"].endswith("，于2026-10-01 09:19:30至09:20:00之间返回")
    assert said["en"].endswith("; it returned between 2026-10-01 09:19:30 and 09:20:00")


def test_a_span_over_midnight_in_hangzhou_names_both_days() -> None:
    times = {"since_lo": MIDNIGHT - timedelta(seconds=30), "since": MIDNIGHT}
    finding = OPENED.finding.model_copy(update=times)
    said = text(replace(told(OPENED), finding=finding), "浙A0001警")
    assert "于2026-10-01 23:59:30至2026-10-02 00:00:00之间驶出" in said["zh"]
    assert "between 2026-10-01 23:59:30 and 2026-10-02 00:00:00" in said["en"]


@pytest.mark.parametrize("event", [OPENED, AMENDED, VOIDED])
@pytest.mark.parametrize("late", [True, False])
def test_chinese_has_its_own_punctuation(event: Event, late: bool) -> None:  # noqa: FBT001
    said = text(replace(told(event), late=late), "浙A0001警")["zh"]
    assert not re.search(r"[,;()]|: ", said)


def test_what_is_late_says_so_and_gives_both_times() -> None:
    said = text(replace(told(OPENED), late=True), "浙A0001警")
    assert said["zh"].endswith("（补传数据，非实时：2026-10-01 09:01:00发生，09:00:01得知）")
    assert "late data, not live: happened 2026-10-01 09:01:00, known" in said["en"]


def test_what_is_voided_gives_its_reason() -> None:
    said = text(told(VOIDED), "浙A0001警")
    assert "越界已撤销" in said["zh"]
    assert "补到的数据改变了证据" in said["zh"]
    assert "later data changed the evidence" in said["en"]


def test_a_car_that_was_outside_from_the_first_fix_did_not_leave() -> None:
    unseen = OPENED.finding.model_copy(update={"since_lo": None})
    said = text(replace(told(OPENED), finding=unseen), "浙A0001警")
    assert "首次出现时已在作业围栏外" in said["zh"]
    assert "when first seen at 2026-10-01 09:01:00" in said["en"]


def test_a_rule_without_a_sentence_of_its_own_gets_a_plain_one() -> None:
    other = OPENED.finding.model_copy(update={"code": "XXX-99"})
    said = text(replace(told(OPENED), finding=other), "浙A0001警")
    assert said["en"].startswith("Alert: 浙A0001警 broke a rule")


def test_the_object_carries_what_the_contract_names() -> None:
    body = form(told(OPENED), known())
    assert (
        body
        | {
            "id": "geo-02:car-1:1",
            "position": "supervision:1",
            "code": "GEO-02",
            "state": "opened",
            "severity": "AMBER",
            "vehicle": "car-1",
            "plate": "浙A0001警",
            "unit": "HZ-01",
            "window": {"from": "2026-10-01T01:01:00Z", "to": None},
            "rule_version": "GEO-02/1",
            "inputs": {"plan": "1"},
            "late": False,
        }
        == body
    )
    assert {"policy_version", "evidence", "text"} <= body.keys()


def test_a_car_nobody_has_registered_goes_by_its_id_and_belongs_to_nobody() -> None:
    body = form(told(OPENED), Known({}, {}))
    assert (body["plate"], body["unit"]) == ("car-1", "")
    assert topic(body) == "gongche/v1/alerts/-/GEO-02"


def test_on_mqtt_an_alert_goes_to_its_unit_and_rule() -> None:
    assert topic(form(told(OPENED), known())) == "gongche/v1/alerts/HZ-01/GEO-02"


def test_a_cloud_event_names_itself_by_the_entry_and_carries_the_alert() -> None:
    body = form(told(OPENED), known())
    event = cloud_event("0-1", body)
    assert event["data"] == body
    assert (event["specversion"], event["id"], event["type"], event["subject"], event["time"]) == (
        "1.0",
        "0-1",
        "gongche.alert.opened",
        "car-1",
        "2026-10-01T01:00:01Z",
    )


def test_of_a_confidential_car_the_stream_says_only_that_there_is_an_alert() -> None:
    alert, whole = told(OPENED), form(told(OPENED), known())
    books = replace(known(), restricted={alert.finding.vehicle})
    hidden = form(alert, books)
    kept = ("code", "severity", "state", "position", "unit", "unit_name", "recorded_at")
    assert [hidden[name] for name in kept] == [whole[name] for name in kept]
    assert hidden["text"]["zh"] == "涉密车辆：内容仅限指定人员知悉"
    said = json.dumps(hidden, ensure_ascii=False)
    assert whole["vehicle"] not in said
    assert whole["plate"] not in said
    assert (hidden["inputs"], hidden["evidence"], hidden["flags"]) == ({}, [], [])
    assert hidden["window"] == {"from": None, "to": None}
    assert hidden["id"] == form(alert, books)["id"] != whole["id"]

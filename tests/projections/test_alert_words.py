"""Every rule that is judged on terminals has a story of its own, in both languages."""

import re
from dataclasses import astuple, replace

import pytest

from fleet.decider import Event
from projections.alert_text import text
from projections.alert_words import RULES, Wording
from projections.catalogue import CATALOGUE
from projections.views import alerts
from projections.views.alerts import Alert
from tests.projections.stories import AMENDED, OPENED, entries

JUDGED = [
    *("USE-01", "USE-03", "USE-04", "USE-05", "USE-06", "USE-07", "USE-08"),
    *("SEAL-01", "SEAL-02", "SEAL-03", "GEO-01", "GEO-02", "GEO-04"),
    *("TERM-01", "TERM-02", "TERM-03", "TERM-04", "TERM-06", "TERM-07"),
    *("SAFE-01", "SAFE-02", "SAFE-03", "INSP-04", "DISP-03"),
]


def told(event: Event, code: str, *, seen: bool = False) -> Alert:
    alert = alerts.view.evolve(None, entries(event)[0])
    assert alert
    lower = {"since_lo": None} if seen else {}
    return replace(alert, finding=alert.finding.model_copy(update={"code": code} | lower))


def test_no_rule_goes_by_a_plain_word() -> None:
    assert sorted(RULES) == sorted(JUDGED)
    assert len({rule.zh.began for rule in RULES.values()}) == len(RULES)
    assert len({rule.en.began for rule in RULES.values()}) == len(RULES)


@pytest.mark.parametrize("code", JUDGED)
def test_a_rule_is_called_as_in_the_catalogue(code: str) -> None:
    entry, rule = CATALOGUE[code], RULES[code]
    assert (rule.zh.name, rule.en.name, rule.severity) == (entry.zh, entry.en, entry.severity)


@pytest.mark.parametrize("code", JUDGED)
@pytest.mark.parametrize("event", [OPENED, AMENDED])
@pytest.mark.parametrize("seen", [True, False])
def test_each_story_tells_plate_and_times_in_its_language(
    code: str,
    event: Event,
    seen: bool,  # noqa: FBT001 - a case
) -> None:
    said = text(told(event, code, seen=seen), "浙A0001警")
    assert all("浙A0001警" in it and "2026-10-01" in it and "{" not in it for it in said.values())
    assert not re.search(r"[,;()A-Za-z]|: ", said["zh"].replace("浙A0001警", ""))
    assert not re.search(r"[\u4e00-\u9fff，；：]", said["en"].replace("浙A0001警", ""))


def fields(words: Wording) -> list[set[str]]:
    return [set(re.findall(r"{(\w+)}", it)) for it in astuple(words)]


@pytest.mark.parametrize("words", [it for rule in RULES.values() for it in (rule.zh, rule.en)])
def test_a_story_tells_only_what_is_known(words: Wording) -> None:
    name, began, seen, ended, lasts = fields(words)
    assert (name, began, seen, lasts) == (set(), {"plate", "span"}, {"plate", "since"}, set())
    assert ended in ({"span"}, set())

"""A notice as a sentence, in Chinese and in English: what the papers say, and of whom."""

import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from fleet.terms import ZONE
from projections.catalogue import entry
from projections.notice_stories import STORIES, Language
from projections.views.alerts import Alert
from projections.views.units import Unit

_PLAIN: dict[Language, str] = {
    "zh": "{unit}办理{subject}时触发",
    "en": "{unit}, about {subject}",
}
_ATTEMPT: dict[Language, str] = {
    "zh": "（第{times}次）",
    "en": " (time {times})",
}
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*[+-]\d{2}:\d{2}$")
_ENDED: dict[Language, str] = {"zh": "已解除：", "en": "settled: "}


def told(alert: Alert, unit: Unit) -> dict[Language, str]:
    """The sentence a supervisor reads of a notice."""
    return {"zh": _sentence(alert, unit.name, "zh"), "en": _sentence(alert, unit.name_en, "en")}


def _sentence(alert: Alert, unit: str, language: Language) -> str:
    finding = alert.finding
    name = entry(finding.code).zh if language == "zh" else entry(finding.code).en
    known = {
        **{name: _local(value) for name, value in finding.inputs.items()},
        "unit": unit or alert.unit or "-",
        "vehicle": finding.vehicle or "-",
        "subject": alert.subject,
    }
    story = _story(finding.code, finding.inputs)[language].format_map(
        defaultdict(lambda: "-", known)
    )
    ended = _ENDED[language] if alert.state == "voided" else ""
    times = alert.amendments + 1
    again = _ATTEMPT[language].format(times=times) if times > 1 else ""
    colon = "：" if language == "zh" else ": "
    return f"{name}{colon}{ended}{story}{again}"


def _story(code: str, inputs: Mapping[str, str]) -> dict[Language, str]:
    return STORIES.get(f"{code}/count" if "count" in inputs else code, _PLAIN)


def _local(value: str) -> str:
    """Moments are told by the clock on the wall; an empty one is not known."""
    if not _MOMENT.match(value):
        return value or "-"
    return f"{datetime.fromisoformat(value).astimezone(ZONE):%Y-%m-%d %H:%M}"

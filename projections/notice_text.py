"""A notice as a sentence, in Chinese and in English: what the papers say, and of whom."""

from collections import defaultdict
from typing import Literal

from projections.catalogue import entry
from projections.views.alerts import Alert
from projections.views.units import Unit

Language = Literal["zh", "en"]

_STORIES: dict[str, dict[Language, str]] = {
    "QUOT-01": {
        "zh": "{unit}的编制{slot}超出核定数，车辆{vehicle}待处理",
        "en": "slot {slot} of {unit} is one too many, with vehicle {vehicle} on it",
    },
    "QUOT-02": {
        "zh": "有人拟将{book}的总量由{ceiling}上调至{told}，已拒绝",
        "en": "somebody wanted to raise the ceiling of {book} from {ceiling} to {told}: refused",
    },
    "QUOT-04": {
        "zh": "{unit}依据{exception}例外增加编制{slot}",
        "en": "{unit} got slot {slot} by exception {exception}",
    },
    "DISP-01": {
        "zh": "{unit}的车辆{vehicle}应于{due}前完成处置，还有{days}天",
        "en": "vehicle {vehicle} of {unit} has to be gone by {due}: {days} days left",
    },
    "DISP-02": {
        "zh": "{unit}的车辆{vehicle}应于{due}前完成处置，已逾期",
        "en": "vehicle {vehicle} of {unit} had to be gone by {due}: overdue",
    },
    "DISP-03": {
        "zh": "{unit}已核销的车辆{vehicle}仍有使用迹象：{source}（{reference}）",
        "en": "vehicle {vehicle} of {unit} is written off and still shows use: "
        "{source} ({reference})",
    },
    "DISP-04": {
        "zh": "{unit}的车辆{vehicle}处置收入未在{days}天内上缴",
        "en": "{unit} has not paid in the proceeds of vehicle {vehicle} within {days} days",
    },
    "RENT-04": {
        "zh": "{unit}本年公务交通费用已用{spent}，额度{cap}",
        "en": "{unit} has used {spent} of its yearly travel budget of {cap}",
    },
}
_PLAIN: dict[Language, str] = {
    "zh": "{unit}办理{subject}时触发",
    "en": "{unit}, about {subject}",
}
_ATTEMPT: dict[Language, str] = {
    "zh": "（第{times}次）",
    "en": " (time {times})",
}
_ENDED: dict[Language, str] = {"zh": "已解除：", "en": "settled: "}


def told(alert: Alert, unit: Unit) -> dict[Language, str]:
    """The sentence a supervisor reads of a notice."""
    return {"zh": _sentence(alert, unit.name, "zh"), "en": _sentence(alert, unit.name_en, "en")}


def _sentence(alert: Alert, unit: str, language: Language) -> str:
    finding = alert.finding
    name = entry(finding.code).zh if language == "zh" else entry(finding.code).en
    known = {
        **finding.inputs,
        "unit": unit or alert.unit or "-",
        "vehicle": finding.vehicle or "-",
        "subject": alert.subject,
    }
    story = _STORIES.get(finding.code, _PLAIN)[language].format_map(defaultdict(lambda: "-", known))
    ended = _ENDED[language] if alert.state == "voided" else ""
    times = alert.amendments + 1
    again = _ATTEMPT[language].format(times=times) if times > 1 else ""
    colon = "：" if language == "zh" else ": "
    return f"{name}{colon}{ended}{story}{again}"

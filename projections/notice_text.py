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
        "zh": "有人拟将{jurisdiction} {sector}的总量由{ceiling}上调至{wished}，已拒绝",
        "en": "somebody wanted to raise the ceiling of {jurisdiction} {sector} from {ceiling} "
        "to {wished}: refused",
    },
    "QUOT-04": {
        "zh": "{unit}依据{exception}例外增加编制{slot}",
        "en": "{unit} got slot {slot} by exception {exception}",
    },
    "IND-01": {
        "zh": "{year}年指标{indicator}应于{last}前申报，现在是{now}",
        "en": "indicator {indicator} for {year} had to be sent by {last}, it is {now}",
    },
    "IND-02": {
        "zh": "{unit}申报的预算没有已批准的指标（{subject}）",
        "en": "{unit} asked for money without an approved indicator ({subject})",
    },
    "IND-03": {
        "zh": "车辆{vehicle}于{from_}方满更新年限，指标{indicator}提前申报",
        "en": "vehicle {vehicle} can be replaced from {from_} on: indicator {indicator} is early",
    },
    "IND-04": {
        "zh": "{unit}有未完成的处置{cases}，指标{indicator}未批",
        "en": "{unit} has unfinished disposals ({cases}): indicator {indicator} was not approved",
    },
    "PROC-01": {
        "zh": "{unit}拟购车辆超出配备标准（{subject}，{code}）",
        "en": "{unit} wants a car above the standard ({subject}, {code})",
    },
    "PROC-02": {
        "zh": "{unit}拟购进口车{brand}（{subject}）",
        "en": "{unit} wants an imported car, {brand} ({subject})",
    },
    "PROC-03": {
        "zh": "{unit}拟购合资品牌{brand}，无例外审批（{subject}）",
        "en": "{unit} wants the joint-venture brand {brand} without an exception ({subject})",
    },
    "PROC-04": {
        "zh": "旧车尚未核销即申请补充（{subject}）",
        "en": "a car was asked for before the old one was written off ({subject})",
    },
    "PROC-05": {
        "zh": "{plan}计划购置{total}辆，新能源{nev}辆，至少需要{needed}辆",
        "en": "plan {plan} buys {total} cars, {nev} of them NEVs; {needed} are needed",
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

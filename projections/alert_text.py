"""An alert is a code and parameters; here it becomes a sentence, in Chinese and in English."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from projections.alert_words import OTHER, RULES, Rule, Wording
from projections.views.alerts import Alert

_ZONE = ZoneInfo("Asia/Shanghai")
_DAY, _TIME = "%Y-%m-%d", "%H:%M:%S"

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Speech:
    """What is said in one language, whichever rule it is.

    Attributes:
        colon: Between what happened and how.
        span: A crossing happened after the first and not later than the second time.
        voided: Told of a finding that later facts took back.
        late: Added to what became known late.
        reasons: Why a finding was taken back.
    """

    colon: str
    span: Callable[[datetime | None, datetime], str]
    voided: str
    late: str
    reasons: Mapping[str, str]


def rule(code: str) -> Rule:
    """What is known of a rule; one that has no sentence yet gets a plain one."""
    return RULES.get(code, OTHER)


def text(alert: Alert, plate: str) -> dict[Language, str]:
    """The sentence a supervisor reads, with times of Asia/Shanghai.

    What became known late says so and gives both times: it is never told as live.
    """
    known = rule(alert.finding.code)
    return {
        "zh": _sentence(alert, plate, known.zh, _ZH),
        "en": _sentence(alert, plate, known.en, _EN),
    }


def _sentence(alert: Alert, plate: str, words: Wording, speech: Speech) -> str:
    tell = _voided if alert.state == "voided" else _told
    happened, known = _both(alert.finding.since, alert.updated_at)
    late = speech.late.format(happened=happened, known=known) if alert.late else ""
    return tell(alert, plate, words, speech) + late


def _told(alert: Alert, plate: str, words: Wording, speech: Speech) -> str:
    it = alert.finding
    begin = words.began if it.since_lo else words.seen
    span = speech.span(it.since_lo, it.since)
    told = begin.format(plate=plate, since=_shown(it.since), span=span)
    end = words.ended.format(span=speech.span(it.until_lo, it.until)) if it.until else words.lasts
    return f"{words.name}{speech.colon}{told}{end}"


def _voided(alert: Alert, plate: str, words: Wording, speech: Speech) -> str:
    why = speech.reasons.get(alert.reason, alert.reason).format(other=alert.merged_into)
    since = _shown(alert.finding.since)
    return speech.voided.format(name=words.name, plate=plate, since=since, why=why)


def _zh_span(after: datetime | None, until: datetime) -> str:
    return "{}至{}之间".format(*_both(after, until)) if after else f"{_shown(until)}之前"


def _en_span(after: datetime | None, until: datetime) -> str:
    return "between {} and {}".format(*_both(after, until)) if after else f"before {_shown(until)}"


def _both(first: datetime, second: datetime) -> tuple[str, str]:
    """Two times, the second one without its day if that is the first one's."""
    begin, end = first.astimezone(_ZONE), second.astimezone(_ZONE)
    same = begin.date() == end.date()
    return _shown(begin), end.strftime(_TIME) if same else _shown(end)


def _shown(moment: datetime) -> str:
    return moment.astimezone(_ZONE).strftime(f"{_DAY} {_TIME}")


_ZH = Speech(
    "：",
    _zh_span,
    "{name}已撤销：{plate}自{since}起的记录，{why}",
    "（补传数据，非实时：{happened}发生，{known}得知）",
    {
        "evidence_changed": "补到的数据改变了证据",
        "merged_into": "并入{other}",
        "fence_withdrawn": "围栏已撤销",
        "binding_changed": "终端绑定已更正",
    },
)
_EN = Speech(
    ": ",
    _en_span,
    "{name} withdrawn: {plate} from {since}, {why}",
    " (late data, not live: happened {happened}, known {known})",
    {
        "evidence_changed": "later data changed the evidence",
        "merged_into": "merged into {other}",
        "fence_withdrawn": "the fence was withdrawn",
        "binding_changed": "the terminal's binding was corrected",
    },
)

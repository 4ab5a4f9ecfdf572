"""How the story of each alert rule is told, in Chinese and in English.

A crossing lies between two records: `{span}` tells both. `{since}` is the first record in breach.
"""

from dataclasses import dataclass

from projections.catalogue import CATALOGUE


@dataclass(frozen=True, slots=True)
class Wording:
    """What a rule is called in one language, and how its story is told.

    Attributes:
        name: 越界.
        began: Told of a plate and a stretch of time `{span}`.
        seen: The same where the beginning was not seen: at `{since}` it was already so.
        ended: Told of a stretch of time `{span}`.
        lasts: It has not ended.
    """

    name: str
    began: str
    seen: str
    ended: str
    lasts: str


@dataclass(frozen=True, slots=True)
class Rule:
    """What a supervisor sees of an alert rule.

    Attributes:
        severity: `RED`, `AMBER` or `BLUE`.
        zh: In Chinese.
        en: In English.
    """

    severity: str
    zh: Wording
    en: Wording


OTHER = Rule(
    "AMBER",
    Wording(
        "告警",
        "{plate}于{span}触发告警",
        "{plate}于{since}首次出现时已触发告警",
        "，于{span}结束",
        "",
    ),
    Wording(
        "Alert",
        "{plate} broke a rule {span}",
        "{plate} was in breach of a rule when first seen at {since}",
        "; it ended {span}",
        "",
    ),
)
"""Of a rule that has no sentence of its own."""

_Story = tuple[str, str, str, str]
"""How it began, how it was seen first, how it ended, that it lasts."""

_STOPPED = "，于{span}停车", "，仍在行驶"
_STOPPED_EN = "; it stopped {span}", "; it is still on the road"
_LEFT = "，于{span}驶离", "，仍在原处"
_LEFT_EN = "; it left {span}", "; it is still there"
_OVER = "，于{span}恢复正常", "，尚未恢复"
_OVER_EN = "; it was in order again {span}", "; it is not in order yet"

_ZH: dict[str, _Story] = {
    "USE-01": (
        "{plate}于{span}在无派车单的情况下出车",
        "{plate}于{since}首次出现时已在无派车单的情况下行驶",
        *_STOPPED,
    ),
    "USE-03": (
        "{plate}于{span}驶出派车单批准的区域",
        "{plate}于{since}首次出现时已在派车单批准的区域外",
        "，于{span}返回",
        "，尚未返回",
    ),
    "USE-04": (
        "{plate}于{span}在派车单以外的地点长时间停留",
        "{plate}于{since}首次出现时已在派车单以外的地点停留",
        *_LEFT,
    ),
    "USE-05": (
        "{plate}于{span}在敏感场所停留，派车单无此地点",
        "{plate}于{since}首次出现时已在敏感场所停留，派车单无此地点",
        *_LEFT,
    ),
    "USE-06": (
        "{plate}于{span}在非工作时间出车，派车单未批准非工作时间用车",
        "{plate}于{since}首次出现时已在非工作时间行驶，派车单未批准非工作时间用车",
        *_STOPPED,
    ),
    "USE-07": (
        "{plate}于{span}开始，多个工作日早晚停于同一住宅类地点",
        "{plate}自{since}起多个工作日早晚停于同一住宅类地点",
        "，于{span}结束",
        "，仍在持续",
    ),
    "USE-08": (
        "{plate}于{span}驶出执法区域，派车单未批准跨区",
        "{plate}于{since}首次出现时已在执法区域外，派车单未批准跨区",
        "，于{span}返回",
        "，尚未返回",
    ),
    "SEAL-01": (
        "{plate}在封存期间于{span}动车，未获豁免",
        "{plate}在封存期间于{since}首次出现时已在行驶，未获豁免",
        *_STOPPED,
    ),
    "SEAL-02": (
        "封存开始时{plate}不在本单位停车围栏内，于{span}已在围栏外",
        "封存开始时{plate}不在本单位停车围栏内，{since}已在围栏外",
        "，于{span}归位",
        "，尚未归位",
    ),
    "SEAL-03": (
        "{plate}的终端在封存期间于{span}失联",
        "{plate}的终端在封存期间自{since}起失联",
        "，于{span}恢复上报",
        "，尚未恢复上报",
    ),
    "GEO-01": (
        "{plate}于{span}停放在停车围栏外过夜，无过夜派车单",
        "{plate}于{since}首次出现时已停放在停车围栏外过夜，无过夜派车单",
        *_LEFT,
    ),
    "GEO-02": (
        "{plate}于{span}驶出作业围栏",
        "{plate}于{since}首次出现时已在作业围栏外",
        "，于{span}返回",
        "，尚未返回",
    ),
    "GEO-04": (
        "{plate}的围栏方案于{span}被变更，适逢其预警前后",
        "{plate}的围栏方案于{since}被变更，适逢其预警前后",
        "，于{span}结束",
        "",
    ),
    "TERM-01": (
        "{plate}的终端于{span}离线",
        "{plate}的终端自{since}起离线",
        "，于{span}恢复上报",
        "，尚未恢复上报",
    ),
    "TERM-02": (
        "{plate}的终端于{span}报告断电、故障或被拆除",
        "{plate}的终端于{since}首次出现时已报告断电、故障或被拆除",
        *_OVER,
    ),
    "TERM-03": (
        "{plate}行驶中的定位质量于{span}变差",
        "{plate}行驶中的定位质量自{since}起较差",
        *_OVER,
    ),
    "TERM-04": (
        "{plate}的终端时钟于{span}出现过大偏差",
        "{plate}的终端时钟于{since}首次出现时已有过大偏差",
        *_OVER,
    ),
    "TERM-06": (
        "{plate}于{span}开始的一个月里程表与轨迹里程相差过大",
        "{plate}自{since}起的一个月里程表与轨迹里程相差过大",
        "",
        "",
    ),
    "TERM-07": (
        "{plate}的终端身份于{span}发生冲突：位置跳变或同一编号多处连接",
        "{plate}的终端身份于{since}发生冲突：位置跳变或同一编号多处连接",
        "，于{span}结束",
        "，仍在持续",
    ),
    "SAFE-01": (
        "{plate}于{span}开始超速行驶",
        "{plate}于{since}首次出现时已超速行驶",
        "，于{span}降至限速以内",
        "，仍在超速",
    ),
    "SAFE-02": (
        "{plate}于{span}出车后连续行驶超时，中途休息不足",
        "{plate}自{since}起连续行驶超时，中途休息不足",
        "，于{span}停车休息",
        "，仍在行驶",
    ),
    "SAFE-03": (
        "{plate}的终端于{span}报告碰撞或侧翻",
        "{plate}的终端于{since}首次出现时已报告碰撞或侧翻",
        "，该报警于{span}解除",
        "，该报警尚未解除",
    ),
    "INSP-04": (
        "{plate}于{span}在安全项目不合格的情况下出车",
        "{plate}于{since}首次出现时已在安全项目不合格的情况下行驶",
        *_STOPPED,
    ),
    "DISP-03": (
        "{plate}已核销，仍于{span}出车",
        "{plate}已核销，于{since}首次出现时仍在行驶",
        *_STOPPED,
    ),
}

_EN: dict[str, _Story] = {
    "USE-01": (
        "{plate} set out without a dispatch order {span}",
        "{plate} was on the road without a dispatch order when first seen at {since}",
        *_STOPPED_EN,
    ),
    "USE-03": (
        "{plate} left the area of its order {span}",
        "{plate} was outside the area of its order when first seen at {since}",
        "; it returned {span}",
        "; it has not returned",
    ),
    "USE-04": (
        "{plate} stopped {span} for long at a place that is not on its order",
        "{plate} stood at a place that is not on its order when first seen at {since}",
        *_LEFT_EN,
    ),
    "USE-05": (
        "{plate} stopped {span} at a sensitive place that is on no order",
        "{plate} stood at a sensitive place that is on no order when first seen at {since}",
        *_LEFT_EN,
    ),
    "USE-06": (
        "{plate} set out {span}, outside working hours, on an order for them only",
        "{plate} was on the road outside the hours of its order when first seen at {since}",
        *_STOPPED_EN,
    ),
    "USE-07": (
        "{plate} began {span} to spend both ends of working days at one home-like place",
        "{plate} spent both ends of working days at one home-like place from {since} on",
        "; it ended {span}",
        "; it goes on",
    ),
    "USE-08": (
        "{plate} left its enforcement area {span} without an order across areas",
        "{plate} was outside its enforcement area, and on no such order, when seen at {since}",
        "; it returned {span}",
        "; it has not returned",
    ),
    "SEAL-01": (
        "{plate} set out {span} while sealed and not exempt",
        "{plate} was on the road while sealed and not exempt when first seen at {since}",
        *_STOPPED_EN,
    ),
    "SEAL-02": (
        "{plate} was not in its home area when the seal began: outside {span}",
        "{plate} was not in its home area when the seal began: outside at {since}",
        "; it came home {span}",
        "; it has not come home",
    ),
    "SEAL-03": (
        "the terminal of {plate} fell silent {span}, while sealed",
        "the terminal of {plate} has been silent from {since} on, while sealed",
        "; it was heard again {span}",
        "; it has not been heard again",
    ),
    "GEO-01": (
        "{plate} was left {span} outside its home area for the night without an order",
        "{plate} stood outside its home area for the night without an order at {since}",
        *_LEFT_EN,
    ),
    "GEO-02": (
        "{plate} left its operating area {span}",
        "{plate} was outside its operating area when first seen at {since}",
        "; it returned {span}",
        "; it has not returned",
    ),
    "GEO-04": (
        "the fence plan of {plate} was changed around an alert {span}",
        "the fence plan of {plate} was changed around an alert at {since}",
        "; it ended {span}",
        "",
    ),
    "TERM-01": (
        "the terminal of {plate} went offline {span}",
        "the terminal of {plate} has been offline from {since} on",
        "; it was heard again {span}",
        "; it has not been heard again",
    ),
    "TERM-02": (
        "the terminal of {plate} reported a power cut, a fault or a removal {span}",
        "the terminal of {plate} reported a power cut, a fault or a removal from {since} on",
        *_OVER_EN,
    ),
    "TERM-03": (
        "{plate} began to have too few good fixes on the road {span}",
        "{plate} had too few good fixes on the road from {since} on",
        *_OVER_EN,
    ),
    "TERM-04": (
        "the clock of the terminal of {plate} went wrong {span}",
        "the clock of the terminal of {plate} was wrong when first seen at {since}",
        *_OVER_EN,
    ),
    "TERM-06": (
        "odometer and track of {plate} differ too much in the month that began {span}",
        "odometer and track of {plate} differ too much in the month from {since} on",
        "",
        "",
    ),
    "TERM-07": (
        "the identity of the terminal of {plate} was in doubt {span}: a leap, or two links",
        "the identity of the terminal of {plate} was in doubt at {since}: a leap, or two links",
        "; it ended {span}",
        "; it goes on",
    ),
    "SAFE-01": (
        "{plate} began to drive too fast {span}",
        "{plate} drove too fast when first seen at {since}",
        "; it slowed down {span}",
        "; it is still too fast",
    ),
    "SAFE-02": (
        "{plate} drove for too long without a break after it set out {span}",
        "{plate} drove for too long without a break from {since} on",
        "; it rested {span}",
        "; it is still on the road",
    ),
    "SAFE-03": (
        "the terminal of {plate} reported a collision or a rollover {span}",
        "the terminal of {plate} reported a collision or a rollover when first seen at {since}",
        "; the alarm ended {span}",
        "; the alarm has not ended",
    ),
    "INSP-04": (
        "{plate} set out {span} with a failed safety item",
        "{plate} was on the road with a failed safety item when first seen at {since}",
        *_STOPPED_EN,
    ),
    "DISP-03": (
        "{plate} is written off and set out {span} all the same",
        "{plate} is written off and was on the road when first seen at {since}",
        *_STOPPED_EN,
    ),
}

RULES = {
    code: Rule(
        CATALOGUE[code].severity,
        Wording(CATALOGUE[code].zh, *_ZH[code]),
        Wording(CATALOGUE[code].en, *_EN[code]),
    )
    for code in _ZH
}
"""The rules that have a sentence of their own."""

"""What each paper rule tells, in Chinese and in English; names in braces are measured values."""

from typing import Literal

Language = Literal["zh", "en"]

STORIES: dict[str, dict[Language, str]] = {
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
    "USE-01": {
        "zh": "{unit}的车辆{vehicle}于{departed_at}至{returned_at}出车，"
        "派车单未补手续已作废（{subject}），驾驶员{driver}",
        "en": "vehicle {vehicle} of {unit} was on the road from {departed_at} to "
        "{returned_at} and its order is void for want of papers ({subject}), "
        "driver {driver}",
    },
    "USE-02": {
        "zh": "{unit}的车辆{vehicle}应于{ends_at}归还，至今未还，驾驶员{driver}（{subject}）",
        "en": "vehicle {vehicle} of {unit} had to be back at {ends_at} and is not, "
        "driver {driver} ({subject})",
    },
    "USE-09": {
        "zh": "派车单{order}的驾驶员是{driver}，实际是{told}，未予出车",
        "en": "order {order} is for driver {driver}, not for {told}: the car did not leave",
    },
    "USE-10": {
        "zh": "{unit}拟使用其他单位的车辆，派车单{order}未获准",
        "en": "{unit} wanted a car of another unit: order {order} was not granted",
    },
    "USE-11": {
        "zh": "车辆{vehicle}的应急派车应于{due}前补齐手续，尚未补齐（{subject}）",
        "en": "the papers of the emergency order of vehicle {vehicle} had to be there "
        "by {due} and are not ({subject})",
    },
    "USE-11/count": {
        "zh": "车辆{vehicle}在{month}应急派车{count}次，超过{limit}次",
        "en": "vehicle {vehicle} had {count} emergency orders in {month}, more than {limit}",
    },
    "USE-12": {
        "zh": "{unit}的车辆{vehicle}的钥匙应于{due}前归还，尚未归还（{subject}）",
        "en": "the key of vehicle {vehicle} of {unit} had to be back by {due} and is "
        "not ({subject})",
    },
    "SAFE-05": {
        "zh": "{subject}的驾驶员{driver}不具备驾驶资格（{lacking}）",
        "en": "driver {driver} of {subject} may not drive ({lacking})",
    },
    "INSP-01": {
        "zh": "{unit}的车辆{vehicle}于{departed_at}出车，当日未做日查，驾驶员{driver}",
        "en": "vehicle {vehicle} of {unit} left at {departed_at} without its daily "
        "check, driver {driver}",
    },
    "INSP-02": {
        "zh": "{unit}的车辆{vehicle}未在{due}前完成{period}月查",
        "en": "vehicle {vehicle} of {unit} had no monthly check for {period} by {due}",
    },
    "INSP-03": {
        "zh": "{unit}的车辆{vehicle}未在{due}前完成{period}季度进厂检查",
        "en": "vehicle {vehicle} of {unit} was not in the workshop for {period} by {due}",
    },
    "INSP-04": {
        "zh": "车辆{vehicle}的安全项目{items}不合格，拟出车，已拒绝",
        "en": "vehicle {vehicle} was to leave with failed safety items ({items}): refused",
    },
    "INSP-05": {
        "zh": "{unit}的车辆{vehicle}的{kind}于{until}到期，还有{days}天",
        "en": "{kind} of vehicle {vehicle} of {unit} ends on {until}: {days} days left",
    },
    "INSP-06": {
        "zh": "{unit}的车辆{vehicle}有未处理的召回{recall}",
        "en": "vehicle {vehicle} of {unit} has an open recall: {recall}",
    },
    "INSP-07": {
        "zh": "{unit}的车辆{vehicle}自{since}起无标识，也无免标批准",
        "en": "vehicle {vehicle} of {unit} has had no marking and no exemption since {since}",
    },
    "GEO-03": {
        "zh": "{unit}的车辆{vehicle}自{since}起没有围栏方案",
        "en": "vehicle {vehicle} of {unit} has had no fence plan since {since}",
    },
    "GEO-04": {
        "zh": "车辆{vehicle}的{change}自{effect_at}起生效，适逢其预警{alert}（{begins_at}）前后",
        "en": "{change} of vehicle {vehicle} takes effect at {effect_at}, around its alert "
        "{alert} ({begins_at})",
    },
    "TERM-05": {
        "zh": "{unit}的车辆{vehicle}自{since}起没有绑定终端",
        "en": "vehicle {vehicle} of {unit} has had no terminal since {since}",
    },
    "SEAL-04": {
        "zh": "{unit}在封存期{period}有{cars}辆车，豁免{exempt}辆，超过{max_percent}%",
        "en": "{unit} has {exempt} of {cars} cars exempt in sealed period {period}, "
        "more than {max_percent} %",
    },
}
"""Code -> its story; `USE-11/count` is told where there is a count."""

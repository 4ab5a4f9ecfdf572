"""The alert catalogue: what each rule is called; the rest is in `fleet.policy.alert_rules`."""

from dataclasses import dataclass

from fleet.policy.alert_rules import ALERT_RULES


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule.

    Attributes:
        severity: `RED`, `AMBER` or `BLUE`; where it starts.
        zh: Its name in Chinese.
        en: Its name in English.
        sla: What its handler owes, in words; `info`: to be seen, no case.
    """

    severity: str
    zh: str
    en: str
    sla: str


_NAMES = {
    "USE-01": ("无单用车", "Unordered movement"),
    "USE-02": ("超时未还", "Overdue return"),
    "USE-03": ("偏离审批区域", "Outside approved area"),
    "USE-04": ("途中异常停留", "Unexplained long stop"),
    "USE-05": ("敏感场所停留", "Stop at a sensitive place"),
    "USE-06": ("非工作时间用车", "Off-hours use"),
    "USE-07": ("上下班代步嫌疑", "Commuting pattern"),
    "USE-08": ("超范围执法", "Enforcement car out of its area"),
    "USE-09": ("驾驶员不符", "Driver mismatch"),
    "USE-10": ("换用借用下属单位车辆", "Use of another unit's car"),
    "USE-11": ("应急补单超时", "Emergency papers late"),
    "USE-12": ("钥匙未归还", "Key not returned"),
    "SEAL-01": ("封存期间动车", "Movement during seal"),
    "SEAL-02": ("封存未归位", "Not in fence at seal start"),
    "SEAL-03": ("封存期间终端失联", "Silent during seal"),
    "SEAL-04": ("封存豁免偏高", "Too many exemptions"),
    "GEO-01": ("夜间未定点停放", "Night parking away from base"),
    "GEO-02": ("越界", "Fence exit"),
    "GEO-03": ("未设围栏", "Car without fence plan"),
    "GEO-04": ("围栏变更异常", "Fence edited around an event"),
    "TERM-01": ("终端离线", "Terminal offline"),
    "TERM-02": ("断电拆除", "Power cut or removed"),
    "TERM-03": ("定位质量差", "Poor fixes"),
    "TERM-04": ("时钟异常", "Clock error"),
    "TERM-05": ("未装终端", "No terminal"),
    "TERM-06": ("里程不符", "Odometer and GPS differ"),
    "TERM-07": ("设备身份冲突", "Device identity conflict"),
    "COST-01": ("单日重复加油", "Two fills in one day"),
    "COST-02": ("超油箱容量", "More fuel than the tank holds"),
    "COST-03": ("车不在站", "Fuel without the car"),
    "COST-04": ("有油无单", "Fuel without dispatch"),
    "COST-05": ("节假日加油", "Holiday fuel"),
    "COST-06": ("节假日连续加油", "Holiday fuel on consecutive days"),
    "COST-07": ("大额小额频次异常", "Unusual amount pattern"),
    "COST-08": ("百公里油耗异常", "Fuel per 100 km outlier"),
    "COST-09": ("非定点消费", "Non-designated vendor"),
    "COST-10": ("维修异常", "Repair anomaly"),
    "COST-11": ("单车成本超定额", "Cost above norm"),
    "COST-12": ("通行停车与派车不符", "Toll or parking without order"),
    "SAFE-01": ("超速", "Speeding"),
    "SAFE-02": ("疲劳驾驶", "Fatigue"),
    "SAFE-03": ("碰撞或急变", "Crash or harsh event"),
    "SAFE-04": ("多次或连续违章", "Repeat violations"),
    "SAFE-05": ("驾驶资格失效", "Driver not qualified"),
    "INSP-01": ("日查漏检", "Daily check missed"),
    "INSP-02": ("月查漏检", "Monthly check missed"),
    "INSP-03": ("季度进厂逾期", "Quarterly workshop check overdue"),
    "INSP-04": ("带病上路", "Moved with a failed safety item"),
    "INSP-05": ("年检保险到期", "Inspection or insurance expiry"),
    "INSP-06": ("召回未处理", "Open recall"),
    "INSP-07": ("标识缺失", "Marking missing"),
    "QUOT-01": ("超编", "Held above authorised"),
    "QUOT-02": ("总量上调企图", "Attempt to raise the ceiling"),
    "QUOT-03": ("账实不符", "Ledger and reality differ"),
    "QUOT-04": ("例外增编", "Exceptional new slot"),
    "IND-01": ("逾期申报", "Late indicator"),
    "IND-02": ("无指标预算", "Budget without indicator"),
    "IND-03": ("未到更新年限", "Below minimum age"),
    "IND-04": ("处置未完不予更新", "Disposal gate closed"),
    "PROC-01": ("超标准配备", "Above standard"),
    "PROC-02": ("进口车", "Imported car"),
    "PROC-03": ("合资品牌", "Joint-venture brand"),
    "PROC-04": ("未退先补", "Purchase before write-off"),
    "PROC-05": ("新能源比例不足", "NEV share too low"),
    "PROC-06": ("交付与合同不符", "Delivery differs from contract"),
    "DISP-01": ("处置临期", "Disposal due soon"),
    "DISP-02": ("处置逾期", "Disposal overdue"),
    "DISP-03": ("退而不休", "Retired car still used"),
    "DISP-04": ("处置收入未缴", "Proceeds not paid in"),
    "RENT-01": ("裸租", "Bare rental"),
    "RENT-02": ("租车超标", "Rental above standard"),
    "RENT-03": ("长租未批", "Long rental not approved"),
    "RENT-04": ("交通费将超额", "Travel budget near cap"),
    "COMP-01": ("群众投诉举报", "Public complaint"),
    "UTIL-01": ("长期闲置", "Under-used car"),
    "UTIL-02": ("使用失衡", "Uneven use"),
    "DATA-01": ("数据源中断", "Feed stale"),
    "DATA-02": ("审计链异常", "Audit chain broken"),
    "DATA-03": ("隐私越权查询", "Track query without a case"),
}
"""Code -> Chinese and English."""

CATALOGUE = {
    code: Entry(rule.severity, *_NAMES[code], rule.sla) for code, rule in ALERT_RULES.items()
}
"""Code -> rule (handbook 10)."""

_UNKNOWN = Entry("AMBER", "告警", "Alert", "")


def entry(code: str) -> Entry:
    """What is known of a rule; an unknown one gets a plain name."""
    return CATALOGUE.get(code, _UNKNOWN)


def severity(code: str) -> str:
    """How grave it is to begin with."""
    return entry(code).severity

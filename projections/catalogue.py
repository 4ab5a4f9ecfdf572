"""The alert catalogue: what each rule is called, and how grave it is to begin with."""

from dataclasses import dataclass


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


CATALOGUE = {
    "USE-01": Entry(
        "RED", "无单用车", "Unordered movement", "ack 30 min, explain 24 h, decide 3 d"
    ),
    "USE-02": Entry("AMBER", "超时未还", "Overdue return", "ack 1 h"),
    "USE-03": Entry("AMBER", "偏离审批区域", "Outside approved area", "explain 24 h"),
    "USE-04": Entry("AMBER", "途中异常停留", "Unexplained long stop", "explain 24 h"),
    "USE-05": Entry("RED", "敏感场所停留", "Stop at a sensitive place", "ack 1 h, explain 24 h"),
    "USE-06": Entry("AMBER", "非工作时间用车", "Off-hours use", "explain 24 h"),
    "USE-07": Entry("AMBER", "上下班代步嫌疑", "Commuting pattern", "review 5 d"),
    "USE-08": Entry("AMBER", "超范围执法", "Enforcement car out of its area", "explain 24 h"),
    "USE-09": Entry("RED", "驾驶员不符", "Driver mismatch", "ack 30 min"),
    "USE-10": Entry("AMBER", "换用借用下属单位车辆", "Use of another unit's car", "explain 3 d"),
    "USE-11": Entry("AMBER", "应急补单超时", "Emergency papers late", "3 d"),
    "USE-12": Entry("AMBER", "钥匙未归还", "Key not returned", "1 h"),
    "SEAL-01": Entry("RED", "封存期间动车", "Movement during seal", "ack 30 min, explain 24 h"),
    "SEAL-02": Entry("RED", "封存未归位", "Not in fence at seal start", "ack 1 h"),
    "SEAL-03": Entry("AMBER", "封存期间终端失联", "Silent during seal", "4 h"),
    "SEAL-04": Entry("AMBER", "封存豁免偏高", "Too many exemptions", "before seal start"),
    "GEO-01": Entry("AMBER", "夜间未定点停放", "Night parking away from base", "explain 24 h"),
    "GEO-02": Entry("AMBER", "越界", "Fence exit", "explain 24 h"),
    "GEO-03": Entry("BLUE", "未设围栏", "Car without fence plan", "3 d"),
    "GEO-04": Entry("AMBER", "围栏变更异常", "Fence edited around an event", "3 d"),
    "TERM-01": Entry("AMBER", "终端离线", "Terminal offline", "ack 4 h, fix 3 d"),
    "TERM-02": Entry("RED", "断电拆除", "Power cut or removed", "ack 30 min"),
    "TERM-03": Entry("BLUE", "定位质量差", "Poor fixes", "5 d"),
    "TERM-04": Entry("BLUE", "时钟异常", "Clock error", "3 d"),
    "TERM-05": Entry("AMBER", "未装终端", "No terminal", "7 d"),
    "TERM-06": Entry("AMBER", "里程不符", "Odometer and GPS differ", "5 d"),
    "TERM-07": Entry("RED", "设备身份冲突", "Device identity conflict", "ack 1 h"),
    "COST-01": Entry("AMBER", "单日重复加油", "Two fills in one day", "explain 3 d"),
    "COST-02": Entry("RED", "超油箱容量", "More fuel than the tank holds", "ack 1 d"),
    "COST-03": Entry("RED", "车不在站", "Fuel without the car", "ack 1 d"),
    "COST-04": Entry("AMBER", "有油无单", "Fuel without dispatch", "explain 3 d"),
    "COST-05": Entry("AMBER", "节假日加油", "Holiday fuel", "explain 3 d"),
    "COST-06": Entry("RED", "节假日连续加油", "Holiday fuel on consecutive days", "ack 1 d"),
    "COST-07": Entry("BLUE", "大额小额频次异常", "Unusual amount pattern", "10 d"),
    "COST-08": Entry("AMBER", "百公里油耗异常", "Fuel per 100 km outlier", "10 d"),
    "COST-09": Entry("AMBER", "非定点消费", "Non-designated vendor", "5 d"),
    "COST-10": Entry("AMBER", "维修异常", "Repair anomaly", "10 d"),
    "COST-11": Entry("AMBER", "单车成本超定额", "Cost above norm", "month end"),
    "COST-12": Entry("AMBER", "通行停车与派车不符", "Toll or parking without order", "explain 3 d"),
    "SAFE-01": Entry("AMBER", "超速", "Speeding", "monthly"),
    "SAFE-02": Entry("AMBER", "疲劳驾驶", "Fatigue", "same day"),
    "SAFE-03": Entry("AMBER", "碰撞或急变", "Crash or harsh event", "ack 30 min for crash"),
    "SAFE-04": Entry("AMBER", "多次或连续违章", "Repeat violations", "interview in 15 d"),
    "SAFE-05": Entry("RED", "驾驶资格失效", "Driver not qualified", "before departure"),
    "INSP-01": Entry("BLUE", "日查漏检", "Daily check missed", "same day"),
    "INSP-02": Entry("AMBER", "月查漏检", "Monthly check missed", "3 d"),
    "INSP-03": Entry("AMBER", "季度进厂逾期", "Quarterly workshop check overdue", "7 d"),
    "INSP-04": Entry("RED", "带病上路", "Moved with a failed safety item", "ack 30 min"),
    "INSP-05": Entry("AMBER", "年检保险到期", "Inspection or insurance expiry", "before expiry"),
    "INSP-06": Entry("AMBER", "召回未处理", "Open recall", "30 d"),
    "INSP-07": Entry("AMBER", "标识缺失", "Marking missing", "7 d"),
    "QUOT-01": Entry("RED", "超编", "Held above authorised", "decide 30 d"),
    "QUOT-02": Entry("AMBER", "总量上调企图", "Attempt to raise the ceiling", "3 d"),
    "QUOT-03": Entry("AMBER", "账实不符", "Ledger and reality differ", "30 d"),
    "QUOT-04": Entry("AMBER", "例外增编", "Exceptional new slot", "info"),
    "IND-01": Entry("BLUE", "逾期申报", "Late indicator", "info"),
    "IND-02": Entry("RED", "无指标预算", "Budget without indicator", "3 d"),
    "IND-03": Entry("AMBER", "未到更新年限", "Below minimum age", "at submit"),
    "IND-04": Entry("BLUE", "处置未完不予更新", "Disposal gate closed", "info"),
    "PROC-01": Entry("RED", "超标准配备", "Above standard", "at check"),
    "PROC-02": Entry("RED", "进口车", "Imported car", "at check"),
    "PROC-03": Entry("AMBER", "合资品牌", "Joint-venture brand", "at check"),
    "PROC-04": Entry("RED", "未退先补", "Purchase before write-off", "at check"),
    "PROC-05": Entry("AMBER", "新能源比例不足", "NEV share too low", "at plan approval"),
    "PROC-06": Entry("RED", "交付与合同不符", "Delivery differs from contract", "at delivery"),
    "DISP-01": Entry("AMBER", "处置临期", "Disposal due soon", "before due"),
    "DISP-02": Entry("RED", "处置逾期", "Disposal overdue", "30 d"),
    "DISP-03": Entry("RED", "退而不休", "Retired car still used", "ack 1 h"),
    "DISP-04": Entry("AMBER", "处置收入未缴", "Proceeds not paid in", "30 d"),
    "RENT-01": Entry("AMBER", "裸租", "Bare rental", "at order"),
    "RENT-02": Entry("AMBER", "租车超标", "Rental above standard", "at order"),
    "RENT-03": Entry("RED", "长租未批", "Long rental not approved", "3 d"),
    "RENT-04": Entry("AMBER", "交通费将超额", "Travel budget near cap", "info"),
    "COMP-01": Entry(
        "AMBER", "群众投诉举报", "Public complaint", "ack 1 d, answer by hotline rule"
    ),
    "UTIL-01": Entry("BLUE", "长期闲置", "Under-used car", "quarter"),
    "UTIL-02": Entry("BLUE", "使用失衡", "Uneven use", "quarter"),
    "DATA-01": Entry("AMBER", "数据源中断", "Feed stale", "4 h"),
    "DATA-02": Entry("RED", "审计链异常", "Audit chain broken", "ack 1 h"),
    "DATA-03": Entry("AMBER", "隐私越权查询", "Track query without a case", "3 d"),
}
"""Code -> rule (handbook 10)."""

_UNKNOWN = Entry("AMBER", "告警", "Alert", "")


def entry(code: str) -> Entry:
    """What is known of a rule; an unknown one gets a plain name."""
    return CATALOGUE.get(code, _UNKNOWN)


def severity(code: str) -> str:
    """How grave it is to begin with."""
    return entry(code).severity

"""Why a driver's dossier says no."""

from datetime import date, datetime

from fleet.decider import Refused
from fleet.policy.policy_set import PolicySet


def unknown(driver: str) -> Refused:
    """Nobody has opened a dossier for him."""
    return Refused(
        "一人一档",
        "DriverUnknown",
        "R095",
        zh="驾驶员 {driver} 没有档案：请先登记驾驶员（RegisterDriver）。",
        en="driver {driver} has no dossier: register the driver first (RegisterDriver).",
        driver=driver,
    )


def differs(driver: str) -> Refused:
    """The dossier is there, and says something else."""
    return Refused(
        "一人一档",
        "DriverDiffers",
        "R095",
        zh="驾驶员 {driver} 已有档案且内容不同：请更新档案（UpdateDriver），或另编编号。",
        en="driver {driver} has a dossier that says something else: "
        "update it (UpdateDriver), or choose another number.",
        driver=driver,
    )


def unit_unknown(unit: str) -> Refused:
    """Nobody knows where the unit belongs."""
    return Refused(
        "一人一档",
        "UnitUnknown",
        "R095",
        zh="单位 {unit} 未登记管辖地区，不能登记驾驶员：请先登记单位（RegisterUnit）。",
        en="unit {unit} is not known with its jurisdiction: register the unit first "
        "(RegisterUnit), then its drivers.",
        unit=unit,
    )


def other_unit(driver: str, unit: str, told: str) -> Refused:
    """A unit keeps the dossiers of its own drivers."""
    return Refused(
        "职责权限",
        "OtherUnit",
        "R095",
        zh="驾驶员 {driver} 属于 {unit}，{told} 不能办理：请由 {unit} 或车管中心办理。",
        en="driver {driver} belongs to {unit}, not to {told}: let {unit} or the centre do it.",
        driver=driver,
        unit=unit,
        told=told,
    )


def not_himself(driver: str, person: str) -> Refused:
    """A driver speaks for himself only."""
    return Refused(
        "职责权限",
        "NotHimself",
        "R096, R101",
        zh="{person} 不能代驾驶员 {driver} 签署：请由本人签署，或由车管中心凭纸质件登记。",
        en="{person} may not sign for driver {driver}: let the driver sign, "
        "or the centre record the paper.",
        driver=driver,
        person=person,
    )


def pledge_year(driver: str, told: int, year: int) -> Refused:
    """A pledge is signed in its year or just before."""
    return Refused(
        "安全文明行车责任书",
        "PledgeYear",
        "R096",
        zh="驾驶员 {driver} 不能在 {year} 年签署 {told} 年的责任书：只能签署当年或次年的责任书。",
        en="driver {driver} cannot sign the pledge of {told} in {year}: "
        "sign that of the year or of the next one.",
        driver=driver,
        told=told,
        year=year,
    )


def pledge_differs(driver: str, year: int) -> Refused:
    """Another paper is on file for that year."""
    return Refused(
        "安全文明行车责任书",
        "PledgeDiffers",
        "R096",
        zh="驾驶员 {driver} 的 {year} 年责任书已存档且文件不同：请核对原件。",
        en="another paper is on file as the {year} pledge of driver {driver}: check the original.",
        driver=driver,
        year=year,
    )


def too_many_points(driver: str, points: int, policy: PolicySet) -> Refused:
    """The licence has too many points."""
    limit = policy.drivers.points_limit
    return Refused(
        "驾驶资格",
        "TooManyPoints",
        "R095",
        zh="驾驶员 {driver} 记分 {points} 分，已达上限 {limit} 分，不能恢复："
        "请先登记清分后的驾驶证（RecordLicence）。",
        en="driver {driver} has {points} points, the limit is {limit}: "
        "record the licence without them first (RecordLicence).",
        driver=driver,
        points=points,
        limit=limit,
    ).raising("", policy.reference)


def no_such_version(driver: str, document: int, told: str, known: tuple[str, ...]) -> Refused:
    """Nobody has published that version."""
    return Refused(
        "驾驶员作业指导书",
        "NoSuchVersion",
        "R101",
        zh="第 {document} 项制度没有 {version} 版，驾驶员 {driver} 不能签收："
        "已发布的版本为 {known}，请核对版本。",
        en="rule document {document} has no version {version} for driver {driver} to acknowledge: "
        "published are {known}, check the version.",
        driver=driver,
        document=document,
        version=told,
        known=", ".join(known) or "-",
    )


def unknown_dimension(name: str, policy: PolicySet) -> Refused:
    """The policy weighs no such dimension."""
    return Refused(
        "五星驾驶员考核",
        "UnknownDimension",
        "R098",
        zh="{policy} 没有“{dimension}”这一考核维度：请从 {known} 中选择。",
        en="{policy} has no dimension {dimension}: choose one of {known}.",
        policy=policy.reference,
        dimension=name,
        known=", ".join(policy.driver_appraisal.dimensions),
    ).raising("", policy.reference)


def not_measured(driver: str, policy: str) -> Refused:
    """A safety score without anything measured."""
    return Refused(
        "五星驾驶员考核",
        "SafetyNotMeasured",
        "R098",
        zh="驾驶员 {driver} 的安全行车得分须引用行车数据或核查发现及其摘要：请补充证据。",
        en="the safety score of driver {driver} has to cite telemetry or a finding with its "
        "digest: add that evidence.",
        driver=driver,
    ).raising("", policy)


def nobody_judged(driver: str, dimension: str, policy: str) -> Refused:
    """A score nobody stands for."""
    return Refused(
        "五星驾驶员考核",
        "NobodyJudged",
        "R098",
        zh="驾驶员 {driver} 的 {dimension} 得分须注明本人以外的评分人：请补充评分人。",
        en="the {dimension} score of driver {driver} has to cite the person who judged, "
        "and not the driver: add that person.",
        driver=driver,
        dimension=dimension,
    ).raising("", policy)


def own_score(driver: str) -> Refused:
    """He scores himself."""
    return Refused(
        "五星驾驶员考核",
        "OwnScore",
        "R098",
        zh="驾驶员 {driver} 不能给本人评分：请由他人评分。",
        en="driver {driver} may not score or award himself: let somebody else do it.",
        driver=driver,
    )


def appraised(driver: str, period: str, stars: int) -> Refused:
    """The stars are awarded."""
    return Refused(
        "五星驾驶员考核",
        "AppraisalClosed",
        "R097",
        zh="驾驶员 {driver} {period} 考核已评定为 {stars} 星，得分不能再改：请在下一考核期评分。",
        en="the {period} appraisal of driver {driver} is closed with {stars} stars: "
        "score the next period.",
        driver=driver,
        period=period,
        stars=stars,
    )


def dimensions_missing(driver: str, period: str, missing: tuple[str, ...]) -> Refused:
    """Not every dimension is scored."""
    return Refused(
        "五星驾驶员考核",
        "DimensionsMissing",
        "R098",
        zh="驾驶员 {driver} {period} 考核尚缺 {missing}：请先评分（ScoreDimension）。",
        en="the {period} appraisal of driver {driver} lacks {missing}: "
        "score them first (ScoreDimension).",
        driver=driver,
        period=period,
        missing=", ".join(missing),
    )


def not_over(driver: str, period: str, begins: date, at: datetime) -> Refused:
    """The period is still running."""
    return Refused(
        "五星驾驶员考核",
        "PeriodNotOver",
        "R097",
        zh="驾驶员 {driver} 的 {period} 考核期尚未结束（{at}）：请自 {begins} 起评定。",
        en="the period {period} of driver {driver} is not over at {at}: award from {begins} on.",
        driver=driver,
        period=period,
        begins=begins.isoformat(),
        at=at.isoformat(),
    )

"""Why a platform says no."""

from fleet.decider import Refused
from fleet.policy.policy_set import PolicySet


def differs(platform: str, jurisdiction: str, category: str | None) -> Refused:
    """It is there, and another one."""
    return Refused(
        "平台归口",
        "PlatformDiffers",
        "R014",
        zh="平台 {platform} 属于 {jurisdiction}（{category}），与所报不符：请使用其他编号。",
        en="platform {platform} belongs to {jurisdiction} ({category}), not as said: "
        "use another number.",
        platform=platform,
        jurisdiction=jurisdiction,
        category=category or "-",
    )


def other_category(vehicle: str, category: str, platform: str, own: str | None) -> Refused:
    """The car is kept for something else."""
    return Refused(
        "平台归口",
        "CategoryNotOnPlatform",
        "R014",
        zh="车辆 {vehicle} 的类别是 {category}，不能加入平台 {platform}（{own}）："
        "请加入本类别的平台。",
        en="vehicle {vehicle} is kept for {category} and cannot join platform {platform} ({own}): "
        "attach it to the platform of its category.",
        vehicle=vehicle,
        category=category,
        platform=platform,
        own=own or "-",
    )


def kept_otherwise(vehicle: str, told: tuple[str, str], known: tuple[str, str] | None) -> Refused:
    """The dossier of the car says otherwise (unit, category)."""
    unit, category = known or ("-", "-")
    return Refused(
        "一车一档",
        "KeptOtherwise",
        "R014, R069",
        zh="车辆 {vehicle} 在账上属于单位 {unit}、类别 {category}，与所报（{told}）不符：请核对。",
        en="the books have vehicle {vehicle} at unit {unit} for {category}, not {told}: check it.",
        vehicle=vehicle,
        unit=unit,
        category=category,
        told=", ".join(told),
    )


def no_platform(policy: PolicySet, category: str) -> Refused:
    """No platform is kept for that."""
    return Refused(
        "平台归口",
        "CategoryHasNoPlatform",
        "R014",
        zh="{policy} 没有规定 {category} 实行平台化管理：请选择其他类别。",
        en="{policy} has no platform for {category}: choose another category.",
        policy=policy.reference,
        category=category,
    ).raising("", policy.reference)


def not_opened(platform: str) -> Refused:
    """Nobody has opened it."""
    return Refused(
        "平台归口",
        "PlatformUnknown",
        "R014",
        zh="平台 {platform} 尚未设立：请先设立平台。",
        en="platform {platform} is not open: open it first.",
        platform=platform,
    )


def not_attached(vehicle: str, platform: str) -> Refused:
    """The car is not on it."""
    return Refused(
        "跨部门统一调度",
        "VehicleNotOnPlatform",
        "R038",
        zh="车辆 {vehicle} 不在平台 {platform} 上：请先加入平台。",
        en="vehicle {vehicle} is not on platform {platform}: attach it first.",
        vehicle=vehicle,
        platform=platform,
    )


def reason_not_allowed(reason: str, allowed: tuple[str, ...]) -> Refused:
    """This sends no car to another unit."""
    return Refused(
        "跨部门统一调度",
        "ReasonNotAllowed",
        "R039",
        zh="跨部门调度的理由 {reason} 不在允许之列（{allowed}）：请写明理由，或使用本单位车辆。",
        en="{reason} does not send a car to another unit, only {allowed} do: "
        "give one of these reasons, or use a car of the unit's own.",
        reason=reason,
        allowed=", ".join(allowed),
    )

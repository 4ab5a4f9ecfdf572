"""Why a travel budget is not spent, and not changed."""

from fleet.decider import Refused


def _yuan(fen: int) -> str:
    """As it is written on paper: 2000.00."""
    return f"{fen // 100}.{fen % 100:02}"


def above_cap(unit: str, year: int, money: tuple[int, int, int], policy: str) -> Refused:
    """More than is left; the money is cap, spent and claimed, fen."""
    cap, spent, amount = money
    return Refused(
        "公务交通经费限额",
        "CapExceeded",
        "R010",
        zh="单位 {unit} {year} 年限额 {cap} 元，已报销 {spent} 元，还可报销 {left} 元，"
        "不能再报销 {amount} 元：请调整金额或申请追加经费。",
        en="unit {unit} may spend {cap} yuan in {year} and has spent {spent}; {left} are left, "
        "not {amount}: claim less, or ask for more budget.",
        unit=unit,
        year=year,
        cap=_yuan(cap),
        spent=_yuan(spent),
        left=_yuan(cap - spent),
        amount=_yuan(amount),
    ).raising("", policy)


def claim_used(claim: str, known_fen: int) -> Refused:
    """A number is used once."""
    return Refused(
        "一单一报",
        "ClaimReversed" if known_fen == 0 else "ClaimDiffers",
        "R010",
        zh="报销单 {claim} {state_zh}，不能再次报销：请使用新的单号。",
        en="claim {claim} {state}: use a new number.",
        claim=claim,
        state="has been reversed" if known_fen == 0 else f"was for {_yuan(known_fen)} yuan",
        state_zh="已冲销" if known_fen == 0 else f"已报销 {_yuan(known_fen)} 元",
    )


def claim_unknown(unit: str, year: int, claim: str) -> Refused:
    """Nobody has claimed it."""
    return Refused(
        "一单一报",
        "ClaimUnknown",
        "R010",
        zh="单位 {unit} {year} 年没有报销单 {claim}：请核对单号。",
        en="unit {unit} has no claim {claim} in {year}: check its number.",
        unit=unit,
        year=year,
        claim=claim,
    )


def not_allotted(unit: str, year: int) -> Refused:
    """Nothing may be spent."""
    return Refused(
        "公务交通经费限额",
        "BudgetNotAllotted",
        "R010",
        zh="单位 {unit} {year} 年没有公务交通经费限额：请先核定。",
        en="unit {unit} has no travel budget for {year}: allot one first.",
        unit=unit,
        year=year,
    )


def fixed(unit: str, year: int, cap_fen: int, wished_fen: int) -> Refused:
    """It is raised by a new decision, and never lowered."""
    return Refused(
        "公务交通经费限额",
        "BudgetAllotted",
        "R010",
        zh="单位 {unit} {year} 年限额已核定为 {cap} 元，不能改为 {wished} 元："
        "请核对；追加须凭新的批准文件，不得调减。",
        en="the travel budget of unit {unit} for {year} is {cap} yuan, not {wished}: check the "
        "amount; more is allotted by a document of its own, less is not.",
        unit=unit,
        year=year,
        cap=_yuan(cap_fen),
        wished=_yuan(wished_fen),
    )

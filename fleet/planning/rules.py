"""What planning asks of a policy; each question can be asked again from what a decision stored."""

from datetime import date, datetime

from fleet.policy.grounds import Inputs, Rule
from fleet.policy.policy_set import PolicySet


def _in_time(policy: PolicySet, asked: Inputs) -> bool:
    sent_on = policy.jurisdiction.day(datetime.fromisoformat(asked["submitted_at"]))
    return sent_on <= policy.renewal.deadline.day_for(asked["plan_year"])


def _unsafe(policy: PolicySet, asked: Inputs) -> bool:
    return bool(asked["safety_ground"]) and "SAFETY" in policy.renewal.early_grounds


def _old_enough(policy: PolicySet, asked: Inputs) -> bool:
    if asked["kind"] != "RENEWAL" or _unsafe(policy, asked):
        return True
    born = date.fromisoformat(asked["first_registered"])
    return policy.renewal.eligible_from(born) <= date.fromisoformat(asked["on"])


def _unfit(policy: PolicySet, asked: Inputs) -> bool:
    return (
        asked["kind"] != "RENEWAL" or asked["condition"] not in policy.renewal.continue_if_condition
    )


def _gate_open(_: PolicySet, asked: Inputs) -> bool:
    return not asked["unfinished"]


def _opinion(_: PolicySet, asked: Inputs) -> bool:
    return not asked["special_case"] or bool(asked["opinion"])


def _not_imported(policy: PolicySet, asked: Inputs) -> bool:
    return asked["origin"] != "IMPORTED" or policy.origin.imported != "NEVER"


def _nev_share(policy: PolicySet, asked: Inputs) -> bool:
    return int(asked["nev"]) >= policy.nev.needed(asked["purchases"])


IN_TIME = Rule("R027", _in_time)
"""7月底前申请次年指标: to the last moment of the local day."""

OLD_ENOUGH = Rule("R035", _old_enough)
"""8年可更新, but for safety."""

UNFIT = Rule("R031", _unfit)
"""能使用继续使用: a car in good condition is used on."""

GATE_OPEN = Rule("R119", _gate_open)
"""未完成处置的不予更新."""

OPINION = Rule("R016", _opinion)
"""特殊情况用车须附主管单位审核意见."""

NOT_IMPORTED = Rule("R042", _not_imported)
"""不得配备进口车; joint-venture brands need their exception at the purchase only."""

NEV_SHARE = Rule("R043", _nev_share)
"""新能源汽车比例 of a year's purchases."""

RULES = {
    rule.name: rule
    for rule in (IN_TIME, OLD_ENOUGH, UNFIT, GATE_OPEN, OPINION, NOT_IMPORTED, NEV_SHARE)
}

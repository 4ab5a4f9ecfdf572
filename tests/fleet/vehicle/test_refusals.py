"""Every refusal about a car, word for word: what is wrong, the values, and what to do next."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from fleet.decider import Command, Decider, Event, Refused
from fleet.vehicle.cost_account import CiteCostAccount, cost_account
from fleet.vehicle.dossier import RecordOdometer, UpdateDossier
from fleet.vehicle.fence import CiteFence, PublishFence, fence
from fleet.vehicle.fence_plan import CiteFencePlan, PublishFencePlan, fence_plan
from fleet.vehicle.fitting import ChangePlate, DismountTerminal
from fleet.vehicle.plate import AssignPlate, PlateAssigned, plate
from fleet.vehicle.site import InstallChargers, site
from fleet.vehicle.terminal import (
    BindTerminal,
    RegisterTerminal,
    TerminalBound,
    TerminalRegistered,
    UnbindTerminal,
    terminal,
)
from fleet.vehicle.transfer import CiteForDisposal, CiteInService
from fleet.vehicle.vehicle import vehicle
from fleet.vehicle.vin import ClaimVin, VinClaimed, vin
from tests.fleet.vehicle.garage import (
    BOUGHT,
    NOW,
    ON_PAPER,
    VIN,
    V,
    back,
    by,
    commission,
    complete,
    confirm,
    depart,
    departed,
    equipped,
    failed,
    fit,
    mount,
    mounted,
    move,
    ordered,
    other,
    register,
    registered,
    reinstate,
    reinstated,
    reserve,
    reserved,
    returned,
    seal,
    sealed,
    send,
    send_out,
    started,
    suspended,
    take_over,
    taken_over,
    unseal,
    withdraw,
)
from tests.fleet.vehicle.test_dossier import recalled, updated, was_read

SAID = json.loads((Path(__file__).parent / "refusals.json").read_text("utf-8"))
UNDERWAY = (*BOUGHT, reserved, departed)
NEARLY = (ordered, registered, mounted, equipped)
PLAIN = other(take_over, plate="浙A2", unit="B2", category="机要通信")
NEVER = DismountTerminal(vehicle="V1", device="T2", at=NOW)
VIN_OF = UpdateDossier(**V, vin="LSVAA4182E2184842")
CITED = CiteForDisposal(**V, case="D1", unit="B2", slot="S1", category="应急保障")
WRONG = CiteInService(**V, purchase="P2")
HELD = PlateAssigned(plate="浙A1", vehicle="V1")

TERMINAL = TerminalRegistered(device="T1", model="BDS-1")
NAMELESS = TerminalRegistered(device="T1")
BOUND = TerminalBound(device="T1", vehicle="V1", valid_from=NOW, valid_to=None)
TILL = BOUND.model_copy(update={"valid_to": NOW + timedelta(1)})
BIND = BindTerminal(device="T1", vehicle="V2", valid_from=NOW)
LOOSE = UnbindTerminal(device="T1", vehicle="V2", at=NOW)
OTHER_MODEL = RegisterTerminal(device="T1", model="BDS-2")
POINT: dict[str, Any] = {"type": "Point", "coordinates": [120.15, 30.25]}
LINE: dict[str, Any] = {"type": "LineString", "coordinates": [[120.1, 30.2], [120.2, 30.3]]}
BARE = PublishFence(fence="F1", geometry=POINT, valid_from=NOW)
WIDE = BARE.model_copy(update={"geometry": LINE, "radius_m": 5.0})
BOTH = PublishFencePlan(vehicle="V1", home=("F2", "F1"), forbidden=("F1", "F2"), valid_from=NOW)

CASES: dict[str, tuple[Command, tuple[Event, ...]]] = {
    "out of order": (withdraw, (ordered,)),
    "unknown": (withdraw, ()),
    "already in books": (PLAIN, (taken_over,)),
    "not ordered": (register, ()),
    "ordered otherwise": (other(register, slot="S2"), (ordered,)),
    "no terminal": (fit, (ordered, registered)),
    "unmarked": (other(fit, marking=None), NEARLY[:3]),
    "incomplete": (
        commission,
        (ordered, registered.model_copy(update={"engine": "", "price_fen": None}), *NEARLY[2:]),
    ),
    "no insurance": (other(commission, insured_until=None), NEARLY),
    "lapsed insurance": (other(commission, insured_until=date(2027, 2, 28)), NEARLY),
    "lapsed registration": (other(commission, inspected_until=date(2027, 2, 28)), NEARLY),
    "other plate": (ChangePlate(**V, old="浙A1", new="浙A2"), BOUGHT),
    "second terminal": (other(mount, device="T2"), BOUGHT),
    "terminal not mounted": (NEVER, BOUGHT),
    "vin for life": (VIN_OF, (taken_over, updated)),
    "odometer": (RecordOdometer(**V, odometer_km=99), (taken_over, was_read)),
    "recall": (reserve, (taken_over, recalled)),
    "other order": (other(depart, order="O2"), (*BOUGHT, reserved)),
    "not promised": (other(reserve, promised=False), BOUGHT),
    "failed check": (reserve, (*BOUGHT, failed, reinstated)),
    "failed check on the road": (depart, (*BOUGHT, reserved, failed)),
    "other driver": (other(depart, driver="钱二"), (*BOUGHT, reserved)),
    "not seen": (other(depart, evidence=None), (*BOUGHT, reserved)),
    "not home": (other(back, odometer_km=None), UNDERWAY),
    "fewer kilometres": (other(back, odometer_km=1), (*UNDERWAY, returned, reserved, departed)),
    "workshop": (other(send, designated=False), BOUGHT),
    "no breakdown": (send, UNDERWAY),
    "not safe": (other(complete, safe=False), (*BOUGHT, started)),
    "exempt": (other(seal, exempt=True), BOUGHT),
    "sealed": (other(unseal, over=False), (*BOUGHT, sealed)),
    "own approval": (
        by(other(unseal, over=False, approver="孙立", reason="防汛"), "孙立", "BUREAU"),
        (*BOUGHT, sealed),
    ),
    "no evidence": (other(reinstate, evidence=None), (*BOUGHT, suspended)),
    "no case": (other(withdraw, case=None), BOUGHT),
    "other certificate": (other(confirm, plate="浙A2"), ON_PAPER),
    "nobody's certificate": (confirm, (taken_over, *ON_PAPER[-2:])),
    "lives elsewhere": (other(move, slot="S2"), BOUGHT),
    "lives nowhere": (move, (taken_over,)),
    "kept otherwise": (CITED, BOUGHT),
    "kept without slot": (CITED, (taken_over,)),
    "not accepted": (other(send_out, acceptance=None), BOUGHT),
    "not in service": (WRONG, BOUGHT),
    "nobody in service": (WRONG, ()),
    "not bought": (WRONG, (taken_over,)),
    "plate taken": (AssignPlate(plate="浙A1", vehicle="V2"), (HELD,)),
    "vin taken": (ClaimVin(vin=VIN, vehicle="V2"), (VinClaimed(vin=VIN, vehicle="V1"),)),
    "no account": (CiteCostAccount(vehicle="V1"), ()),
    "terminal busy": (BIND, (TERMINAL, BOUND)),
    "terminal busy till": (BIND, (TERMINAL, TILL)),
    "other model": (OTHER_MODEL, (TERMINAL,)),
    "no model": (OTHER_MODEL, (NAMELESS,)),
    "terminal unknown": (BIND, ()),
    "terminal not bound": (LOOSE, (TERMINAL, BOUND)),
    "fence unknown": (CiteFence(fence="F1"), ()),
    "no radius": (BARE, ()),
    "a radius of a line": (WIDE, ()),
    "plan empty": (PublishFencePlan(vehicle="V1", valid_from=NOW), ()),
    "plan contradicts": (BOTH, ()),
    "no home": (CiteFencePlan(vehicle="V1"), ()),
    "no site": (InstallChargers(site="Z1", piles=1, at=NOW), ()),
}
DECIDERS: dict[type[Command], Decider[Any, Any, Any]] = {
    AssignPlate: plate,
    ClaimVin: vin,
    CiteCostAccount: cost_account,
    InstallChargers: site,
    RegisterTerminal: terminal,
    BindTerminal: terminal,
    UnbindTerminal: terminal,
    CiteFence: fence,
    PublishFence: fence,
    PublishFencePlan: fence_plan,
    CiteFencePlan: fence_plan,
}


def _refusal(name: str) -> Refused:
    command, past = CASES[name]
    decider = DECIDERS.get(type(command), vehicle)
    with pytest.raises(Refused) as no:
        decider.decide(command, decider.fold(past))
    return no.value


def told_in_full(no: Refused) -> dict[str, object]:
    """All that is said."""
    return {
        "rule": no.rule,
        "code": no.code,
        "basis": no.basis,
        "alert": no.alert,
        "zh": no.say("zh"),
        "en": no.say("en"),
        "values": no.values,
    }


@pytest.mark.parametrize("name", CASES)
def test_a_refusal_says_what_is_wrong_and_what_to_do(name: str) -> None:
    assert told_in_full(_refusal(name)) == SAID[name]


def test_every_refusal_that_is_written_down_is_told() -> None:
    assert CASES.keys() == SAID.keys()

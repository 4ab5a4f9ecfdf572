"""What happens in the same save, where there is less than usual to happen."""

from collections.abc import Iterable
from typing import Any

import pytest

from fleet.disposal.disposal_events import AssetWrittenOff
from fleet.procurement.purchase_events import PurchaseCancelled
from fleet.reactions.streams import AnySaid
from fleet.reactions.together_disposal import DISPOSAL
from fleet.reactions.together_procurement import PROCUREMENT
from fleet.reactions.together_vehicle import VEHICLE
from fleet.vehicle.retirement import VehicleWithdrawn
from fleet.vehicle.transfer import VehicleTransferredOut
from tests.projections.papers import MARCH, OF_PURCHASE, WRITTEN_OFF

V: dict[str, Any] = {"vehicle": "C1", "at": MARCH}


def streams(said: Iterable[AnySaid]) -> list[str]:
    """Whom it is said to."""
    return [each.stream for each in said]


def test_a_withdrawal_of_the_days_before_there_were_cases_cites_none() -> None:
    event = VehicleWithdrawn(**V, approval="处1")
    assert streams(VEHICLE[VehicleWithdrawn](event)) == []
    cited = event.model_copy(update={"case": "D1"})
    assert streams(VEHICLE[VehicleWithdrawn](cited)) == ["disposal:D1"]


@pytest.mark.proves("R011")
def test_a_car_without_a_slot_vacates_none() -> None:
    gone = {"jurisdiction": "330200", "acceptance": "甬收1号", "plate": "浙A1", "vin": None}
    out = VehicleTransferredOut(**V, **gone, slot=None)
    assert streams(VEHICLE[VehicleTransferredOut](out)) == ["plate:浙A1"]
    off = WRITTEN_OFF.model_copy(update={"slot": None})
    assert streams(DISPOSAL[AssetWrittenOff](off)) == ["vehicle:C1"]
    assert streams(DISPOSAL[AssetWrittenOff](WRITTEN_OFF)) == ["vehicle:C1", "slot:S1"]


@pytest.mark.proves("R113")
def test_a_purchase_gives_back_what_it_held_and_no_more() -> None:
    held: dict[str, Any] = {"held": True, "certificate": None, "reason": "不买了", "by": "孙立"}
    held["body"] = "BUREAU"
    off = PurchaseCancelled(**OF_PURCHASE, **held, indicator=None, case=None, document=None)
    assert streams(PROCUREMENT[PurchaseCancelled](off)) == ["slot:S1"]
    more = off.model_copy(update={"indicator": "I1", "case": "D1"})
    everything = ["slot:S1", "disposal:D1", "indicator:I1"]
    assert streams(PROCUREMENT[PurchaseCancelled](more)) == everything

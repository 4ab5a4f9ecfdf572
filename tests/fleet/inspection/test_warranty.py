"""质保: until when, and how far, the maker pays."""

from datetime import date
from typing import Any

import pytest

from fleet.inspection.warranty import Cover, RecordWarranty, WarrantyRecorded, warranty
from tests.fleet.inspection.workshop import ABROAD, CENTRE, DIGEST, NOW, other, refusal
from tests.given import Given

given = Given(warranty)
SAID: dict[str, Any] = {
    "vehicle": "V1",
    "cover": "WHOLE_CAR",
    "valid_until": date(2027, 3, 1),
    "limit_km": 100_000,
    "sha256": DIGEST,
    "at": NOW,
}
record = RecordWarranty(**SAID, brief=CENTRE)
RECORDED = WarrantyRecorded(**SAID, by="gu")
BATTERY = RECORDED.model_copy(update={"cover": "BATTERY", "limit_km": None})


def test_a_cover_is_recorded_once() -> None:
    given().when(record).then(RECORDED)
    given(RECORDED).when(record).then()
    given(BATTERY).when(record).then(RECORDED)


@pytest.mark.parametrize(
    "change", [{"valid_until": date(2028, 3, 1)}, {"limit_km": None}, {"sha256": "cd" * 32}]
)
def test_another_paper_replaces_it(change: dict[str, Any]) -> None:
    given(RECORDED).when(other(record, **change)).then(RECORDED.model_copy(update=change))


@pytest.mark.parametrize(
    ("day", "gone", "covers"),
    [
        (date(2027, 3, 1), 100_000, ("BATTERY", "WHOLE_CAR")),
        (date(2027, 3, 1), 100_001, ("BATTERY",)),
        (date(2027, 3, 1), None, ("BATTERY", "WHOLE_CAR")),
        (date(2027, 3, 2), 0, ()),
    ],
)
def test_it_holds_until_its_last_day_and_within_its_distance(
    day: date, gone: int | None, covers: tuple[str, ...]
) -> None:
    assert warranty.fold([RECORDED, BATTERY]).in_force(day, gone) == covers


def test_a_car_that_nobody_has_read_has_gone_nowhere() -> None:
    near = RECORDED.model_copy(update={"limit_km": 1})
    assert warranty.fold([near]).in_force(NOW.date(), None) == ("WHOLE_CAR",)
    assert warranty.fold([near]).known == {"WHOLE_CAR": Cover(date(2027, 3, 1), 1, DIGEST)}


def test_another_region_has_no_say() -> None:
    assert refusal(warranty, other(record, brief=ABROAD)).code == "OutsideJurisdiction"


def test_a_limit_is_at_least_a_kilometre() -> None:
    with pytest.raises(ValueError, match="greater than or equal to 1"):
        other(record, limit_km=0)
    assert other(record, limit_km=1).limit_km == 1

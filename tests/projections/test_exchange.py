"""Records for other systems: one documented form for each kind."""

import json
from pathlib import Path
from typing import Any

import pytest

from projections import exchange
from projections.exchange import KINDS, RECORDS
from projections.projection import Folded
from projections.seen import Seen
from projections.views import ALL
from projections.views.restricted import Restricted
from tests.projections import use as told
from tests.projections.stories import AREA, OCTOBER, OPENED, PAPERS, PLAN, entries

PAGE = (Path(__file__).parents[2] / "docs" / "exchange.md").read_text()
DRIVEN = (
    told.DRAFTED, told.REQUESTED, told.APPROVED, told.ASSIGNED, told.DEPARTED, told.RETURNED,
    told.RECONCILED,
)  # fmt: skip


def records(kind: str, **changes: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - rows of a view
    folded: Folded = {name: {} for name in ALL}
    for name, view in ALL.items():
        view.keep(folded[name], entries(*PAPERS, AREA, PLAN, OPENED, *DRIVEN))
    return KINDS[kind].rows(Seen({**folded, **changes}, {}, OCTOBER))


@pytest.mark.proves("R058")
def test_a_vehicle_goes_out_with_its_unit_terminal_and_plan() -> None:
    [car] = records("vehicles")
    assert (car["vehicle"], car["unit_name"], car["jurisdiction"]) == (
        "car-1", "市档案馆", "330100"
    )  # fmt: skip
    assert (car["device"], car["fence_plan"], car["first_registered"]) == ("T1", 1, None)
    [bare] = records("vehicles", units={}, fence_plans={})
    assert (bare["unit_name"], bare["fence_plan"]) == ("", None)


@pytest.mark.proves("R058")
def test_an_order_and_its_trip_go_out() -> None:
    [order], [trip] = records("orders"), records("trips")
    assert (order["order"], order["stage"], order["begins_at"]) == (
        "O1", "reconciled", "2026-10-05T02:00:00Z"
    )  # fmt: skip
    assert trip == {
        "order": "O1", "vehicle": "C1", "driver": "D1", "departed_at": "2026-10-05T02:00:00Z",
        "returned_at": "2026-10-05T04:00:00Z", "odometer_out_km": 100, "odometer_in_km": 150,
        "distance_m": 51_000, "result": "MATCHED",
    }  # fmt: skip
    waiting = ALL["orders"].fold({}, entries(told.DRAFTED))
    assert records("trips", orders=waiting) == []


@pytest.mark.proves("R058")
def test_an_alert_goes_out_unless_its_car_is_confidential() -> None:
    [alert] = records("alerts")
    assert (alert["code"], alert["plate"], alert["since"]) == (
        "GEO-02", "浙A0001警", "2026-10-01T01:01:00Z"
    )  # fmt: skip
    assert (alert["until"], alert["evidence"][0]["kind"]) == (None, "fixes")
    hidden = {"car-1": Restricted("car-1", "330100", "zhou")}
    assert records("alerts", restricted=hidden) == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_record_fits_its_schema_and_no_field_claims_conformity(kind: str) -> None:
    schema = exchange.schema()
    assert schema["kinds"][kind] == {"$ref": f"#/$defs/{RECORDS[kind].__name__}"}
    fields = schema["$defs"][RECORDS[kind].__name__]["properties"]
    assert all(field["verified"] is False and field["zh"] for field in fields.values())
    assert all(set(record) == set(fields) for record in records(kind))
    assert json.loads(json.dumps(schema))["title"] == "gongche-exchange/1"


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_names_every_field_of_every_kind(kind: str) -> None:
    for name, field in exchange.schema()["$defs"][RECORDS[kind].__name__]["properties"].items():
        assert f"|{kind}|`{name}`|{field['zh']}|no|" in PAGE

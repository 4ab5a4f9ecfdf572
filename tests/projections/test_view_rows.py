"""What views show of the closed loop: boards from folded rows, with headers people can read."""

from typing import Any

import pytest

from fleet.dispatch.platform import PlatformOpened, VehicleAttached
from fleet.supervision.restricted_list import VehicleListed
from projections.columns import COLUMNS
from projections.headers import HEADERS
from projections.projection import Folded
from projections.seen import Seen
from projections.view_rows import BOARDS, SHOWN
from projections.views import ALL
from tests.projections import papers as told
from tests.projections import use
from tests.projections.stories import AREA, OCTOBER, PAPERS, PLAN, entries

LOOP = (
    told.OPENED, told.OCCUPIED, told.DRAFTED, told.SUBMITTED, told.GRANTED, told.WANTED,
    told.APPLIED, told.CONTRACTED, told.DELIVERED, told.CLOSED, told.CASE, told.AGREED,
    told.WRITTEN_OFF, told.NOTICED, told.SCRAPPED, told.NEW_CAR,
)  # fmt: skip

USED = (
    use.DRAFTED, use.REQUESTED, use.EMERGENCY, use.SCHEDULED, use.DONE, use.PLANNED, use.GRANTED,
    use.CHECKED, use.HIRED, use.LICENCE, use.RAISED, use.CLOSED,
    use.part(PlatformOpened, platform="EM", category="MAIL", jurisdiction="330100"),
    use.part(VehicleAttached, platform="EM", vehicle="car-1", unit="HZ-01"),
    use.part(VehicleListed, vehicle="C9", jurisdiction="330100", officer="zhou"),
    use.RAISED.model_copy(update={"case": "K2", "vehicle": "C9"}),
)  # fmt: skip


def folded() -> Folded:
    """Every view, of the whole story."""
    known: Folded = {}
    loop = (*LOOP, *USED)
    for name, view in ALL.items():
        known[name] = {}
        view.keep(known[name], entries(*PAPERS, AREA, PLAN, *loop, told.RAISED))
    return known


def shown(name: str, *, scoped: bool = False) -> list[dict[str, Any]]:
    """What a view shows in October."""
    return SHOWN[name].rows(Seen(folded(), {}, OCTOBER, scoped=scoped))


@pytest.mark.parametrize("name", SHOWN)
def test_every_row_has_every_column_of_the_screen(name: str) -> None:
    for row in shown(name):
        assert set(COLUMNS[name]) - {"text.zh"} <= set(row)


@pytest.mark.parametrize("name", BOARDS)
def test_every_column_of_a_board_has_a_header_in_both_languages(name: str) -> None:
    headers = [HEADERS[column] for column in COLUMNS[name]]
    assert all(any("\u4e00" <= sign <= "\u9fff" for sign in header) for header in headers)
    assert all(any("a" <= sign.lower() <= "z" for sign in header) for header in headers)
    assert len(set(headers)) == len(headers)


def test_a_dossier_is_one_row_a_line_in_the_order_of_the_ledger() -> None:
    rows = [row for row in shown("dossiers") if row["vehicle"] == "C1"]
    assert [row["topic"] for row in rows][:2] == ["slot.occupied", "indicator.drafted"]
    assert [row["position"] for row in rows] == sorted(row["position"] for row in rows)


def test_a_view_is_shown_in_the_order_of_its_keys() -> None:
    assert [row["vehicle"] for row in shown("vehicles")] == ["C2", "car-1"]
    [alert] = shown("alerts")
    assert (alert["code"], alert["subject"], alert["unit"]) == ("QUOT-01", "slot:S1", "A")


def test_whoever_reads_for_a_unit_does_not_see_cases_of_confidential_cars() -> None:
    assert [row["case"] for row in shown("alert_cases")] == ["K1", "K2"]
    [own] = shown("alert_cases", scoped=True)
    assert (own["case"], own["handler"], own["due_at"]) == (
        "K1", "UNIT_CLERK", "2026-10-05T02:00:00Z"
    )  # fmt: skip
    assert [row["count"] for row in shown("alert_queue")] == [1, 1]


def test_whoever_reads_for_a_unit_does_not_see_alerts_of_confidential_cars() -> None:
    known = folded()
    [name] = known["alerts"]
    car = known["alerts"][name].finding.vehicle
    known["restricted"] = {car: object()}
    assert SHOWN["alerts"].rows(Seen(known, {}, OCTOBER))
    assert SHOWN["alerts"].rows(Seen(known, {}, OCTOBER, scoped=True)) == []


def test_whoever_reads_for_a_unit_does_not_see_what_is_said_against_confidential_cars() -> None:
    def topics(*, scoped: bool) -> list[str]:
        return [it["topic"] for it in shown("dossiers", scoped=scoped) if it["vehicle"] == "C9"]

    assert topics(scoped=False) == ["restricted-list.vehicle-listed", "alert-case.raised"]
    assert topics(scoped=True) == ["restricted-list.vehicle-listed"]
    own = [it["topic"] for it in shown("dossiers", scoped=True) if it["vehicle"] == "C1"]
    assert {"alert-case.raised", "notice.raised"} <= {*own}


def test_a_seal_and_a_platform_are_shown_in_numbers() -> None:
    [seal], [platform] = shown("seals"), shown("platforms")
    assert (seal["exemptions"], seal["breaches"], seal["checked"]) == (1, 0, 4)
    assert "places" not in seal
    assert (platform["cars"], platform["owners"], platform["beneficiaries"]) == (1, 1, 0)

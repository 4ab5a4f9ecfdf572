"""What views show of the closed loop: boards from folded rows, with headers people can read."""

from typing import Any

import pytest

from projections.columns import COLUMNS
from projections.headers import HEADERS
from projections.projection import Folded
from projections.seen import Seen
from projections.view_rows import BOARDS, SHOWN
from projections.views import ALL
from tests.projections import papers as told
from tests.projections.stories import AREA, OCTOBER, PAPERS, PLAN, entries

LOOP = (
    told.OPENED, told.OCCUPIED, told.DRAFTED, told.SUBMITTED, told.GRANTED, told.WANTED,
    told.APPLIED, told.CONTRACTED, told.DELIVERED, told.CLOSED, told.CASE, told.AGREED,
    told.WRITTEN_OFF, told.NOTICED, told.SCRAPPED, told.NEW_CAR,
)  # fmt: skip


def folded() -> Folded:
    """Every view, of the whole story."""
    known: Folded = {}
    for name, view in ALL.items():
        known[name] = {}
        view.keep(known[name], entries(*PAPERS, AREA, PLAN, *LOOP, told.RAISED))
    return known


def shown(name: str) -> list[dict[str, Any]]:
    """What a view shows in October."""
    return SHOWN[name].rows(Seen(folded(), {}, OCTOBER))


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
    assert [row["topic"] for row in rows][:2] == ["disposal.drafted", "disposal.approved"]
    assert [row["position"] for row in rows] == sorted(row["position"] for row in rows)


def test_a_view_is_shown_in_the_order_of_its_keys() -> None:
    assert [row["vehicle"] for row in shown("vehicles")] == ["C2", "car-1"]
    [alert] = shown("alerts")
    assert (alert["code"], alert["subject"], alert["unit"]) == ("QUOT-01", "slot:S1", "A")

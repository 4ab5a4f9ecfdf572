"""S03: the full loop of one year, by commands only."""

from datetime import UTC, datetime

import pytest

from fleet.disposal.disposal_events import (
    AssetDisposalApproved,
    AssetWrittenOff,
    DisposalApproved,
)
from fleet.ledger.handle import load
from fleet.planning.indicator import indicator
from fleet.planning.indicator_stages import Consumed
from fleet.procurement.purchase import purchase
from fleet.procurement.purchase_events import PurchaseApplied
from fleet.procurement.stages import Closed
from tests.scenarios.office import BUREAU, Office

RENEWALS = range(1, 22)
ADDITIONS = range(22, 28)


@pytest.fixture
def year(office: Office) -> Office:
    """27 approved indicators, 21 renewals and 6 additions, with money and execution documents."""
    office.now = datetime(2025, 6, 2, 1, tzinfo=UTC)
    office.open("A")
    office.slots("A", *(f"S{n}" for n in (*RENEWALS, *ADDITIONS)))
    for n in RENEWALS:
        office.car(f"{n}", "A", f"S{n}")
        office.indicator(f"I{n}", "A", f"S{n}", vehicle=f"C{n}")
    for n in ADDITIONS:
        office.indicator(f"I{n}", "A", f"S{n}")
    for n in (*RENEWALS, *ADDITIONS):
        office.approve(f"I{n}", renewal=n in RENEWALS)
        office.budget(f"I{n}", "A")
    return office


@pytest.mark.proves("R052")
@pytest.mark.proves("R049")
@pytest.mark.proves("R114")
def test_a_year_of_renewals_and_additions_runs_from_indicator_to_the_road(year: Office) -> None:
    year.now = datetime(2026, 1, 5, 1, tzinfo=UTC)
    for n in RENEWALS:
        year.dispose(f"D{n}", f"C{n}", "A", f"S{n}", f"I{n}")
        year.draft(f"P{n}", "A", f"S{n}", f"I{n}", vehicle=f"C{n}")
        year.apply(f"P{n}", f"D{n}")
    for n in ADDITIONS:
        year.draft(f"P{n}", "A", f"S{n}", f"I{n}")
        year.apply(f"P{n}")
    for n in (*RENEWALS, *ADDITIONS):
        year.buy(f"P{n}", f"N{n}")
        year.commission(f"N{n}", "A", f"S{n}", f"P{n}")
    for n in (*RENEWALS, *ADDITIONS):
        assert isinstance(load(year.ledger, f"purchase:P{n}", purchase), Closed)
        assert isinstance(load(year.ledger, f"indicator:I{n}", indicator), Consumed)


@pytest.mark.proves("R112")
def test_each_of_the_four_steps_names_the_one_before(year: Office) -> None:
    year.now = datetime(2026, 1, 5, 1, tzinfo=UTC)
    year.dispose("D1", "C1", "A", "S1", "I1")
    year.draft("P1", "A", "S1", "I1", vehicle="C1")
    year.apply("P1", "D1")
    chain = (DisposalApproved, AssetDisposalApproved, AssetWrittenOff, PurchaseApplied)
    steps = [entry for entry in year.entries if isinstance(entry.event, chain)]
    assert tuple(type(step.event) for step in steps) == chain
    told = [step.event.model_dump() for step in steps]
    assert [event["predecessor"] for event in told[1:]] == [step.event_id for step in steps[:3]]
    times = [event["at"] for event in told]
    assert times == sorted(times)
    assert BUREAU["person"] in told[0]["signatures"].values()

"""What the entries of alert cases amount to, and of the list of confidential cars."""

from typing import Any

import pytest

from fleet.decider import Event
from fleet.supervision import case_events as cases
from fleet.supervision.restricted_list import VehicleDelisted, VehicleListed
from projections import views
from projections.views.alert_cases import AlertCase
from projections.views.restricted import Restricted
from tests.projections import use as told
from tests.projections.papers import row
from tests.projections.use import HOUR, NINE, part


def case(*events: Event) -> AlertCase:
    found = row(views.alert_cases.view, told.RAISED, *events)
    assert found
    return found


def acted(kind: type[Event], **more: object) -> Event:
    return part(kind, **told.ALERT, **more)


UP = acted(cases.AlertEscalated, level=1, handler="CENTRE")
SEEN = acted(cases.AlertAcknowledged)
ASKED = acted(cases.ExplanationRequested, explain_by=NINE + 2 * HOUR)
ANSWERED = acted(cases.ExplanationSubmitted)
FOUND = acted(cases.FindingConfirmed, finding_class="MANAGEMENT")
NOTHING = acted(cases.AlertDismissed, reason="WorkNeed")
SETTLED = acted(cases.AlertAutoDismissed, reason="returned")


@pytest.mark.parametrize(
    ("events", "stage", "due"),
    [
        ((), "raised", 1),
        ((UP,), "escalated", 1),
        ((SEEN,), "acknowledged", 72),
        ((SEEN, ASKED), "awaiting_explanation", 2),
        ((SEEN, ASKED, ANSWERED), "under_verification", 72),
        ((FOUND,), "confirmed", 72),
        ((FOUND, acted(cases.FindingReferred)), "referred", 72),
        ((FOUND, acted(cases.RectificationOrdered)), "rectifying", 72),
        ((FOUND, acted(cases.DisciplineFeedbackRecorded)), "rectifying", 72),
        ((FOUND, acted(cases.RectificationSubmitted)), "under_acceptance", 72),
        ((FOUND, acted(cases.RectificationRejected)), "rectifying", 72),
        ((FOUND, acted(cases.AlertClosed)), "closed", 72),
        ((NOTHING,), "dismissed", 72),
        ((SETTLED,), "dismissed", 72),
        ((NOTHING, acted(cases.AlertReopened)), "acknowledged", 72),
    ],
)
def test_a_case_waits_for_its_next_step(events: tuple[Event, ...], stage: str, due: int) -> None:
    found = case(*events)
    assert (found.stage, found.due_at) == (stage, NINE + due * HOUR)
    assert found.ended_at == (NINE if stage in ("closed", "dismissed") else None)


def test_a_case_goes_up_its_ladder_and_not_beyond() -> None:
    assert (case().handler, case(UP).handler, case(UP).escalations) == ("UNIT_CLERK", "CENTRE", 1)
    beyond = acted(cases.AlertEscalated, level=7, handler="CENTRE")
    assert case(beyond).handler == "CENTRE"
    alone = row(views.alert_cases.view, told.RAISED.model_copy(update={"ladder": ()}))
    assert alone
    assert alone.handler == ""
    assert row(views.alert_cases.view, UP) is None


def test_a_case_remembers_how_it_ended_and_forgets_it_when_it_is_opened_again() -> None:
    assert (case(NOTHING).reason, case(NOTHING).auto) == ("WorkNeed", False)
    assert (case(SETTLED).reason, case(SETTLED).auto) == ("returned", True)
    assert case(FOUND).finding_class == "MANAGEMENT"
    more = acted(cases.EvidenceMerged, severity="RED", times=4, withdrawn="returned")
    graver = case(more)
    assert (graver.severity, graver.times, graver.withdrawn) == ("RED", 4, "returned")
    again = case(more, SETTLED, acted(cases.AlertReopened))
    assert (again.reason, again.auto, again.withdrawn) == ("", False, "")


def test_a_confidential_car_has_one_officer_and_leaves_its_own_list_only() -> None:
    of: dict[str, Any] = {"vehicle": "C1", "document": "密1", "by": "li", "at": NINE}
    listed = VehicleListed(**of, jurisdiction="330106", officer="zhou")
    gone = VehicleDelisted(**of, jurisdiction="330106")
    elsewhere = VehicleDelisted(**of, jurisdiction="330100")
    known = Restricted("C1", "330106", "zhou")
    assert row(views.restricted.view, listed, elsewhere) == known
    assert row(views.restricted.view, listed, gone) is None
    assert row(views.restricted.view, gone) is None

"""What the views of dispatch, drivers, checks, seals and alert cases show. Pure."""

import json

from projections.alert_form import shown
from projections.boards import (
    activities,
    alert_queue,
    check_board,
    city_board,
    driver_board,
    order_board,
    registry,
    seal_board,
    trip_counters,
)
from projections.boards.alert_queue import About
from projections.boards.order_board import Obstacles
from projections.seen import Seen, Show, Shown
from projections.views import ALL
from projections.views.platforms import Platform
from projections.views.seals import Seal


def _orders(seen: Seen) -> list[Shown]:
    folded = seen.folded
    obstacles = Obstacles(folded["blocked_cars"], folded["uncovered_drivers"])
    return order_board.rows(seen.values("open_orders"), folded["units"], obstacles, seen.at)


def _checks(seen: Seen) -> list[Shown]:
    return check_board.rows(seen.values("check_counts"), seen.folded["units"], seen.today)


def _seals(seen: Seen) -> list[Shown]:
    return [_seal(row) for row in seen.values("seals")]


def _seal(row: Seal) -> Shown:
    told: Shown = json.loads(ALL["seals"].written(row))
    del told["places"]
    counts = {"exemptions": len(row.exemptions), "breaches": len(row.breaches)}
    return {**told, **counts, "checked": len(row.places)}


def _seal_board(seen: Seen) -> list[Shown]:
    return seal_board.rows(seen.values("seals"), seen.folded["vehicles"], seen.folded["units"])


def _exemptions(seen: Seen) -> list[Shown]:
    return seal_board.exemptions(seen.values("seals"), seen.folded["units"])


def _drivers(seen: Seen) -> list[Shown]:
    return driver_board.rows(seen.values("drivers"), seen.folded["units"], seen.today)


def _platforms(seen: Seen) -> list[Shown]:
    return [_platform(row) for row in seen.values("platforms")]


def _platform(row: Platform) -> Shown:
    """Whom a platform drives is counted, not named."""
    return {
        "platform": row.platform,
        "category": row.category,
        "jurisdiction": row.jurisdiction,
        "cars": len(row.vehicles),
        "owners": len({*row.vehicles.values()}),
        "dispatchers": list(row.dispatchers),
        "on_duty": list(row.on_duty),
        "beneficiaries": len(row.beneficiaries),
        "reasons": list(row.reasons),
        "lent": row.lent,
    }


def _cases(seen: Seen) -> list[Shown]:
    """Every case; whoever reads for a unit does not see those of confidential cars."""
    restricted = seen.folded["restricted"] if seen.scoped else None
    return [
        {
            **json.loads(ALL["alert_cases"].written(case)),
            "handler": case.handler,
            "due_at": shown(case.due_at),
        }
        for case in seen.values("alert_cases")
        if restricted is None or not alert_queue.hidden(case, restricted)
    ]


def _queue(seen: Seen) -> list[Shown]:
    folded = seen.folded
    about = About(folded["vehicles"], folded["units"], folded["restricted"])
    return alert_queue.rows(seen.values("alert_cases"), about, seen.at)


def _precision(seen: Seen) -> list[Shown]:
    return alert_queue.precision(seen.values("alert_cases"))


def _trips(seen: Seen) -> list[Shown]:
    counts, platforms = seen.values("trip_counts"), seen.values("platforms")
    return trip_counters.rows(counts, platforms, seen.values("vehicles"))


def _registry(seen: Seen) -> list[Shown]:
    units, plans = seen.folded["units"], seen.folded["fence_plans"]
    return registry.completeness(seen.values("vehicles"), units, plans, seen.at)


def _network(seen: Seen) -> list[Shown]:
    restricted, platforms = seen.folded["restricted"], seen.values("platforms")
    return registry.coverage(seen.values("vehicles"), platforms, restricted, seen.at)


def _city(seen: Seen) -> list[Shown]:
    return city_board.rows(seen.folded, seen.at)


def _activities(seen: Seen) -> list[Shown]:
    return activities.rows(seen.values("trainings"))


_CASES = ("alert_cases", "restricted", "vehicles", "units")
OF_USE: dict[str, Show] = {
    "activities": Show(("trainings",), _activities),
    "alert_cases": Show(("alert_cases", "restricted"), _cases),
    "alert_queue": Show(_CASES, _queue),
    "case_precision": Show(("alert_cases",), _precision),
    "check_board": Show(("check_counts", "units"), _checks),
    "city_board": Show(city_board.NEEDS, _city),
    "driver_board": Show(("drivers", "units"), _drivers),
    "exemptions": Show(("seals", "units"), _exemptions),
    "network_coverage": Show(("vehicles", "platforms", "restricted"), _network),
    "order_board": Show(("open_orders", "blocked_cars", "uncovered_drivers", "units"), _orders),
    "platforms": Show(("platforms",), _platforms),
    "registry": Show(("vehicles", "units", "fence_plans"), _registry),
    "seal_board": Show(("seals", "vehicles", "units"), _seal_board),
    "seals": Show(("seals",), _seals),
    "trip_counters": Show(("trip_counts", "platforms", "vehicles"), _trips),
}
"""Name -> what it shows."""

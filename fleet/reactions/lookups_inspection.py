"""What checks, repairs and papers have to know about a car, and what others ask of its checks."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from fleet.inspection.check import check
from fleet.inspection.check_commands import check_id
from fleet.inspection.check_stages import Completed
from fleet.ledger.saying import Reader


def daily_check(read: Reader, vehicle: str, day: date) -> bool:
    """Whether a car was checked on a local day, before it leaves.

    Source:
        R091, INSP-01.
    """
    known = read.state(f"check:{check_id(vehicle, 'DAILY', day.isoformat())}", check)
    return isinstance(known, Completed)


Found = Mapping[str, object]
_ = Any

"""The one object that an alert is everywhere: command line, SSE, MQTT, view (contracts.md)."""

import hashlib
import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from projections.alert_text import text
from projections.catalogue import severity
from projections.notice_text import told
from projections.views.alerts import Alert
from projections.views.units import Unit
from projections.views.vehicles import Vehicle

SUPERVISION = "supervision"


_CONFIDENTIAL = {
    "zh": "涉密车辆：内容仅限指定人员知悉",
    "en": "a confidential vehicle: only its named officer is told more",
}


@dataclass(frozen=True, slots=True)
class Known:
    """Who the vehicles are, by id, what the units are called, by code; the confidential cars."""

    vehicles: Mapping[str, Vehicle] = field(default_factory=dict)
    units: Mapping[str, Unit] = field(default_factory=dict)
    restricted: Container[str] = frozenset()


def form(alert: Alert, known: Known) -> dict[str, Any]:
    """The alert as contracts.md has it, and what the folders of a supervisor need besides.

    A vehicle nobody has registered goes by its id; its unit is then empty. Of a confidential one
    it says only that there is an alert, and of which kind (handbook 10, rule 6).
    """
    whole = _whole(alert, known)
    return _hidden(whole) if alert.finding.vehicle in known.restricted else whole


def _hidden(whole: dict[str, Any]) -> dict[str, Any]:
    name = hashlib.sha256(whole["id"].encode()).hexdigest()[:16]
    nothing: dict[str, Any] = {"vehicle": "", "plate": "", "subject": "", "flags": []}
    nothing |= {"window": {"from": None, "to": None}, "confirmed": None, "merged_into": None}
    nothing |= {"inputs": {}, "evidence": [], "text": dict(_CONFIDENTIAL)}
    return whole | nothing | {"id": f"confidential-{name}"}


def _whole(alert: Alert, known: Known) -> dict[str, Any]:
    finding = alert.finding
    vehicle = known.vehicles.get(finding.vehicle, Vehicle(finding.vehicle, plate=finding.vehicle))
    code = alert.unit or vehicle.unit
    unit = known.units.get(code, Unit(code))
    return {
        "id": finding.finding_id,
        "position": f"{SUPERVISION}:{alert.position}",
        "code": finding.code,
        "state": alert.state,
        "severity": finding.inputs.get("severity") or severity(finding.code),
        "vehicle": finding.vehicle,
        "plate": vehicle.plate,
        "unit": code,
        "subject": alert.subject,
        "unit_name": unit.name,
        "unit_name_en": unit.name_en,
        "window": {"from": shown(finding.since), "to": shown(finding.until)},
        "confirmed": shown(finding.confirmed),
        "rule_version": finding.rule_version,
        "policy_version": finding.inputs.get("policy", ""),
        "inputs": dict(finding.inputs),
        "evidence": [evidence.model_dump() for evidence in finding.evidence],
        "flags": list(finding.flags),
        "text": told(alert, unit) if alert.subject else text(alert, vehicle.plate),
        "late": alert.late,
        "recorded_at": shown(alert.updated_at),
        "reason": alert.reason,
        "merged_into": alert.merged_into,
    }


def shown(moment: datetime | None) -> str | None:
    """A time as it goes out: `2026-10-01T01:01:00Z`, with a fraction where there is one."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def topic(body: Mapping[str, Any]) -> str:
    """Where it goes on MQTT: `gongche/v1/alerts/{unit}/{code}`; `-` where the unit is unknown."""
    unit, code = (re.sub(r"[^A-Za-z0-9_-]", "_", body[name]) or "-" for name in ("unit", "code"))
    return f"gongche/v1/alerts/{unit}/{code}"


def cloud_event(event_id: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """The envelope of CloudEvents 1.0 around an alert.

    Args:
        event_id: The name of the ledger's entry: a repeat carries the same.
        body: The alert.
    """
    return {
        "specversion": "1.0",
        "id": event_id,
        "source": "gongche/supervision",
        "type": f"gongche.alert.{body['state']}",
        "subject": body["vehicle"],
        "time": body["recorded_at"],
        "datacontenttype": "application/json",
        "data": dict(body),
    }

"""Everything that papers can do to a car's past, and everything that is believed about it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from fleet.decider import Event, Refused
from fleet.vehicle.fence import FenceWithdrawn
from fleet.vehicle.fence_plan import FencePlanPublished
from fleet.vehicle.terminal import (
    BindTerminal,
    Terminal,
    TerminalCommand,
    TerminalEvent,
    TerminalRegistered,
    UnbindTerminal,
    terminal,
)
from tests.telemetry.scene import ALWAYS, OUTSIDE, Scene, yard

ELSEWHERE = {"type": "Point", "coordinates": [OUTSIDE, 30.3]}
FENCES = ["fence", "elsewhere", "everyone", "withdraw"]
PLANS = ["plan", "other plan", "no plan", "plan of the second car"]
TERMINALS = ["in", "out", "in the second car", "out of the second car"]
SECOND_TERMINALS = ["second in", "second in as a spare", "second out"]
KINDS = [*FENCES, *PLANS, *TERMINALS, *SECOND_TERMINALS]


@dataclass(frozen=True)
class Paper:
    """Something filed: of what kind, from when on, and until when if it says so."""

    kind: str
    begin: datetime
    end: datetime | None


@dataclass
class Office:
    """Files papers about a car, a second car and a second terminal; what is refused is not filed.

    Attributes:
        scene: The car, which has a terminal and a yard.
    """

    scene: Scene
    _terminals: dict[str, Terminal] = field(default_factory=dict)

    @property
    def second_car(self) -> str:
        """It has no terminal at first."""
        return f"{self.scene.car}-v"

    @property
    def second_terminal(self) -> str:
        """It is in no car at first."""
        return f"{self.scene.car}-2"

    async def open(self) -> None:
        """Register what the papers will be about."""
        car = self.scene.car
        first = TerminalRegistered(device=car)
        bound = BindTerminal(device=car, vehicle=car, valid_from=ALWAYS)
        self._terminals[car] = terminal.fold(
            [first, *terminal.decide(bound, terminal.fold([first]))]
        )
        second = TerminalRegistered(device=self.second_terminal)
        self._terminals[self.second_terminal] = terminal.fold([second])
        await self.scene.say(
            (f"terminal:{self.second_terminal}", second),
            (f"fence:{car}-b", yard(f"{car}-b")),
        )

    async def file(self, paper: Paper) -> None:
        """Write it to the ledger."""
        if paper.kind in FENCES:
            await self.scene.say((f"fence:{self.scene.car}", self._fence(paper)))
        elif paper.kind in PLANS:
            plan = self._plan(paper)
            await self.scene.say((f"fence-plan:{plan.vehicle}", plan))
        else:
            await self._terminal(self._command(paper))

    def _fence(self, paper: Paper) -> Event:
        car = self.scene.car
        if paper.kind == "withdraw":
            return FenceWithdrawn(fence=car, at=paper.begin)
        other: dict[str, dict[str, object]] = {
            "elsewhere": {"geometry": ELSEWHERE, "radius_m": 150.0, "profile": "plain"},
            "everyone": {"everyone": True},
        }
        version = self.scene.versions[f"fence:{car}"] + 1
        special = other.get(paper.kind, {})
        return yard(car, version, paper.begin, valid_to=paper.end, **special)

    def _plan(self, paper: Paper) -> FencePlanPublished:
        car = self.scene.car
        vehicle = self.second_car if paper.kind == "plan of the second car" else car
        fences = {"other plan": f"{car}-b", "no plan": "nowhere"}
        return FencePlanPublished(
            vehicle=vehicle,
            version=self.scene.versions.get(f"fence-plan:{vehicle}", 0) + 1,
            home=(),
            operating=(fences.get(paper.kind, car),),
            forbidden=(),
            valid_from=paper.begin,
            valid_to=paper.end,
        )

    def _command(self, paper: Paper) -> TerminalCommand:
        device = self.second_terminal if paper.kind in SECOND_TERMINALS else self.scene.car
        vehicle = self.second_car if paper.kind.endswith("second car") else self.scene.car
        if "out" in paper.kind:
            return UnbindTerminal(device=device, vehicle=vehicle, at=paper.begin)
        return BindTerminal(
            device=device,
            vehicle=vehicle,
            valid_from=paper.begin,
            valid_to=paper.end,
            spare=paper.kind.endswith("spare"),
        )

    async def _terminal(self, command: TerminalCommand) -> None:
        state = self._terminals[command.device]
        try:
            events: list[TerminalEvent] = terminal.decide(command, state)
        except Refused:
            return
        for event in events:
            state = terminal.evolve(state, event)
            await self.scene.say((f"terminal:{command.device}", event))
        self._terminals[command.device] = state

    async def believed(self) -> list[Any]:
        """Visits, findings, whereabouts and bindings; the cars' names do not tell them apart."""
        told = []
        for statement in BELIEVED:
            rows = await self.scene.connection.fetch(statement, f"{self.scene.car}%")
            told.append([dict(row) for row in rows])
        text = orjson.dumps(told).decode().replace(self.scene.car, "CAR")
        found: list[Any] = orjson.loads(text)
        for row in found[1]:
            row["finding"] = _without_names(orjson.loads(row["finding"]))
        return found

    async def folded(self) -> bool:
        """Whether the recorded corrections, one after the other, amount to the visits."""
        standing: dict[str, dict[str, Any]] = {}
        for row in await self.scene.connection.fetch(RECORDS, f"{self.scene.car}%"):
            standing.pop(row["visit_id"], None)
            if row["kind"] != "voided":
                standing[row["visit_id"]] = orjson.loads(row["content"])
        rows = await self.scene.connection.fetch(VISITS, f"{self.scene.car}%")
        return standing.keys() == {row["visit_id"] for row in rows}


def _without_names(finding: dict[str, Any]) -> dict[str, Any]:
    rows = [(each["range"], each["rows"]) for each in finding["evidence"]]
    return finding | {"finding_id": "", "evidence": rows}


RECORDS = """
SELECT visit_id, kind, content FROM archive.visit_records WHERE vehicle LIKE $1 ORDER BY position
"""
VISITS = "SELECT visit_id FROM archive.visits WHERE vehicle LIKE $1"
BELIEVED = [
    """
    SELECT vehicle, fence, fence_version, profile, enter_lo, enter_hi, enter_confirmed, exit_lo,
        exit_hi, exit_confirmed, flags, enter_fixes, exit_fixes
    FROM archive.visits
    WHERE vehicle LIKE $1 AND fence LIKE $1
    ORDER BY vehicle, fence, fence_version, enter_hi
    """,
    """
    SELECT scope, finding
    FROM archive.standing
    WHERE vehicle LIKE $1 AND NOT voided
    ORDER BY vehicle, finding->>'since'
    """,
    "SELECT vehicle, device, at FROM archive.latest WHERE vehicle LIKE $1 ORDER BY vehicle",
    "SELECT * FROM archive.bindings WHERE device LIKE $1 ORDER BY device, valid_from",
]

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
import orjson, pytest
from hypothesis import given, settings, strategies as st, seed
from fleet.decider import Refused
from fleet.vehicle.fence import FenceWithdrawn
from fleet.vehicle.fence_plan import FencePlanPublished
from fleet.vehicle.terminal import (BindTerminal, TerminalRegistered, UnbindTerminal, terminal)
from telemetry import evaluation, watch
from tests.telemetry.scene import INSIDE, OUTSIDE, Scene, after, another, opened, yard, ALWAYS
from fleet.terms import BEGINNING

EVERY = int(os.environ.get("EVERY", "3")); N = int(os.environ.get("N", "150")); SEED = int(os.environ.get("SEED", "1"))
SMALL = {"type": "Point", "coordinates": [OUTSIDE, 30.3]}
NEAR, JUMP = 120.3001, 120.9
STEP = 20

@pytest.fixture
async def scene(dsn: str) -> AsyncIterator[Scene]:
    async with opened(dsn) as scene:
        yield scene

moments = st.integers(0, 20).map(lambda n: n * 40)
KINDS = ["fence", "elsewhere", "withdraw", "everyone", "plan", "other plan", "no plan", "unbind", "bind", "bind2", "unbind2", "spare2", "move", "unmove", "planv"]
papers = st.tuples(st.sampled_from(KINDS), moments, st.one_of(st.none(), moments))
fixes = st.lists(st.tuples(st.integers(0, 40).map(lambda n: n * STEP), st.sampled_from([INSIDE, INSIDE, OUTSIDE, OUTSIDE, NEAR, JUMP]), st.integers(0, 4).map(lambda n: n // 4), st.sampled_from([(), (), (), ("dead_reckoning",)])), min_size=2, max_size=40)

@dataclass
class Case:
    papers: list
    fixes: list
    order: list
    cuts: list

@st.composite
def cases(draw):
    f = draw(fixes)
    idx = draw(st.permutations([*range(len(f)), *range(len(f))[:3]]))
    p = draw(st.lists(papers, max_size=5))
    actions = draw(st.permutations(["p"] * len(p) + ["f"] * 12 + ["r"]))
    sizes = draw(st.lists(st.integers(1, 6), min_size=20, max_size=20))
    return Case(p, f, idx, [actions, sizes])

class World:
    def __init__(self, scene): self.s = scene; self.states = {}; self.versions = {}
    def vehicles(self): return [self.s.car, self.s.car + "-v"]
    async def say(self, stream, *events):
        for e in events: await self.s.say((stream, e))
    async def start(self):
        c = self.s.car
        await self.say(f"fence:{c}-b", yard(f"{c}-b"))
        self.states = {}
        st0 = terminal.initial
        for e in (TerminalRegistered(device=c), self.s.bound()): st0 = terminal.evolve(st0, e)
        self.states[c] = st0
        d2 = c + "-2"
        self.states[d2] = terminal.evolve(terminal.initial, TerminalRegistered(device=d2))
        await self.say(f"terminal:{d2}", TerminalRegistered(device=d2))
    async def tdecide(self, device, command):
        try: events = terminal.decide(command, self.states[device])
        except Refused: return
        for e in events: self.states[device] = terminal.evolve(self.states[device], e)
        await self.say(f"terminal:{device}", *events)
    async def file(self, paper):
        kind, m, m2 = paper
        s, c = self.s, self.s.car
        at = after(m); end = after(m2) if m2 is not None and m2 > m else None
        d2, v2 = c + "-2", c + "-v"
        fv = s.versions.get(f"fence:{c}", 0) + 1
        pv = s.versions.get(f"fence-plan:{c}", 0) + 1
        match kind:
            case "fence": await self.say(f"fence:{c}", yard(c, fv, at, valid_to=end))
            case "elsewhere": await self.say(f"fence:{c}", yard(c, fv, at, geometry=SMALL, radius_m=150.0, valid_to=end, profile="plain"))
            case "everyone": await self.say(f"fence:{c}", yard(c, fv, at, everyone=True, valid_to=end))
            case "withdraw": await self.say(f"fence:{c}", FenceWithdrawn(fence=c, at=at))
            case "plan": await self.say(f"fence-plan:{c}", s.plan(pv, at))
            case "other plan": await self.say(f"fence-plan:{c}", s.plan(pv, at, f"{c}-b"))
            case "no plan": await self.say(f"fence-plan:{c}", s.plan(pv, at, "nowhere"))
            case "planv":
                await self.say(f"fence-plan:{v2}", FencePlanPublished(vehicle=v2, version=s.versions.get(f"fence-plan:{v2}", 0) + 1, home=(), operating=(c,), forbidden=(), valid_from=at, valid_to=end))
            case "unbind": await self.tdecide(c, UnbindTerminal(device=c, vehicle=c, at=at))
            case "bind": await self.tdecide(c, BindTerminal(device=c, vehicle=c, valid_from=at, valid_to=end))
            case "move": await self.tdecide(c, BindTerminal(device=c, vehicle=v2, valid_from=at, valid_to=end))
            case "unmove": await self.tdecide(c, UnbindTerminal(device=c, vehicle=v2, at=at))
            case "bind2": await self.tdecide(d2, BindTerminal(device=d2, vehicle=c, valid_from=at, valid_to=end))
            case "spare2": await self.tdecide(d2, BindTerminal(device=d2, vehicle=c, valid_from=at, valid_to=end, spare=True))
            case "unbind2": await self.tdecide(d2, UnbindTerminal(device=d2, vehicle=c, at=at))
    async def tell(self, numbered):
        from telemetry.mqtt import Delivery
        ds = []
        for i, (sec, lon, dev, flags) in numbered:
            device = self.s.car + ("-2" if dev else "")
            rec = self.s.record(sec, lon, i) | {"device": device, "flags": list(flags)}
            ds.append(Delivery(f"v1/{device}/up/pos", orjson.dumps(rec), self.s.now, 1, 1, 1))
        await self.s.intake.take(ds, self.s.now)
    async def told(self):
        c = self.s.car
        out = []
        for v in self.vehicles():
            rows = await self.s.connection.fetch("SELECT fence, fence_version, profile, enter_lo, enter_hi, enter_confirmed, exit_lo, exit_hi, exit_confirmed, flags, enter_fixes, exit_fixes FROM archive.visits WHERE vehicle=$1 AND starts_with(fence, $2) ORDER BY fence, fence_version, enter_hi", v, c)
            out.append([tuple(r) for r in rows])
            fs = await self.s.connection.fetch("SELECT scope, finding FROM archive.standing WHERE vehicle=$1 AND NOT voided", v)
            fl = []
            for f in fs:
                d = orjson.loads(f["finding"]); d.pop("finding_id")
                d["scope"] = f["scope"]
                d["evidence"] = [(e["range"], e["rows"]) for e in d["evidence"]]
                fl.append(d)
            out.append(sorted(fl, key=lambda d: str(d["since"])))
            out.append([tuple(r) for r in await self.s.connection.fetch("SELECT device, at FROM archive.latest WHERE vehicle=$1", v)])
        b = await self.s.connection.fetch("SELECT * FROM archive.bindings WHERE device = ANY($1::text[]) ORDER BY device, valid_from", [c, c + "-2"])
        out.append([tuple(r) for r in b])
        return eval(repr(out).replace(repr(c)[1:-1], "CAR"), {"datetime": __import__("datetime")})

async def folded(w):
    """Folding the records gives the visits."""
    for v in w.vehicles():
        rows = await w.s.connection.fetch("SELECT visit_id, kind, content FROM archive.visit_records WHERE vehicle=$1 ORDER BY position", v)
        stand = {}
        for r in rows:
            if r["kind"] == "voided": del stand[r["visit_id"]]
            else: stand[r["visit_id"]] = orjson.loads(r["content"])
        ids = {r["visit_id"] for r in await w.s.connection.fetch("SELECT visit_id FROM archive.visits WHERE vehicle=$1", v)}
        assert ids == set(stand)

def cap(x): return x

async def test_all(scene, monkeypatch):
    monkeypatch.setattr(watch, "CHECKPOINT_EVERY", EVERY)
    monkeypatch.setattr(evaluation, "CHECKPOINT_EVERY", EVERY)
    drawn = []
    @seed(SEED)
    @settings(max_examples=N, deadline=None, database=None)
    @given(cases())
    def draw(c): drawn.append(c)
    draw()
    found = 0
    bad = []
    nodes = __import__("itertools").count(1000000)
    for case in drawn:
        s1 = Scene(scene.connection, scene.intake, car=f"Q{next(nodes)}"); await s1.register()
        s2 = Scene(scene.connection, scene.intake, car=f"Q{next(nodes)}"); await s2.register()
        first, mixed = World(s1), World(s2)
        await first.start(); await mixed.start()
        for p in case.papers: await first.file(p)
        await first.tell(sorted(enumerate(case.fixes), key=lambda e: e[1][0]))
        actions, sizes = case.cuts
        waiting = list(case.papers); arr = list(case.order); sizes = list(sizes); log = []
        try:
            for a in [*actions, *["f"] * 60]:
                if a == "p" and waiting:
                    log.append(waiting[0]); await mixed.file(waiting.pop(0))
                elif a == "r":
                    log.append("restart"); await scene.restart(); s1.intake = s2.intake = scene.intake
                elif arr:
                    n = sizes[len(log) % 20]
                    b = arr[:n]; del arr[:n]
                    log.append([case.fixes[i] for i in b])
                    await mixed.tell([(i, case.fixes[i]) for i in b])
                    await folded(mixed)
            await mixed.tell([])
        except AssertionError:
            raise
        a, b = await mixed.told(), await first.told()
        topics = len(b[1]); found += topics
        if a != b:
            bad.append((case.papers, log))
            print("PAPERS", case.papers); print("LOG"); [print("   ", l) for l in log]
            for x, y in zip(a, b):
                if x != y: print(" mixed", x); print(" first", y)
            if len(bad) > 2: break
    print("found", found, "cases", len(drawn))
    assert not bad

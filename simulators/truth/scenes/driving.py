"""How people drive: SAFE-01, SAFE-02, SAFE-03."""

from simulators.truth.faults import Bit
from simulators.truth.leg import Leg
from simulators.truth.scenes.scene import MINUTE, Scene, cover, outing, unimportant
from simulators.truth.script import Script

_CRASH = 29
_EASY_KMH = 45.0
_FAST_S = 30.0


def speeding(script: Script, day: int) -> None:
    """Half a minute at a speed that nothing here allows, or nearly so."""
    kmh = script.measure("SAFE-01", 118, 185)
    out, back = max(script.stage.ways, key=lambda way: way[0].metres + way[1].metres)
    easy = out.then(back, 0.0).at_speed(_EASY_KMH)
    length = easy.metres
    fast_m = min(kmh / 3.6 * script.between(_FAST_S, 50), length * 0.8)
    before_m = (length - fast_m) * script.between(0.3, 0.7)
    edges = [share * easy.lasts_s / length for share in (before_m, before_m + fast_m)]
    first, last = easy.cut(0, edges[0]), easy.cut(edges[1], easy.lasts_s)
    fast = easy.cut(*edges).at_speed(kmh)
    begin, end = script.drive(
        script.span.at(day, script.between(9, 16)), first.then(fast, 0.0).then(last, 0.0)
    )
    cover(script, (begin, end))
    since = begin + first.lasts_s
    script.measured("SAFE-01", kmh, (since, since + fast.lasts_s))


def tired(script: Script, day: int) -> None:
    """Hours without a break, or nearly so: what is shorter than twenty minutes is none."""
    whole_s = script.measure("SAFE-02", 2.5 * 3600, 6.5 * 3600)
    pause_s = script.between(5, 15) * MINUTE
    drive_s = (whole_s - 2 * pause_s) / 3
    begin = end = script.span.at(day, script.between(8.2, 9.5))
    for _ in range(3):
        _, arrived = script.drive(end, patrol(script, drive_s).lasting(drive_s))
        end = arrived + pause_s
    end -= pause_s
    cover(script, (begin, end))
    script.measured("SAFE-02", end - begin, (begin, end))


def rested(script: Script, day: int) -> None:
    """As long, with a break that is one."""
    at = script.span.at(day, script.between(8.2, 8.8))
    begin, paused = script.drive(at, patrol(script, script.between(2, 3.4) * 3600))
    at = paused + script.between(25, 50) * MINUTE
    _, end = script.drive(at, patrol(script, script.between(2, 3.2) * 3600))
    cover(script, (begin, end))


def crash(script: Script, day: int) -> None:
    """The terminal felt a collision; those that speak JSON have no word for it (feed.md 2)."""
    at = script.span.at(day, script.between(9, 15))
    whole = outing(script, at, unimportant(script), script.between(20, 90) * MINUTE)
    cover(script, (whole.begin, whole.end))
    if script.stage.car.language == "json":
        return
    felt = script.between(*whole.out)
    script.faults.append(Bit(felt, felt + script.between(5, 60), _CRASH))
    script.label("SAFE-03", felt, felt + 60)


def patrol(script: Script, least_s: float) -> Leg:
    """To and fro for so long."""
    out, _ = script.stage.ways[unimportant(script)]
    return out.to_and_fro(least_s)


SCENES = (
    Scene("speeding", speeding, weight=1.5),
    Scene("tired", tired),
    Scene("rested", rested, weight=0.3),
    Scene("crash", crash),
)

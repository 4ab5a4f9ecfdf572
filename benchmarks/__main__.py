"""`make bench`: measures, prints a table, writes `build/bench.json`.

Ours and the baseline alternate, and who goes first changes; every round starts on fresh servers.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click
import orjson
from rich.console import Console

from benchmarks import clerk, codec, drain, fences, gateway, latency, ledger_append, visits
from benchmarks.results import Pair, Result, higher, lower, tell

T = TypeVar("T")

_SAVE = 100
_WIDTH = 150  # of the table; a pipe has none


@click.command()
@click.option("--rounds", default=5, show_default=True)
@click.option("--seconds", default=30, show_default=True, help="Of feed in a round of latency.")
@click.option(
    "--only",
    type=click.Choice(
        ["latency", "visits", "fences", "codec", "drain", "ledger", "clerk", "gateway"]
    ),
    multiple=True,
)
@click.option("--out", type=click.Path(path_type=Path), default=Path("build/bench.json"))
def main(rounds: int, seconds: int, only: tuple[str, ...], out: Path) -> None:
    """Measure ours against the baselines that this machine has."""
    console = Console(stderr=True)
    wanted: dict[str, Callable[[], list[Result]]] = {
        "latency": lambda: _latency(rounds, seconds, console),
        "visits": lambda: _visits(rounds),
        "fences": lambda: _fences(rounds),
        "codec": lambda: _codec(rounds),
        "drain": lambda: [*drain.measured(rounds, console.print)],
        "ledger": _ledger,
        "clerk": lambda: _clerk(rounds, console),
        "gateway": gateway.results,
    }
    results = [line for name, run in wanted.items() if name in (only or wanted) for line in run()]
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(orjson.dumps([line.as_json() for line in results], option=orjson.OPT_INDENT_2))
    tell(results, Console(width=_WIDTH))
    console.print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; written to {out}")


def _latency(rounds: int, seconds: int, console: Console) -> list[Result]:
    def say(what: str, seen: latency.Round) -> latency.Round:
        timing = seen.committed
        count = f"{len(timing.seen)} of {len(timing.published)} verdicts"
        console.print(f"{what}: {count}, p99 {timing.milliseconds(0.99)} ms")
        return seen

    pairs = _alternated(
        rounds,
        lambda: say("services", latency.ours(seconds)),
        lambda: say("naive", latency.naive(seconds)),
    )

    def committed(share: float) -> list[Pair]:
        return [
            (mine.committed.milliseconds(share), theirs.committed.milliseconds(share))
            for mine, theirs in pairs
        ]

    screen: list[Pair] = [(mine.screen.milliseconds(0.99), None) for mine, _ in pairs]
    return [
        lower("publish to committed finding, p50, 184 fixes/s", committed(0.5), "ms", 250, 2),
        lower("publish to committed finding, p99, 184 fixes/s", committed(0.99), "ms", 250, 5),
        lower(
            "publish to SSE client, p99 (baseline missing: it has none)", screen, "ms", 1000, 100
        ),
    ]


def _visits(rounds: int) -> list[Result]:
    track = visits.track()
    pairs = _alternated(rounds, lambda: visits.ours(track), lambda: visits.naive(track))
    many: list[Pair] = [(fences.visits(5000), None) for _ in range(rounds)]
    return [
        higher("columns to visits, 60 fences", [*pairs], "positions/s/core", 500_000, 2_000_000),
        higher("columns to visits, 5,000 shared", many, "positions/s/core", 200_000, 400_000),
    ]


def _fences(rounds: int) -> list[Result]:
    """The baseline is shapely's STRtree with prepared shapes."""
    found = []
    for count, floor, aim in ((500, 1_000_000, 4_000_000), (5000, 500_000, 1_000_000)):
        ours, theirs = fences.decisions(count)
        pairs: list[Pair] = [*_alternated(rounds, ours, theirs)]
        found.append(higher(f"decisions, {count:,} fences", pairs, "places/s/core", floor, aim))
    return found


def _codec(rounds: int) -> list[Result]:
    """The baseline is our own decoder, one report at a time."""
    found = []
    for name, frames in (("single", codec.frames()), ("in batches", codec.batches())):
        pairs: list[Pair] = [*_alternated(rounds, *codec.pair(frames))]
        found.append(higher(f"JT/T 808 reports, {name}", pairs, "reports/s/core", None, None))
    return found


def _ledger() -> list[Result]:
    stock, ours = ledger_append.alone(_SAVE)
    return [higher(f"ledger append, {_SAVE} a save", [(ours, stock)], "events/s", None, None)]


def _clerk(rounds: int, console: Console) -> list[Result]:
    """All rounds on one database: its year takes longer to write than to measure."""
    with clerk.desk() as desk:
        console.print(f"clerk: {desk.events:,} events in the ledger")
        alone = _alternated(rounds, desk.remembering, desk.forgetting)
        with desk.pressed():
            beside = _alternated(rounds, desk.remembering, desk.forgetting)
    rates: list[Pair] = [(mine.ingested, None) for mine, _ in beside]
    return [
        *_commands("clerk's command, a year of data", alone),
        *_commands("clerk's command, a year of data, positions beside it", beside),
        higher(f"positions ingested beside it, of {clerk.RATE:,}", rates, "fixes/s", None, None),
    ]


def _commands(name: str, runs: list[tuple[clerk.Run, clerk.Run]]) -> list[Result]:
    """The baseline remembers nothing of the streams; it reads them from the beginning."""

    def pairs(ours: Callable[[clerk.Run], float], share: float) -> list[Pair]:
        return [(ours(mine), theirs.milliseconds(share)) for mine, theirs in runs]

    measured = (
        ("p50", 0.5, lambda run: run.milliseconds(0.5)),
        ("p95", 0.95, lambda run: run.milliseconds(0.95)),
        ("p95 of the first of each car", 0.95, lambda run: run.first_milliseconds(0.95)),
        ("p95 of the others", 0.95, lambda run: run.later_milliseconds(0.95)),
    )
    return [
        lower(f"{name}, {what}", pairs(ours, share), "ms", 50, 10) for what, share, ours in measured
    ]


def _alternated(rounds: int, ours: Callable[[], T], theirs: Callable[[], T]) -> list[tuple[T, T]]:
    """Both, round by round; who goes first changes."""
    found: list[tuple[T, T]] = []
    for number in range(rounds):
        if number % 2:
            baseline, mine = theirs(), ours()
        else:
            mine, baseline = ours(), theirs()
        found.append((mine, baseline))
    return found


if __name__ == "__main__":
    main()

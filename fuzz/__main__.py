"""`python -m fuzz TARGET [libFuzzer's options]`: coverage-guided, until it is stopped.

Prints after each 100,000 inputs how many were tried, the slowest and how many took more than
100 ms of the processor; ends with an error at the first broken promise.

    pip install --group fuzz
    python -m fuzz body -runs=1000000
"""

import sys
import time
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["telemetry.codecs", "telemetry.reception"]):
    from fuzz.targets import TARGETS

CORPUS = Path(__file__).parent / "corpus"
_HANG_S, _TELL_EVERY = 0.1, 100_000


class Watched:
    """A target that is counted and timed."""

    def __init__(self, name: str) -> None:
        self._name, self._target = name, TARGETS[name]
        self._tried = self._hung = 0
        self._slowest_s = 0.0
        self._began = time.monotonic()

    def __call__(self, data: bytes) -> None:
        """Try one input."""
        began = time.process_time()
        self._target(data)
        took_s = time.process_time() - began
        self._tried += 1
        self._slowest_s = max(self._slowest_s, took_s)
        if took_s > _HANG_S:
            self._hung += 1
            print(f"{self._name}: {took_s:.3f} s for {data.hex()}", file=sys.stderr)  # noqa: T201
        if self._tried % _TELL_EVERY == 0:
            self._tell()

    def _tell(self) -> None:
        seconds = time.monotonic() - self._began
        told = (
            f"{self._name}: {self._tried} inputs in {seconds:.0f} s,"
            f" slowest {self._slowest_s * 1000:.1f} ms, {self._hung} over 100 ms"
        )
        print(told, flush=True)  # noqa: T201


def main() -> None:
    """Fuzz one target."""
    name, *options = sys.argv[1:]
    made = Path(f"/tmp/gongche-fuzz-{name}")  # noqa: S108 - new inputs, thrown away
    made.mkdir(exist_ok=True)
    folders = [str(made), str(CORPUS / name)]
    atheris.Setup([sys.argv[0], *folders, "-max_len=1200", *options], Watched(name))
    atheris.Fuzz()


if __name__ == "__main__":
    main()

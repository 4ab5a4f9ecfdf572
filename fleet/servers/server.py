"""Start a server of a data folder, or attach to the one that runs; end it."""

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from subprocess import Popen

from fleet.servers.home import Home, Login
from fleet.servers.process import Launch, spawn
from fleet.servers.unavailable import Unavailable

PATIENCE_S = 60.0  # for a start: recovery after a crash, a loaded machine
GRACE_S = 3.0  # for an end; `up` promises to be gone within 5 s
PAUSE_S = 0.02


@dataclass(frozen=True)
class Recipe:
    """What makes one kind of server different from another.

    Attributes:
        name: Of the server and its files.
        url: Address for clients.
        answers: Whether a server that knows the password is ready to work.
        prepare: Make its folder ready and say what to run.
        again: Words in its log that mean: try again, something that was before is not gone yet, or
            somebody took the port this moment.
    """

    name: str
    url: Callable[[Login], str]
    answers: Callable[[str], bool]
    prepare: Callable[[Home, Login], Launch]
    again: tuple[bytes, ...]


@dataclass
class Server:
    """A server that runs.

    Attributes:
        url: Address for clients, with the password.
        pid: Its first process.
        ours: Whether we started it; it ends with us. Others only use it: when its starter goes
            away, their connections fail.
    """

    url: str = field(repr=False)
    pid: int
    ours: bool
    _home: Home
    _ending: signal.Signals
    _process: Popen[bytes] | None = None

    def stop(self) -> None:
        """End it in good order; if it takes longer than a few seconds, less so. Loses nothing."""
        for way, grace in ((self._ending, GRACE_S), (signal.SIGQUIT, 1.0), (signal.SIGKILL, 9.0)):
            if self._end(way, grace):
                return

    def kill(self) -> None:
        """End it as a crash would, with kill -9."""
        self._end(signal.SIGKILL, GRACE_S)

    def _end(self, way: signal.Signals, grace_s: float) -> bool:
        if self._alive():
            with suppress(ProcessLookupError):
                os.kill(self.pid, way)
        deadline = time.monotonic() + grace_s
        while (self._alive() or not self._left()) and time.monotonic() < deadline:
            time.sleep(PAUSE_S)
        return self._left() and not self._alive()

    def _alive(self) -> bool:
        """Whether the number still means our process: once reaped, it may be another's."""
        return not self._left() if self._process is None else self._process.poll() is None

    def _left(self) -> bool:
        """Whether no process of it holds the folder, or a later server does."""
        return self._home.idle() or self._home.pid() != self.pid


def start(data: Path, recipe: Recipe) -> Server:
    """Start the server of a data folder, or attach to it if it runs.

    Port and password stay the same from start to start, unless somebody else has taken the port.

    Args:
        data: The data folder; made if it is not there.
        recipe: Which server.

    Raises:
        Unavailable: If it cannot be started, with the last words of its log.
    """
    home = Home(data.absolute(), recipe.name)
    with home.ours(), home.starting():
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            server = _attempt(home, recipe, deadline)
            if server:
                return server
            time.sleep(PAUSE_S)
    raise Unavailable(f"{recipe.name} did not start within {PATIENCE_S:.0f} s: {_last_words(home)}")


def attached(data: Path, recipe: Recipe) -> Server | None:
    """The server of a data folder if it runs and answers; nothing is started or made."""
    home = Home(data.absolute(), recipe.name)
    with home.ours():
        return None if home.idle() else _attach(home, recipe)


def _attach(home: Home, recipe: Recipe) -> Server | None:
    url = recipe.url(home.login())
    if not recipe.answers(url):
        return None  # still on its way up, or already down
    return Server(url, home.pid(), ours=False, _home=home, _ending=signal.SIGINT)


def _attempt(home: Home, recipe: Recipe, deadline: float) -> Server | None:
    with home.claim() as lock:
        if lock is None:
            return _attach(home, recipe)
        login = home.settle()
        launch = replace(recipe.prepare(home, login), keep=(lock,))
        said_before = home.log.stat().st_size if home.log.exists() else 0
        process = spawn(launch, home.log)
        home.note(process.pid)
    server = Server(
        recipe.url(login),
        process.pid,
        ours=True,
        _home=home,
        _ending=launch.ending,
        _process=process,
    )
    try:
        if _ready(server, recipe, deadline):
            return server
    except BaseException:  # Ctrl-C too must leave no server behind
        server.stop()
        raise
    said = _said_since(home, said_before)
    if any(words in said for words in recipe.again):
        return None
    raise Unavailable(f"{recipe.name} does not start: {_last_words(home)}")


def _ready(server: Server, recipe: Recipe, deadline: float) -> bool:
    process = server._process  # noqa: SLF001 - the same file
    while process is not None and process.poll() is None:
        if recipe.answers(server.url):
            return True
        if time.monotonic() > deadline:
            server.stop()
        time.sleep(PAUSE_S)
    return False


def _said_since(home: Home, begin: int) -> bytes:
    with home.log.open("rb") as log:
        log.seek(begin)
        return log.read()


def _last_words(home: Home) -> str:
    lines = home.log.read_text(errors="replace").splitlines() if home.log.exists() else []
    return " / ".join(lines[-3:]) + f" (all of it: {home.log})"

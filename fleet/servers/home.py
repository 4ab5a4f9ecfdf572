"""The place of one server in the data folder: its files, its password, and who may start it."""

import fcntl
import json
import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from errno import EACCES
from pathlib import Path

from fleet.servers.process import private
from fleet.servers.unavailable import Unavailable

LOG_LIMIT = 16 * 1024 * 1024  # bytes


@dataclass(frozen=True)
class Login:
    """How to reach a server on loopback.

    Attributes:
        port: TCP port on 127.0.0.1.
        password: Of the user `gongche`.
    """

    port: int
    password: str


@dataclass(frozen=True)
class Home:
    """The files of one server.

    Attributes:
        data: The data folder, absolute.
        name: Of the server; its files begin with it.
    """

    data: Path
    name: str

    @property
    def folder(self) -> Path:
        """What the server itself owns."""
        return self.data / self.name

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.data / f"{self.name}.log"

    @contextmanager
    def ours(self) -> Iterator[None]:
        """Say in one line what is wrong with the data folder.

        Raises:
            Unavailable: If it is not ours, or full, or no folder.
        """
        try:
            yield
        except OSError as error:
            hint = ": be its owner, or give another --data" if error.errno == EACCES else ""
            seen = f"{error.filename or self.data}: {error.strerror}"
            raise Unavailable(seen + hint) from error

    @contextmanager
    def starting(self) -> Iterator[None]:
        """Be the only one who starts this server."""
        self.data.mkdir(mode=0o700 if os.geteuid() else 0o711, parents=True, exist_ok=True)
        with (self.data / f"{self.name}.starting").open("ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
                self.log.replace(self.log.with_suffix(".log.old"))
            yield

    @contextmanager
    def claim(self) -> Iterator[int | None]:
        """Take the lock that a running server holds, and inherits from its starter.

        The lock lives as long as any process that has the open file: a server killed halfway, or
        one that is still on its way down, is never mistaken for none.

        Yields:
            The open file, to be handed to the server; none if a server of this folder still runs.
        """
        file = os.open(self._running, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            yield file if _locked(file) else None
        finally:
            os.close(file)

    def idle(self) -> bool:
        """Whether no server of this folder runs."""
        if not self._running.exists():
            return True
        with self.claim() as lock:
            return lock is not None

    def note(self, pid: int) -> None:
        """Remember the process of the server."""
        self._running.write_text(f"{pid}\n")

    def pid(self) -> int:
        """The process of the server that runs or ran last."""
        return int(self._running.read_text())

    def login(self) -> Login:
        """Read how to reach the server, or choose a port and a password now."""
        try:
            return Login(**json.loads(self._secret.read_bytes()))
        except FileNotFoundError:
            return self.remember(Login(free_port(), secrets.token_hex(24)))

    def settle(self) -> Login:
        """The same, with another port if somebody else listens on it by now."""
        login = self.login()
        if _is_free(login.port):
            return login
        return self.remember(replace(login, port=free_port()))

    def remember(self, login: Login) -> Login:
        """Keep port and password where only we can read them."""
        draft = self._secret.with_suffix(".json.new")
        draft.unlink(missing_ok=True)
        with open(draft, "xb", opener=private) as file:
            file.write(json.dumps(asdict(login)).encode())
        draft.replace(self._secret)
        return login

    @property
    def _secret(self) -> Path:
        return self.data / f"{self.name}.json"

    @property
    def _running(self) -> Path:
        return self.data / f"{self.name}.running"


def free_port() -> int:
    """A port of loopback that nobody listens on at this moment."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def _is_free(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


def _locked(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True

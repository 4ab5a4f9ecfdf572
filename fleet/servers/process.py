"""A child process that ends when we end, under a user that may own nothing else."""

import ctypes
import os
import pwd
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from fleet.servers.unavailable import Unavailable

PR_SET_PDEATHSIG = 1  # linux/prctl.h
ENVIRONMENT = {"LC_ALL": "C", "PATH": os.defpath}  # English messages, no PG* variable of ours
PATIENCE_S = 60


@dataclass(frozen=True)
class Account:
    """A user of this machine.

    Attributes:
        uid: Its number.
        gid: The number of its first group.
        name: Its name, for messages.
    """

    uid: int
    gid: int
    name: str


@dataclass(frozen=True)
class Launch:
    """What to run, and where.

    Attributes:
        argv: Program and arguments.
        cwd: Working directory; entered before the user changes, so that its parents may be closed
            to that user.
        account: The user to become; none: stay who we are.
        keep: File descriptors that the child inherits.
        ending: The signal that tells it to end, also sent by the kernel when we die.
    """

    argv: Sequence[str]
    cwd: Path
    account: Account | None = None
    keep: tuple[int, ...] = ()
    ending: signal.Signals = signal.SIGTERM


def unprivileged() -> Account | None:
    """Choose who runs the servers: ourselves, unless we are root, which PostgreSQL refuses.

    Raises:
        Unavailable: If we are root and the machine has no such user.
    """
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            entry = pwd.getpwnam(name)
            return Account(entry.pw_uid, entry.pw_gid, name)
    raise Unavailable("root may not run PostgreSQL, and there is no user postgres or nobody")


def give(path: Path | int, account: Account | None) -> None:
    """Make the user the owner of a file or folder, or of an open file."""
    if account:
        os.chown(path, account.uid, account.gid)


def private(path: str, flags: int) -> int:
    """Open a file that, if it is new, only we may read."""
    return os.open(path, flags, 0o600)


def spawn(launch: Launch, log: Path) -> subprocess.Popen[bytes]:
    """Start a server; its words go to the end of the log.

    Raises:
        Unavailable: If the user cannot be changed or the program not be run.
        RuntimeError: If called from another thread than the main one: the kernel would take the
            end of that thread for our death.
    """
    _only_the_main_thread()
    with open(log, "ab", opener=private) as words:
        return _popen(launch, subprocess.DEVNULL, words)


def run(launch: Launch, said: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run a program to its end.

    Args:
        launch: What to run.
        said: What it reads from its standard input.

    Returns:
        How it ended; its output and errors are one text.

    Raises:
        Unavailable: If the user cannot be changed, or it takes more than a minute.
    """
    with _popen(launch, subprocess.PIPE, subprocess.PIPE) as child:
        try:
            heard, _ = child.communicate(said, timeout=PATIENCE_S)
        except subprocess.TimeoutExpired as error:
            child.kill()
            raise _cannot(launch, error) from error
    return subprocess.CompletedProcess(launch.argv, child.returncode, heard)


def may(account: Account | None, path: Path) -> bool:
    """Whether the user can reach a path and enter or run it."""
    return run(Launch(("test", "-x", str(path)), Path("/"), account)).returncode == 0


def ourselves(*arguments: str, **environment: str) -> subprocess.Popen[bytes]:
    """Run another `gongche` beside this one; it ends with us, and speaks on our standard error.

    Args:
        arguments: What stands behind `gongche`: `ingest`, `--data`, ...
        environment: Variables to set besides ours.

    Raises:
        RuntimeError: If called from another thread than the main one.
    """
    _only_the_main_thread()
    return subprocess.Popen(  # noqa: S603 - our own program
        (sys.executable, "-m", "fleet", *arguments),
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr.fileno(),
        start_new_session=True,
        preexec_fn=_dying_with(os.getpid(), signal.SIGTERM),  # noqa: PLW1509 - see below
    )


def _only_the_main_thread() -> None:
    if threading.current_thread() is not threading.main_thread():
        raise RuntimeError("servers are started from the main thread only")


def _popen(launch: Launch, stdin: int, words: int | IO[bytes]) -> subprocess.Popen[bytes]:
    account = launch.account
    try:
        return subprocess.Popen(  # noqa: S603 - a list of arguments, nothing a shell reads
            launch.argv,
            cwd=launch.cwd,
            env=ENVIRONMENT,
            stdin=stdin,
            stdout=words,
            stderr=subprocess.STDOUT,
            pass_fds=launch.keep,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
            start_new_session=True,  # a Ctrl-C in the terminal is for us alone
            preexec_fn=_dying_with(os.getpid(), launch.ending),  # noqa: PLW1509 - setuid clears it
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise _cannot(launch, error) from error


def _dying_with(parent: int, ending: signal.Signals) -> Callable[[], None]:
    libc = ctypes.CDLL(None, use_errno=True)  # loaded here: a forked child should not

    def prepare() -> None:
        signal.signal(ending, signal.SIG_DFL)  # a shell's `&` leaves SIGINT ignored
        if sys.platform == "linux":
            libc.prctl(PR_SET_PDEATHSIG, int(ending), 0, 0, 0)
            if os.getppid() != parent:  # it died before the kernel was asked
                os._exit(1)

    return prepare


def _cannot(launch: Launch, error: Exception) -> Unavailable:
    who = f" as {launch.account.name}" if launch.account else ""
    return Unavailable(f"cannot run {launch.argv[0]}{who}: {error}")

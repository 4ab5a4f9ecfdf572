"""Who listens where, as the kernel tells it."""

import re
from contextlib import suppress
from pathlib import Path

LISTEN, INODE = "0A", 9
LOOPBACK = "0100007F"  # 127.0.0.1, bytes turned round


def addresses(pid: int) -> set[str]:
    """Addresses that a process listens on, as the kernel writes them, without the port."""
    inodes = _sockets(pid)
    rows = [
        line.split()
        for table in ("tcp", "tcp6")
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]
    ]
    return {row[1].split(":")[0] for row in rows if row[3] == LISTEN and row[INODE] in inodes}


def _sockets(pid: int) -> set[str]:
    inodes = set()
    for file in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):
            inodes.update(re.findall(r"socket:\[(\d+)\]", str(file.readlink())))
    return inodes

"""Serving the app on loopback, and a stop that open streams cannot delay."""

import asyncio
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from typing_extensions import override

from projections.web.app import build
from projections.web.hub import Hub
from projections.web.site import Site

_LAST_WORDS_S = 3
_BACKLOG = 1024


def listen(port: int) -> socket.socket:
    """A listening socket on 127.0.0.1; port 0 takes any.

    Raises:
        OSError: If the port is taken.
    """
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(("127.0.0.1", port))
        listening.listen(_BACKLOG)
    except OSError:
        listening.close()
        raise
    return listening


def server(site: Site, started: Callable[[], None] = lambda: None) -> "Server":
    """A server of one site; `started` is called when it answers."""
    app = build(site)
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_LAST_WORDS_S,
        timeout_keep_alive=65,
    )
    return Server(config, app.state.hub, started)


class Server(uvicorn.Server):
    """Lets those who listen to the stream go before it waits for its connections to end.

    Args:
        config: What and how to serve.
        hub: Closed, it ends the streams; and when it was closed by a fault, the server ends.
        started: Called when it answers.
    """

    def __init__(self, config: uvicorn.Config, hub: Hub, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._hub, self._started = hub, started

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer."""
        await super().startup(sockets)
        self._started()

    @override
    async def on_tick(self, counter: int) -> bool:
        """Whether to stop."""
        return await super().on_tick(counter) or self._hub.closed

    @override
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop answering."""
        self._hub.close()
        await super().shutdown(sockets)

    @contextmanager
    @override
    def capture_signals(self) -> Iterator[None]:
        """Stop at SIGINT and SIGTERM, and then go on: uvicorn's own way would raise them again."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.handle_exit, number, None)
        yield

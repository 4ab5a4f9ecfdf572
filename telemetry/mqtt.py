"""One MQTT connection: iterate, do not call back; acknowledge after the commit."""

import asyncio
import itertools
import socket
import threading
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import cache
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit

import structlog
from paho.mqtt.client import Client, ConnectFlags
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from telemetry import reader
from telemetry.inbox import Delivery, Inbox
from telemetry.packets import Published

__all__ = ["UNREADABLE", "BrokerUnreachableError", "Delivery", "Link"]

log = structlog.get_logger()

_PLAIN_PORT, _TLS_PORT = 1883, 8883
_WINDOW = 1000  # what may be unanswered at once, either way
_SAY_AGAIN_S = 60.0
_TOPICS = 20_000  # that are remembered as texts
UNREADABLE = "?"
"""In place of a topic that is no UTF-8."""

_generations = itertools.count(1)  # of connections, over all links of the process


class BrokerUnreachableError(ConnectionError):
    """The broker did not answer in the time given."""


class Link:
    """An MQTT 3.1.1 connection that reconnects by itself.

    Args:
        url: `mqtt://user:password@host:port`, or `mqtts://` for TLS.
        client_id: The session's name; one process at a time may use it.
        clean: False keeps the session at the broker while we are away.
        subscriptions: Topic filters, all at QoS 1.
        patience_s: How long to wait for the first connection; None waits for ever.
    """

    def __init__(
        self,
        url: str,
        *,
        client_id: str,
        clean: bool = True,
        subscriptions: Iterable[str] = (),
        patience_s: float | None = None,
    ) -> None:
        self._subscriptions = [(topic, 1) for topic in subscriptions]
        self._patience_s = patience_s
        self._inbox = Inbox()
        self._topics: dict[bytes, str] = {}
        self._arrived, self._connected = asyncio.Event(), asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._waiting: dict[int, asyncio.Future[None]] = {}
        self._generation, self._guard = 0, threading.Lock()
        self._said_away = 0.0
        self._client = reader.client(client_id, self._on_messages, clean=clean, batched=fits())
        self._configure(self._client, url)

    def _configure(self, client: Client, url: str) -> None:
        parts = urlsplit(url)
        if parts.username:
            client.username_pw_set(unquote(parts.username), unquote(parts.password or ""))
        if parts.scheme == "mqtts":
            client.tls_set()
        client.max_inflight_messages_set(_WINDOW)
        client.max_queued_messages_set(0)
        client.reconnect_delay_set(min_delay=1, max_delay=5)
        client.on_socket_open = self._on_socket_open
        client.on_pre_connect = self._on_pre_connect
        client.on_connect = self._on_connect
        client.on_disconnect = self._on_disconnect
        client.on_connect_fail = self._on_connect_fail
        client.on_subscribe = self._on_subscribe
        client.on_publish = self._on_publish
        port = parts.port or (_TLS_PORT if parts.scheme == "mqtts" else _PLAIN_PORT)
        client.connect_async(parts.hostname or "127.0.0.1", port, keepalive=30)

    async def __aenter__(self) -> Self:
        """Connect and subscribe.

        Raises:
            BrokerUnreachableError: After `patience_s`.
        """
        self._client.loop_start()
        try:
            async with asyncio.timeout(self._patience_s):
                await self._connected.wait()
        except TimeoutError as error:
            await self._close()
            raise BrokerUnreachableError(
                f"no answer from the broker at {self._client.host}:{self._client.port}"
            ) from error
        except BaseException:
            await self._close()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Disconnect; what was not acknowledged comes again."""
        await self._close()

    async def _close(self) -> None:
        self._client.disconnect()
        await asyncio.to_thread(self._client.loop_stop)

    @property
    def connected(self) -> bool:
        """Whether the broker is there."""
        return self._client.is_connected()

    async def take(self, limit: int = _WINDOW) -> list[Delivery]:
        """Wait for at least one message and take what is there, oldest first, at most `limit`."""
        while not (taken := self.waiting(limit)):
            self._arrived.clear()
            if not self._inbox:
                await self._arrived.wait()
        return taken

    def waiting(self, limit: int) -> list[Delivery]:
        """Take what is there, oldest first, at most `limit`."""
        with self._guard:
            return self._inbox.take(limit)

    def acknowledge(self, deliveries: Iterable[Delivery]) -> None:
        """Tell the broker that these are stored. Those of an earlier connection come again."""
        with self._guard:
            current = self._generation
            good = [each for each in deliveries if each.qos and each.generation == current]
            self._inbox.forget(good)
            reader.acknowledge(self._client, [each.mid for each in good])

    async def publish(self, topic: str, payload: bytes, *, retain: bool = False) -> None:
        """Publish at QoS 1 and return when the broker has answered."""
        await self.send(topic, payload, retain=retain)

    def send(self, topic: str, payload: bytes, *, retain: bool = False) -> asyncio.Future[None]:
        """Publish at QoS 1; the future is done when the broker has answered."""
        info = self._client.publish(topic, payload, qos=1, retain=retain)
        answered = self._waiting[info.mid] = self._loop.create_future()
        return answered

    def tell(self, messages: Sequence[tuple[str, bytes]]) -> None:
        """Publish at QoS 1 what may be lost with the connection; nobody waits for the answers."""
        reader.tell(self._client, messages)

    # Everything below runs on paho's network thread, which an exception would end for good.

    def _on_socket_open(self, _client: Client, _userdata: object, sock: object) -> None:
        if isinstance(sock, socket.socket):  # else small packets wait for each other's answers
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def _on_pre_connect(self, _client: Client, _userdata: object) -> None:
        with self._guard:
            self._generation = next(_generations)

    def _on_connect(
        self,
        client: Client,
        _userdata: object,
        flags: ConnectFlags,
        reason: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        if reason.is_failure:
            self._say_away(str(reason))
            return
        self._said_away = 0.0
        if flags.session_present:  # what nobody took yet comes again on this connection
            with self._guard:
                self._inbox.come_again()
        if self._subscriptions:
            client.subscribe(self._subscriptions)
        else:
            self._call(self._connected.set)

    def _on_subscribe(
        self,
        _client: Client,
        _userdata: object,
        _mid: int,
        reasons: list[ReasonCode],
        _properties: Properties | None,
    ) -> None:
        if any(reason.is_failure for reason in reasons):
            log.error("the broker forbids a subscription", topics=self._subscriptions)
        self._call(self._connected.set)

    def _on_disconnect(self, _client: Client, *_: object) -> None:
        with self._guard:
            self._generation = next(_generations)

    def _on_connect_fail(self, _client: Client, _userdata: object) -> None:
        self._say_away("no connection")

    def _on_messages(self, published: Sequence[Published]) -> None:
        arrived_at = datetime.now(UTC)  # noqa: TID251 - the moment of receipt is known here only
        with self._guard:
            generation = self._generation
            self._inbox.put(
                [
                    Delivery(self._topic(topic), payload, arrived_at, generation, mid, qos)
                    for topic, payload, mid, qos in published
                ]
            )
        if not self._arrived.is_set():
            self._call(self._arrived.set)

    def _topic(self, topic: bytes) -> str:
        """As text; those of late are remembered."""
        text = self._topics.get(topic)
        if text is None:
            if len(self._topics) >= _TOPICS:
                self._topics.clear()
            try:
                text = topic.decode()
            except UnicodeDecodeError:
                text = UNREADABLE
            self._topics[topic] = text
        return text

    def _on_publish(self, _client: Client, _userdata: object, mid: int, *_: object) -> None:
        self._call(self._answered, mid)

    def _answered(self, mid: int) -> None:
        answered = self._waiting.pop(mid, None)
        if answered and not answered.done():
            answered.set_result(None)

    def _call(self, callback: Callable[..., object], *arguments: object) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(callback, *arguments)

    def _say_away(self, why: str) -> None:
        now = self._loop.time()
        if now - self._said_away > _SAY_AGAIN_S:
            self._said_away = now
            log.warning("broker away, trying again", why=why)


@cache
def fits() -> bool:
    """Whether many messages can be read at once; said once if not."""
    if reader.fits():
        return True
    log.warning("this paho is not known from inside: messages are read one by one")
    return False

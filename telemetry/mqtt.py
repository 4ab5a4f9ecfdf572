"""One MQTT connection: iterate, do not call back; acknowledge after the commit."""

import asyncio
import itertools
import socket
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit

import structlog
from paho.mqtt.client import Client, ConnectFlags, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

log = structlog.get_logger()

_PLAIN_PORT, _TLS_PORT = 1883, 8883
_WINDOW = 1000  # what may be unanswered at once, either way
_SAY_AGAIN_S = 60.0
UNREADABLE = "?"
"""In place of a topic that is no UTF-8."""

_generations = itertools.count(1)  # of connections, over all links of the process


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message as the broker handed it over.

    Attributes:
        topic: Where it was published.
        payload: Its bytes.
        received_at: When it reached us (UTC).
        generation: The connection it came on; an acknowledgement is good on that one only,
            because brokers use message ids again after a reconnect.
        mid: The broker's message id.
        qos: 0 or 1.
    """

    topic: str
    payload: bytes
    received_at: datetime
    generation: int
    mid: int
    qos: int


class _Inbox:
    """What came and nobody took yet, each message once, oldest first.

    A broker repeats what is unanswered (NATS every 30 s) under its message id, which it gives to
    nothing else before the answer. So the window of the session bounds what is here, however long
    nobody takes it. Not safe by itself: the link's guard is held.
    """

    def __init__(self) -> None:
        self._waiting: dict[tuple[int, int], Delivery] = {}
        self._unnumbered = itertools.count(-1, -1)

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, delivery: Delivery) -> None:
        """Add one; a repeat takes the place of the one before, and its time of arrival."""
        mid = delivery.mid if delivery.qos else next(self._unnumbered)
        before = self._waiting.get((delivery.generation, mid))
        if before is not None:
            delivery = replace(delivery, received_at=before.received_at)
        self._waiting[delivery.generation, mid] = delivery

    def take(self, limit: int) -> list[Delivery]:
        """Take the oldest out, at most `limit`."""
        first = list(itertools.islice(self._waiting, limit))
        return [self._waiting.pop(key) for key in first]

    def forget(self, answered: Delivery) -> None:
        """The broker gets its answer now: what it repeated meanwhile needs no other one."""
        self._waiting.pop((answered.generation, answered.mid), None)

    def come_again(self) -> None:
        """The session goes on on a new connection, where the broker repeats what is unanswered."""
        self._waiting = {key: each for key, each in self._waiting.items() if not each.qos}


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
        self._inbox = _Inbox()
        self._arrived, self._connected = asyncio.Event(), asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._waiting: dict[int, asyncio.Future[None]] = {}
        self._generation, self._guard = 0, threading.Lock()
        self._said_away = 0.0
        self._client = self._configured(url, client_id, clean=clean)

    def _configured(self, url: str, client_id: str, *, clean: bool) -> Client:
        parts = urlsplit(url)
        client = Client(
            CallbackAPIVersion.VERSION2, client_id, clean_session=clean, manual_ack=True
        )
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
        client.on_message = self._on_message
        client.on_publish = self._on_publish
        port = parts.port or (_TLS_PORT if parts.scheme == "mqtts" else _PLAIN_PORT)
        client.connect_async(parts.hostname or "127.0.0.1", port, keepalive=30)
        return client

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

    async def take(self, limit: int = _WINDOW) -> list[Delivery]:
        """Wait for at least one message and take what is there, oldest first, at most `limit`."""
        while not (taken := self._taken(limit)):
            self._arrived.clear()
            if not self._inbox:
                await self._arrived.wait()
        return taken

    def _taken(self, limit: int) -> list[Delivery]:
        with self._guard:
            return self._inbox.take(limit)

    def acknowledge(self, deliveries: Iterable[Delivery]) -> None:
        """Tell the broker that these are stored. Those of an earlier connection come again."""
        with self._guard:
            for delivery in deliveries:
                if delivery.qos and delivery.generation == self._generation:
                    self._inbox.forget(delivery)
                    self._client.ack(delivery.mid, delivery.qos)

    async def publish(self, topic: str, payload: bytes, *, retain: bool = False) -> None:
        """Publish at QoS 1 and return when the broker has answered."""
        await self.send(topic, payload, retain=retain)

    def send(self, topic: str, payload: bytes, *, retain: bool = False) -> asyncio.Future[None]:
        """Publish at QoS 1; the future is done when the broker has answered."""
        info = self._client.publish(topic, payload, qos=1, retain=retain)
        answered = self._waiting[info.mid] = self._loop.create_future()
        return answered

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

    def _on_message(self, _client: Client, _userdata: object, message: MQTTMessage) -> None:
        arrived_at = datetime.now(UTC)  # noqa: TID251 - the moment of receipt is known here only
        try:
            topic = message.topic
        except UnicodeDecodeError:
            topic = UNREADABLE
        with self._guard:
            self._inbox.put(
                Delivery(
                    topic=topic,
                    payload=bytes(message.payload),
                    received_at=arrived_at,
                    generation=self._generation,
                    mid=message.mid,
                    qos=message.qos,
                )
            )
        if not self._arrived.is_set():
            self._call(self._arrived.set)

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

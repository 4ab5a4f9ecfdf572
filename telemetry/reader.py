"""A paho client that reads many messages at once; where paho is not as we know it, stock paho.

Stock paho asks the system three times for each message: it reads single bytes. This one takes
what is there in one piece, and leaves connecting, keeping alive and everything that is no PUBLISH
to paho. It leans on private names, so it looks at them first (`fits`).
"""

import time
from collections.abc import Callable, Sequence
from typing import Any

from paho.mqtt import __version__
from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode

from telemetry.packets import BrokenError, Packet, Published, published, split

_AT_ONCE = 1 << 18  # bytes of one reading
_READINGS = 16  # before somebody else may write
_PUBACK, _PUBLISH = 0x40, 0x32
_SERIES = ("2.1.", "2.2.")
_NEEDED = (
    "_sock_recv", "_packet_handle", "_loop_rc_handle", "_packet_queue", "_mid_generate",
)  # fmt: skip
_HELD = ("_sock", "_in_packet", "_msgtime_mutex", "_last_bytes_received", "_out_messages")
_PACKET = {
    "command", "have_remaining", "remaining_count", "remaining_mult", "remaining_length",
    "packet", "to_process", "pos",
}  # fmt: skip

Hear = Callable[[Sequence[Published]], None]


def fits(version: str = __version__, kind: type[Client] = Client) -> bool:
    """Whether paho is as we know it inside."""
    sample = kind(CallbackAPIVersion.VERSION2)
    held = [getattr(sample, name, None) for name in _HELD]
    return (
        version.startswith(_SERIES)
        and all(callable(getattr(kind, name, None)) for name in _NEEDED)
        and held[0] is None
        and isinstance(held[1], dict)
        and held[1].keys() == _PACKET
        and all(hasattr(sample, name) for name in _HELD)
    )


def client(client_id: str, hear: Hear, *, clean: bool, batched: bool) -> Client:
    """A client that tells what was published, and acknowledges nothing by itself.

    Args:
        client_id: The session's name.
        hear: Told of messages, on paho's network thread, which an exception would end.
        clean: False keeps the session at the broker.
        batched: Whether to read many at once; see `fits`.
    """
    if batched:
        return Batched(client_id, hear, clean=clean)
    stock = Client(CallbackAPIVersion.VERSION2, client_id, clean_session=clean, manual_ack=True)

    def on_message(_client: Client, _userdata: object, message: MQTTMessage) -> None:
        topic = message._topic  # noqa: SLF001 - the public one raises where it is no UTF-8
        hear([Published(topic, bytes(message.payload), message.mid, message.qos)])

    stock.on_message = on_message
    return stock


def acknowledge(client: Client, mids: Sequence[int]) -> None:
    """Answer messages of QoS 1: with one write, where that is possible."""
    if isinstance(client, Batched):
        client.answer(mids)
    else:
        for mid in mids:
            client.ack(mid, 1)


def tell(client: Client, messages: Sequence[tuple[str, bytes]]) -> None:
    """Publish at QoS 1 what may be lost with the connection: with one write, where possible."""
    if isinstance(client, Batched):
        client.tell(messages)
    else:
        for topic, payload in messages:
            client.publish(topic, payload, qos=1)


class Batched(Client):
    """Reads what is there in one piece."""

    def __init__(self, client_id: str, hear: Hear, *, clean: bool) -> None:
        super().__init__(
            CallbackAPIVersion.VERSION2, client_id, clean_session=clean, manual_ack=True
        )
        self._hear = hear
        self._rest = b""

    def reconnect(self) -> MQTTErrorCode:
        """Forget the beginning of a packet whose end will not come."""
        self._rest = b""
        return super().reconnect()

    def answer(self, mids: Sequence[int]) -> None:
        """Acknowledge messages of QoS 1."""
        if mids:
            acks = b"".join([b"\x40\x02" + mid.to_bytes(2, "big") for mid in mids])
            self._packet_queue(_PUBACK, acks, mids[-1], 1)

    def tell(self, messages: Sequence[tuple[str, bytes]]) -> None:
        """Publish at QoS 1, and forget: nobody waits for the answers."""
        if messages:
            told = [published(*each, self._mid_generate()) for each in messages]
            self._packet_queue(_PUBLISH, b"".join(told), 0, 1)

    def loop_read(self, max_packets: int = 1) -> MQTTErrorCode:  # noqa: ARG002 - paho's own
        """Read what is there, until nothing more is."""
        for _ in range(_READINGS):
            if self._sock is None:
                return MQTTErrorCode.MQTT_ERR_NO_CONN
            try:
                received = self._sock_recv(_AT_ONCE)
            except BlockingIOError:
                return MQTTErrorCode.MQTT_ERR_SUCCESS
            except OSError:
                received = b""
            if not received:
                return self._loop_rc_handle(MQTTErrorCode.MQTT_ERR_CONN_LOST)
            with self._msgtime_mutex:
                self._last_bytes_received = time.monotonic()
            broken = self._take(received)
            if broken:
                return self._loop_rc_handle(broken)
        return MQTTErrorCode.MQTT_ERR_SUCCESS

    def _take(self, received: bytes) -> MQTTErrorCode:
        try:
            found = split(self._rest + received)
        except BrokenError:
            return MQTTErrorCode.MQTT_ERR_PROTOCOL
        self._rest = found.rest
        for packets in found.packets:
            if isinstance(packets, list):
                self._hear(packets)
                continue
            if packets.command == _PUBACK and self._forgotten(packets.body):
                continue
            broken = self._handed_on(packets)
            if broken or self._sock is None:
                return broken
        return MQTTErrorCode.MQTT_ERR_SUCCESS

    def _forgotten(self, body: bytes) -> bool:
        """Whether the answer is to something that nobody waits for."""
        return int.from_bytes(body[:2], "big") not in self._out_messages

    def _handed_on(self, packet: Packet) -> MQTTErrorCode:
        """Let paho handle a packet as if it had read it."""
        told: dict[str, Any] = {
            "command": packet.command,
            "have_remaining": 1,
            "remaining_count": [],
            "remaining_mult": 1,
            "remaining_length": len(packet.body),
            "packet": bytearray(packet.body),
            "to_process": 0,
            "pos": 0,
        }
        self._in_packet.update(told)  # type: ignore[typeddict-item]
        return self._packet_handle()

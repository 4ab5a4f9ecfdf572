"""A broker that repeats itself on purpose: real ones do it after half a minute, or never."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import IntEnum
from uuid import uuid4

from telemetry.mqtt import Delivery, Link


class Kind(IntEnum):
    """The packets that a client sends us."""

    CONNECT = 1
    PUBLISH = 3
    PUBACK = 4
    SUBSCRIBE = 8


CONNACK_THE_SESSION_IS_THERE = b"\x20\x02\x01\x00"

Block = list[tuple[int, bytes]] | None
"""Message ids and payloads to deliver; None: hang up instead."""


@dataclass
class Broker:
    """Speaks MQTT 3.1.1 to one session: whenever it is told something, the next block is its turn.

    It answers after the block, so whoever awaits the answer has received the block.

    Attributes:
        blocks: What is still to come.
        topic: On which it delivers, one byte.
        answered: The message ids that were acknowledged.
    """

    blocks: list[Block]
    topic: bytes = b"t"
    answered: list[int] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection until either side hangs up."""
        try:
            while self._handle(*await _packet(reader), writer):
                await writer.drain()
        except asyncio.IncompleteReadError:
            pass
        finally:
            writer.close()

    def _handle(self, kind: int, body: bytes, writer: asyncio.StreamWriter) -> bool:
        match kind:
            case Kind.CONNECT:
                writer.write(CONNACK_THE_SESSION_IS_THERE)
            case Kind.SUBSCRIBE:
                writer.write(b"\x90\x03" + body[:2] + b"\x01")
            case Kind.PUBACK:
                self.answered.append(int.from_bytes(body[:2], "big"))
            case Kind.PUBLISH:
                return self._turn(body, writer)
            case _:
                return False
        return True

    def _turn(self, body: bytes, writer: asyncio.StreamWriter) -> bool:
        block = self.blocks.pop(0) if self.blocks else []
        if block is None:
            return False
        for mid, payload in block:
            delivered = b"\x00\x01" + self.topic + mid.to_bytes(2, "big") + payload
            writer.write(bytes((0x32, len(delivered))) + delivered)
        after_the_topic = 2 + int.from_bytes(body[:2], "big")
        writer.write(b"\x40\x02" + body[after_the_topic : after_the_topic + 2])
        return True


async def _packet(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """Kind and body; none of ours is longer than 127 bytes."""
    first, length = await reader.readexactly(2)
    return first >> 4, await reader.readexactly(length)


@dataclass
class Conversation:
    """A link and the broker at its other end."""

    broker: Broker
    link: Link

    async def go_on(self) -> None:
        """Come back when the next block is here and every earlier answer is there."""
        async with asyncio.timeout(20):
            await self.link.publish("t", b"go on")

    async def taken(self) -> list[Delivery]:
        """What is here."""
        async with asyncio.timeout(20):
            return await self.link.take()


@asynccontextmanager
async def conversation(*blocks: Block, topic: bytes = b"t") -> AsyncIterator[Conversation]:
    """A link to a broker that delivers these blocks, on a topic of one byte."""
    broker = Broker(list(blocks), topic)
    server = await asyncio.start_server(broker.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with (
        server,
        Link(
            f"mqtt://127.0.0.1:{port}",
            client_id=uuid4().hex,
            clean=False,
            subscriptions=["t"],
            patience_s=20,
        ) as link,
    ):
        yield Conversation(broker, link)

"""A terminal on a real socket, which says exactly what it is told to say."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from telemetry.codecs import jt808
from tests.telemetry.gateway.terminal import POSITION, registration

PATIENCE_S = 20


@dataclass
class Caller:
    """One connection to a gateway."""

    phone: str
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    splitter: jt808.Splitter = field(default_factory=jt808.Splitter)
    heard: list[jt808.Message] = field(default_factory=list)
    serial: int = 0

    def say(self, message: int, body: bytes = b"", phone: str = "") -> int:
        """Send a frame; its serial."""
        header = jt808.Header(
            message=message, phone=(phone or self.phone).rjust(12, "0"), serial=self.serial
        )
        self.serial += 1
        self.writer.write(jt808.encode(header, body))
        return self.serial - 1

    async def hears(self, message: int) -> jt808.Message:
        """The next frame of this kind; others are passed over."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                for number, each in enumerate(self.heard):
                    if each.header.message == message:
                        return self.heard.pop(number)
                data = await self.reader.read(4096)
                if not data:
                    raise EOFError
                self.heard += [jt808.decode(frame) for frame in self.splitter.feed(data)]

    async def answer(self) -> tuple[int, int]:
        """The next general answer: serial and result."""
        fields = (await self.hears(0x8001)).fields
        return fields["serial"], fields["result"]

    async def registers(self, plate_of: str = "") -> jt808.Message:
        """Ask for a code."""
        body = registration()
        self.say(0x0100, body[:37] + plate_of.encode("gbk") if plate_of else body)
        return await self.hears(0x8100)

    async def authenticates(self, code: str) -> int:
        """Say the code; the result."""
        self.say(0x0102, code.encode())
        return (await self.answer())[1]

    def reports(self, number: int = 0) -> int:
        """Send a position; its serial."""
        second = bytes.fromhex(f"2611251600{number % 60:02d}")
        return self.say(0x0200, POSITION[:22] + second)

    async def floods(self) -> None:
        """Send heartbeats and read nothing, until the gateway has hung up."""
        transport = self.writer.transport
        if not isinstance(transport, asyncio.ReadTransport):
            raise TypeError
        transport.pause_reading()
        try:
            while True:
                for _ in range(1000):
                    self.say(0x0002)
                    self.serial %= 65_536
                await self.writer.drain()
        except ConnectionError:
            return

    async def over(self) -> None:
        """Wait until the gateway has hung up."""
        async with asyncio.timeout(PATIENCE_S):
            try:
                while await self.reader.read(4096):
                    pass
            except ConnectionError:
                return


@asynccontextmanager
async def calling(port: int, phone: str) -> AsyncIterator[Caller]:
    """A connection for a while."""
    wire = socket.socket()
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)  # who does not read is soon found
    wire.settimeout(0)
    await asyncio.get_running_loop().sock_connect(wire, ("127.0.0.1", port))
    reader, writer = await asyncio.open_connection(sock=wire)
    try:
        yield Caller(phone, reader, writer)
    finally:
        writer.transport.abort()

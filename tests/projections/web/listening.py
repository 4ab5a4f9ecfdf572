"""Listening to the stream, and asking how many do."""

import asyncio
import json
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from dataclasses import dataclass

import httpx

from tests.waiting import eventually


@dataclass
class Heard:
    """One event of the stream."""

    event: str = ""
    data: str = ""
    id: str = ""

    @property
    def body(self) -> dict[str, object]:
        """Its data."""
        told: dict[str, object] = json.loads(self.data)
        return told


async def heard(address: str, headers: Mapping[str, str] | None = None) -> AsyncGenerator[Heard]:
    """The events of a stream; the first one, without a name, says that it is open."""
    timeout = httpx.Timeout(20)
    async with (
        httpx.AsyncClient(timeout=timeout) as client,
        client.stream("GET", address, headers=headers) as response,
    ):
        assert response.headers["content-type"].startswith("text/event-stream")
        now = Heard()
        async for line in response.aiter_lines():
            name, _, value = line.partition(": ")
            if line:
                setattr(now, name or "comment", value)
            else:
                yield now
                now = Heard()


async def first(
    address: str, event: str, count: int = 1, headers: Mapping[str, str] | None = None
) -> list[Heard]:
    """The first few events of a kind."""
    found: list[Heard] = []
    async with aclosing(heard(address, headers)) as events:
        async for each in events:
            found += [each] if each.event == event else []
            if len(found) == count:
                break
    return found


def metric(web: str, name: str) -> int:
    """A number of the server."""
    lines = httpx.get(f"{web}/metrics").text.splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name} "))


async def listeners(web: str, count: int) -> None:
    """Wait until so many listen."""

    async def joined() -> bool:
        return await asyncio.to_thread(metric, web, "gongche_stream_clients") == count

    await eventually(joined)

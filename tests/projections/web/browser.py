"""A page in the system's Chromium, and all it asked for and complained of."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Page, async_playwright

CHROMIUM = "/usr/bin/chromium"
QUIET = (
    "--no-sandbox", "--no-first-run", "--disable-quic", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
DRAWING = ("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
SHOWN = "body *:not(.languages *, noscript, [hidden], [hidden] *)"
SAID = f"""() => [...document.querySelectorAll("{SHOWN}")].flatMap((each) => [
    each.title, each.ariaLabel, each.placeholder,
    ...[...each.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data),
]).filter(Boolean).join(" ")"""
BLIND = ("--disable-3d-apis",)
DESK = {"viewport": {"width": 1280, "height": 800}, "locale": "zh-CN"}
PHONE = {"viewport": {"width": 390, "height": 800}}


@dataclass
class Visit:
    """One visit to a page.

    Attributes:
        requests: Every address that was asked for.
        complaints: What the page and the browser had to say against it.
    """

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    async def text(self, selector: str) -> str:
        """What stands there."""
        return await self.page.inner_text(selector)

    async def said(self) -> str:
        """Every word for eyes and ears, but for the names of the languages."""
        return str(await self.ask(SAID))

    async def reads(self, selector: str, words: str) -> None:
        """Wait until these words stand there."""
        condition = "([place, words]) => document.querySelector(place)?.innerText.includes(words)"
        await self.page.wait_for_function(condition, arg=[selector, words], timeout=30_000)

    async def drawn(self) -> None:
        """Wait until the map shows the vehicles."""
        await self.true("() => window.gongche?.map?.cars.points > 0 && gongche.map.base.loaded()")

    async def true(self, condition: str) -> None:
        """Wait until a condition of the page holds."""
        await self.page.wait_for_function(condition, timeout=30_000)

    async def ask(self, question: str) -> Any:  # noqa: ANN401 - whatever JavaScript answers
        """What the page says to that."""
        return await self.page.evaluate(question)


@asynccontextmanager
async def visit(
    address: str, context: Mapping[str, Any] | None = None, *, drawing: tuple[str, ...] = DRAWING
) -> AsyncIterator[Visit]:
    """Open a page; whatever it complains of, or asks of others, fails the test at the end."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*QUIET, *drawing]
        )
        page = await browser.new_page(**{**DESK, **(context or {})})
        seen = Visit(page)
        page.on("request", lambda request: seen.requests.append(request.url))
        page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        page.on("console", lambda said: _hear(seen, said.type, said.text))
        await page.goto(address)
        yield seen
        await browser.close()
    assert seen.complaints == []
    ours = address.split("/?", maxsplit=1)[0]
    assert [url for url in seen.requests if not url.startswith((ours, "blob:", "data:"))] == []


def _hear(seen: Visit, kind: str, text: str) -> None:
    if kind in ("error", "warning") and "GPU stall" not in text:  # that one is Chromium's own
        seen.complaints.append(text)

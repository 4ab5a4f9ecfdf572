"""The API describes itself, and sends nobody elsewhere."""

import re
from typing import Any

import httpx
import pytest

SCHEMES = re.compile(r"https?://[^\s\"']+")


@pytest.fixture
def document(web: str) -> dict[str, Any]:
    """What `/openapi.json` says."""
    answer = httpx.get(f"{web}/openapi.json")
    assert SCHEMES.findall(answer.text) == []
    told: dict[str, Any] = answer.json()
    return told


def test_every_route_is_listed_with_what_it_is_for(document: dict[str, Any]) -> None:
    assert set(document["paths"]) == {
        "/api/v1/commands",
        "/api/v1/districts",
        "/api/v1/positions/latest",
        "/api/v1/stream",
        "/api/v1/vehicles/{vehicle}",
        "/api/v1/vehicles/{vehicle}/fences",
        "/api/v1/vehicles/{vehicle}/track",
        "/api/v1/views/{name}",
        "/healthz",
        "/metrics",
        "/readyz",
    }
    for path, methods in document["paths"].items():
        for operation in methods.values():
            assert operation["summary"], path
            assert operation["tags"], path


def test_the_stream_is_described_by_its_events(document: dict[str, Any]) -> None:
    stream = document["paths"]["/api/v1/stream"]["get"]
    for event in ("`alert`", "`pos`", "`resync`", "Last-Event-ID"):
        assert event in stream["description"]
    assert set(stream["responses"]["200"]["content"]) == {"text/event-stream"}
    names = {each["name"].lower() for each in stream["parameters"]}
    assert names == {"last-event-id", "since", "change"}


def test_errors_are_described_as_problems(document: dict[str, Any]) -> None:
    views = document["paths"]["/api/v1/views/{name}"]["get"]["responses"]
    for status in ("4XX", "5XX"):
        assert set(views[status]["content"]) == {"application/problem+json"}
    assert "422" not in views  # it would promise a form of FastAPI's own


def test_pages_that_load_from_elsewhere_are_not_there(web: str) -> None:
    for path in ("/docs", "/redoc"):
        assert httpx.get(web + path).status_code == 404

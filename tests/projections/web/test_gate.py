"""Only pages of our own reach the server, and a page loads only what is ours."""

import httpx
import pytest

from tests.projections.web.town import LIBRARY


def test_every_answer_forbids_what_is_not_ours(web: str) -> None:
    for path in ("/", "/static/main.js", "/api/v1/districts", "/nothing"):
        headers = httpx.get(web + path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.", ""])
def test_a_name_that_was_bent_towards_us_is_not_answered(web: str, host: str) -> None:
    answer = httpx.get(web + "/api/v1/positions/latest", headers={"Host": host})
    assert answer.status_code == 421
    assert answer.json()["type"] == "urn:gongche:problem:unknown-host"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:80", "[::1]:9", "LOCALHOST:1"])
def test_our_own_names_are_answered(web: str, host: str) -> None:
    assert httpx.get(web + "/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/json", "Origin": "https://evil.example"}, 403),
        ({"Content-Type": "application/json", "Origin": "null"}, 403),
    ],
)
def test_a_form_of_another_site_cannot_say_a_command(
    web: str, headers: dict[str, str], status: int
) -> None:
    answer = httpx.post(web + "/api/v1/commands", content="{}", headers=headers)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_command_of_our_own_is_said_and_seen(web: str) -> None:
    said = httpx.post(web + "/api/v1/commands", json=LIBRARY, headers={"Origin": web})
    assert said.status_code == 200, said.text
    assert said.json()["position"].startswith("lifecycle:")


@pytest.mark.parametrize(
    "path", ["/nothing", "/api/v1/views/nothing", "/api/v1/vehicles/nobody/fences"]
)
def test_what_is_not_there_is_a_problem_document(web: str, path: str) -> None:
    answer = httpx.get(web + path)
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, answer.json()["status"]) == (404, 404)

"""Who may ask at all, and what every answer carries: the walls around a page on loopback.

A page of another site must not reach this server, neither by a name that it lets point to
127.0.0.1 (DNS rebinding) nor by a form that it posts here.
"""

from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from projections.web.problems import Problem, answer

_NAMES = {"localhost", "127.0.0.1", "[::1]"}
_SAFE = {"GET", "HEAD", "OPTIONS"}

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data: blob:; "  # the map makes its patterns as blobs
    "worker-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
"""What a page may load: our own files, and nothing inline."""

_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class Gate:
    """Turns away foreign requests and puts the walls' headers on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request through, or not."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def walled(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        problem = _objection(scope["method"], Headers(scope=scope))
        if problem is None:
            await self._app(scope, receive, walled)
        else:
            await answer(problem)(scope, receive, walled)


def _objection(method: str, headers: Headers) -> Problem | None:
    host = headers.get("host", "")
    if _name(host) not in _NAMES:
        return Problem(
            HTTPStatus.MISDIRECTED_REQUEST,
            "unknown-host",
            f"this server answers to localhost and 127.0.0.1, not to {host!r}",
        )
    if method in _SAFE:
        return None
    origin = headers.get("origin")
    if origin is not None and origin not in (f"http://{host}", f"https://{host}"):
        return Problem(HTTPStatus.FORBIDDEN, "foreign-origin", f"a page of {origin} may not write")
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        return Problem(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            "not-json",
            f"a command is application/json, this is {kind or 'nothing'}",
        )
    return None


def _name(host: str) -> str:
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0].lower()

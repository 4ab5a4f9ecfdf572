"""The code of a terminal: what is kept of it, when it is good, when it is good no more. Pure."""

import hmac
from dataclasses import dataclass, replace
from hashlib import sha256

from telemetry.gateway.admission import Issued


@dataclass(frozen=True, slots=True)
class Credential:
    """What is kept of a terminal's code.

    Attributes:
        current: SHA-256 of the code that was used last; empty: none, or it was revoked.
        following: SHA-256 of one that was issued and not used yet.
        issued: What the terminal told about itself when it got it; None after a revocation.
        gone: Codes that were revoked here; the database may not know it yet.
    """

    current: bytes = b""
    following: bytes = b""
    issued: Issued | None = None
    gone: frozenset[bytes] = frozenset()

    def good(self, code: str) -> bool:
        """Whether this is one of the two."""
        return self.current_is(code) or _same(self.following, code)

    def current_is(self, code: str) -> bool:
        """Whether this is the one that was used last."""
        return _same(self.current, code)

    def used(self, code: str) -> "Credential":
        """A new code was used: the one before is good no more."""
        issued = replace(self.issued or Issued(), used=True)
        gone = self.gone | {self.current} if self.current else self.gone
        return Credential(digest(code), b"", issued, gone)

    def revoked(self) -> "Credential":
        """Neither is good any more."""
        return Credential(
            gone=self.gone | {each for each in (self.current, self.following) if each}
        )

    def merged(self, stored: "Credential") -> "Credential":
        """What the database says, with what it may not have been told yet.

        Args:
            stored: As it stands there.
        """
        if self.current and self.current == stored.following:
            return self
        current = b"" if stored.current in self.gone else stored.current
        following = b"" if stored.following in self.gone else stored.following
        issued = stored.issued if current or following else None
        return Credential(current, following, issued, self.gone)


def digest(code: str) -> bytes:
    """What is kept of a code. It is random and long: no salt and no slow hash are needed."""
    return sha256(code.encode("utf-8", "replace")).digest()


def _same(kept: bytes, code: str) -> bool:
    return bool(kept) and hmac.compare_digest(kept, digest(code))

"""One line of NMEA 0183: who speaks, which sentence, its fields."""

import re
from dataclasses import dataclass

from telemetry.fix import Malformed

LINE_LIMIT = 256
"""Characters of a line; the standard says 82, and real receivers exceed it."""

FIELDS: dict[str, tuple[str, ...]] = {
    "RMC": (
        "utc", "status", "lat", "lat_ns", "lon", "lon_ew", "speed_kn", "course_deg", "date",
        "variation_deg", "variation_ew", "mode", "nav_status",
    ),
    "GGA": (
        "utc", "lat", "lat_ns", "lon", "lon_ew", "quality", "satellites", "hdop", "altitude_m",
        "altitude_unit", "separation_m", "separation_unit", "correction_age_s", "station",
    ),
    "GSA": ("automatic", "fix_type", *(f"satellite_{n}" for n in range(1, 13)), "pdop", "hdop",
            "vdop", "system"),
    "VTG": (
        "course_deg", "true", "magnetic_deg", "magnetic", "speed_kn", "knots", "speed_kmh", "kmh",
        "mode",
    ),
    "GLL": ("lat", "lat_ns", "lon", "lon_ew", "utc", "status", "mode"),
    "ZDA": ("utc", "day", "month", "year", "zone_h", "zone_min"),
    "GNS": (
        "utc", "lat", "lat_ns", "lon", "lon_ew", "mode", "satellites", "hdop", "altitude_m",
        "separation_m", "correction_age_s", "station", "nav_status",
    ),
}  # fmt: skip
"""Sentence -> names of its fields, from the first. Source: NMEA 0183 4.11; nmea.md 2."""

_ADDRESS = re.compile(r"(P[A-Z]*|[A-Z]{2})([A-Z]{3})")
_TALKERS = {"GP", "GL", "GA", "GB", "BD", "GN", "GQ", "QZ", "GI", "IM"}
_CHECKED = re.compile(rb"\$([^*]*)\*([0-9A-Fa-f]{2})")
_NO_SENTENCE = (b"!", b"#", b"{", b"[")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A line whose checksum is right.

    Attributes:
        talker: GP, GL, GA, GB, BD, GN, GQ, QZ, GI or IM; empty for any other.
        kind: RMC, GGA, ...; empty for what no satellite receiver says.
        fields: As they stand there; an empty one means that there is no value.
        raw: The line from its `$` on, without its end.
    """

    talker: str
    kind: str
    fields: tuple[str, ...]
    raw: bytes

    def __getitem__(self, name: str) -> str:
        """A field by its name; empty if the line is too short for it."""
        at = FIELDS[self.kind].index(name)
        return self.fields[at] if at < len(self.fields) else ""

    def named(self) -> dict[str, str]:
        """The fields that have a value, by name."""
        names = FIELDS.get(self.kind, ())
        return {name: value for name, value in zip(names, self.fields, strict=False) if value}


def read_sentence(line: bytes) -> Sentence | None:
    """Read a line.

    Args:
        line: With or without its end; what is in front of the last `$` is dropped.

    Returns:
        The sentence; None for what is none: a comment, JSON, an empty line.

    Raises:
        Malformed: `check_mismatch` if the checksum is wrong or missing, `too_large` beyond 256
            characters.

    >>> read_sentence(b"$GNZDA,080000.00,01,10,2026,00,00*76").named()["year"]
    '2026'
    """
    line = line.strip()
    begin = line.rfind(b"$")
    if begin < 0 or line.startswith(_NO_SENTENCE):
        return None
    line = line[begin:]
    if len(line) > LINE_LIMIT:
        raise Malformed("too_large", f"a line of {len(line)} characters", raw=line[:LINE_LIMIT])
    found = _CHECKED.fullmatch(line)
    if found is None:
        raise Malformed("check_mismatch", "no checksum behind a *", raw=line)
    content, told = found[1], int(found[2], 16)
    if checksum(content) != told:
        detail = f"the checksum is {told:02X}, the line gives {checksum(content):02X}"
        raise Malformed("check_mismatch", detail, raw=line)
    return _sentence(content.decode("latin-1"), line)


def write_sentence(address: str, *fields: object) -> bytes:
    r"""Write a line with its checksum and its end.

    >>> write_sentence("GNZDA", "080000.00", "01", "10", 2026, "00", "00")
    b'$GNZDA,080000.00,01,10,2026,00,00*76\r\n'
    """
    content = ",".join([address, *map(str, fields)]).encode("ascii")
    return b"$%b*%02X\r\n" % (content, checksum(content))


def checksum(content: bytes) -> int:
    """The bytes between `$` and `*` combined by exclusive or."""
    value = 0
    for byte in content:
        value ^= byte
    return value


def _sentence(content: str, raw: bytes) -> Sentence:
    address, *fields = content.split(",")
    found = _ADDRESS.fullmatch(address)
    if found is None or found[1] not in _TALKERS:
        return Sentence("", "", tuple(fields), raw)
    return Sentence(found[1], found[2], tuple(fields), raw)

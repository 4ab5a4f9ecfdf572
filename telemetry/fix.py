"""What a codec answers, whichever terminal sent the bytes: a fix, or malformed."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntFlag

NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)
"""Where a record whose time is no date is kept (decisions.md 1)."""


class Quality(IntFlag):
    """What is known against a fix, or about how it came (late-data.md section 6).

    The values stand in the archive: never renumber, only add. Names in lower case are public.
    """

    NO_FIX = 1
    NULL_ISLAND = 2
    COORDINATE_RANGE = 4
    BAD_TIME = 8
    FUTURE = 16
    ROLLOVER_CORRECTED = 32
    CLOCK_OFFSET = 64
    SHIFTED_DATUM = 128
    DEAD_RECKONING = 256
    FEW_SATELLITES = 512
    HIGH_HDOP = 1024
    BACKFILL = 2048
    LATE = 4096
    GATEWAY_ACKED = 8192
    SEQUENCE_REUSED = 16384
    VERSION_FLAG_MISSING = 32768
    BATCH_COUNT_MISMATCH = 65536
    DATUM_CONVERTED = 131072

    def names(self) -> list[str]:
        """The public names, sorted: `["late", "no_fix"]`."""
        return sorted(flag.name.lower() for flag in self if flag.name)


GOOD = Quality(0)
"""Nothing is known against it."""

UNUSABLE = (
    Quality.NO_FIX
    | Quality.NULL_ISLAND
    | Quality.COORDINATE_RANGE
    | Quality.BAD_TIME
    | Quality.FUTURE
    | Quality.SHIFTED_DATUM
)
"""Kept, but no verdict about a place may use them."""

DOUBTFUL = Quality.DEAD_RECKONING | Quality.FEW_SATELLITES | Quality.HIGH_HDOP
"""Used, but a visit they decide carries the flag `doubtful`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """One record of a terminal: where it says it was, when, and how it felt.

    Attributes:
        device: The terminal's identity: for JT/T 808 the phone digits without leading zeros.
        at: Fix time (UTC); `NO_TIME` with `Quality.BAD_TIME` when the digits are no date.
        digest: SHA-256 of the record's content, 32 bytes: its identity with device and time.
        lon: Degrees east as they arrived, in `datum`; None without a place.
        lat: Degrees north as they arrived, in `datum`; None without a place.
        speed_kmh: km/h over ground, where given.
        course_deg: Degrees clockwise from north, [0, 360), where given.
        altitude_m: Metres above sea level, where given.
        odometer_m: Metres on the vehicle's odometer, where given.
        alarm: Alarm bits with the meaning of JT/T 808 table 6.6.1, whichever terminal sent it.
        status: Status bits with the meaning of JT/T 808 table 6.6.2 (bit 0 ACC, 1 located).
        quality: Flags.
        datum: `wgs84`, `gcj02` or `bd09`.
        boot: Which start of the device counted `seq`; None for protocols without a sequence.
        seq: The record's number within the boot.
        source: `json` or `jt808`.
        raw: The record's own bytes: one JSON object, or a 0x0200 body.
    """

    device: str
    at: datetime
    digest: bytes
    lon: float | None
    lat: float | None
    speed_kmh: float | None = None
    course_deg: float | None = None
    altitude_m: float | None = None
    odometer_m: int | None = None
    alarm: int = 0
    status: int = 0
    quality: Quality = GOOD
    datum: str = "wgs84"
    boot: int | None = None
    seq: int | None = None
    source: str
    raw: bytes


class Malformed(ValueError):  # noqa: N818 - named like the answer it is
    """The bytes are not what the standard says. Quarantined with the reason, never dropped.

    Attributes:
        reason: A name of feed.md section 6: `check_mismatch`.
        detail: What was found and what was expected.
        raw: The bytes, where they are a part of what was read.
        boot: The boot, where it could be read.
        seq: The record's number, where it could be read: it counts as settled for the device.
    """

    def __init__(
        self,
        reason: str,
        detail: str,
        *,
        raw: bytes = b"",
        boot: int | None = None,
        seq: int | None = None,
    ) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason, self.detail, self.raw, self.boot, self.seq = reason, detail, raw, boot, seq

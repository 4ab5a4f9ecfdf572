"""The values that the contexts share: names of things, moments."""

from datetime import UTC, datetime
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, StringConstraints

ZONE = ZoneInfo("Asia/Shanghai")
"""Where an official day begins and ends."""

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
"""Valid from before anything was recorded."""

FOREVER = datetime.max.replace(tzinfo=UTC)
"""Later than anything: the end of what has no end, for comparing only; never stored."""


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("there is no such moment in UTC") from error


def _as_on_the_car(written: object) -> object:
    """Plates are copied with a dot, with spaces, in small letters: `浙A·d12345` is `浙AD12345`."""
    if not isinstance(written, str):
        return written
    return "".join(sign for sign in written if sign not in " ·•・\u3000").upper()


def _upper(written: object) -> object:
    return written.strip().upper() if isinstance(written, str) else written


Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]
"""A time with its offset, kept in UTC."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
"""A few words; may be empty."""

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
"""What people call it; never empty."""

UnitCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,32}$")]
"""A unit's code; ASCII, because it becomes a part of topics."""

VehicleId = Annotated[str, StringConstraints(pattern=r"^[^\s:/+#]{1,64}$")]
"""A vehicle's number in the bureau's books."""

Device = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
"""A terminal's identity; for JT/T 808 the phone digits without leading zeros."""

FenceId = Annotated[str, StringConstraints(pattern=r"^[^\s:/+#]{1,64}$")]
"""An area's name in the bureau's books."""

Plate = Annotated[str, BeforeValidator(_as_on_the_car), StringConstraints(pattern=r"^[^:]{1,16}$")]
"""What stands on the plate: no dot, no spaces, capital letters."""

Vin = Annotated[str, BeforeValidator(_upper), StringConstraints(pattern=r"^[A-HJ-NPR-Z0-9]{17}$")]
"""Vehicle identification number (车架号): 17 signs, without I, O, Q."""

Profile = Literal["plain", "standard"]
"""How an area is judged: `plain` to the metre, `standard` with band, dwell and gap rule."""

Code = Annotated[str, StringConstraints(pattern=r"^[^\s:/+#\x00]{1,64}$")]
"""A number in the books: of a slot, an indicator, a purchase, a disposal case."""

Sector = Literal["PARTY_GOV", "INSTITUTION"]
"""党政机关 or 事业单位: two books of quota that never mix."""

Fen = Annotated[int, Field(ge=0, le=10**13)]
"""Money in fen (1/100 yuan), never negative."""

Jurisdiction = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
"""A region by its code of GB/T 2260: `330100` (Hangzhou), `330106` (its district Xihu)."""

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""Of a document's file; hex."""

Kilometres = Annotated[int, Field(ge=0, le=10_000_000)]
"""What an odometer shows."""

"""Places on another datum: brought back to WGS-84 where the terminal is known to send such."""

from dataclasses import replace

from fleet.datum import Datum, to_wgs84
from telemetry.fix import Fix, Quality


def measured(fix: Fix, declared: Datum | None) -> Fix:
    """The fix with its place on WGS-84, if it is known how.

    Args:
        fix: As it arrived.
        declared: What its terminal was declared to send at that time; None: nothing was.

    Returns:
        A place that the terminal marks as shifted is converted if shifted places were declared:
        from the datum that the record names, or else from the declared one. All else is left.

    Source:
        feed.md section 7.
    """
    shifted = fix.quality & Quality.SHIFTED_DATUM
    if not shifted or declared in (None, "wgs84") or fix.lon is None or fix.lat is None:
        return fix
    lon, lat = to_wgs84(fix.lon, fix.lat, _named(fix) or declared)
    quality = fix.quality & ~Quality.SHIFTED_DATUM | Quality.DATUM_CONVERTED
    return replace(fix, lon=float(lon), lat=float(lat), quality=quality)


def _named(fix: Fix) -> Datum | None:
    if fix.datum == "gcj02":
        return "gcj02"
    return "bd09" if fix.datum == "bd09" else None

"""Times of JT/T 808 for many reports at once: YYMMDDhhmmss, GMT+8, in binary coded decimals."""

import numpy as np
from numpy.typing import NDArray

_AHEAD_S = 8 * 3600
_LIMITS = np.array([99, 12, 31, 23, 59, 59])
_LEAST = np.array([0, 1, 1, 0, 0, 0])
_TEN, _NIBBLE = 10, 4
_YEAR_2000_MONTHS = 30 * 12  # since 1970
_DAY_S, _MICROS = 86_400, 1_000_000


def micros_of(times: NDArray[np.uint8]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Read times.

    Args:
        times: Shape (n, 6).

    Returns:
        Microseconds since 1970 (UTC), 0 for what is no time; and which of them are none. Each of
        shape (n,).
    """
    tens, ones = times >> _NIBBLE, times & 0x0F
    digits = (tens < _TEN) & (ones < _TEN)
    values = tens.astype(np.int64) * _TEN + ones
    within = digits & (values >= _LEAST) & (values <= _LIMITS)
    good: NDArray[np.bool_] = np.asarray(within.all(axis=1))
    year, month, day, hour, minute, second = np.where(good[:, None], values, _LEAST).T
    months = (_YEAR_2000_MONTHS + year * 12 + month - 1).astype("datetime64[M]")
    days = months.astype("datetime64[D]").astype(np.int64) + day - 1
    next_month = (months + 1).astype("datetime64[D]").astype(np.int64)
    good &= days < next_month  # no 31st of February
    seconds = days * _DAY_S + hour * 3600 + minute * 60 + second - _AHEAD_S
    return np.where(good, seconds * _MICROS, 0), ~good

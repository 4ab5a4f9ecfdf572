"""What the bits of a position report are called, as data.

The names are public: they stand in the output of `gongche decode`. Never rename, only add.
"""

ALARMS = (
    "sos",
    "overspeed",
    "fatigue",
    "danger",  # 2013: danger warning; 2019: dangerous driving behaviour
    "gnss_fault",
    "antenna_cut",
    "antenna_short",
    "power_low",
    "power_lost",
    "display_fault",
    "speech_fault",
    "camera_fault",
    "card_reader_fault",
    "overspeed_warning",
    "fatigue_warning",
    "forbidden_window",  # 2019
    "tyre_pressure",  # 2019
    "right_blind_spot",  # 2019
    "daily_driving_exceeded",
    "parked_too_long",
    "area_crossed",
    "route_crossed",
    "segment_time",
    "off_route",
    "speed_sensor_fault",
    "fuel_abnormal",
    "stolen",
    "illegal_ignition",
    "illegal_displacement",
    "collision",
    "rollover",
    "illegal_door",  # 2013
)
"""Names of the alarm bits 0 to 31. Source: JT/T 808-2013 and -2019, 报警标志位定义."""

_STATUS = {
    0: "acc_on",
    1: "located",
    2: "south",
    3: "west",
    4: "out_of_service",
    5: "shifted",
    6: "forward_collision",  # 2019
    7: "lane_departure",  # 2019
    10: "fuel_cut",
    11: "circuit_cut",
    12: "doors_locked",
    13: "front_door_open",
    14: "middle_door_open",
    15: "rear_door_open",
    16: "driver_door_open",
    17: "custom_door_open",
    18: "gps",
    19: "beidou",
    20: "glonass",
    21: "galileo",
    22: "moving",  # 2019
}
_LOAD_SHIFT, _LOAD_MASK = 8, 3
_LOAD = {1: ["half_loaded"], 2: ["load_reserved"], 3: ["loaded"]}
_BITS = 32


def alarm_names(alarm: int) -> list[str]:
    """Names of the bits that are set, lowest first.

    >>> alarm_names(0b100001)
    ['sos', 'antenna_cut']
    """
    return [name for bit, name in enumerate(ALARMS) if alarm >> bit & 1]


def status_names(status: int) -> list[str]:
    """Names of the bits that are set, lowest first; the two bits of the load are one name.

    >>> status_names(0x80303)
    ['acc_on', 'located', 'beidou', 'loaded']
    """
    bits = status & ~(_LOAD_MASK << _LOAD_SHIFT)
    names = [_STATUS.get(bit, f"bit_{bit}") for bit in range(_BITS) if bits >> bit & 1]
    return names + _LOAD.get(status >> _LOAD_SHIFT & _LOAD_MASK, [])

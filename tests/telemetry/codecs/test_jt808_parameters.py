"""Parameters of a terminal: by id and by name, with the value that their kind says."""

import pytest

from telemetry.codecs.jt808.bodies.parameters import IDS, PARAMETERS, parameters
from telemetry.codecs.jt808.body import read_body, write_body

PARAMETER_VALUES = [
    ("heartbeat_s", "00000001 04 0000003c", 60),
    ("main_server_address", "00000013 07 612e623a313233", "a.b:123"),
    ("displacement_radius_m", "00000031 02 0064", 100),
    ("plate_colour", "00000084 01 02", 2),
    ("forbidden_window", "00000032 04 16320a1e", "22:50-10:30"),
    ("plate", "00000083 08 d5e3413838383838", "浙A88888"),
    ("forbidden_window", "00000032 04 18000000", bytes.fromhex("18000000")),
    ("forbidden_window", "00000032 04 003c0000", bytes.fromhex("003c0000")),
    ("heartbeat_s", "00000001 02 003c", b"\0\x3c"),
    (None, "0000f364 02 ffff", b"\xff\xff"),
    (None, "00000110 08 0000000100000002", bytes.fromhex("0000000100000002")),
]


@pytest.mark.parametrize(("name", "item", "value"), PARAMETER_VALUES)
def test_a_parameter_is_what_its_id_says(name: str | None, item: str, value: object) -> None:
    body = b"\x01" + bytes.fromhex(item)
    (found,) = read_body(0x8103, body)["parameters"]
    assert (found.get("name"), found["value"]) == (name, value)
    assert write_body(0x8103, {"parameters": [found]}) == body
    answer = read_body(0x0104, b"\0\x05" + body)
    assert answer == {"serial": 5, "parameters": [found]}


def test_parameters_may_be_given_by_name() -> None:
    body = write_body(0x8103, {"parameters": parameters(heartbeat_s=30, plate="浙A1")})
    assert [each["value"] for each in read_body(0x8103, body)["parameters"]] == [30, "浙A1"]
    assert len(IDS) == len(PARAMETERS)


@pytest.mark.parametrize(
    "parameter",
    [
        {"id": 1, "value": "sixty"},
        {"id": 1, "value": 2**32},
        {"id": 0x32, "value": "22:50 to 10:30"},
        {"id": 0x32, "value": "25:00-10:30"},
        {"id": 0xF364, "value": 7},
        {"id": 0x83, "value": "😀"},
        {"id": 0x83, "value": "x" * 256},
        {"id": 2**32, "value": b""},
        {"value": b""},
    ],
)
def test_a_parameter_that_does_not_fit_is_a_mistake_of_the_caller(
    parameter: dict[str, object],
) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        write_body(0x8103, {"parameters": [parameter]})


def test_a_list_that_ends_early_keeps_what_was_read() -> None:
    body = bytes.fromhex("0005 03 00000001 04 0000003c 00000002 04 00")
    fields = read_body(0x0104, body)
    assert [each["value"] for each in fields["parameters"]] == [60]
    assert fields["parameters_told"] == 3
    assert fields["trailing"].hex() == "000000020400"
    assert write_body(0x0104, fields) == body

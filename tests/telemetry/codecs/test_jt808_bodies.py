"""Every message with a table: what it says, and that it is written as it was read."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telemetry.codecs import jt808
from telemetry.codecs.jt808.bodies.records import INFLATED, inflate
from telemetry.codecs.jt808.body import FORMS, read_body, write_body
from telemetry.codecs.jt808.body_json import public
from telemetry.codecs.jt808.text import Text
from telemetry.fix import Malformed
from tests.telemetry.codecs.frames import BLOCK, HEADER, NEW_HEADER
from tests.telemetry.codecs.layouts import any_body

PLACE = jt808.read_location(BLOCK)
EVERY = [
    pytest.param(message, form, id=f"{message:04x}-{form.name or 'any'}")
    for message, forms in sorted(FORMS.items())
    for form in forms
]
REGISTRATION = {
    "province": 33,
    "city": 100,
    "maker": "70111",
    "model": "BSJ-M7B",
    "terminal_id": "0000001",
    "plate_colour": 1,
    "plate": "浙A88888",
}


def wrong(message: int, body: bytes | str, edition: str = "2013") -> Malformed:
    """Why a body cannot be read."""
    raw = bytes.fromhex(body) if isinstance(body, str) else body
    with pytest.raises(Malformed) as refused:
        read_body(message, raw, edition)
    assert refused.value.raw == raw
    return refused.value


@pytest.mark.parametrize(("message", "form"), EVERY)
@settings(max_examples=20)
@given(data=st.data())
def test_what_was_written_is_read_back(message: int, form: Any, data: st.DataObject) -> None:  # noqa: ANN401
    fields = data.draw(any_body(form))
    body = write_body(message, fields, form.name)
    read = read_body(message, body, form.name)
    assert write_body(message, read, form.name) == body
    if read.get("form", form.name) == form.name and "trailing" not in read:
        nothing = {name for name, value in fields.items() if value in ("", [""])}
        left_out = {"form"} | (nothing - read.keys())  # an empty text at the end is none
        told = {name: value for name, value in fields.items() if name not in left_out}
        counts = {name: value for name, value in read.items() if name not in told}
        assert read == told | counts


@given(st.sampled_from(sorted(FORMS)), st.sampled_from(["2011", "2013", "2019"]), st.binary())
def test_any_bytes_are_written_as_they_were_read_or_malformed(
    message: int, edition: str, body: bytes
) -> None:
    try:
        fields = read_body(message, body, edition)
    except Malformed:
        return
    assert write_body(message, fields, edition) == body
    assert isinstance(public(fields), dict)


@pytest.mark.parametrize(
    ("edition", "size"),
    [("2011", 25 + 8), ("2013", 37 + 8), ("2019", 76 + 8)],
)
def test_a_registration_has_three_editions(edition: str, size: int) -> None:
    body = write_body(0x0100, REGISTRATION, edition)
    assert len(body) == size
    assert read_body(0x0100, body, edition) == REGISTRATION


def test_a_registration_of_2011_is_known_by_its_length() -> None:
    body = write_body(0x0100, REGISTRATION, "2011")
    assert read_body(0x0100, body, "2013") == REGISTRATION | {"form": "2011"}


def test_a_long_plate_of_2011_is_known_because_2013_would_read_no_text() -> None:
    vin = REGISTRATION | {"plate_colour": 0, "plate": "LSVAU2A37N2183294"}
    body = write_body(0x0100, vin, "2011")
    assert len(body) > 37
    assert read_body(0x0100, body, "2013")["form"] == "2011"
    assert write_body(0x0100, read_body(0x0100, body, "2013"), "2013") == body


def test_padding_is_no_part_of_a_text_and_is_written_back() -> None:
    body = bytearray(write_body(0x0100, REGISTRATION, "2013"))
    body[9:29] = b"BSJ-M7B".rjust(20, b"\0")
    fields = read_body(0x0100, bytes(body), "2013")
    assert fields["model"] == "BSJ-M7B"
    assert write_body(0x0100, fields, "2013") == body


def test_what_is_no_gbk_is_kept() -> None:
    body = write_body(0x0100, REGISTRATION, "2013")[:-1] + b"\xff"
    fields = read_body(0x0100, body, "2013")
    assert "\N{REPLACEMENT CHARACTER}" in fields["plate"]
    assert fields["plate"].raw.endswith(b"\xff")
    assert write_body(0x0100, fields, "2013") == body


def test_a_registration_that_is_too_short_is_malformed() -> None:
    assert wrong(0x0100, bytes(24)).reason == "body_malformed"
    assert "2 bytes" in wrong(0x0100, b"\0").detail


def test_an_authentication_has_two_editions() -> None:
    assert read_body(0x0102, b"code") == {"code": "code"}
    fields = {"code": "abc", "imei": "123456789012345", "software": "1.2"}
    body = write_body(0x0102, fields, "2019")
    assert body == b"\x03abc123456789012345" + b"1.2".ljust(20, b"\0")
    assert read_body(0x0102, body, "2019") == fields
    assert read_body(0x0102, b"just a code", "2019") == {"code": "just a code", "form": "2013"}


@pytest.mark.parametrize("result", range(5))
def test_each_result_of_a_registration(result: int) -> None:
    answer = jt808.decode(jt808.registration_answer(HEADER, 1, result, "secret"))
    code = {} if result else {"code": "secret"}
    assert answer.fields == {"serial": 7, "result": result} | code


def test_terminal_attributes_have_two_editions() -> None:
    fields = {
        "kind": 1,
        "maker": "70111",
        "model": "BSJ",
        "terminal_id": "1",
        "iccid": "8986049990200001234f",
        "hardware": "1.0",
        "firmware": "",
        "gnss": 3,
        "radio": 32,
    }
    for edition, size in (("2013", 34), ("2019", 67)):
        body = write_body(0x0107, fields, edition)
        assert body[size : size + 10].hex() == fields["iccid"]
        assert read_body(0x0107, body, edition) == fields
    later = write_body(0x0107, fields, "2019")
    assert read_body(0x0107, later, "2013")["form"] == "2019"


def test_control_has_fields_between_semicolons() -> None:
    body = b"\x02" + "0;码;cmnet;;;1.2.3.4;7611;;60".encode("gbk")
    fields = read_body(0x8105, body)
    assert fields["parameters"] == ["0", "码", "cmnet", "", "", "1.2.3.4", "7611", "", "60"]
    assert write_body(0x8105, fields) == body
    assert read_body(0x8105, b"\x04") == {"command": 4}
    assert write_body(0x8105, {"command": 4}) == b"\x04"


@pytest.mark.parametrize(
    ("edition", "body", "fields"),
    [
        ("2013", "01", {"flags": 1}),
        ("2019", "0001 0001 01", {"controls": [{"id": 1, "parameter": 1}]}),
        ("2019", "007b 00", {"id": 123, "parameter": 0, "form": "uncounted"}),
    ],
)
def test_vehicle_control_has_three_forms(
    edition: str, body: str, fields: dict[str, object]
) -> None:
    raw = bytes.fromhex(body)
    assert read_body(0x8500, raw, edition) == fields
    assert write_body(0x8500, fields, edition) == raw


def test_tracking_is_stopped_without_a_validity() -> None:
    assert read_body(0x8202, b"\0\x05\0\0\x02\x58") == {"interval_s": 5, "validity_s": 600}
    assert read_body(0x8202, b"\0\0") == {"interval_s": 0}
    assert write_body(0x8202, {"interval_s": 0}) == b"\0\0"


CIRCLE = {
    "id": 7,
    "attribute": 0b11,
    "lat_e6": 30_287_459,
    "lon_e6": 120_153_576,
    "radius_m": 500,
    "start": "000000083000",
    "end": "000000180000",
    "limit_kmh": 60,
    "after_s": 10,
}
LATER = {"night_limit_kmh": 40, "name": "市府"}


def test_a_circle_has_two_editions() -> None:
    old = {"action": 1, "items": [CIRCLE]}
    new = {"action": 1, "items": [CIRCLE | LATER]}
    assert read_body(0x8600, write_body(0x8600, old)) == old
    assert read_body(0x8600, write_body(0x8600, new, "2019"), "2019") == new
    assert write_body(0x8600, old).hex() == (
        "0101000000070003" + "01ce2663" + "072965e8" + "000001f4"
        "000000083000" + "000000180000" + "003c0a"
    )  # fmt: skip
    crossed = read_body(0x8600, write_body(0x8600, new, "2019"), "2013")
    assert crossed == new | {"form": "2019"}


def test_what_the_attribute_does_not_say_is_not_there() -> None:
    plain = {name: value for name, value in CIRCLE.items() if name not in ("start", "end")}
    plain = {name: v for name, v in plain.items() if name not in ("limit_kmh", "after_s")}
    plain |= {"attribute": 0}
    body = write_body(0x8600, {"action": 0, "items": [plain]})
    assert read_body(0x8600, body)["items"] == [plain]
    assert len(body) == 2 + 18


@pytest.mark.parametrize("kind", [1, 2, 3, 4, 9])
def test_the_fences_of_a_terminal_come_back_in_the_form_they_were_set(kind: int) -> None:
    shapes: dict[int, dict[str, Any]] = {
        1: CIRCLE | LATER,
        2: {"id": 1, "attribute": 0, "top_e6": 4, "left_e6": 1, "bottom_e6": 2, "right_e6": 3,
            "name": ""},
        3: {"id": 1, "attribute": 0, "vertices": [{"lat_e6": 1, "lon_e6": 2}], "name": "x"},
        4: {"id": 1, "attribute": 0, "corners": [], "name": "y"},
    }  # fmt: skip
    fields: dict[str, Any] = {"kind": kind}
    fields |= {"items": [shapes[kind]]} if kind in shapes else {"count": 0, "data": b"\x01"}
    body = write_body(0x0608, fields, "2019")
    assert read_body(0x0608, body, "2019") == fields


def test_a_driver_card_says_more_when_it_was_read_well() -> None:
    driver = {
        "status": 1,
        "time": "261001080000",
        "result": 0,
        "name": "张三",
        "qualification": "1234567890123",
        "issuer": "杭州",
        "valid_until": "20290630",
    }
    old = write_body(0x0702, driver)
    new = write_body(0x0702, driver | {"identity": "330100"}, "2019")
    assert read_body(0x0702, old) == driver
    assert read_body(0x0702, new, "2019") == driver | {"identity": "330100"}
    assert read_body(0x0702, new) == driver | {"identity": "330100", "form": "2019"}
    removed = {"status": 2, "time": "261001080000"}
    assert read_body(0x0702, write_body(0x0702, removed)) == removed
    refused = removed | {"status": 1, "result": 2}
    assert read_body(0x0702, write_body(0x0702, refused)) == refused
    assert read_body(0x0702, b"\x01") == {"raw": b"\x01", "form": "unknown"}


def test_can_frames_are_counted_in_front_of_the_time() -> None:
    frame = {"id": 0x18FEF100, "data": bytes(8)}
    body = write_body(0x0705, {"time": "0830000000", "frames": [frame, frame]})
    assert body[:7].hex() == "00020830000000"
    assert read_body(0x0705, body)["frames"] == [frame, frame]


def test_media_carry_a_position_and_data() -> None:
    fields: dict[str, Any] = {"media": 7, "kind": 0, "format": 0, "event": 1, "channel": 2}
    fields |= {"location": PLACE, "data": b"JFIF"}
    body = write_body(0x0801, fields)
    assert body[8:36] == BLOCK
    assert read_body(0x0801, body) == fields


def test_an_answer_about_pictures_names_those_there_are() -> None:
    assert read_body(0x0805, b"\0\1\0\0\1\0\0\0\x09") == {"serial": 1, "result": 0, "media": [9]}
    assert read_body(0x0805, b"\0\1\1") == {"serial": 1, "result": 1}


def test_an_upgrade_carries_its_data_behind_their_length() -> None:
    fields = {"kind": 52, "maker": "yzh", "version": "1.1.12", "data": b"\1\2"}
    body = write_body(0x8108, fields)
    assert body.hex() == "34" + "797a680000" + "06" + b"1.1.12".hex() + "00000002" + "0102"
    assert read_body(0x8108, body) == fields


def test_a_batch_is_a_body_too() -> None:
    body = jt808.encode_batch(jt808.Batch(bodies=(BLOCK,), kind=1))
    fields = read_body(0x0704, body)
    assert fields["batch"].bodies == (BLOCK,)
    assert write_body(0x0704, fields) == body


def test_a_message_without_a_table_is_bytes() -> None:
    assert read_body(0x1205, b"\x01") == {"raw": b"\x01"}
    assert write_body(0x1205, {"raw": b"\x01"}) == b"\x01"


def test_a_heartbeat_may_have_a_body() -> None:
    assert read_body(0x0002, b"") == {}
    assert read_body(0x0002, b"\x64") == {"trailing": b"\x64"}


@pytest.mark.parametrize(
    ("message", "fields"),
    [
        (0x8100, {"serial": 1}),
        (0x8100, {"serial": 1, "result": 256}),
        (0x8100, {"serial": -1, "result": 0}),
        (0x8100, {"serial": "one", "result": 0}),
        (0x8004, {"utc": "2611231615"}),
        (0x8004, {"utc": "26112316150z"}),
        (0x0100, REGISTRATION | {"maker": "too long"}),
        (0x0100, REGISTRATION | {"plate": "😀"}),
        (0x0A00, {"e": 1, "n": b"short"}),
        (0x8600, {"action": 0, "items": [CIRCLE] * 256}),
        (0x8108, {"kind": 0, "maker": "", "version": "x" * 256, "data": b""}),
    ],
)
def test_what_does_not_fit_is_a_mistake_of_the_caller(
    message: int, fields: dict[str, object]
) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        write_body(message, fields)


def test_a_command_to_a_terminal_is_framed_in_its_edition() -> None:
    (frame,) = jt808.platform_message(NEW_HEADER, 3, 0x8300, {"flags": 8, "kind": 1, "text": "停"})
    message = jt808.decode(frame)
    assert (message.header.edition, message.header.serial) == ("2019", 3)
    assert message.fields == {"flags": 8, "kind": 1, "text": "停"}
    vertices = [{"lat_e6": 1, "lon_e6": 2}] * 200
    polygon = {"id": 1, "attribute": 0, "vertices": vertices}
    frames = jt808.platform_message(HEADER, 65_535, 0x8604, polygon)
    headers = [jt808.open_frame(frame)[0] for frame in frames]
    assert [(each.serial, each.index, each.total) for each in headers] == [
        (65_535, 1, 2),
        (0, 2, 2),
    ]


def test_the_edition_of_a_connection_may_be_remembered() -> None:
    body = write_body(0x0100, REGISTRATION, "2011")
    frame = jt808.encode(replace(HEADER, message=0x0100), body)
    assert jt808.decode(frame).fields["form"] == "2011"
    assert "form" not in jt808.decode(frame, edition="2011").fields


def test_compressed_data_are_inflated_within_a_bound() -> None:
    import gzip  # noqa: PLC0415 - only the test writes it

    assert inflate(gzip.compress(b"CAN")) == b"CAN"
    assert inflate(gzip.compress(bytes(INFLATED))) == bytes(INFLATED)
    assert inflate(gzip.compress(bytes(INFLATED + 1))) is None
    assert inflate(gzip.compress(b"cut")[:-1]) is None
    assert inflate(b"no gzip") is None


def test_fields_are_public_as_json() -> None:
    fields = {"message": 0x0200, "data": b"\xff", "location": PLACE, "ids": [1, b"\x02"]}
    shown = public(fields | {"text": Text(b"abc\0"), "ratio": 1.5})
    assert shown["message"] == "0x0200"
    assert (shown["data"], shown["ids"], shown["text"]) == ("ff", [1, "02"], "abc")
    assert shown["location"]["time"] == "261001080000"
    rich = replace(PLACE, items=((0x31, b"\x05"), (0xEB, b"\x01")), trailing=b"\x09")
    place = public({"location": rich})["location"]
    assert place["items"] == [
        {"id": "0x31", "name": "satellites", "satellites": 5},
        {"id": "0xeb", "raw": "01"},
    ]
    assert place["trailing"] == "09"
    assert public({"batch": jt808.Batch(bodies=(), kind=1, count=0)}) == {
        "batch": {"count": 0, "kind": 1}
    }

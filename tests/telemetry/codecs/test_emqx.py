"""What EMQX's gateway makes of JT/T 808, and the way back."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from telemetry.codecs import emqx, jt808
from telemetry.codecs.emqx_fields import DOWN, EXTRA
from telemetry.codecs.fix_json import to_json
from telemetry.codecs.jt808.body import FORMS
from telemetry.fix import Fix, Malformed
from tests.telemetry.codecs.frames import HEADER, NEW_HEADER, locations

EXAMPLE = (
    b'{"header": {"msg_id": 512, "encrypt": 0, "len": 37, "phone": "013800001111", "msg_sn": 17,'
    b' "proto_ver": 1}, "body": {"alarm": 0, "status": 3, "latitude": 30287459,'
    b' "longitude": 120153576, "altitude": 18, "speed": 425, "direction": 271,'
    b' "time": "261123161504", "extra": {"mileage": 1234, "gnss_sat_num": 14}}}'
)
GONE: Any = object()


def message(header: dict[str, object] | None = None, **body: Any) -> bytes:  # noqa: ANN401
    """The example with other values."""
    whole = orjson.loads(EXAMPLE)
    whole["header"] |= header or {}
    whole["body"] = {name: v for name, v in (whole["body"] | body).items() if v is not GONE}
    return orjson.dumps(whole)


def fix(payload: bytes) -> Fix:
    """The one fix of a message."""
    (found,) = emqx.decode(payload).fixes
    assert isinstance(found, Fix), found
    return found


def refused(payload: bytes) -> str:
    """Why a message, or its position, is refused."""
    try:
        found = emqx.decode(payload).fixes
    except Malformed as wrong:
        return wrong.reason
    (bad,) = found
    assert isinstance(bad, Malformed)
    return bad.reason


def test_the_example_of_the_feed() -> None:
    found = fix(EXAMPLE)
    assert found == Fix(
        device="13800001111",
        at=datetime(2026, 11, 23, 8, 15, 4, tzinfo=UTC),
        digest=found.digest,
        lon=120.153576,
        lat=30.287459,
        speed_kmh=42.5,
        course_deg=271,
        altitude_m=18,
        odometer_m=123_400,
        status=3,
        quality=found.quality,
        source="emqx",
        raw=found.raw,
    )
    assert found.quality.names() == ["gateway_acked"]
    assert to_json(found)["items"] == {"mileage": 1234, "gnss_sat_num": 14}
    header = emqx.decode(EXAMPLE).header
    assert (header.edition, header.version, header.serial) == ("2019", 1, 17)


@pytest.mark.parametrize("phone", ["013800001111", "13800001111", 13800001111])
def test_a_phone_may_have_lost_its_zeros(phone: object) -> None:
    found = emqx.decode(message({"phone": phone}))
    assert found.header.device == "13800001111"
    assert len(found.header.phone) == 20


def test_an_edition_without_a_version_is_2013() -> None:
    whole = orjson.loads(EXAMPLE)
    del whole["header"]["proto_ver"]
    header = emqx.decode(orjson.dumps(whole)).header
    assert (header.edition, header.phone) == ("2013", "013800001111")


@given(locations)
def test_the_same_report_is_the_same_fix_either_way(location: jt808.Location) -> None:
    kept = {item for item, _ in EXTRA.values()}
    once = {item: value for item, value in location.items if item in kept}
    sizes = dict(EXTRA.values())
    items = tuple(sorted((i, v) for i, v in once.items() if len(v) == sizes[i]))
    plain = replace(location, items=items, trailing=b"")
    direct = jt808.decode_location("13800138000", jt808.encode_location(plain))
    through = fix(emqx.encode(HEADER, [plain]))
    flags = direct.quality | through.quality
    assert replace(through, raw=b"", source="", quality=flags) == replace(
        direct, raw=b"", source="", quality=flags
    )


@pytest.mark.parametrize(
    ("header", "body", "reason"),
    [
        ({}, {"latitude": GONE}, "missing_field"),
        ({}, {"latitude": "30"}, "number_type"),
        ({}, {"latitude": True}, "number_type"),
        ({}, {"latitude": -1}, "number_range"),
        ({}, {"latitude": 2**32}, "number_range"),
        ({}, {"altitude": 65_536}, "number_range"),
        ({}, {"altitude": -32_769}, "number_range"),
        ({}, {"altitude": None}, "number_type"),
        ({}, {"time": None}, "time_format"),
        ({}, {"time": GONE}, "time_format"),
        ({}, {"extra": 7}, "missing_field"),
        ({}, {"extra": {"mileage": -1}}, "number_range"),
        ({"msg_id": "512"}, {}, "number_type"),
        ({"msg_id": 65_536}, {}, "number_range"),
        ({"encrypt": 9}, {}, "number_range"),
        ({"encrypt": 1}, {}, "encrypted"),
        ({"phone": None}, {}, "missing_field"),
        ({"phone": ""}, {}, "missing_field"),
        ({"phone": "1" * 21}, {}, "missing_field"),
        ({"phone": "138 000"}, {}, "missing_field"),
        ({"phone": "１３８"}, {}, "missing_field"),
        ({"phone": -1}, {}, "missing_field"),
        ({"msg_id": 0x0704}, {}, "missing_field"),
        ({"msg_id": 0x0704}, {"location": [{}] * 501}, "missing_field"),
        ({"msg_id": 0x0704}, {"location": [7]}, "missing_field"),
        ({"msg_id": 0x0201}, {}, "missing_field"),
    ],
)
def test_a_message_is_refused_for_a_reason(
    header: dict[str, object], body: dict[str, Any], reason: str
) -> None:
    assert refused(message(header, **body)) == reason


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"", "not_json"),
        (b"[]", "not_json"),
        (b"[{}]", "not_json"),
        (b"7", "not_json"),
        (b"{}", "missing_field"),
        (b'{"header": 7}', "missing_field"),
        (b'{"header": {}, "header": {}}', "duplicate_key"),
        (b'{"header": {"msg_id": 2, "phone": 1, "msg_sn": 0}, "body": 7}', "missing_field"),
        (b" " * 65_537, "too_large"),
    ],
)
def test_a_payload_is_refused_for_a_reason(payload: bytes, reason: str) -> None:
    assert refused(payload) == reason


def test_what_is_below_the_sea_comes_with_or_without_a_sign() -> None:
    assert fix(message(altitude=65_524)).altitude_m == -12
    assert fix(message(altitude=-12)).altitude_m == -12


@pytest.mark.parametrize("time", ["260230161504", "xx", "2611231615", "2611231615aa"])
def test_digits_that_are_no_time_are_kept_as_such(time: str) -> None:
    assert "bad_time" in fix(message(time=time)).quality.names()


def test_two_different_texts_that_are_no_time_are_two_records() -> None:
    assert fix(message(time="x")).digest != fix(message(time="y")).digest
    assert fix(message(time=51_123_161_504)).at == datetime(2005, 11, 23, 8, 15, 4, tzinfo=UTC)


def test_a_batch_gives_its_fixes_in_order() -> None:
    place, later = jt808.Location(status=2), jt808.Location(status=3)
    header = replace(NEW_HEADER, message=0x0704)
    found = emqx.decode(emqx.encode(header, [place, later], batch=True)).fixes
    assert [each.status for each in found if isinstance(each, Fix)] == [2, 3]
    assert all("backfill" in each.quality.names() for each in found if isinstance(each, Fix))
    whole = orjson.loads(emqx.encode(header, [place, later]))
    whole["body"]["length"] = 3
    whole["body"]["location"][1] = {}
    good, bad = emqx.decode(orjson.dumps(whole)).fixes
    assert isinstance(good, Fix)
    assert {"batch_count_mismatch", "bad_time"} <= {*good.quality.names()}
    assert isinstance(bad, Malformed)


@pytest.mark.parametrize(("answer", "name"), [(0x0201, "params"), (0x0500, "location")])
def test_answers_carry_positions(answer: int, name: str) -> None:
    place = orjson.loads(EXAMPLE)["body"]
    assert fix(message({"msg_id": answer}, **{name: place, "seq": 7})).lat == 30.287459


def test_other_messages_and_packages_are_kept_as_they_are() -> None:
    code = emqx.decode(message({"msg_id": 0x0102}, code="abc"))
    assert (code.fixes, code.body["code"]) == ([], "abc")
    assert refused(message({"frag_total": 2, "frag_sn": 1})) == "incomplete"
    bare = b'{"header": {"msg_id": 2, "phone": 1, "msg_sn": 0}}'
    assert emqx.decode(bare).body == {}


def test_a_message_to_a_terminal_has_the_names_of_the_gateway() -> None:
    header = jt808.Header(message=0x8300, phone="013800001111", serial=3)
    down = orjson.loads(emqx.encode_down(header, {"flags": 8, "text": "停车"}))
    assert down == {
        "header": {"msg_id": 0x8300, "encrypt": 0, "phone": "013800001111", "msg_sn": 3},
        "body": {"flag": 8, "text": "停车"},
    }
    circle = {"id": 7, "attribute": 0, "lat_e6": 1, "lon_e6": 2, "radius_m": 500}
    down = orjson.loads(
        emqx.encode_down(replace(header, message=0x8600), {"action": 1, "items": [circle]})
    )
    assert down["body"] == {
        "type": 1,
        "length": 1,
        "areas": [{"id": 7, "flag": 0, "center_latitude": 1, "center_longitude": 2, "radius": 500}],
    }
    with pytest.raises(ValueError, match="0x8108"):
        emqx.encode_down(replace(header, message=0x8108), {})
    assert FORMS.keys() > DOWN.keys()


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5), st.lists))
def test_any_value_anywhere_is_a_fix_or_malformed(value: object) -> None:
    whole = orjson.loads(EXAMPLE)
    for part in ("header", "body"):
        for name in whole[part]:
            changed = whole | {part: whole[part] | {name: str(value) if value == 0 else value}}
            try:
                found = emqx.decode(orjson.dumps(changed, option=orjson.OPT_NON_STR_KEYS)).fixes
            except (Malformed, orjson.JSONEncodeError):
                continue
            assert all(isinstance(each, Fix | Malformed) for each in found)

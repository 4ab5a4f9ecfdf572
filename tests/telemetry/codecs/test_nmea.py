"""Sentences of receivers: what is a fix, what is none, and that nothing is raised."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telemetry.codecs import nmea
from telemetry.codecs.fix_json import to_json
from telemetry.codecs.nmea.epoch import Epoch, degrees, time_of_day
from telemetry.codecs.nmea.sentence import LINE_LIMIT
from telemetry.fix import NO_TIME, Fix, Malformed, Quality

MORNING = datetime(2026, 10, 1, 0, 15, 4, tzinfo=UTC)
RMC = (
    "001504.00", "A", "3017.24754", "N", "12009.21456", "E", "22.948", "271.0", "011026", "", "",
    "A", "V",
)  # fmt: skip
GGA = (
    "001504.00",
    "3017.24754",
    "N",
    "12009.21456",
    "E",
    1,
    14,
    "0.8",
    "18.0",
    "M",
    "",
    "M",
    "",
    "",
)
GSA = ("A", 3, *[""] * 12, "1.2", "0.9", "1.0", 4)


def line(kind: str, *fields: object, talker: str = "GN") -> bytes:
    """One good sentence."""
    return nmea.write_sentence(talker + kind, *fields)


def rmc(talker: str = "GN", **changed: Any) -> bytes:  # noqa: ANN401 - any field
    """The RMC of the example with other fields, by their number."""
    fields = list(RMC)
    for name, value in changed.items():
        fields[int(name.removeprefix("f")) - 1] = value
    return line("RMC", *fields, talker=talker)


def read(payload: bytes) -> list[Fix]:
    """The records of a payload."""
    found = nmea.decode(payload, "L07").records
    assert all(isinstance(each, Fix) for each in found)
    return [each for each in found if isinstance(each, Fix)]


def refused(payload: bytes) -> str:
    """Why the only epoch of a payload is no place."""
    (fix,) = read(payload)
    assert fix.lon is None
    assert Quality.NO_FIX in fix.quality
    return str(nmea.describe(fix.raw)["refused"])


def test_the_sentences_of_a_moment_are_one_fix() -> None:
    payload = line("GSA", *GSA) + line("GGA", *GGA) + rmc()
    (fix,) = read(payload)
    assert fix == Fix(
        device="L07",
        at=MORNING,
        digest=fix.digest,
        lon=120.153576,
        lat=30.287459,
        speed_kmh=42.5,
        course_deg=271.0,
        altitude_m=18.0,
        status=1 << 1,
        source="nmea",
        raw=payload,
    )
    assert nmea.describe(payload) == {
        "satellites": 14,
        "hdop": 0.8,
        "fix_type": 3,
        "mode": "A",
        "talker": "GN",
    }
    assert to_json(fix)["items"]["hdop"] == 0.8


@pytest.mark.parametrize("talker", ["GP", "GL", "GA", "GB", "BD", "GN", "GQ", "QZ", "GI", "IM"])
def test_any_system_gives_a_place(talker: str) -> None:
    assert read(rmc(talker))[0].lon == 120.153576


@pytest.mark.parametrize("mode", ["", "A", "D", "F", "R", "P", "E"])
def test_these_modes_are_accepted(mode: str) -> None:
    (fix,) = read(rmc(f12=mode))
    assert fix.quality.names() == (["dead_reckoning"] if mode == "E" else [])


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"f2": "V"}, "status_v"),
        ({"f2": ""}, "status_v"),
        ({"f12": "N"}, "mode"),
        ({"f12": "M"}, "mode"),
        ({"f12": "S"}, "mode"),
        ({"f3": ""}, "coordinates"),
        ({"f5": "", "f6": ""}, "coordinates"),
        ({"f4": "E"}, "coordinates"),
        ({"f6": "N"}, "coordinates"),
        ({"f3": "3060.0"}, "coordinates"),
        ({"f3": "10040.2"}, "coordinates"),
        ({"f3": "9000.0001"}, "coordinates"),
        ({"f5": "18000.0001"}, "coordinates"),
        ({"f3": "30.1"}, "coordinates"),
        ({"f9": ""}, "time"),
        ({"f9": "310226"}, "time"),
        ({"f1": "240000"}, "time"),
        ({"f1": ""}, "time"),
        ({"f3": "0000.05", "f5": "00000.05"}, "null_island"),
    ],
)
def test_an_epoch_is_refused_for_a_reason(changed: dict[str, str], why: str) -> None:
    assert refused(rmc(**changed)) == why


def test_the_navigational_status_is_never_asked() -> None:
    assert [read(rmc(f13=status))[0].lon for status in ("S", "C", "U", "V", "")] == [120.153576] * 5


def test_a_refused_epoch_is_heard_from_at_its_time() -> None:
    (fix,) = read(rmc(f2="V"))
    assert (fix.at, fix.quality.names(), fix.status) == (MORNING, ["no_fix"], 0)
    (lost,) = read(rmc(f1="", f2="V", f9=""))
    assert (lost.at, lost.quality.names()) == (NO_TIME, ["bad_time", "no_fix"])


def test_south_and_west_are_negative() -> None:
    (fix,) = read(rmc(f4="S", f6="W"))
    assert (fix.lon, fix.lat) == (-120.153576, -30.287459)


def test_a_place_that_the_first_talker_has_not_comes_from_another() -> None:
    (fix,) = read(rmc("GP") + rmc("GN", f2="V"))
    assert nmea.describe(fix.raw)["talker"] == "GP"
    (both,) = read(rmc("GP", f7="1") + rmc("GN"))
    assert (nmea.describe(both.raw)["talker"], both.speed_kmh) == ("GN", 42.5)


def test_an_epoch_ends_when_the_time_changes_or_the_same_is_said_again() -> None:
    later = rmc(f1="001505.00")
    fixes = read(line("GGA", *GGA) + rmc() + later + rmc(f1="001505") + line("VTG"))
    assert [fix.at.second for fix in fixes] == [4, 5, 5]
    assert [fix.altitude_m for fix in fixes] == [18.0, None, None]
    assert len({fix.digest for fix in fixes}) == 2
    assert len(read(rmc(f1="", f2="V") * 2)) == 2


def test_midnight_belongs_to_the_date_of_the_same_sentence() -> None:
    late, early = rmc(f1="235959.9"), rmc(f1="000000.1", f9="021026")
    assert [fix.at.day for fix in read(late + early)] == [1, 2]


def test_a_gga_alone_is_a_fix_only_with_a_date() -> None:
    vtg = line("VTG", "271.0", "T", "", "M", "22.948", "N", "42.5", "K", "A")
    gga, zda = line("GGA", *GGA), line("ZDA", "001504.00", "01", "10", 2026, "00", "00")
    assert refused(gga) == "time"
    (fix,) = read(zda + gga + vtg)
    assert (fix.at, fix.speed_kmh, fix.course_deg) == (MORNING, 42.5, 271.0)
    for quality in ("0", "7", "8", ""):
        fields = [*GGA[:5], quality, *GGA[6:]]
        assert refused(zda + line("GGA", *fields)) == "no_fix"
    assert refused(line("ZDA", "001504.00", "31", "02", 2026) + gga) == "time"
    assert refused(line("ZDA", "001504.00", "", "", "") + gga) == "time"


def test_a_zda_tells_the_century() -> None:
    zda = line("ZDA", "001504.00", "01", "10", 2126, "00", "00")
    assert read(zda + rmc())[0].at.year == 2126
    other = line("ZDA", "001504.00", "02", "10", 2126, "00", "00")
    assert read(other + rmc())[0].at.year == 2026


def test_doubts_are_flags() -> None:
    few = [*GGA[:6], 3, "10.1", *GGA[8:]]
    (fix,) = read(rmc() + line("GGA", *few))
    assert fix.quality.names() == ["few_satellites", "high_hdop"]
    (fine,) = read(rmc() + line("GGA", *GGA[:6], 4, "", *GGA[8:]) + line("GSA", *GSA))
    assert fine.quality.names() == []
    assert nmea.describe(fine.raw)["hdop"] == 0.9


def test_values_that_are_none_are_left_out() -> None:
    (fix,) = read(rmc(f7="", f8="") + line("GGA", *GGA[:8], "", *GGA[9:]))
    assert (fix.speed_kmh, fix.course_deg, fix.altitude_m) == (None, None, None)
    (odd,) = read(rmc(f7="-1", f8="361") + line("GSA", "A", "x"))
    assert (odd.speed_kmh, odd.course_deg) == (None, None)
    assert read(rmc(f8="360"))[0].course_deg == 0
    assert "fix_type" not in nmea.describe(odd.raw)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"$GNRMC,001504.00,A*00", "check_mismatch"),
        (b"$GNRMC,001504.00,A", "check_mismatch"),
        (b"$GNRMC,001504.00,A*4", "check_mismatch"),
        (b"$GNRMC,001504.00*A*4F", "check_mismatch"),
        (b"$" + b"G" * LINE_LIMIT, "too_large"),
        (b"$\xff\xfe*00", "check_mismatch"),
    ],
)
def test_a_line_without_a_right_checksum_is_not_used(raw: bytes, reason: str) -> None:
    with pytest.raises(Malformed) as wrong:
        nmea.read_sentence(raw)
    assert wrong.value.reason == reason
    assert read(raw + b"\r\n" + rmc())[0].at == MORNING


@pytest.mark.parametrize("raw", [b"", b"# x", b"!AIVDM,1*00", b'{"a": "$"}', b"[1]", b"noise"])
def test_what_is_no_sentence_is_passed_over(raw: bytes) -> None:
    assert nmea.read_sentence(raw) is None


@pytest.mark.parametrize("address", ["GNTHS", "PSTI", "PDTINFO", "XYRMC", "RMC", "gnrmc", "GNRMCX"])
def test_other_sentences_are_good_and_say_nothing(address: str) -> None:
    sentence = nmea.read_sentence(nmea.write_sentence(address, "1", "2"))
    assert sentence is not None
    assert sentence.kind in ("", "THS")
    assert sentence.named() == {}
    assert read(sentence.raw) == []


def test_a_checksum_may_be_in_either_case_and_noise_in_front() -> None:
    good = rmc(f7="1.0")
    assert read(b"\xff$GNRM" + good)[0].at == MORNING
    star = good.index(b"*")
    assert read(good[:star] + good[star:].lower())[0].at == MORNING


def test_a_short_line_has_empty_fields_at_its_end() -> None:
    sentence = nmea.read_sentence(line("RMC", "001504.00", "A"))
    assert sentence is not None
    assert sentence["mode"] == ""
    assert sentence.named() == {"utc": "001504.00", "status": "A"}


@pytest.mark.parametrize(
    ("text", "hemisphere", "value"),
    [
        ("3017.2475", "N", 30.2874583),
        ("9000", "S", -90.0),
        ("18000.", "W", -180.0),
        ("3017.2475", "X", None),
        ("", "N", None),
        ("30 7.0", "N", None),
    ],
)
def test_degrees_are_read_from_the_text(text: str, hemisphere: str, value: float | None) -> None:
    assert degrees(text, hemisphere) == value


def test_a_time_of_day_is_compared_as_time() -> None:
    assert time_of_day("001504") == time_of_day("001504.000")
    assert time_of_day("0015") is None


places = st.builds(
    Fix,
    device=st.just("L07"),
    at=st.datetimes(datetime(2000, 1, 2), datetime(2098, 12, 31)).map(  # noqa: DTZ001
        lambda at: at.replace(tzinfo=UTC)
    ),
    digest=st.just(b""),
    lon=st.integers(10_001, 1_800_000_000).map(lambda e7: e7 / 1e7),
    lat=st.integers(-900_000_000, 900_000_000).map(lambda e7: e7 / 1e7),
    speed_kmh=st.none() | st.integers(0, 30_000).map(lambda n: n / 100),
    course_deg=st.none() | st.integers(0, 3599).map(lambda n: n / 10),
    altitude_m=st.none() | st.integers(-5000, 90_000).map(lambda n: n / 10),
    status=st.just(1 << 1),
    quality=st.integers(0, 2**11 - 1).map(
        lambda bits: (
            Quality(bits) & (Quality.DEAD_RECKONING | Quality.FEW_SATELLITES | Quality.HIGH_HDOP)
        )
    ),
    source=st.just("nmea"),
    raw=st.just(b""),
)


@given(places)
def test_a_fix_that_was_written_is_read_back(known: Fix) -> None:
    (read_back,) = read(nmea.encode(known))
    assert replace(read_back, digest=b"", raw=b"") == known


def test_a_fix_is_written_with_its_doubts() -> None:
    (fix,) = read(line("GGA", *GGA) + rmc())
    (same,) = read(nmea.encode(fix))
    assert replace(same, raw=fix.raw) == fix
    doubts = Quality.DEAD_RECKONING | Quality.FEW_SATELLITES | Quality.HIGH_HDOP
    bare = replace(fix, quality=doubts, speed_kmh=None, course_deg=None, altitude_m=None)
    (doubtful,) = read(nmea.encode(bare, talker="BD"))
    assert replace(doubtful, raw=fix.raw) == bare


def test_a_fix_without_a_place_is_written_so() -> None:
    (fix,) = read(rmc())
    (lost,) = read(nmea.encode(replace(fix, lon=None, lat=None)))
    assert (lost.at, lost.quality.names()) == (MORNING, ["no_fix"])
    (void,) = read(nmea.encode(replace(fix, quality=Quality.NO_FIX)))
    assert void.lon is None


@given(st.binary(max_size=200), st.booleans())
def test_any_bytes_are_fixes_or_malformed(noise: bytes, framed: bool) -> None:  # noqa: FBT001
    payload = rmc() + nmea.write_sentence("GNRMC", noise.hex()) + noise if framed else noise
    for each in nmea.decode(payload, "L07").records:
        assert isinstance(each, Fix | Malformed)


@given(st.lists(st.text(alphabet="0123456789.,NSEWAVDR-", max_size=12), max_size=14))
def test_any_fields_are_an_answer(fields: list[str]) -> None:
    for kind in ("RMC", "GGA", "GSA", "VTG", "ZDA", "GLL", "GNS"):
        read(line(kind, *fields) + line("GSA", *fields) + rmc())


def test_an_epoch_without_a_position_sentence_says_so() -> None:
    solution = nmea.solve(Epoch([]))
    assert (solution.refused, solution.by, solution.talker) == ("no_position_sentence", None, "")
    assert nmea.Epochs().close() is None

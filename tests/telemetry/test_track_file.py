"""Track files: every row is read, or counted with its reason."""

import pytest

from telemetry.track_file import NoTrack, Reading, parse

HEADER = "vehicle_id,t_unix,lon,lat"


def reading(*rows: str, header: str = HEADER) -> Reading:
    return parse([f"{line}\n" for line in (header, *rows)])


def told(read: Reading) -> list[tuple[str, int, float, float]]:
    track = read.track
    names = [track.names[index] for index in track.vehicle.tolist()]
    columns = (names, track.t.tolist(), track.lon.tolist(), track.lat.tolist())
    return list(zip(*columns, strict=True))


def test_a_row_is_a_position_in_microseconds() -> None:
    read = reading("a,1769443022.125,120.5,30.25")
    assert told(read) == [("a", 1_769_443_022_125_000, 120.5, 30.25)]
    assert (read.rows, dict(read.unreadable), dict(read.unusable)) == (1, {}, {})


def test_columns_stand_in_any_order_among_others() -> None:
    read = reading("30.25,,120.5,x,7,a", header="lat,deliver_unix, lon,type,t_unix,vehicle_id")
    assert told(read) == [("a", 7_000_000, 120.5, 30.25)]


def test_of_several_clocks_the_one_of_the_fix_counts() -> None:
    header = "vehicle_id,event_unix,fix_unix,received_unix,lon,lat"
    assert told(reading("a,1,2,3,120,30", header=header)) == [("a", 2_000_000, 120, 30)]


def test_a_quoted_name_may_hold_a_comma() -> None:
    assert told(reading('"a, ""b""",1,120,30'))[0][0] == 'a, "b"'


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("a,1,120", "too_few_columns"),
        ("a,,120,30", "bad_time"),
        ("a,2026-01-01,120,30", "bad_time"),
        ("a,2026-01-01,,", "bad_time"),
        ("a,nan,120,30", "bad_time"),
        ("a,1e12,120,30", "bad_time"),
        ("a,-1e12,120,30", "bad_time"),
        ("a,1,east,30", "bad_number"),
        ("a,1,12_0,30", "bad_number"),
        ("a,1,120,３０", "bad_number"),
        ("a,1_0,120,30", "bad_time"),
        ('"a,1,120,30', "bad_quotes"),
        (" ,1,120,30", "no_vehicle"),
        ("\udcff,1,120,30", "not_utf8"),
    ],
)
def test_what_cannot_be_read_is_counted(row: str, reason: str) -> None:
    read = reading(row, "b,1,120,30")
    assert (dict(read.unreadable), dict(read.unusable)) == ({reason: 1}, {})
    assert (told(read), read.rows) == ([("b", 1_000_000, 120, 30)], 2)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("a,1,,30", "no_fix"),
        ("a,1,120, ", "no_fix"),
        ("a,1,nan,30", "not_finite"),
        ("a,1,120,-inf", "not_finite"),
        ("a,1,180.1,30", "coordinate_range"),
        ("a,1,120,-90.1", "coordinate_range"),
        ("a,1,0.0009,-0.0009", "null_island"),
    ],
)
def test_what_tells_no_place_is_counted_apart(row: str, reason: str) -> None:
    read = reading(row, "b,1,120,30")
    assert (dict(read.unreadable), dict(read.unusable)) == ({}, {reason: 1})
    assert [each[0] for each in told(read)] == ["b"]


def test_what_is_later_than_its_delivery_is_from_the_future() -> None:
    delivered = ("a,1300,120,30,1000", "a,1301,120,30,1000", "b,1301,120,30,1001")
    rows = (*delivered, "c_1,9,120,30,-", "d,9,1,1")
    read = reading(*rows, header=f"{HEADER},deliver_unix")
    assert [each[0] for each in told(read)] == ["a", "b", "c_1", "d"]
    assert dict(read.unusable) == {"future": 1}


def test_the_border_of_what_can_be_is_used() -> None:
    rows = ("a,1,180,90", "a,1,-180,-90", "a,1,0.001,0", "a,0,0,0.001", "a,253402300799,1,1")
    assert len(told(reading(*rows))) == 5


def test_blank_lines_are_no_rows() -> None:
    assert reading("", "a,1,120,30", "   ").rows == 1


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("", "no column vehicle_id, t_unix, lon, lat"),
        ("vehicle_id,time,lon", "no column t_unix, lat"),
        ('"vehicle_id', "no header"),
    ],
)
def test_a_header_without_the_columns_is_no_track(header: str, says: str) -> None:
    with pytest.raises(NoTrack, match=says):
        reading("a,1,120,30", header=header)


def test_an_empty_file_is_no_track() -> None:
    with pytest.raises(NoTrack):
        parse([])

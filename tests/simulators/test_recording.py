"""Tracks from files, dirty ones too."""

import pytest

from simulators.recording import NoTrackError, boots, read

HEADER = "vehicle_id,t_unix,lon,lat,seq"


def track(*rows: str, header: str = HEADER) -> list[str]:
    return [header, *rows]


def test_rows_stay_in_the_order_of_the_file() -> None:
    rows = read(track("b,20,120.2,30.3,1", "a,10,120.1,30.2,0", "b,10,120.2,30.3,0")).rows
    assert [(row.vehicle, row.at, row.seq) for row in rows] == [
        ("b", 20, 1),
        ("a", 10, 0),
        ("b", 10, 0),
    ]


def test_a_delivery_has_its_own_time() -> None:
    lines = track("15.5,a,10,1,2,0", header="deliver_unix,vehicle_id,t_unix,lon,lat,seq")
    assert [(row.at, row.deliver_at) for row in read(lines).rows] == [(10, 15.5)]


def test_without_a_column_the_row_is_the_number() -> None:
    rows = read(track("a,10,1,2", "b,10,1,2", "a,20,1,2", header="vehicle_id,t_unix,lon,lat")).rows
    assert [row.seq for row in rows] == [0, 0, 1]


def test_numbers_that_name_two_records_are_not_used() -> None:
    recording = read(track("a,10,1,2,0", "a,20,1,2,0", "b,10,1,2,7"))
    assert [row.seq for row in recording.rows] == [0, 1, 7]
    assert recording.renumbered == ["a"]


def test_a_repeat_keeps_its_number() -> None:
    assert [row.seq for row in read(track("a,10,1,2,5", "a,10,1,2,5")).rows] == [5, 5]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("a,10", "too_few_columns"),
        (",10,1,2,0", "no_vehicle"),
        ("a b,10,1,2,0", "vehicle_id"),
        ("a,ten,1,2,0", "bad_time"),
        ("a,10,one,2,0", "bad_number"),
        ('a,10,1,2,"0', "bad_quotes"),
        ("a\udcff,10,1,2,0", "not_utf8"),
    ],
)
def test_what_cannot_be_read_is_counted_by_reason(row: str, reason: str) -> None:
    recording = read(track(row, "", "a,10,1,2,0"))
    assert recording.unreadable == {reason: 1}
    assert not recording.unusable
    assert len(recording.rows) == 1


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("a,10,1,,0", "no_fix"),
        ("a,10,nan,2,0", "not_finite"),
        ("a,10,181,2,0", "coordinate_range"),
        ("a,10,1,-91,0", "coordinate_range"),
        ("a,-10,1,2,0", "time_out_of_range"),
        ("a,inf,1,2,0", "time_out_of_range"),
        ("a,99999999999,1,2,0", "time_out_of_range"),
    ],
)
def test_what_tells_nothing_is_counted_too(row: str, reason: str) -> None:
    recording = read(track(row, "a,10,1,2,0"))
    assert recording.unusable == {reason: 1}
    assert not recording.unreadable


def test_a_speed_that_cannot_be_is_no_speed() -> None:
    lines = track(
        "a,10,1,2,-5,0", "a,20,1,2,36,1", header="vehicle_id,t_unix,lon,lat,speed_kmh,seq"
    )
    assert [row.speed_kmh for row in read(lines).rows] == [None, 36]


def test_in_a_log_with_several_clocks_the_fix_has_its_own() -> None:
    (row,) = read(track("a,10,7,1,2", header="vehicle_id,event_unix,fix_unix,lon,lat")).rows
    assert row.at == 7


@pytest.mark.parametrize("lines", [[], ["vehicle_id,event_unix,lon,lat"]])
def test_a_file_without_the_columns_is_no_track(lines: list[str]) -> None:
    with pytest.raises(NoTrackError, match=r"no column .*t_unix"):
        read(lines)


def test_parts_of_a_recording_have_the_same_boot() -> None:
    whole = read(track("a,86410,1,2,0", "a,86420,1,2,1", "b,172801,1,2,0")).rows
    assert boots(whole) == {"a": 86_400, "b": 172_800}
    assert boots(whole[1:2]) == {"a": 86_400}

"""`gongche visits`: the shipped truths to the byte, and what it says when a file is not one."""

import gzip
import json
import random
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from telemetry.cli.visits import COLUMNS, visits

TRACKS = Path(__file__).parents[3] / "shared/telemetry/tracks"
LIVERPOOL = sorted(TRACKS.glob("liverpool_[bf]*.csv.gz"))
PROFILES = ("plain", "standard")

FENCES = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"fence_id": name, "radius_m": 300},
            "geometry": {"type": "Point", "coordinates": [120, 30]},
        }
        for name in ("yard", "gate, west")
    ],
}
ROWS = [f"{car},{t},{lon},30" for car in ("b", "a") for t, lon in ((0, 121), (1.5, 120), (9, 120))]
HEADER = ",".join(COLUMNS) + "\n"


@pytest.fixture
def fences(tmp_path: Path) -> Path:
    path = tmp_path / "fences.geojson"
    path.write_text(json.dumps(FENCES))
    return path


def csv(folder: Path, *rows: str, header: str = "vehicle_id,t_unix,lon,lat") -> Path:
    path = folder / "track.csv"
    path.write_text("\n".join((header, *rows)) + "\n")
    return path


def ask(*words: object) -> Result:
    return CliRunner().invoke(visits, [str(word) for word in words])


def truth(profile: str) -> str:
    return (TRACKS / f"liverpool_truth_{profile}.csv").read_text()


if LIVERPOOL:  # an empty list of parameters would be a skipped test

    @pytest.mark.parametrize("profile", PROFILES)
    @pytest.mark.parametrize("track", LIVERPOOL, ids=lambda path: path.name)
    def test_the_shipped_truth_to_the_byte(track: Path, profile: str) -> None:
        result = ask(track, TRACKS / "liverpool_fences.geojson", "--profile", profile)
        assert (result.exit_code, result.stdout) == (0, truth(profile))

    @pytest.mark.parametrize("profile", PROFILES)
    @pytest.mark.parametrize("seed", range(5))
    @pytest.mark.parametrize("track", LIVERPOOL[:1], ids=lambda path: path.name)
    def test_the_shipped_truth_from_any_order(
        track: Path, seed: int, profile: str, tmp_path: Path
    ) -> None:
        header, *rows = gzip.decompress(track.read_bytes()).decode().splitlines()
        chance = random.Random(seed)  # noqa: S311 - a shuffle, no secret
        shuffled = chance.sample(rows, len(rows)) + chance.choices(rows, k=300)
        path = csv(tmp_path, *shuffled, header=header)
        result = ask(path, TRACKS / "liverpool_fences.geojson", "--profile", profile)
        assert (result.exit_code, result.stdout) == (0, truth(profile))

    @pytest.mark.parametrize("track", sorted(TRACKS.glob("*.csv.gz")), ids=lambda path: path.name)
    def test_every_shipped_track_can_be_read(track: Path) -> None:
        result = ask(track, TRACKS / "liverpool_fences.geojson")
        assert result.exit_code == 0
        assert result.stdout.startswith(HEADER)


def test_times_are_seconds_no_longer_than_needed(tmp_path: Path, fences: Path) -> None:
    result = ask(csv(tmp_path, *ROWS), fences, "--profile", "plain")
    assert result.exit_code == 0
    assert result.stdout == HEADER + "".join(
        f"{car},{fence},1,0,1.5,1.5,,,,open\n" for car in "ab" for fence in ('"gate, west"', "yard")
    )
    assert "6 rows, 2 fences, 4 visits" in result.stderr


def test_workers_share_the_vehicles(tmp_path: Path, fences: Path) -> None:
    track = csv(tmp_path, *ROWS)
    alone, together = (ask(track, fences, "--workers", count) for count in (1, 2))
    assert (together.exit_code, together.stdout) == (0, alone.stdout)


def test_rows_that_cannot_be_read_are_counted_and_the_rest_is_judged(
    tmp_path: Path, fences: Path
) -> None:
    track = csv(tmp_path, "c,never,120,30", "c", "a,5,0,0", *ROWS)
    result = ask(track, fences, "--profile", "plain")
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 5
    assert "not read: bad_time 1\nnot read: too_few_columns 1\n" in result.stderr
    assert "not used: null_island 1\n" in result.stderr


def test_rows_that_can_only_not_be_used_are_no_error(tmp_path: Path, fences: Path) -> None:
    result = ask(csv(tmp_path, "a,5,0,0", "a,6,nan,30"), fences)
    assert (result.exit_code, result.stdout) == (0, HEADER)
    assert "not used: not_finite 1\n" in result.stderr


def test_a_track_without_rows_is_a_table_without_rows(tmp_path: Path, fences: Path) -> None:
    result = ask(csv(tmp_path), fences)
    assert (result.exit_code, result.stdout) == (0, HEADER)


@pytest.mark.parametrize("name", ["track.csv.gz", "track.csv", "track"])
def test_what_is_packed_is_known_by_its_content(name: str, tmp_path: Path, fences: Path) -> None:
    packed = tmp_path / "packed" / name
    packed.parent.mkdir()
    packed.write_bytes(gzip.compress(b"\xef\xbb\xbf" + csv(tmp_path, *ROWS).read_bytes()))
    assert len(ask(packed, fences).stdout.splitlines()) == 1
    assert len(ask(packed, fences, "--profile", "plain").stdout.splitlines()) == 5


def test_old_line_ends_are_line_ends(tmp_path: Path, fences: Path) -> None:
    path = tmp_path / "dos.csv"
    path.write_bytes(csv(tmp_path, *ROWS).read_bytes().replace(b"\n", b"\r\n"))
    assert len(ask(path, fences, "--profile", "plain").stdout.splitlines()) == 5


PACKED = gzip.compress(b"vehicle_id,t_unix,lon,lat\n" + b"a,1,120,30\n" * 1000, mtime=0)
SPOILT = PACKED[:40] + bytes([PACKED[40] ^ 255]) + PACKED[41:]


@pytest.mark.parametrize(
    "content",
    [PACKED[:-9], SPOILT, b"vehicle_id,t_unix,lon,lat\n"],
    ids=["cut", "spoilt", "not packed"],
)
def test_a_broken_gzip_is_one_clear_line(content: bytes, tmp_path: Path, fences: Path) -> None:
    path = tmp_path / "track.csv.gz"
    path.write_bytes(content)
    result = ask(path, fences)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"Error: {path}: no whole gzip file: ")
    assert len(result.stderr.splitlines()) == 1


def test_what_is_no_track_or_no_fences_is_one_clear_line(tmp_path: Path, fences: Path) -> None:
    track = csv(tmp_path, *ROWS)
    for words in ((fences, fences), (track, track)):
        result = ask(*words)
        assert (result.exit_code, result.stdout) == (2, "")
        assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("mine.toml", "band_m = 0\nenter_dwell_s = 0\nexit_dwell_s = 0\n"),
        ("mine.json", '{"band_m": 0, "enter_dwell_s": 0, "exit_dwell_s": 0, "gap_s": null}'),
    ],
)
def test_a_profile_may_be_a_file(name: str, text: str, tmp_path: Path, fences: Path) -> None:
    path = tmp_path / name
    path.write_text(text)
    track = csv(tmp_path, *ROWS)
    plain = ask(track, fences, "--profile", "plain")
    assert ask(track, fences, "--profile", path).stdout == plain.stdout


@pytest.mark.parametrize("text", ["band_m = 5", "{", "= 5", '{"band_m": 1, "band": 2}'])
def test_a_profile_that_cannot_be_is_one_clear_line(
    text: str, tmp_path: Path, fences: Path
) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text)
    result = ask(csv(tmp_path, *ROWS), fences, "--profile", path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"Error: {path}: ")
    assert len(result.stderr.splitlines()) == 1


def test_a_profile_that_is_not_there_is_one_clear_line(tmp_path: Path, fences: Path) -> None:
    result = ask(csv(tmp_path, *ROWS), fences, "--profile", "strict")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "Error: --profile strict: expected plain, standard or a file\n"


def test_where_each_vehicle_was_at_some_moments(tmp_path: Path, fences: Path) -> None:
    words = (csv(tmp_path, *ROWS), fences, "--profile", "plain", "--at", "1", "--at", "5")
    result = ask(*words, "--at", "1970-01-01T08:00:09+08:00")
    assert result.exit_code == 0
    assert result.stdout == "vehicle_id,fence_id,at,answer\n" + "".join(
        f"{car},{fence},1,unknown\n{car},{fence},5,inside\n{car},{fence},9,inside\n"
        for car in "ab"
        for fence in ('"gate, west"', "yard")
    )


@pytest.mark.parametrize("at", ["noon", "2026-01-01T08:00:00"])
def test_a_moment_that_is_none_is_one_clear_line(at: str, tmp_path: Path, fences: Path) -> None:
    result = ask(csv(tmp_path, *ROWS), fences, "--at", at)
    assert (result.exit_code, result.stdout) == (2, "")
    assert at in result.stderr


def test_rows_that_cannot_be_read_are_told_with_the_answers_too(
    tmp_path: Path, fences: Path
) -> None:
    result = ask(csv(tmp_path, "c,never,120,30", *ROWS), fences, "--at", "5")
    assert result.exit_code == 1
    assert "not read: bad_time 1\n" in result.stderr

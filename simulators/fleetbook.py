"""Names for an invented city administration: units, plates, VINs, terminals. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from simulators.districts import DISTRICTS, District
from simulators.language import Language

_OFFICES = (  # code, name, name in English, share of the cars, categories by share
    ("FWZX", "机关事务服务中心", "Government Offices Service Centre", 6, "EEEEVVC"),
    ("GAJ", "公安分局", "Public Security Branch", 9, "LLLLLS"),
    ("ZFJ", "综合行政执法局", "Administrative Enforcement Bureau", 6, "AAAAL"),
    ("SCJG", "市场监督管理局", "Market Regulation Bureau", 4, "LLLA"),
    ("YJJ", "应急管理局", "Emergency Management Bureau", 4, "EEELS"),
    ("WJJ", "卫生健康局", "Health Bureau", 4, "SSE"),
    ("JTJ", "交通运输局", "Transport Bureau", 4, "AALS"),
    ("NYJ", "农业农村局", "Agriculture and Rural Affairs Bureau", 3, "AES"),
    ("SLJ", "林业水利局", "Forestry and Water Bureau", 3, "SSE"),
    ("STJ", "生态环境分局", "Ecology and Environment Branch", 3, "LLS"),
    ("JBM", "机要保密局", "Confidential Communications Office", 1, "C"),
    ("LGB", "老干部局", "Veteran Cadres Bureau", 2, "VVV"),
    ("GZW", "自然资源分局", "Natural Resources Branch", 3, "SAL"),
    ("ZJJ", "住房和城乡建设局", "Housing and Construction Bureau", 3, "AES"),
)
_CATEGORIES = {
    "C": "CONFIDENTIAL_COMMS",
    "E": "EMERGENCY_SUPPORT",
    "V": "VETERAN_CADRE",
    "L": "LAW_ENFORCEMENT",
    "S": "SPECIAL_TECH",
    "A": "ADMIN_ENFORCEMENT",
}
_WEIGHTS = {"SC": 12, "GS": 11, "XH": 12, "BJ": 7, "XS": 14, "YH": 12, "QT": 8, "LP": 8, "FY": 7}
_OTHER_WEIGHT = 5  # of the districts not named above
_LANGUAGES: tuple[Language, ...] = ("json", "2013", "json", "2013", "2019", "2013")
_MAKERS = ("LSV", "LFV", "LGX", "LBV", "LVS", "LB3")  # invented cars of makers that exist
_VIN_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
_VIN_VALUE = dict(
    zip(
        "0123456789ABCDEFGHJKLMNPRSTUVWXYZ",
        [*range(10), *range(1, 9), 1, 2, 3, 4, 5, 7, 9, *range(2, 10)],
        strict=True,
    )
)
_VIN_WEIGHT = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_VIN_CHECK_PLACE = 8


@dataclass(frozen=True, slots=True)
class Unit:
    """A public body that has cars.

    Attributes:
        code: `XS-GAJ`.
        name: In Chinese.
        name_en: In English.
        district: Where it sits.
        share: Its weight when cars are shared out.
        categories: What its cars are for, as often as they stand here.
    """

    code: str
    name: str
    name_en: str
    district: District
    share: int
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Car:
    """One official car and the terminal in it.

    Attributes:
        number: Its place in the city, from 0.
        vehicle: Its id: `HZ0042`.
        plate: 浙A and five characters.
        vin: Seventeen characters with a good check digit.
        category: Of the six.
        unit: Whose it is.
        device: The terminal's identity.
        language: What the terminal speaks.
    """

    number: int
    vehicle: str
    plate: str
    vin: str
    category: str
    unit: Unit
    device: str
    language: Language


def units() -> tuple[Unit, ...]:
    """Every unit of every district."""
    return tuple(
        Unit(
            f"{district.code}-{code}",
            f"{district.name}{name}",
            f"{district.name_en} {name_en}",
            district,
            share * _WEIGHTS.get(district.code, _OTHER_WEIGHT),
            tuple(_CATEGORIES[letter] for letter in categories),
        )
        for district in DISTRICTS
        for code, name, name_en, share, categories in _OFFICES
    )


def cars(count: int, seed: int) -> tuple[Car, ...]:
    """Share `count` cars out among the units; the same seed, the same cars."""
    random, everyone = Random(seed), units()
    owners = random.choices(everyone, [unit.share for unit in everyone], k=count)
    plates = _plates(random)
    return tuple(
        _car(number, unit, next(plates), random)
        for number, unit in enumerate(sorted(owners, key=lambda unit: unit.code))
    )


def check_digit(vin: str) -> str:
    """The ninth character that makes these seventeen a VIN (GB 16735); whatever stands there."""
    rest = sum(_VIN_VALUE[c] * w for c, w in zip(vin, _VIN_WEIGHT, strict=True)) % 11
    return "X" if rest == 10 else str(rest)  # noqa: PLR2004 - eleven rests, ten digits


def _car(number: int, unit: Unit, plate: str, random: Random) -> Car:
    language = _LANGUAGES[number % len(_LANGUAGES)]
    phone = f"139{57_100_000 + number * 7 % 1_000_000:08d}"
    return Car(
        number=number,
        vehicle=f"HZ{number:04d}",
        plate=plate,
        vin=_vin(number, random),
        category=random.choice(unit.categories),
        unit=unit,
        device=f"HZ{number:05d}" if language == "json" else phone,
        language=language,
    )


def _plates(random: Random) -> Iterator[str]:
    seen: set[str] = set()
    while True:
        plate = f"浙A{random.choice('ABCDEFGHJKLMN')}{random.randrange(10_000):04d}"
        if plate not in seen:
            seen.add(plate)
            yield plate


def _vin(number: int, random: Random) -> str:
    model = "".join(random.choices(_VIN_LETTERS + "123456789", k=5))
    year, plant = random.choice("JKLMNPRST"), random.choice(_VIN_LETTERS)
    vin = f"{random.choice(_MAKERS)}{model}0{year}{plant}{number + 1:06d}"
    return vin[:_VIN_CHECK_PLACE] + check_digit(vin) + vin[_VIN_CHECK_PLACE + 1 :]

"""What the page says, in Chinese and in English: one table, complete in both languages."""

from functools import cache
from importlib.resources import files
from typing import Literal, cast

import orjson
from starlette.requests import Request

Language = Literal["zh", "en"]
COOKIE = "gongche_lang"


@cache
def words(language: Language) -> dict[str, str]:
    """Every text of the page in one language, by name."""
    table = orjson.loads(files("projections.web").joinpath("words.json").read_bytes())
    return {name: texts[language] for name, texts in table.items()}


def language(request: Request) -> Language:
    """The reader's: `?lang=`, else the cookie, else what the browser prefers, else Chinese."""
    for told in (request.query_params.get("lang"), request.cookies.get(COOKIE)):
        if told in ("zh", "en"):
            return cast("Language", told)
    return _preferred(request.headers.get("accept-language", ""))


def _preferred(header: str) -> Language:
    for choice in header.split(","):
        tag = choice.partition(";")[0].strip().lower()
        if tag.startswith("zh"):
            return "zh"
        if tag.startswith("en"):
            return "en"
    return "zh"

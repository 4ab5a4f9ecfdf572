"""Messages that come in packages: in any order, repeated, with gaps, or never whole."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telemetry.codecs import jt808
from telemetry.codecs.jt808.packages import GivenUp, Missing, Outcome, Packages, Whole
from telemetry.fix import Malformed
from tests.telemetry.codecs.frames import HEADER, NEW_HEADER

MEDIA = replace(HEADER, message=0x0801, serial=100)


def package(index: int, total: int = 3, serial: int | None = None, message: int = 0x1205) -> object:
    """A header of one package."""
    number = 100 + index if serial is None else serial
    return replace(HEADER, message=message, total=total, index=index, serial=number)


def heard(*packages: tuple[object, bytes], now: float = 0.0) -> tuple[Packages, list[Outcome]]:
    """What a connection holds after these, and what came of them."""
    held, outcomes = Packages(), list[Outcome]()
    for header, body in packages:
        assert isinstance(header, jt808.Header)
        held, more = held.step(header, body, now)
        outcomes += more
    return held, outcomes


ONE, TWO, THREE = (package(1), b"a"), (package(2), b"b"), (package(3), b"c")


@given(st.permutations([ONE, TWO, THREE]))
def test_packages_in_any_order_are_one_body(order: list[tuple[object, bytes]]) -> None:
    held, (whole,) = heard(*order)
    assert isinstance(whole, Whole)
    assert (whole.body, whole.header.total, held.gathered) == (b"abc", None, {})


@given(st.binary(max_size=5000), st.integers(0, 65_535), st.randoms())
def test_a_message_of_any_length_comes_back(body: bytes, serial: int, chance: object) -> None:
    sent = jt808.split_body(replace(NEW_HEADER, serial=serial), body)
    chance.shuffle(sent)  # type: ignore[attr-defined]
    if len(body) <= 1023:
        assert sent == [(replace(NEW_HEADER, serial=serial), body)]
    else:
        _, (whole,) = heard(*sent)
        assert isinstance(whole, Whole)
        assert whole.body == body


def test_serials_may_jump_and_count_up_when_we_send() -> None:
    _, (whole,) = heard((package(1, 2, 8243), b"a"), (package(2, 2, 17), b"b"))
    assert isinstance(whole, Whole)
    sent = jt808.encode_all(replace(HEADER, serial=65_535), bytes(2001))
    headers = [jt808.open_frame(frame)[0] for frame in sent]
    assert [each.serial for each in headers] == [65_535, 0, 1]
    assert [(each.total, each.index) for each in headers] == [(3, 1), (3, 2), (3, 3)]


@pytest.mark.parametrize(
    "again", [(package(1), b"a"), (package(1), b"other"), (package(1, serial=9), b"a")]
)
def test_of_a_repeated_package_the_first_counts(again: tuple[object, bytes]) -> None:
    held, (whole,) = heard(ONE, again, TWO, THREE)
    assert isinstance(whole, Whole)
    assert (whole.body, held.repeats) == (b"abc", 1)


def test_a_package_repeated_after_the_message_was_whole_opens_nothing() -> None:
    held, outcomes = heard(ONE, TWO, THREE, TWO)
    assert (len(outcomes), held.repeats, held.gathered) == (1, 1, {})
    much_later, _ = held.step(*TWO, now=600.0)  # type: ignore[arg-type]
    assert len(much_later.gathered) == 1


def test_another_message_in_the_same_place_gives_the_first_one_up() -> None:
    _, (gone, whole) = heard(ONE, TWO, (package(1, serial=7), b"x"), (package(2, serial=8), b"y"),
                             (package(3, serial=9), b"z"))  # fmt: skip
    assert isinstance(gone, GivenUp)
    assert [jt808.open_frame(frame)[1] for frame in gone.frames] == [b"a", b"b"]
    assert isinstance(whole, Whole)
    assert whole.body == b"xyz"


def test_two_messages_may_be_interleaved() -> None:
    other = [(package(index, message=0x0901), bytes([index])) for index in (1, 2, 3)]
    fewer = [(package(index, total=2), b"-") for index in (1, 2)]
    _, outcomes = heard(ONE, other[0], fewer[0], TWO, other[1], fewer[1], other[2], THREE)
    assert [each.body for each in outcomes if isinstance(each, Whole)] == [
        b"--",
        b"\1\2\3",
        b"abc",
    ]


@pytest.mark.parametrize(("index", "total"), [(0, 3), (4, 3), (0, 0), (1, 4097)])
def test_a_package_that_cannot_be_is_refused(index: int, total: int) -> None:
    with pytest.raises(Malformed) as wrong:
        heard((package(index, total), b""))
    assert wrong.value.reason == ("too_large" if total > 3 else "body_malformed")


def test_what_is_missing_is_asked_for_three_times_and_then_given_up() -> None:
    held, _ = heard(TWO)
    assert held.tick(29.9) == (held, [])
    for round_ in (1, 2, 3):
        held, (missing,) = held.tick(30.0 * round_)
        assert isinstance(missing, Missing)
        assert (missing.indexes, missing.first, missing.media) == ((1, 3), 101, None)
        assert held.tick(30.0 * round_ + 1) == (held, [])
    held, (gone,) = held.tick(120.0)
    assert isinstance(gone, GivenUp)
    assert [jt808.open_frame(frame) for frame in gone.frames] == [TWO]
    assert held.gathered == {}


def test_a_package_that_comes_gives_the_others_time() -> None:
    held, _ = heard(ONE)
    held, _ = held.step(*TWO, now=29.0)  # type: ignore[arg-type]
    assert held.tick(58.0) == (held, [])
    held, ((missing,), _) = held.tick(59.0)[0], (held.tick(59.0)[1], None)
    assert isinstance(missing, Missing)
    assert missing.indexes == (3,)


def test_at_most_eight_messages_are_open_and_the_oldest_goes_first() -> None:
    held, (gone,) = heard(*((package(1, total), bytes([total])) for total in range(2, 11)))
    assert isinstance(gone, GivenUp)
    assert gone.header.total == 2
    assert len(held.gathered) == 8


def test_at_most_a_mebibyte_is_held() -> None:
    full = [(package(index, 2000), bytes(1023)) for index in range(1, 1026)]
    held, outcomes = heard(*full)
    assert outcomes == []
    held, (gone,) = held.step(package(1026, 2000), bytes(1023), 0.0)  # type: ignore[arg-type]
    assert isinstance(gone, GivenUp)
    assert len(gone.frames) == 1026
    assert held.gathered == {}


def test_when_the_connection_ends_what_is_open_is_given_up() -> None:
    held, _ = heard(ONE, (package(1, total=2), b""))
    assert [len(each.frames) for each in held.close()] == [1, 1]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("header", "body"),
    [(HEADER, "0065020001 0003"), (NEW_HEADER, "00650002 00010003")],
)
def test_missing_packages_are_asked_for_in_the_words_of_the_edition(
    header: jt808.Header, body: str
) -> None:
    missing = Missing(replace(header, message=0x1205), first=101, indexes=(1, 3), media=None)
    answer = jt808.decode(jt808.resend_request(missing, serial=4))
    assert (answer.header.message, answer.header.serial) == (0x8003, 4)
    assert answer.body == bytes.fromhex(body)
    assert answer.fields == {"first": 101, "indexes": [1, 3]}


def test_media_are_asked_for_by_their_number() -> None:
    held, _ = heard((replace(MEDIA, total=3, index=1), b"\0\0\0\7rest"))
    _, (missing,) = held.tick(30.0)
    assert isinstance(missing, Missing)
    answer = jt808.decode(jt808.resend_request(missing, serial=0))
    assert answer.header.message == 0x8800
    assert answer.body.hex() == "000000070200020003"
    assert jt808.decode(jt808.media_answer(MEDIA, 0, 7)).body.hex() == "00000007"


def test_at_most_255_packages_are_asked_for_at_once() -> None:
    held, _ = heard((package(1, 1000), b""))
    _, (missing,) = held.tick(30.0)
    assert isinstance(missing, Missing)
    assert missing.indexes == tuple(range(2, 257))
    assert len(jt808.resend_request(missing, serial=0)) < 1100

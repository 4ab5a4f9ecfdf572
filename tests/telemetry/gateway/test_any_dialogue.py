"""Whatever a terminal, the broker and the clock do: three laws hold."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from telemetry.codecs import jt808
from telemetry.gateway.words import (
    Admitted,
    Checked,
    Forward,
    Frame,
    FromPlatform,
    Ordered,
    Said,
    Send,
    Tick,
)
from tests.telemetry.gateway.terminal import (
    LINE,
    PHONE,
    POSITION,
    Wire,
    authenticated,
    registration,
)

MESSAGES = [
    *(0x0001, 0x0002, 0x0003, 0x0004, 0x0005, 0x0100, 0x0102, 0x0104, 0x0107),
    *(0x0200, 0x0704, 0x0801, 0x0900, 0x8001, 0x8300),
]
KEPT = {0x0200, 0x0704, 0x0900}
BODIES = [b"", b"secret", POSITION, registration(), bytes(40), b"\x7e\x7d" * 20]


def headers(*totals: int | None) -> st.SearchStrategy[jt808.Header]:
    """Of two terminals, in packages of these totals."""
    return st.builds(
        jt808.Header,
        message=st.sampled_from(MESSAGES),
        phone=st.sampled_from([PHONE.rjust(12, "0"), "013900139000"]),
        serial=st.integers(0, 40),
        total=st.sampled_from(totals),
        index=st.integers(0, 3),
        encryption=st.sampled_from([0, 0, 0, 1]),
    )


bodies = st.sampled_from(BODIES) | st.binary(max_size=60)
answers = st.builds(
    lambda line, message, result: jt808.write_body(
        0x8001, {"serial": LINE + line, "message": message, "result": result}
    ),
    st.integers(0, 40),
    st.sampled_from(MESSAGES),
    st.integers(0, 4),
)


def dialogues(*totals: int | None) -> st.SearchStrategy[list[tuple[Said, float]]]:
    """Words, and seconds in front of each."""
    registering = headers(None).map(lambda header: replace(header, message=0x0100))
    authenticating = headers(None).map(lambda header: replace(header, message=0x0102))
    committed = jt808.Header(message=0x8001, phone=PHONE, serial=1)
    words: st.SearchStrategy[Said] = st.one_of(
        st.builds(lambda head, body: Frame(jt808.encode(head, body)), headers(*totals), bodies),
        st.builds(lambda noise: Frame(b"\x7e" + noise + b"\x7e"), st.binary(max_size=30)),
        st.builds(Admitted, registering, st.integers(0, 4), st.just("c0de")),
        st.builds(Checked, authenticating, st.booleans(), st.just(LINE)),
        st.builds(FromPlatform, headers(None), bodies),
        st.builds(FromPlatform, st.just(committed), answers),
        st.just(Ordered("order", 0x8300, b"\x01hello")),
        st.just(Tick()),
    )
    return st.lists(st.tuples(words, st.sampled_from([0.0, 1.0, 16.0, 31.0])), max_size=40)


def sent(wire: Wire) -> list[jt808.Message]:
    return [jt808.decode(each.frame) for each in wire.found(Send)]


@given(st.booleans(), dialogues(None))
def test_what_has_to_be_kept_is_acknowledged_only_when_the_platform_says_so(
    known: bool,  # noqa: FBT001 - drawn
    said: list[tuple[Said, float]],
) -> None:
    wire = authenticated() if known else Wire()
    for word, seconds in said:
        wire.now_s += seconds
        wire.says(word)
        kept = {
            message.fields["message"]
            for message in sent(wire)
            if message.header.message == 0x8001 and message.fields["result"] == 0
        } & KEPT
        assert not kept or isinstance(word, FromPlatform)


@given(st.booleans(), dialogues(None, 2, 3))
def test_nothing_ends_the_dialogue_by_surprise_and_nobody_unknown_is_passed_on(
    known: bool,  # noqa: FBT001 - drawn
    said: list[tuple[Said, float]],
) -> None:
    wire = authenticated() if known else Wire()
    numbers = {message.header.serial for message in sent(wire)}
    for word, seconds in said:
        before = wire.session.device
        wire.now_s += seconds
        wire.says(word)
        assert before or wire.session.device or not wire.found(Forward)
        numbers |= {message.header.serial for message in sent(wire)}
    assert numbers == set(range(wire.session.serial))

"""Packets come out of a stream whole, however it was cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telemetry.packets import BrokenError, Packet, Published, Split, published, split

PINGRESP = b"\xd0\x00"
AT_MOST_ONCE = b"\x30\x04\x00\x01ta"


def test_neighbouring_messages_come_together_and_others_between_them() -> None:
    stream = published("t", b"a", 7) + AT_MOST_ONCE + PINGRESP + published("t", b"c", 8)
    assert split(stream).packets == [
        [Published(b"t", b"a", 7, 1), Published(b"t", b"a", 0, 0)],
        Packet(0xD0, b""),
        [Published(b"t", b"c", 8, 1)],
    ]


def test_what_is_not_complete_waits() -> None:
    stream = published("t", bytes(300), 1)
    for end in range(len(stream)):
        assert split(stream[:end]) == Split([], stream[:end])
    assert split(stream).rest == b""


def test_quality_of_service_2_is_left_to_paho() -> None:
    assert split(b"\x34\x03\x00\x01t").packets == [Packet(0x34, b"\x00\x01t")]


@pytest.mark.parametrize(
    "stream",
    [
        b"\x32\xff\xff\xff\xff\x01",  # a length of five bytes
        b"\x32\x04\x00\x09ab",  # a topic that is longer than its packet
        b"\x32\x01\x00",  # too short for the length of a topic
        b"\x32\x03\x00\x01t",  # no message id
    ],
)
def test_what_is_no_mqtt_is_said(stream: bytes) -> None:
    with pytest.raises(BrokenError):
        split(stream)


messages = st.lists(st.tuples(st.text(max_size=5), st.binary(max_size=200), st.integers(1, 65535)))


@given(messages, st.lists(st.integers(0, 400)))
def test_however_a_stream_is_cut_the_same_comes_out(
    told: list[tuple[str, bytes, int]], cuts: list[int]
) -> None:
    stream = b"".join([published(*each) for each in told])
    found: list[Published] = []
    rest, at = b"", 0
    for size in [*cuts, len(stream)]:
        part = split(rest + stream[at : at + size])
        rest, at = part.rest, at + size
        for each in part.packets:
            assert isinstance(each, list)
            found += each
    assert found == [Published(t.encode(), payload, mid, 1) for t, payload, mid in told]

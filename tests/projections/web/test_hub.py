"""One frame, many listeners; who is too slow is told to read anew."""

from contextlib import ExitStack

from projections.web.hub import RESYNC, Hub, Listener, frame


async def taken(listener: Listener) -> bytes:
    return await anext(listener.frames())


async def test_every_listener_gets_the_same_bytes() -> None:
    hub = Hub()
    with ExitStack() as stack:
        listeners = [stack.enter_context(hub.joined()) for _ in range(3)]
        hub.publish(frame("pos", {"rows": []}))
        assert {await taken(each) for each in listeners} == {b'event: pos\ndata: {"rows":[]}\n\n'}


async def test_frames_that_wait_are_sent_at_once() -> None:
    hub = Hub()
    with hub.joined() as listener:
        hub.publish(b"one\n\n")
        hub.publish(b"two\n\n")
        assert await taken(listener) == b"one\n\ntwo\n\n"


async def test_a_slow_listener_gets_resync_and_then_the_newest() -> None:
    hub = Hub(limit=3)
    with hub.joined() as slow:
        for number in range(5):
            hub.publish(f"{number};".encode())
        assert await taken(slow) == RESYNC + b"3;4;"
        assert hub.resyncs == 1


async def test_a_slow_listener_makes_nobody_wait() -> None:
    hub = Hub(limit=2)
    with hub.joined(), hub.joined() as quick:
        for number in range(9):
            hub.publish(f"{number};".encode())
            assert await taken(quick) == f"{number};".encode()
    assert hub.resyncs > 0
    assert len(hub) == 0


async def test_a_closed_hub_lets_its_listeners_go_with_what_they_have() -> None:
    hub = Hub()
    with hub.joined() as listener:
        hub.publish(b"last")
        hub.close()
        assert [each async for each in listener.frames()] == [b"last"]
    with hub.joined() as late:
        assert [each async for each in late.frames()] == []


async def test_a_listener_that_is_ahead_of_us_hears_nothing_twice() -> None:
    hub = Hub()
    with hub.joined(after=7) as listener:
        for position in (6, 7, 8):
            hub.publish(f"{position};".encode(), position)
        hub.publish(b"pos")
        assert await taken(listener) == b"8;pos"


def test_an_alert_carries_its_position_as_id() -> None:
    assert frame("alert", {"a": "浙"}, "supervision:34") == (
        'id: supervision:34\nevent: alert\ndata: {"a":"浙"}\n\n'.encode()
    )

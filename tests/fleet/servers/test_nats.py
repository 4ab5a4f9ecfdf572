"""The private MQTT broker of one data folder, and Mosquitto set up as we ask for."""

import socket
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from urllib.parse import urlsplit

import pytest
from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion

from fleet.servers import Server, mqtt, start_nats
from tests.fleet.servers.listening import LOOPBACK, addresses
from tests.waiting import until

TOPIC = "v1/863012345678901/up/pos"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture
def server(data: Path) -> Iterator[Server]:
    server = start_nats(data)
    yield server
    server.stop()


def connected(url: str, name: str) -> Client:
    """A client with a session that the broker keeps."""
    client = Client(CallbackAPIVersion.VERSION2, name, clean_session=False)
    parts = urlsplit(url)
    client.username_pw_set(parts.username or "", parts.password)
    client.connect(parts.hostname or "", parts.port or 1883)
    client.loop_start()
    until(client.is_connected)
    return client


def close(client: Client) -> None:
    client.disconnect()
    client.loop_stop()


def subscribe_and_leave(url: str, name: str) -> None:
    client, granted = connected(url, name), Event()
    client.on_subscribe = lambda *_: granted.set()
    client.subscribe(TOPIC, qos=1)
    assert granted.wait(10)
    close(client)


def publish(url: str, count: int) -> None:
    client = connected(url, "terminal")
    sent = [client.publish(TOPIC, str(number), qos=1) for number in range(count)]
    for message in sent:
        message.wait_for_publish(10)
    close(client)


def collect(url: str, name: str, count: int) -> list[int]:
    parts, heard = urlsplit(url), []
    client = Client(CallbackAPIVersion.VERSION2, name, clean_session=False)
    client.username_pw_set(parts.username or "", parts.password)

    def take(_client: Client, _data: object, message: MQTTMessage) -> None:
        heard.append(int(message.payload))

    client.on_message = take
    client.connect(parts.hostname or "", parts.port or 1883)
    client.loop_start()
    until(lambda: len(heard) >= count)
    close(client)
    return heard


def test_it_listens_on_loopback_only(server: Server) -> None:
    assert addresses(server.pid) == {LOOPBACK}


def test_its_files_are_closed_to_others(data: Path, server: Server) -> None:
    assert server.ours
    assert (data / "nats").stat().st_mode & 0o077 == 0
    assert (data / "nats" / "nats.conf").stat().st_mode & 0o077 == 0
    assert (data / "nats.json").stat().st_mode & 0o077 == 0


def test_what_was_acknowledged_survives_kill_9(data: Path) -> None:
    server = start_nats(data)
    subscribe_and_leave(server.url, "ingest")
    publish(server.url, 500)
    server.kill()
    again = start_nats(data)
    assert again.url == server.url
    assert sorted(set(collect(again.url, "ingest", 500))) == list(range(500))
    again.stop()


def test_a_port_that_somebody_else_took_is_changed(data: Path) -> None:
    server = start_nats(data)
    server.stop()
    with socket.create_server(("127.0.0.1", urlsplit(server.url).port or 0)):
        moved = start_nats(data)
        assert urlsplit(moved.url).port != urlsplit(server.url).port
        assert mqtt.accepts(moved.url)
        moved.stop()


def test_a_stopped_broker_accepts_nobody_and_stops_only_once(data: Path) -> None:
    server = start_nats(data)
    server.stop()
    server.stop()
    assert not mqtt.accepts(server.url)


@pytest.mark.mosquitto
def test_mosquitto_keeps_more_than_its_default_while_we_are_away(mosquitto_url: str) -> None:
    subscribe_and_leave(mosquitto_url, "ingest")
    publish(mosquitto_url, 1500)
    assert collect(mosquitto_url, "ingest", 1500) == list(range(1500))

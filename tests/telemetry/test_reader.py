"""We read paho's way where paho is not as we know it."""

import pytest
from paho.mqtt.client import Client

from telemetry import mqtt, reader


class Changed(Client):
    """A paho whose packets look different inside."""

    def __init__(self, *words: object) -> None:
        super().__init__(*words)  # type: ignore[arg-type]
        self._in_packet = {"kind": 0}  # type: ignore[typeddict-item,typeddict-unknown-key]


def test_the_paho_that_is_installed_is_known() -> None:
    assert reader.fits()


@pytest.mark.parametrize("known", [("3.0.0", Client), ("2.2.0", Changed)])
def test_another_paho_is_not(known: tuple[str, type[Client]]) -> None:
    assert not reader.fits(*known)


def test_that_is_said_and_stock_paho_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "fits", lambda: False)
    mqtt.fits.cache_clear()
    try:
        assert not mqtt.fits()
    finally:
        mqtt.fits.cache_clear()
    stock = reader.client("x", lambda _: None, clean=True, batched=False)
    assert not isinstance(stock, reader.Batched)

"""Every variable an operator can turn. Read by the command line only, which passes plain values."""

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click
from pydantic import ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """The operator's page.

    Attributes:
        data: Folder of the private servers and their data. `GONGCHE_DATA`
        database_url: The bureau's own PostgreSQL 15 or later, as `postgresql://...`; none: a
            private one is started in the data folder. `GONGCHE_DATABASE_URL`
        broker_url: The bureau's own MQTT broker, as `mqtt://user:password@host:port`; none: a
            private one is started in the data folder. `GONGCHE_BROKER_URL`
        zone: Time zone of everything shown to people; inside it is always UTC. `GONGCHE_ZONE`
    """

    model_config = SettingsConfigDict(env_prefix="GONGCHE_", frozen=True)

    data: Path = Path("gongche-data")
    database_url: str | None = None
    broker_url: str | None = None
    zone: ZoneInfo = ZoneInfo("Asia/Shanghai")


class Misconfigured(click.ClickException):
    """A variable is wrong: one line that names it."""

    exit_code = 2


data_option = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the private servers and their data (else GONGCHE_DATA).",
)


def read(data: Path | None = None) -> Settings:
    """Read the environment; a `--data` given on the command line wins.

    Raises:
        Misconfigured: If a variable is wrong.
    """
    given: dict[str, Any] = {} if data is None else {"data": data}
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors()[0]
        name = f"GONGCHE_{first['loc'][0]}".upper()
        raise Misconfigured(f"{name}={first['input']!r}: {first['msg']}") from error

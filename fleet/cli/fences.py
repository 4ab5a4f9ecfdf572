"""`gongche fences`: areas, and which of them a vehicle's plan names."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import orjson

from fleet.cli.opened import both, lifecycle, login
from fleet.decider import Refused
from fleet.desk.areas import Drawing, read_areas, wires
from fleet.desk.commands import Misspoken, Spoken, described, joined, parse, say
from fleet.desk.rehearsal import Rehearsal
from fleet.desk.tables import Unreadable, moment
from fleet.ledger.applications import Lifecycle
from fleet.settings import Settings, data_option, read
from fleet.terms import BEGINNING

DONE, WRONG, REFUSED = 0, 1, 3  # exit codes


@click.group()
def fences() -> None:
    """Areas (围栏) that vehicles are judged by."""


@fences.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--datum",
    type=click.Choice(["wgs84", "gcj02", "bd09"]),
    default="wgs84",
    show_default=True,
    help="What the areas were drawn on; Chinese map tiles are gcj02 or bd09.",
)
@click.option("--vehicle", help="Put the areas into this vehicle's plan.")
@click.option(
    "--role",
    type=click.Choice(["home", "operating", "forbidden"]),
    help="What they are to the vehicle.  [default: operating]",
)
@click.option(
    "--profile",
    type=click.Choice(["plain", "standard"]),
    default="standard",
    show_default=True,
    help="How they are judged.",
)
@click.option("--valid-from", metavar="TIME", help="From when on.  [default: the beginning, 1970]")
@data_option
@click.pass_context
def import_(context: click.Context, /, file: Path, data: Path | None, **asked: Any) -> None:  # noqa: ANN401 - click's options, taken apart by _drawing
    """Publish each feature of FILE (a GeoJSON FeatureCollection) as an area.

    `properties.fence_id` names it; `properties.name` is shown. A Polygon or MultiPolygon needs
    no more, a Point has `radius_m`, a LineString `half_width_m`. All are published, or none if
    any is refused; the same file again changes nothing, another shape is another version.

    Without --vehicle, visits of every vehicle to these areas are recorded. With --vehicle they
    are put into its plan, beside what the plan says already.

    Without --valid-from they are valid from the beginning, so that recorded tracks of the past
    are judged by them too.

    \b
    Example:
      gongche fences import homes.geojson --datum gcj02 --vehicle HZ-0001 --role home
    """  # noqa: D301 - click leaves the lines after its mark as they are
    settings = read(data)
    try:
        features = read_areas(file)
    except Unreadable as error:
        raise click.ClickException(str(error)) from error
    said = wires(features, _drawing(settings, **asked))
    told = {"actor": login(), "at": datetime.now(UTC), "correlation": f"import:{file.name}"}
    with lifecycle(settings) as ledger:
        code = _publish(ledger, [told | wire for wire in said])
    context.exit(code)


def _drawing(settings: Settings, **asked: Any) -> Drawing:  # noqa: ANN401 - as above
    if asked["role"] and not asked["vehicle"]:
        raise click.UsageError("--role says what the areas are to a --vehicle; none is given")
    begin = asked.pop("valid_from")
    try:
        valid_from = moment(begin, settings.zone) if begin else BEGINNING
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--valid-from") from error
    return Drawing(**{**asked, "role": asked["role"] or "operating"}, valid_from=valid_from)


def _publish(ledger: Lifecycle, said: list[dict[str, Any]]) -> int:
    """Say all of it or nothing; the exit code it deserves."""
    codes = {DONE}
    spoken = list(_parsed(said, codes))
    codes.update(_tried(Rehearsal(ledger, spoken), spoken))
    if max(codes) != DONE or not spoken:
        click.echo("nothing published", err=True)
        return max(codes)
    entries = say(ledger, joined(spoken))
    for entry in entries:
        click.echo(orjson.dumps(described(entry)))
    click.echo(f"{len(spoken)} said, {len(entries)} new versions", err=True)
    return DONE


def _parsed(said: list[dict[str, Any]], codes: set[int]) -> Iterator[Spoken]:
    for number, wire in enumerate(said, start=1):
        try:
            yield parse(wire, "import")
        except Misspoken as misspoken:
            codes.add(WRONG)
            for problem in misspoken.problems:
                click.echo(f"feature {number} ({wire.get('fence', 'plan')}): {problem}", err=True)


def _tried(rehearsal: Rehearsal, spoken: list[Spoken]) -> Iterator[int]:
    """What each would be answered; a plan names areas that stand before it."""
    for one in spoken:
        try:
            rehearsal.hear(one)
        except Refused as refusal:
            for line in both(refusal):
                click.echo(line, err=True)
            yield REFUSED

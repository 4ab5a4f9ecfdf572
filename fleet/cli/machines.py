"""`gongche machines`: the state machines, as the deciders have them."""

import click

from fleet.desk.machines import document


@click.command()
def machines() -> None:
    """Print the state machines as Markdown with diagrams.

    Example: gongche machines > docs/statemachines.md
    """
    click.echo(document(), nl=False)

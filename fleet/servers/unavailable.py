"""The one error of this package: a server cannot be had, said in one line."""

import click


class Unavailable(click.ClickException):
    """A private server cannot be found, started or reached; says what to do. Exit code 2."""

    exit_code = 2

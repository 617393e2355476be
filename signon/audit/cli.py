"""`flask audit verify`."""

import click
from flask.cli import AppGroup

from signon.audit import trail

audit = AppGroup("audit", help="The trail of who did what.")


@audit.command("verify")
def verify() -> None:
    """Name the first entry that was changed, or say that the trail is whole."""
    fault = trail.verify()
    if fault is not None:
        raise click.ClickException(f"Entry {fault} was changed, removed or added afterwards.")
    click.echo("The trail is whole.")

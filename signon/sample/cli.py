"""`flask sample …`: what `make run` needs to show something."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from signon.sample import load as loading
from signon.sample import mailbox as local_mailbox

sample = AppGroup("sample", help="The sample campaign; not in production.")


@sample.command("load")
def load() -> None:
    """Load the sample campaigns into an empty installation."""
    if loading.load():
        click.echo("Sample campaigns loaded.")
    address, password = loading.make_lead()
    click.echo(f"Sample lead: {address}  password: {password}")


@sample.command("mailbox")
def mailbox() -> None:
    """Receive the sample's mail on this machine."""
    folder = Path(current_app.config["DATA_DIR"], "mailbox")
    port = current_app.config["MAILBOX_PORT"]
    try:
        local_mailbox.serve(folder, port)
    except OSError as error:
        raise click.ClickException(f"Port {port} cannot be used: {error}.") from None

"""`flask config check`."""

import click
from flask import current_app
from flask.cli import AppGroup

from signon.version import VERSION

config = AppGroup("config", help="The settings of this installation.")


@config.command("check")
def check() -> None:
    """Say that the settings can be used; with others no command starts, and each is named."""
    mode = current_app.config["SIGNON_MODE"]
    database = current_app.config["SQLALCHEMY_DATABASE_URI"].partition(":")[0]
    said = f"The settings can be used: mode {mode}, database {database}."
    click.echo(f"{said} Signon {VERSION}.")

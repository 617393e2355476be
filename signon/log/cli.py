"""`flask log …`."""

import click
from flask.cli import AppGroup

from signon.kernel.errors import DomainError
from signon.log import service, verifying
from signon.log.keys import NoKey
from signon.log.service import SetBack

log = AppGroup("log", help="The log by which anybody can check the public lists.")


@log.command("verify")
def verify() -> None:
    """Check leaves, tree, signatures and lists; name everything that does not agree, one a line."""
    try:
        found = list(verifying.findings())
    except NoKey as error:
        found = [str(error)]
    for finding in found:
        click.echo(finding, err=True)
    if found:
        raise SystemExit(1)
    click.echo("The log is whole, is the one that was signed, and says what the lists say.")


@log.command("accept-restore")
def accept_restore() -> None:
    """Go on from what is in the database, though more or something else was signed before.

    After a backup was restored, or with a new machine or key. Whoever holds a later checkpoint will
    see that the log was set back; a leaf says for ever from where. Look at `log verify` before.
    """
    try:
        words = service.accept_restore()
    except (DomainError, SetBack, NoKey) as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"Accepted: {words} The log goes on from here, and a leaf says so.")


@log.command("catch-up")
def catch_up() -> None:
    """Let the worker compare every entry of every list with the log, and add what is missing."""
    service.note_all()
    click.echo("The worker looks at every entry within a minute or two.")

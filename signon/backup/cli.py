"""`flask backup …`."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy.exc import SQLAlchemyError

from signon.backup import service
from signon.backup.errors import BackupError
from signon.kernel.errors import DomainError

backup = AppGroup("backup", help="Backups of the database and of what was erased and sent.")

FILE = click.argument("file", type=click.Path(path_type=Path))


@backup.command("create")
@FILE
def create(file: Path) -> None:
    """Write a checked backup to FILE, while the service runs or not."""
    with _one_line():
        made = service.create(file)
        click.echo(f"{file}: backup of {made.made_at}, tables {made.revision}, checked.")


@backup.command("restore")
@FILE
def restore(file: Path) -> None:
    """Put the backup FILE in place of what is there; web server and worker have to be stopped.

    What was erased since is erased again. No mail leaves that waited in the backup until
    `backup release`.
    """
    with _one_line():
        done = service.restore(file)
        for what, number in sorted(done.erased.items()):
            click.echo(f"erased again ({what}): {number}")
        click.echo(f"mails known to have been sent since, dropped: {done.sent}")
        click.echo(f"mails held until `flask backup release`: {done.held}")
        if not done.knew_what_was_sent:
            click.echo("Nothing here tells what was sent since the backup: look before releasing.")
        click.echo(f"The backup of {done.made_at} is in place.")


@backup.command("release")
@click.option("--discard", is_flag=True, help="Delete the held mails instead of sending them.")
def release(discard: bool) -> None:
    """Let go the mails that a restore holds, and the scheduled work that writes to people."""
    with _one_line():
        number = service.held_jobs(discard=discard)
        click.echo(f"mails {'discarded' if discard else 'released'}: {number}")


@contextmanager
def _one_line() -> Iterator[None]:
    """End with 1 and one line when something goes wrong, whatever it is."""
    try:
        yield
    except click.exceptions.Exit:
        raise
    except (BackupError, DomainError) as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(f"{error.filename or 'A file'}: {error.strerror}") from None
    except (sqlite3.Error, SQLAlchemyError) as error:
        reason = str(getattr(error, "orig", error)).splitlines()[:1]
        raise click.ClickException(f"The database says: {''.join(reason)}") from None
    except Exception as error:
        raise click.ClickException(f"It failed: {type(error).__name__}") from None

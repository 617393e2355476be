"""`flask jobs …` and `flask config check`."""

import click
from flask import current_app
from flask.cli import AppGroup

from signon.jobs import queries
from signon.operations import service, watched
from signon.version import VERSION

config = AppGroup("config", help="The settings of this installation.")
jobs = AppGroup("jobs", help="Work that waits or has failed for good.")

LARGEST = 2**63 - 1
"""Of the numbers that both databases give to jobs."""

ID = click.argument("job_id", metavar="ID", type=click.IntRange(1, LARGEST))


@jobs.command("list")
@click.option("--dead", is_flag=True, help="Only what has failed for good.")
def list_(dead: bool) -> None:
    """List what is not done, one a line: ID, kind, state, attempts, error, written, due.

    Whom a mail is for is not shown.
    """
    for job in queries.undone_jobs(dead_only=dead):
        error = job.last_error or "-"
        times = f"{job.created_at:%Y-%m-%dT%H:%MZ}\t{job.due_at:%Y-%m-%dT%H:%MZ}"
        click.echo(f"{job.id}\t{job.kind}\t{job.state}\t{job.attempts}\t{error}\t{times}")


@jobs.command("retry")
@ID
def retry(job_id: int) -> None:
    """Try the dead job ID again, from the start."""
    service.retry(job_id)
    click.echo(f"Job {job_id} waits to be done.")


@jobs.command("drop")
@ID
def drop(job_id: int) -> None:
    """Delete the job ID, which waits or is dead, with the mail that it holds."""
    service.drop(job_id)
    click.echo(f"Job {job_id} is deleted.")


@config.command("check")
def check() -> None:
    """Say that the settings can be used; with others no command starts, and each is named.

    Then say what is to be said of files that are no settings, such as keys.
    """
    mode = current_app.config["SIGNON_MODE"]
    database = current_app.config["SQLALCHEMY_DATABASE_URI"].partition(":")[0]
    said = f"The settings can be used: mode {mode}, database {database}."
    click.echo(f"{said} Signon {VERSION}.")
    try:
        for state in watched.states():
            click.echo(state)
    except watched.Unusable as error:
        raise click.ClickException(str(error)) from None

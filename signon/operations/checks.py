"""What the service needs to be of use: database, tables of today, a worker, mail that leaves."""

from datetime import timedelta

from sqlalchemy.exc import DBAPIError

from signon.extensions import db, reading
from signon.jobs import queries as jobs
from signon.kernel import clock, revisions, troubles
from signon.operations import watched

WORKER_SECONDS = 90
"""A worker signs in every 10 seconds, and between two mails, each of which may take 40."""

MAIL_LATE = timedelta(minutes=10)
MANY_FAILING = 20


def problems() -> list[str]:
    """Return one line for each thing that is not as it should be; none when all is well."""
    try:
        tables = _tables()
        if tables:
            return [tables]  # what follows would ask tables that may not be there
        found = (_worker(), _mail(), *watched.problems())
        return [problem for problem in found if problem]
    except DBAPIError as error:
        trouble = troubles.of(error)
        return [trouble.words if trouble else f"database: {type(error).__name__}"]


def _tables() -> str:
    with reading(db.engine).connect() as connection:
        return revisions.fault(connection)


def _worker() -> str:
    seconds = jobs.seconds_since_heartbeat()
    if seconds is None:
        return "no worker was ever seen; start one: flask --app wsgi worker"
    return f"no worker was seen for {seconds:.0f} s" if seconds > WORKER_SECONDS else ""


def _mail() -> str:
    mail = jobs.mail_backlog(clock.now() - MAIL_LATE)
    if mail.overdue:
        return f"mail backlog: {mail.overdue} should have left more than 10 minutes ago"
    if mail.failing >= MANY_FAILING:
        return f"mail backlog: {mail.failing} have been tried in vain for more than 10 minutes"
    return ""

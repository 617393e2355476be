"""Several processes, and a database that is held by somebody else."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from flask import Flask
from sqlalchemy import event, func, select, text

from signon.audit import trail
from signon.audit.models import AuditEntry, AuditHead
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.jobs.models import Job
from signon.signatories import queries
from signon.signatories.models import ListState, Signatory
from signon.submissions.models import Contact
from tests.factories import FORM, a_paper, an_endorsement
from tests.support import postgres
from tests.support.clients import Browser
from tests.support.processes import write_from

PROCESSES, TIMES = 4, 25
PATH = "/en/papers/ten-doors/endorse"


@contextmanager
def held_by_another_writer(app: Flask) -> Iterator[None]:
    """Hold the writer's lock of the SQLite file, as a long import would."""
    file = app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///")
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


def test_four_processes_that_write_at_once_lose_no_update(app: Flask) -> None:
    paper = a_paper()
    before = db.session.scalars(select(AuditHead.number)).one()

    write_from(app, PROCESSES, TIMES)

    db.session.rollback()
    written = PROCESSES * TIMES
    assert queries.overview(paper.id).organisations.total() == written
    assert db.session.scalar(select(func.count()).select_from(Signatory)) == written
    assert db.session.scalars(select(ListState.revision)).one() == written
    # Each enters its organisation, endorsement, confirmation, publication and receipt.
    assert db.session.scalars(select(AuditHead.number)).one() - before == 5 * written
    assert trail.verify() is None


def test_a_writer_that_holds_the_file_disturbs_no_reader_and_costs_nobody_their_form(
    app: Flask, client: Browser
) -> None:
    if db.engine.dialect.name != "sqlite":
        return  # PostgreSQL has no such lock
    an_endorsement(a_paper(), name="Harbour")
    mark = client.mark(PATH)

    with held_by_another_writer(app):
        pages = [client.get(path) for path in ("/en/papers/ten-doors/signatories", PATH, "/en/")]
        refused = client.post(PATH, data={**FORM, "csrf_token": mark})
    accepted = client.post(PATH, data={**FORM, "csrf_token": mark})

    assert [page.status_code for page in pages] == [200, 200, 200]
    assert refused.status_code == 503
    assert refused.headers["Retry-After"]
    assert f'value="{FORM["email"]}"' in refused.text
    assert accepted.status_code == 303
    assert db.session.scalar(select(func.count()).select_from(Endorsement)) == 2


def test_a_database_that_was_restarted_costs_one_request_at_most(
    app: Flask, client: Browser
) -> None:
    if db.engine.dialect.name != "postgresql":
        return  # SQLite has no server
    a_paper()
    mark = client.mark(PATH)
    db.session.remove()
    postgres.end_connections(db.engine)

    first = client.get("/en/papers/ten-doors")
    pages = [client.get(path) for path in ("/en/papers/ten-doors/signatories", PATH, "/en/")]
    sent = client.post(PATH, data={**FORM, "csrf_token": mark})

    assert first.status_code in (200, 503)
    assert [page.status_code for page in pages] == [200, 200, 200]
    assert sent.status_code == 303


def test_a_full_disk_lets_everybody_read_and_costs_nobody_their_form(
    app: Flask, client: Browser
) -> None:
    if db.engine.dialect.name != "sqlite":
        return  # the disk of a PostgreSQL server is not ours to fill
    an_endorsement(a_paper(), name="Harbour")
    mark, rows = client.mark(PATH), everything()

    with a_full_disk():
        pages = [client.get(path) for path in ("/en/papers/ten-doors/signatories", PATH, "/en/")]
        answers = [client.post(PATH, data=another(mark, number)) for number in range(60)]
    left = everything()
    accepted = client.post(PATH, data={**FORM, "email": "b@example.org", "csrf_token": mark})

    assert [page.status_code for page in pages] == [200, 200, 200]
    assert answers[-1].status_code == 503
    assert "No room for this." in answers[-1].text
    assert {answer.status_code for answer in answers} <= {303, 503}
    taken = sum(answer.status_code == 303 for answer in answers)
    assert left == {name: number + taken for name, number in rows.items()}
    assert accepted.status_code == 303
    assert trail.verify() is None
    with db.engine.connect() as connection:
        assert connection.scalar(text("PRAGMA integrity_check")) == "ok"


def another(mark: str, number: int) -> dict[str, str]:
    """Return the form as another organisation fills it in, at length."""
    own = {"email": f"{number}@example.org", "statement": "No room for this. " * 30}
    return {**FORM, **own, "csrf_token": mark}


def everything() -> dict[str, int]:
    """Count what one endorsement writes: itself, its contact, its mail, its entry in the trail."""
    db.session.rollback()
    models = (Endorsement, Contact, Job, AuditEntry)
    return {
        model.__tablename__: db.session.scalar(select(func.count()).select_from(model)) or 0
        for model in models
    }


@contextmanager
def a_full_disk() -> Iterator[None]:
    """Let the SQLite file grow no further, which it tells as a full disk does."""

    def fill(dbapi: sqlite3.Connection, *_: object) -> None:
        [pages] = dbapi.execute("PRAGMA page_count").fetchone()
        dbapi.execute(f"PRAGMA max_page_count = {pages}")

    def free(dbapi: sqlite3.Connection, *_: object) -> None:
        dbapi.execute("PRAGMA max_page_count = 1073741823")

    db.session.remove()
    db.engine.dispose()
    file = str(db.engine.url.database)
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("VACUUM")  # room that others have left would be used first
    event.listen(db.engine, "checkout", fill)
    try:
        yield
    finally:
        event.remove(db.engine, "checkout", fill)
        event.listen(db.engine, "checkout", free)
        db.session.remove()
        with db.engine.connect():
            pass
        event.remove(db.engine, "checkout", free)
        db.engine.dispose()

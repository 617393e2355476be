"""Several processes, and a database that is held by somebody else."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from flask import Flask
from sqlalchemy import func, select

from signon.audit import trail
from signon.audit.models import AuditHead
from signon.endorsements import queries
from signon.endorsements.models import Endorsement, ListState, Signatory
from signon.extensions import db
from tests.factories import FORM, a_paper, an_endorsement
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
    assert queries.overview(paper.id, paper.public_id).organisations.total() == written
    assert db.session.scalar(select(func.count()).select_from(Signatory)) == written
    assert db.session.scalars(select(ListState.revision)).one() == written
    # Each enters its organisation, its endorsement, its confirmation and its publication.
    assert db.session.scalars(select(AuditHead.number)).one() - before == 4 * written
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

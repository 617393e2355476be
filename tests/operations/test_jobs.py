"""Dead work is seen, tried again or dropped, by command and on the desk's first page."""

import pytest
from click.testing import Result
from flask import Flask

from signon.access.roles import Role
from signon.audit.models import AuditEntry
from signon.audit.trail import SYSTEM
from signon.extensions import db
from signon.jobs import queue
from signon.jobs.models import Job
from tests.support.clients import Browser
from tests.support.desk import sign_in

WORDS = "failed for good"


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["jobs", *words])


@pytest.fixture
def dead(app: Flask) -> int:
    queue.enqueue("email", {"to": "canary@example.org"}, subject="x")
    [job] = queue.claim(1, 60)
    queue.bury(job, "554")
    queue.enqueue("email", {"to": "waiting@example.org"})
    return job.id


def state_of(job_id: int) -> str | None:
    db.session.rollback()
    return db.session.query(Job.state).filter_by(id=job_id).scalar()


def test_dead_jobs_are_listed_without_whom_they_are_for(app: Flask, dead: int) -> None:
    every, only_dead = run(app, "list"), run(app, "list", "--dead")

    assert (len(every.output.splitlines()), len(only_dead.output.splitlines())) == (2, 1)
    assert only_dead.output.split("\t")[:5] == [str(dead), "email", "dead", "1", "554"]
    assert "example.org" not in every.output


def test_a_dead_job_is_tried_again(app: Flask, dead: int) -> None:
    assert run(app, "retry", str(dead)).exit_code == 0
    assert state_of(dead) == "waiting"
    assert db.session.query(AuditEntry).filter_by(action="job_retried").count() == 1


def test_a_dead_job_is_dropped(app: Flask, dead: int) -> None:
    assert run(app, "drop", str(dead)).exit_code == 0
    assert state_of(dead) is None
    assert db.session.query(AuditEntry).filter_by(action="job_dropped").count() == 1


@pytest.mark.parametrize("verb", ["retry", "drop"])
@pytest.mark.parametrize("number", ["4711", str(2**63 - 1), str(2**63), "0", "x"])
def test_a_job_that_is_not_there_is_one_line(app: Flask, verb: str, number: str) -> None:
    done = run(app, verb, number)

    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    assert number in done.stderr
    assert "It failed" not in done.stderr
    assert db.session.query(AuditEntry).count() == 0


def test_owners_see_on_the_first_page_of_the_desk_that_work_is_dead(
    client: Browser, dead: int
) -> None:
    lead = sign_in(client)
    assert WORDS in lead.get("/desk/").text
    assert queue.drop(dead)
    assert WORDS not in lead.get("/desk/").text


def test_owners_try_dead_work_again_from_there(client: Browser, dead: int) -> None:
    lead = sign_in(client)
    mark = {"csrf_token": lead.mark("/desk/")}

    answer = lead.post("/desk/jobs/retry", data=mark, follow_redirects=True)

    assert "1 piece of work is tried again." in answer.text
    assert WORDS not in answer.text
    assert state_of(dead) == "waiting"
    entry = db.session.query(AuditEntry).filter_by(action="job_retried").one()
    assert (entry.subject, entry.actor == SYSTEM) == (str(dead), False)


def test_an_owner_cannot_try_without_end(client: Browser, dead: int) -> None:
    lead = sign_in(client)
    mark = {"csrf_token": lead.mark("/desk/")}

    statuses = [lead.post("/desk/jobs/retry", data=mark).status_code for _ in range(7)]

    assert statuses == [303] * 6 + [429]


@pytest.mark.parametrize("role", [Role.VIEWER, Role.EDITOR])
def test_nobody_else_is_told_or_may_try(client: Browser, dead: int, role: Role) -> None:
    lead = sign_in(client, role)
    mark = {"csrf_token": lead.mark("/desk/account")}

    assert WORDS not in lead.get("/desk/").text
    assert lead.post("/desk/jobs/retry", data=mark).status_code == 404
    assert state_of(dead) == "dead"

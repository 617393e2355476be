"""Lists that meet others on their way: a second list, a second worker, a close, a lead who left."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from signon.access import grants
from signon.access.models import Account
from signon.access.roles import Role
from signon.extensions import db
from signon.imports import running, service
from signon.imports.models import Import
from signon.kernel import clock
from signon.submissions import workflow
from signon.submissions.kinds import kind_of
from tests.adding.scene import listed
from tests.factories import a_paper, change_paper
from tests.imports.lists import (
    TERMS,
    a_row,
    brought,
    entries,
    kept,
    outcomes,
    rows_of,
    run_of,
    statuses,
    written,
)
from tests.support.threads import at_once

REPEATED = ("duplicate", "same_organisation_and_email")
ROWS = (a_row(2, "Hearth"), a_row(3, "Harbour"), a_row(4, "Without a mailbox", email=None))


def invited(campaign_id: int, role: Role, email: str) -> str:
    """Give somebody a role in a campaign; return their public id."""
    words = {"language": "en", "invited_by": "system", "campaign_title": "Open doors"}
    grants.invite(email, campaign_id, role, **words)
    found = select(Account.public_id).where(Account.email == email)
    return db.session.scalars(found).one()


def write_to_the_end(public_id: str) -> None:
    while running.write_portion(public_id):
        pass


def test_the_same_file_of_two_leads_is_written_once(app: Flask) -> None:
    paper = a_paper()
    first, second = kept(paper, *ROWS), kept(paper, *ROWS)
    for run in (first, second):
        service.write(run, TERMS, lead="system")

    first, second = written(first), written(second)

    assert (outcomes(first), outcomes(second)) == (["written"] * 3, ["left"] * 3)
    assert statuses(second) == [REPEATED] * 3
    assert len(entries()) == len(listed(paper)) == 3


def test_workers_that_write_the_same_file_at_once_write_it_once(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "PORTION", 5)  # short enough for others to wait for
    paper, names = a_paper(), [f"House {number}" for number in range(20)]
    rows = [a_row(2 + place, name, email=None) for place, name in enumerate(names)]
    runs = [kept(paper, *rows), kept(paper, *rows)]
    for run in runs:
        service.write(run, TERMS, lead="system")
    waiting = [run.public_id for run in runs] * 2

    at_once(app, len(waiting), lambda: write_to_the_end(waiting.pop()))

    assert sorted(row.name for row in entries()) == sorted(names)
    assert len(listed(paper)) == len(names)
    done = [run_of(run.public_id) for run in runs]
    assert [run.stage for run in done] == ["done", "done"]
    assert sorted(outcomes(done[0]) + outcomes(done[1])) == ["left"] * 20 + ["written"] * 20


def test_a_written_list_is_not_written_again_by_another_worker(app: Flask) -> None:
    run = brought(a_paper(), *ROWS)

    assert not running.write_portion(run.public_id)

    assert len(entries()) == 3


def test_what_is_taken_back_between_the_look_and_the_writing_does_not_come_again(
    app: Flask,
) -> None:
    paper = a_paper()
    run = kept(paper, a_row(2, "Hearth", "other@example.org"), a_row(3, "Harbour"))
    other = brought(paper, a_row(2, "Hearth"))
    row = entries()[0]
    workflow.withdraw(kind_of(row), row, actor="signatory")
    service.write(run_of(run.public_id), TERMS, lead="system")

    run = written(run)

    assert outcomes(other) == ["written"]
    assert statuses(run) == [("rejected", "withdrawn"), ("accepted", "")]
    assert outcomes(run) == ["left", "written"]


def test_what_came_from_another_mailbox_meanwhile_lets_the_row_wait(app: Flask) -> None:
    paper = a_paper()
    run = kept(paper, a_row(2, "Hearth", "other@example.org"))
    brought(paper, a_row(2, "Hearth"))
    service.write(run_of(run.public_id), TERMS, lead="system")

    assert outcomes(written(run)) == ["written"]

    assert [row.state for row in entries()] == ["published", "confirmed"]


def test_what_was_signed_after_a_close_that_came_meanwhile_waits(app: Flask) -> None:
    paper, now = a_paper(), clock.now()
    run = kept(paper, a_row(2, "Early"), a_row(3, "Late", signed_at=now))
    change_paper(closes_at=now - timedelta(hours=1))
    service.write(run_of(run.public_id), TERMS, lead="system")

    written(run)

    assert [(row.name, row.is_late, row.state) for row in entries()] == [
        ("Early", False, "published"),
        ("Late", True, "confirmed"),
    ]


def test_whoever_lost_the_role_between_the_look_and_the_writing_writes_nothing(app: Flask) -> None:
    paper = a_paper()
    invited(paper.campaign_id, Role.OWNER, "owner@example.org")
    lead = invited(paper.campaign_id, Role.MODERATOR, "lead@example.org")
    run = kept(paper, *ROWS, lead=lead)
    service.write(run, TERMS, lead=lead)
    grants.revoke(lead, paper.campaign_id, actor="system")

    run = written(run)

    assert (run.stage, outcomes(run), entries()) == ("done", ["left"] * 3, [])


def test_whoever_lost_the_role_amid_the_writing_writes_no_more(app: Flask) -> None:
    paper = a_paper()
    invited(paper.campaign_id, Role.OWNER, "owner@example.org")
    lead = invited(paper.campaign_id, Role.MODERATOR, "lead@example.org")
    run: Import = kept(paper, *rows_of(*(f"House {n}" for n in range(running.PORTION + 5))))
    service.write(run, TERMS, lead=lead)
    assert running.write_portion(run.public_id)
    words = {"actor": "system", "campaign_title": "Open doors"}
    grants.change_role(lead, paper.campaign_id, Role.EXPORTER, **words)

    run = written(run)

    assert outcomes(run) == ["written"] * running.PORTION + ["left"] * 5
